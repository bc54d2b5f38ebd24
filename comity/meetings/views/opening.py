"""What every view of a session begins and ends with: finding what the viewer may see, saying what came of an act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from comity.accounts.models import Viewer
from comity.journal.answering import beside
from comity.journal.refusals import NotNow
from comity.meetings.access import access_item, access_session
from comity.meetings.barring import barred_at
from comity.meetings.forms import refuse
from comity.meetings.models import AgendaItem, Session


def session_for(request: HttpRequest, pk: int, may: Callable[[Viewer, Session], bool] | None = None) -> Session:
    """This will find a session that the viewer may know of, and refuse an act that is not the viewer's."""
    found = access_session(request.user, pk)
    if may is not None and not may(request.user, found):
        raise PermissionDenied
    return found


def item_of(request: HttpRequest, session: Session, pk: int) -> AgendaItem:
    """This will find an item of the session that the viewer may read."""
    return access_item(request.user, session, pk)


def carry_out(
    request: HttpRequest, act: Callable[[], object], done: str = "", *, form: forms.Form | None = None
) -> bool:
    """This will do an act and tell the reader that it is done, or why it is refused.

    Where a `form` was typed the refusal stands in it, so that the page comes back with everything typed.
    """
    try:
        act()
    except NotNow as refusal:
        if form is None:
            messages.error(request, str(refusal))
        else:
            beside(form, refusal)
        return False
    except ValidationError as refusal:
        if form is None:
            raise
        refuse(form, refusal)
        return False
    if done:
        messages.success(request, done)
    return True


def barred(
    request: HttpRequest, session: Session, title: Any, refuse: Callable[[], Any], *, item: AgendaItem | None = None
) -> HttpResponse | None:
    """This will answer with why an act is refused now and what to do instead, where nobody has typed anything yet.

    Nothing where it can be done, and where something was sent: that comes back with the refusal beside it.
    """
    told = None if request.method == "POST" else barred_at(session, refuse, request.user, item=item)
    context = {"session": session, "title": title, "barred": told}
    return render(request, "meetings/barred.html", context) if told else None


def typed(request: HttpRequest) -> QueryDict | None:
    """This will give what was sent with a form; nothing where the form is only asked for."""
    return request.POST if request.method == "POST" else None
