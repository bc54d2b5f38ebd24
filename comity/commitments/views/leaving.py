"""A person leaves, and what they still own goes to somebody else in the same act."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from comity.accounts.policies import Asked, Policy, open_to
from comity.commitments.forms import DepartureForm
from comity.commitments.handover import leave, roles_of, still_owned_by
from comity.commitments.permissions import may_hand_over
from comity.journal.answering import beside
from comity.journal.refusals import NotNow
from comity.partners.access import access_person, offices_of
from comity.partners.models import Person
from comity.translation.templatetags.said import number


@open_to(Policy.OFFICE)
def departure(request: Asked, pk: int) -> HttpResponse:
    """This will show what a person holds and owns here, and let them go once somebody takes over."""
    person = access_person(request.user, pk)
    if not may_hand_over(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    form = DepartureForm(request.POST or None, person=person, today=today, initial={"on": today})
    if request.method == "POST" and form.is_valid() and _leave(request, person, form):
        return redirect("departure", pk)
    shown = {
        "person": person,
        "form": form,
        "offices": offices_of(request.user, person).current(),
        "roles": roles_of(person),
        "rows": [(one, one.standing_on(today)) for one in still_owned_by(person)],
    }
    return render(request, "commitments/departure.html", shown, status=422 if form.errors else 200)


def _leave(request: Asked, person: Person, form: DepartureForm) -> bool:
    try:
        count = leave(person, **form.cleaned_data, at=timezone.now(), by=request.user)
    except ValidationError as refusal:
        beside(form, refusal)
    except NotNow as refusal:
        form.add_error("successor", str(refusal))
    else:
        words = ngettext("%(n)s promise was handed over.", "%(n)s promises were handed over.", count)
        messages.success(request, words % {"n": number(count)})
        return True
    return False
