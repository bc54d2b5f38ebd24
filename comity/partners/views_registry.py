"""The registry of institutions, as the office uses it: finding one, taking it over, hearing what changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.middleware import HtmxDetails

from comity.accounts.models import Viewer
from comity.accounts.policies import Asked, Policy, open_to
from comity.journal.refusals import NotNow
from comity.partners.access import access_organisation, names_of, partners_by_ror, taking_of
from comity.partners.choosing import label_of_organisation
from comity.partners.entering import AlreadyHere
from comity.partners.forms import AcceptingForm, InstitutionForm, TakingForm
from comity.partners.models import Organisation
from comity.partners.taking import accept, keep, take_over, tie_to_registry
from comity.registry.access import access_institution, institutions_by_ror, institutions_known_to
from comity.registry.finding import find
from comity.registry.models import Institution

FOUND = 20
OFFERED = 6


@open_to(Policy.OFFICE)
def registry(request: Asked) -> HttpResponse:
    """This will find institutions, as the letters are being typed."""
    form = InstitutionForm(request.GET)
    letters = form.letters()
    found = find(letters, most=FOUND) if letters else []
    told = {"form": form, "letters": letters, "found": _with_partners(request.user, found)}
    told |= {"is_empty": not institutions_known_to(request.user).exists()}
    return render(request, f"partners/registry/registry.html{'#found' if HtmxDetails(request) else ''}", told)


def _with_partners(viewer: Viewer, found: list[Institution]) -> list[tuple[Institution, Organisation | None]]:
    """Each with all that a page tells of it, and the partner that it is here; two questions, however many they are."""
    rors = [one.pk for one in found]
    whole, partners = institutions_by_ror(viewer, rors), partners_by_ror(viewer, rors)
    return [(whole[ror], partners.get(ror)) for ror in rors if ror in whole]


@open_to(Policy.OFFICE)
def institution(request: Asked, ror: str) -> HttpResponse:
    """This will show an institution: its names, who belongs to it, and the partner that it is here."""
    return _institution_page(request, access_institution(request.user, ror))


def _institution_page(request: Asked, found: Institution, matches: Any = (), refusal: str = "") -> HttpResponse:
    partner = partners_by_ror(request.user, [found.pk]).get(found.pk)
    told = {"institution": found, "partner": partner, "matches": list(matches), "refusal": refusal}
    status = 422 if matches or refusal else 200
    return render(request, "partners/registry/institution.html", told, status=status)


@require_POST
@open_to(Policy.OFFICE)
def taking(request: Asked, ror: str) -> HttpResponse:
    """This will take an institution over as a partner, after a look at those of its name that are here."""
    found, form = access_institution(request.user, ror), TakingForm(request.POST)
    try:
        taken = take_over(found, seen=form.looked_at(), standing_here="partner", by=request.user)
    except AlreadyHere as refusal:
        return _institution_page(request, found, refusal.matches, str(refusal))
    except NotNow as refusal:
        return _institution_page(request, found, (), str(refusal))
    messages.success(request, _("The institution was taken over from the registry."))
    return redirect(taken)


@open_to(Policy.OFFICE)
def choices(request: Asked) -> HttpResponse:
    """This will offer institutions to a box in a form, and take over the one that was chosen."""
    if request.method == "POST":
        return _chosen(request)
    letters = InstitutionForm(request.GET).letters()
    offered = _with_partners(request.user, find(letters, most=OFFERED)) if letters else []
    told = [{"ror": one.pk, "label": _label(one)} for one, here in offered if here is None and not one.is_withdrawn]
    return JsonResponse({"found": told})


def _label(found: Institution) -> str:
    return " · ".join(filter(None, (str(found.called), found.place, found.country)))


def _chosen(request: Asked) -> HttpResponse:
    form = TakingForm(request.POST)
    if not form.is_valid():
        raise Http404("no such institution")
    try:
        found = access_institution(request.user, form.cleaned_data["ror"])
        taken = take_over(found, standing_here="partner", by=request.user)
    except (NotNow, ValidationError) as refusal:
        words = str(refusal) if isinstance(refusal, NotNow) else " ".join(refusal.messages)
        return JsonResponse({"refusal": words}, status=409)
    names = " ".join(one.folded for one in names_of(request.user, taken))
    return JsonResponse({"number": taken.pk, "label": label_of_organisation(taken), "names": names})


@require_POST
@open_to(Policy.OFFICE)
def of_partner(request: Asked, pk: int) -> HttpResponse:
    """This will accept what the registry says differently of a partner, keep what is here, or begin to follow it."""
    partner = access_organisation(request.user, pk)
    form = AcceptingForm(request.POST)
    try:
        _answer(partner, form.cleaned_data if form.is_valid() else {}, request)
    except NotNow as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("This was written down."))
    return redirect(partner)


def _answer(partner: Organisation, given: dict[str, Any], request: Asked) -> None:
    if given.get("act") == "tie":
        return tie_to_registry(partner, by=request.user)
    found = taking_of(request.user, partner)
    if found is None or not given:
        raise NotNow(_("This organisation does not follow the registry."))
    act = accept if given["act"] == "accept" else keep
    return act(found, digest=given["digest"], by=request.user)
