"""Whose doctorate an instrument is about, and who is exchanged under it: told by our office, read with its text."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.policies import Asked, Policy, open_to
from comity.agreements.access import access_agreement, access_mobility, conditions_of, parties_of
from comity.agreements.conditions import (
    correct_mobility,
    doctorate_of,
    drop_mobility,
    tell_doctorate,
    tell_mobility,
)
from comity.agreements.forms_conditions import DoctorateForm, MobilityForm
from comity.journal.answering import done, status_of
from comity.journal.refusals import NotNow


@open_to(Policy.OFFICE)
def doctorate(request: Asked, pk: int) -> HttpResponse:
    """This will tell whose doctorate it is, and what the universities agreed on for it."""
    found = access_agreement(request.user, pk)
    form = DoctorateForm(request.POST or None, instance=doctorate_of(found))
    if form.is_valid() and done(form, lambda: tell_doctorate(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Kept."))
        return redirect(found)
    shown = {"agreement": found, "form": form}
    return render(request, "agreements/doctorate.html", shown, status=status_of(form))


@open_to(Policy.OFFICE)
def mobilities(request: Asked, pk: int) -> HttpResponse:
    """This will list who is exchanged, and tell of one more."""
    found = access_agreement(request.user, pk)
    form = MobilityForm(request.POST or None, parties=parties_of(found))
    if form.is_valid() and done(form, lambda: tell_mobility(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Kept."))
        return redirect("agreement-mobilities", pk)
    shown = {"agreement": found, "form": form, **conditions_of(request.user, found)}
    return render(request, "agreements/mobilities.html", shown, status=status_of(form))


@open_to(Policy.OFFICE)
def mobility(request: Asked, pk: int, mobility: int) -> HttpResponse:
    """This will put one exchange right."""
    found = access_agreement(request.user, pk)
    told = access_mobility(request.user, found, mobility)
    again = access_mobility(request.user, found, mobility)  # what is typed is not what is told
    form = MobilityForm(request.POST or None, parties=parties_of(found), instance=again)
    if form.is_valid() and done(form, lambda: correct_mobility(told, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Kept."))
        return redirect("agreement-mobilities", pk)
    shown = {"agreement": found, "mobility": told, "form": form}
    return render(request, "agreements/mobility.html", shown, status=status_of(form))


@require_POST
@open_to(Policy.OFFICE)
def mobility_removal(request: Asked, pk: int, mobility: int) -> HttpResponse:
    """This will take one exchange out."""
    found = access_agreement(request.user, pk)
    try:
        drop_mobility(access_mobility(request.user, found, mobility), by=request.user)
    except NotNow as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken out."))
    return redirect("agreement-mobilities", pk)
