"""A person leaves, and what they still own goes to somebody else in the same act."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.accounts.policies import Asked, Policy, open_to
from comity.commitments.forms import DepartureForm
from comity.commitments.handover import Owned, counted, leave, roles_of, still_owned_by
from comity.commitments.permissions import may_hand_over
from comity.journal.answering import beside
from comity.journal.refusals import NotNow
from comity.partners.access import access_person, offices_of
from comity.partners.models import Person
from comity.translation.templatetags.said import isolated


@open_to(Policy.OFFICE)
def departure(request: Asked, pk: int) -> HttpResponse:
    """This will show what a person holds and owns here, and let them go once somebody takes over."""
    person = access_person(request.user, pk)
    if not may_hand_over(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    owned = list(still_owned_by(person))
    form = DepartureForm(request.POST or None, person=person, owned=owned, today=today, initial={"on": today})
    if request.method == "POST" and form.is_valid() and _leave(request, person, form):
        return redirect("departure", pk)
    shown = {
        "person": person,
        "form": form,
        "offices": offices_of(request.user, person).ending_with(person.left_on),
        "roles": roles_of(person),
        "owned": counted(owned).in_words(),
        "rows": [(one, one.standing_on(today)) for one in owned],
    }
    return render(request, "commitments/departure.html", shown, status=422 if form.errors else 200)


def _leave(request: Asked, person: Person, form: DepartureForm) -> bool:
    try:
        handed = leave(person, **form.cleaned_data, at=timezone.now(), by=request.user)
    except ValidationError as refusal:
        beside(form, refusal)
    except NotNow as refusal:
        form.add_error("successor", str(refusal))
    else:
        messages.success(request, _told(handed, form.cleaned_data["successor"]))
        return True
    return False


def _told(handed: Owned, successor: Person | None) -> str:
    if not any(handed):
        return _("The departure is recorded; there was nothing to hand over.")
    what = {"successor": isolated(successor), "what": handed.in_words()}
    recorded = _("The departure is recorded. Handed over to %(successor)s: %(what)s.") % what
    if successor is None or successor.written_at:
        return recorded
    unreached = _("%(successor)s has no e-mail address here and got no letter: tell them yourself.") % what
    return f"{recorded} {unreached}"
