"""What a box in a form offers as letters are typed, where there are too many organisations or people for a page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse

from comity.accounts.policies import Asked, Policy, open_to
from comity.partners.access import people_visible_to
from comity.partners.choosing import ORGANISATIONS, label_of_organisation, label_of_person
from comity.partners.forms import InstitutionForm
from comity.partners.spelling import folded

SHOWN = 12


@open_to(Policy.OFFICE)
def organisations(request: Asked) -> HttpResponse:
    """This will offer organisations of the kind that a form takes, by letters of any name or by an identifier."""
    among = ORGANISATIONS.get(request.GET.get("of", ""))
    if among is None:
        raise Http404("no such choice")
    letters = InstitutionForm(request.GET).letters()
    found = among().visible_to(request.user).found_by(letters)
    return _told(found.choosable(letters), label_of_organisation)


@open_to(Policy.OFFICE)
def people(request: Asked) -> HttpResponse:
    """This will offer people who have not left, by letters of any name."""
    letters = InstitutionForm(request.GET).letters()
    seen = people_visible_to(request.user)
    found = seen.named_like(letters) if folded(letters) else seen.none()
    return _told(found.choosable(letters), label_of_person)


def _told(found: Any, label: Any) -> JsonResponse:
    offered = list(found[: SHOWN + 1])
    told = [{"number": one.pk, "label": label(one)} for one in offered[:SHOWN]]
    return JsonResponse({"found": told, "more": len(offered) > SHOWN})
