"""Writing the minutes while the session runs: each item saves itself, and nobody's words are lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.drafts import key_of_drafts
from comity.accounts.policies import Asked, Policy, open_to
from comity.journal.refusals import NotNow
from comity.meetings.access import access_decision, items_visible_to
from comity.meetings.forms import DecisionForm, WordsForm, refusals_of
from comity.meetings.minuting import Clash, decide, redecide, refuse_unwritable_minutes, undecide, write
from comity.meetings.models import AgendaItem, Decision, Session, Visibility
from comity.meetings.permissions import may_write
from comity.meetings.texts import marked_changes
from comity.meetings.views.opening import barred, carry_out, item_of, session_for, typed
from comity.translation.texts import direction, languages


@open_to(Policy.OFFICE)
def minutes(request: Asked, pk: int) -> HttpResponse:
    """This will show every item with a box for its minutes, its decisions and what was promised."""
    session = session_for(request, pk, may_write)
    if refused := barred(request, session, _("Minutes"), lambda: refuse_unwritable_minutes(session)):
        return refused
    language = _language(request, session)
    items = items_visible_to(request.user, session).in_order().with_decisions()
    context = {
        "session": session,
        "items": [_box(item, language) for item in items],
        "writing_in": language,
        "runs": direction(language),
        "languages": languages(),
        "visibilities": Visibility.choices,
        "draft_key": key_of_drafts(request.user),
    }
    return render(request, "meetings/minutes.html", context)


def _language(request: HttpRequest, session: Session) -> str:
    asked = request.GET.get("in", "")
    return asked if asked in languages() else session.record_language


def _box(item: AgendaItem, language: str) -> dict[str, Any]:
    words = item.minutes.get(language, "")
    return {"item": item, "words": words, "other": item.minutes if item.minutes and not words else None}


@open_to(Policy.OFFICE)
@require_POST
def writing(request: Asked, pk: int, item: int) -> HttpResponse:
    """This will save the minutes of one item; a script gets JSON, a plain form a page."""
    session = session_for(request, pk, may_write)
    found = item_of(request, session, item)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _refused(request, session, refusals_of(form), item)
    try:
        saved = write(found, by=request.user, **form.cleaned_data)
    except Clash as clash:
        return _clashed(request, session, clash)
    except NotNow as refusal:
        return _refused(request, session, str(refusal), item)
    if _is_script(request):
        return JsonResponse({"version": saved.version})
    return redirect(_place(pk, item, form.cleaned_data["language"]))


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _place(pk: int, item: int, language: str) -> str:
    return f"{reverse('minutes', args=[pk])}?in={language}#item-{item}"


def _clashed(request: HttpRequest, session: Session, clash: Clash) -> HttpResponse:
    context = {
        "session": session,
        "clash": clash,
        "runs": direction(clash.language),
        "pieces": marked_changes(clash.theirs, clash.mine),
    }
    if not _is_script(request):
        return render(request, "meetings/merge.html", context, status=409)
    panel = render_to_string("meetings/parts/merge.html", context, request)
    return JsonResponse(
        {"version": clash.item.version, "theirs": clash.theirs, "merged": clash.merged, "panel": panel}, status=409
    )


def _refused(request: HttpRequest, session: Session, words: str, item: int) -> HttpResponse:
    if _is_script(request):
        return JsonResponse({"refused": words}, status=422)
    context = {"session": session, "words": words, "typed": request.POST.get("words", ""), "item": item}
    return render(request, "meetings/not_saved.html", context, status=422)


@open_to(Policy.OFFICE)
def decisions(request: Asked, pk: int, item: int) -> HttpResponse:
    """This will add a decision under an item: in place, or on a page of its own."""
    session = session_for(request, pk, may_write)
    found = item_of(request, session, item)
    if refused := barred(request, session, found.title, lambda: refuse_unwritable_minutes(session), item=found):
        return refused
    form = DecisionForm(typed(request), session=session, auto_id=f"id_{item}_%s")

    def enter() -> None:
        decide(found, by=request.user, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and carry_out(request, enter, form=form):
        return _decisions(request, session, found, done=_("The decision is added."))
    return _decisions(request, session, found, form)


@open_to(Policy.OFFICE)
def decision(request: Asked, pk: int, decision: int) -> HttpResponse:
    """This will change a decision as it was written down: in place, or on a page of its own."""
    session = session_for(request, pk, may_write)
    found = access_decision(request.user, session, decision)
    under = found.item
    if refused := barred(request, session, under.title, lambda: refuse_unwritable_minutes(session), item=under):
        return refused
    form = DecisionForm(
        typed(request), session=session, initial=DecisionForm.as_taken(found), auto_id=f"id_{found.item_id}_%s"
    )

    def correct() -> None:
        redecide(found, by=request.user, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and carry_out(request, correct, form=form):
        return _decisions(request, session, found.item, done=_("The decision is changed."))
    return _decisions(request, session, found.item, form, changing=found)


@open_to(Policy.OFFICE)
@require_POST
def decision_removal(request: Asked, pk: int, decision: int) -> HttpResponse:
    """This will take out a decision that was not taken."""
    session = session_for(request, pk, may_write)
    found = access_decision(request.user, session, decision)
    carry_out(request, lambda: undecide(found, by=request.user))
    return _decisions(request, session, found.item)


def _decisions(
    request: HttpRequest,
    session: Session,
    item: AgendaItem,
    form: DecisionForm | None = None,
    *,
    changing: Decision | None = None,
    done: str = "",
) -> HttpResponse:
    """The decisions under an item, with a form for a new one or for the one that is being changed.

    In place the list shows by itself what was done; whoever comes from a page of its own is told.
    """
    context = {"session": session, "item": item, "form": form, "changing": changing}
    if request.headers.get("HX-Request"):
        return render(request, "meetings/parts/decisions.html", context)
    if form is not None:
        return render(request, "meetings/decision.html", context)
    if done:
        messages.success(request, done)
    return redirect(_place(session.pk, item.pk, session.record_language))
