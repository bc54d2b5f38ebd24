"""What was said under an item of a session, written down without leaving its page."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from comity.accounts.policies import Asked, Policy, open_to
from comity.commitments.access import said_under
from comity.commitments.forms import SayUnderForm
from comity.commitments.models import Commitment
from comity.commitments.permissions import may_say
from comity.commitments.saying import refuse_unwritable, say_under
from comity.journal.answering import beside
from comity.journal.refusals import NotNow
from comity.meetings.access import access_item_anywhere
from comity.meetings.models import AgendaItem


@open_to(Policy.OFFICE)
def item_commitments(request: Asked, pk: int) -> HttpResponse:
    """This will show what was said under an item and add to it: inside the session's page, or as a page of its own."""
    item = access_item_anywhere(request.user, pk)
    if not may_say(request.user):
        raise PermissionDenied
    form = _form(request, item)
    said = _say(request, item, form) if request.method == "POST" and form.is_valid() else None
    if said and not request.htmx:  # type: ignore[attr-defined]
        return redirect("item-commitments", pk)
    return _shown(request, item, form, said)


def _form(request: Asked, item: AgendaItem, *, is_empty: bool = False) -> SayUnderForm:
    typed = None if is_empty or request.method != "POST" else request.POST
    return SayUnderForm(typed, session=item.session, officer=request.user, auto_id=f"item-{item.pk}-%s")


def _say(request: Asked, item: AgendaItem, form: SayUnderForm) -> Commitment | None:
    try:
        return say_under(item, at=timezone.now(), by=request.user, **form.facts())
    except (NotNow, ValidationError) as refusal:
        beside(form, refusal)
    return None


def _shown(request: Asked, item: AgendaItem, form: SayUnderForm, said: Commitment | None) -> HttpResponse:
    """htmx swaps in only what it is told is fine, so a refused form comes back to it as a plain answer."""
    is_part = bool(request.htmx)  # type: ignore[attr-defined]
    today = timezone.localdate()
    rows = [(one, one.standing_on(today)) for one in said_under(request.user, item)]
    shown = {
        "item": item,
        "rows": rows,
        "said": said,
        "refusal": _refusal(item),
        "form": _form(request, item, is_empty=True) if said else form,
    }
    name = "commitments/parts/said_under.html" if is_part else "commitments/item_commitments.html"
    return render(request, name, shown, status=422 if form.errors and not is_part else 200)


def _refusal(item: AgendaItem) -> str:
    try:
        refuse_unwritable(item.session)
    except NotNow as refusal:
        return str(refusal)
    return ""
