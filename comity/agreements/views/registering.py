"""That an agreement was registered as a treaty: recorded by our office, and taken back where it was entered wrongly."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.accounts.policies import Asked, Policy, open_to
from comity.agreements.access import access_agreement, access_registration, registrations_of
from comity.agreements.forms_acts import ReasonForm
from comity.agreements.forms_life import RegistrationForm
from comity.agreements.registering import register, take_back
from comity.journal.answering import done, status_of


@open_to(Policy.OFFICE)
def registrations(request: Asked, pk: int) -> HttpResponse:
    """This will record that it was registered, and list what was registered before."""
    found = access_agreement(request.user, pk)
    data = request.POST if request.method == "POST" else None
    form = RegistrationForm(data, agreement=found, today=timezone.localdate(), name="registration")
    at = timezone.now()
    if form.is_valid() and done(
        form, lambda: register(found, **form.cleaned_data, at=at, by=request.user), registered_on="on"
    ):
        messages.success(request, _("The registration is recorded."))
        return redirect(found)
    context = {"agreement": found, "registrations": registrations_of(found), "form": form}
    return render(request, "agreements/registrations.html", context, status=status_of(form))


@open_to(Policy.OFFICE)
def registration_removal(request: Asked, pk: int, registration: int) -> HttpResponse:
    """This will take back what was recorded of a registration, with a reason."""
    found = access_agreement(request.user, pk)
    shown = access_registration(found, registration)
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(data, agreement=found, today=timezone.localdate(), name="registration-removal")
    if form.is_valid() and done(form, lambda: take_back(shown, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Taken back."))
        return redirect("registrations", pk)
    context = {"agreement": found, "registration": shown, "form": form}
    return render(request, "agreements/registration_removal.html", context, status=status_of(form))
