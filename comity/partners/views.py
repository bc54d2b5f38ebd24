"""The list of partners, and the entry of new ones. The page of each belongs to the desk, which knows its thread."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from comity.accounts.policies import Asked, Policy, open_to
from comity.journal.answering import beside
from comity.partners.access import organisations_visible_to
from comity.partners.entering import AlreadyHere, enter
from comity.partners.forms import NewPartnerForm, PartnerFilter
from comity.partners.models import Organisation
from comity.partners.models.sorting import ByShownName
from comity.partners.permissions import may_keep_partners
from comity.translation.texts import current_language
from comity.ui.lists import ENOUGH, Long, Order, Way

BY_NAME = Order(ByShownName())
SUGGESTED = 8


@open_to(Policy.EVERYBODY)
def partners(request: HttpRequest) -> HttpResponse:
    """This will list the partners, narrowed down as the reader types."""
    form = PartnerFilter(request.GET)
    found = Long([Way(form.narrow(organisations_visible_to(request.user).partners()))], BY_NAME)
    page = found.page(request.GET)
    told = {"page": page, "form": form, "may_keep_partners": may_keep_partners(request.user)}
    told |= {"count": found.count(), "enough": ENOUGH}
    told |= {"is_first_of_all": not page.rows and not form.is_narrowing()}
    return render(request, f"partners/partners.html{'#found' if HtmxDetails(request) else ''}", told)


@open_to(Policy.OFFICE)
def new_partner(request: Asked) -> HttpResponse:
    """This will enter an organisation, after a look at what is already here."""
    asked = {"language": current_language(), "standing_here": "partner", **request.GET.dict()}
    form = NewPartnerForm(request.POST or None, initial=asked)
    matches: list[Organisation] = []
    if form.is_valid():
        try:
            entered = enter(form.names(), seen=form.looked_at(), by=request.user, **form.facts())
        except AlreadyHere as refusal:
            form.add_error("name", str(refusal))
            matches = refusal.matches
            form.show_as_looked_at([*matches, *organisations_visible_to(request.user).numbered(form.looked_at())])
        except ValidationError as refusal:
            beside(form, refusal, text="name", whole="part_of")
        else:
            messages.success(request, _("The organisation was entered."))
            return redirect(entered)
    told = {"form": form, "matches": matches}
    return render(request, "partners/new_partner.html", told, status=422 if form.errors else 200)


@open_to(Policy.OFFICE)
def known_partners(request: Asked) -> HttpResponse:
    """This will show which organisations are named like what is being typed."""
    letters = request.GET.get("name", "").strip()
    found = organisations_visible_to(request.user).found_by(letters).by_name()[:SUGGESTED]
    return render(request, "partners/parts/known.html", {"known": found, "letters": letters})
