"""The acts that take a session from stage to stage."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comity.accounts.policies import Asked, Policy, open_to
from comity.meetings import circulation as rounds
from comity.meetings.called import addresses_called_to
from comity.meetings.closing import close_follow_up, still_open
from comity.meetings.forms import ClosingForm, WhenForm, WhyForm
from comity.meetings.models import Session, Stage
from comity.meetings.permissions import may_run
from comity.meetings.views.opening import barred, carry_out, session_for, typed
from comity.translation.templatetags.said import number


def _act(request: HttpRequest, pk: int, act: Callable[[Session], object], done: str) -> HttpResponse:
    session = session_for(request, pk, may_run)
    carry_out(request, lambda: act(session), done)
    return redirect("session", pk)


def _act_with_reason(
    request: HttpRequest,
    pk: int,
    act: Callable[[Session, str], object],
    *,
    to: Stage,
    title: str,
    done: str,
    is_told: bool = False,
) -> HttpResponse:
    """Do what needs a reason, which letters tell or not; asked without one, it shows the error beside the form."""
    session = session_for(request, pk, may_run)
    if refused := barred(request, session, title, lambda: session.refuse_move_to(to)):
        return refused
    form = WhyForm(typed(request))

    def do() -> None:
        act(session, form.cleaned_data["why"])

    if request.method == "POST" and form.is_valid() and carry_out(request, do, done, form=form):
        return redirect("session", pk)
    shown = {"form": form, "session": session, "title": title, "is_told": is_told}
    return render(request, "meetings/reason.html", shown)


@open_to(Policy.OFFICE)
@require_POST
def convening(request: Asked, pk: int) -> HttpResponse:
    """This will call the delegations together."""
    return _act(request, pk, lambda session: session.convene(by=request.user), _("The session is convened."))


@open_to(Policy.OFFICE)
@require_POST
def agenda_adoption(request: Asked, pk: int) -> HttpResponse:
    """This will settle the agenda."""
    return _act(request, pk, lambda session: session.adopt_agenda(by=request.user), _("The agenda is adopted."))


@open_to(Policy.OFFICE)
@require_POST
def holding(request: Asked, pk: int) -> HttpResponse:
    """This will record that the session took place."""

    def hold(session: Session) -> None:
        session.hold(now=timezone.now(), by=request.user)

    return _act(request, pk, hold, _("It is recorded that the session was held."))


@open_to(Policy.OFFICE)
@require_POST
def drafting(request: Asked, pk: int) -> HttpResponse:
    """This will mark the draft minutes as complete."""
    return _act(request, pk, lambda session: session.finish_draft(by=request.user), _("The draft is complete."))


@open_to(Policy.OFFICE)
@require_POST
def circulation(request: Asked, pk: int) -> HttpResponse:
    """This will open the draft to the other side."""
    session = session_for(request, pk, may_run)

    def circulate() -> None:
        rounds.circulate(session, at=timezone.now(), by=request.user)

    is_done = carry_out(request, circulate, _("The minutes circulate. Send a link to those without an account."))
    return redirect("draft" if is_done else "session", pk)


@open_to(Policy.OFFICE)
def recall(request: Asked, pk: int) -> HttpResponse:
    """This will take the draft back."""

    def take_back(session: Session, why: str) -> None:
        rounds.recall(session, why=why, by=request.user)

    title = _("Take the draft back")
    return _act_with_reason(request, pk, take_back, to=Stage.DRAFTED, title=title, done=_("The draft is taken back."))


@open_to(Policy.OFFICE)
def postponement(request: Asked, pk: int) -> HttpResponse:
    """This will put the session off."""

    def postpone(session: Session, why: str) -> None:
        session.postpone(why=why, by=request.user)

    title = _("Postpone the session")
    done = _("The session is postponed.")
    return _act_with_reason(request, pk, postpone, to=Stage.POSTPONED, title=title, done=done, is_told=True)


@open_to(Policy.OFFICE)
def cancellation(request: Asked, pk: int) -> HttpResponse:
    """This will call the session off."""

    def cancel(session: Session, why: str) -> None:
        session.cancel(why=why, by=request.user)

    title = _("Cancel the session")
    done = _("The session is cancelled.")
    return _act_with_reason(request, pk, cancel, to=Stage.CANCELLED, title=title, done=done, is_told=True)


@open_to(Policy.OFFICE)
def new_day(request: Asked, pk: int) -> HttpResponse:
    """This will set the new day of a postponed session."""
    session = session_for(request, pk, may_run)
    if refused := barred(request, session, _("Set a new day"), session.refuse_unless_postponed):
        return refused
    form = WhenForm(typed(request), initial=WhenForm.now_as(session))
    if request.method == "POST" and form.is_valid():

        def convene() -> None:
            session.convene_anew(now=timezone.now(), by=request.user, **form.facts())

        if carry_out(request, convene, form=form):
            messages.success(request, _told_of_new_day(session))
            return redirect("session", pk)
    return render(request, "meetings/new_day.html", {"form": form, "session": session})


def _told_of_new_day(session: Session) -> str:
    told = len(addresses_called_to(session))
    if not told:
        return _("The new day is set. No letter went out: nobody who is called has an e-mail address here.")
    words = ngettext(
        "The new day is set. A letter tells %(n)s person who is called.",
        "The new day is set. Letters tell %(n)s people who are called.",
        told,
    )
    return words % {"n": number(told)}


@open_to(Policy.OFFICE)
def closing(request: Asked, pk: int) -> HttpResponse:
    """This will show what is still open and end the follow-up, with a reason where anything is."""
    session = session_for(request, pk, may_run)
    left = still_open(session, viewer=request.user)
    form = ClosingForm(typed(request), is_needed=bool(left))

    def close() -> None:
        close_follow_up(session, by=request.user, **form.cleaned_data)

    if request.method == "POST" and form.is_valid():
        # Where it cannot be closed at all there is nothing to type: the session says so itself.
        told = form if session.may_move_to(Stage.CLOSED) else None
        if carry_out(request, close, _("The follow-up is closed."), form=told) or told is None:
            return redirect("session", pk)
    elif not session.may_move_to(Stage.CLOSED):
        return redirect("session", pk)
    return render(request, "meetings/closing.html", {"form": form, "session": session, "left": left})


@open_to(Policy.OFFICE)
@require_POST
def publication(request: Asked, pk: int) -> HttpResponse:
    """This will let the public know of the session, or no longer."""
    is_public = request.POST.get("is_public") == "yes"
    done = _("The public sees the extract now.") if is_public else _("The public no longer sees this session.")
    return _act(request, pk, lambda session: session.show_to_public(is_public, by=request.user), done)
