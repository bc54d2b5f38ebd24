"""The circulated draft: read, corrected and adopted by each side, by account or by signed link."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.models import Actor, works_here
from comity.accounts.policies import Asked, Policy, open_to
from comity.meetings import circulation as rounds
from comity.meetings.access import access_correction, access_decision, access_link, access_said
from comity.meetings.correcting import ask_for_correction, decline, settle, take_over
from comity.meetings.drafts import draft_for
from comity.meetings.forms import AnswerForm, CorrectionForm, LinkForm, ReadForm, refusals_of
from comity.meetings.models import Session
from comity.meetings.permissions import may_adopt, may_answer, may_correct, may_read_draft, may_run
from comity.meetings.views.opening import carry_out, item_of, session_for
from comity.translation.templatetags.said import isolated


@open_to(Policy.SIGNED_IN)
def draft(request: Asked, pk: int) -> HttpResponse:
    """This will show the draft to whoever speaks for a side, and to the office with all that is asked."""
    session = session_for(request, pk)
    if session.is_frozen:
        return redirect("session", pk)
    session_for(request, pk, may_read_draft)
    return _draft(request, session, LinkForm(session=session, initial=_first_link(session)))


def _draft(request: HttpRequest, session: Session, form: LinkForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "session": session,
        "page": draft_for(session, request.user, language=request.GET.get("in", "")),
        "works_here": works_here(request.user),
        "may_correct": may_correct(request.user, session) and not works_here(request.user),
        "adopt_at": reverse("adoption", args=[session.pk]),
        "form": form,
    }
    if works_here(request.user):
        context |= {"links": _links(session)}
    return render(request, "meetings/draft.html", context, status=status)


def _final(request: HttpRequest, session: Session, form: LinkForm, status: int = 200) -> HttpResponse:
    context = {"session": session, "links": _links(session), "form": form}
    return render(request, "meetings/links.html", context, status=status)


def _first_link(session: Session) -> dict[str, Any]:
    return {"language": session.record_language, "days": 14}


def _links(session: Session) -> list[dict[str, Any]]:
    opened, now = rounds.opened_links(session), timezone.now()
    return [
        {"link": link, "opened_at": opened.get(link.pk), "is_over": link.expires_at <= now}
        for link in rounds.links_to(session)
    ]


@open_to(Policy.SIGNED_IN)
@require_POST
def correction(request: Asked, pk: int, item: int) -> HttpResponse:
    """This will ask for other words in an item, for the side of a counterpart with an account."""
    session = session_for(request, pk, may_correct)
    way_back = f"{reverse('draft', args=[pk])}#item-{item}"
    return ask(request, session, item_of(request, session, item), by=request.user, way_back=way_back)


def ask(request: HttpRequest, session: Session, item: Any, *, by: Actor, way_back: str) -> HttpResponse:
    """This will enter the correction that was typed, or say why it is refused and keep the words on the page."""
    form = CorrectionForm(request.POST)
    about: dict[str, Any] = {}
    if form.is_valid() and (decision := form.cleaned_data.pop("decision")):
        about["decision"] = access_decision(by, session, decision)
    if form.is_valid() and (said := form.cleaned_data.pop("said")):
        about["said"] = access_said(by, item, said)

    def enter() -> None:
        ask_for_correction(item, at=timezone.now(), by=by, **form.cleaned_data, **about)

    done = _("Your words are sent to the office. You see its answer here.")
    if form.is_valid() and carry_out(request, enter, done, form=form):
        return redirect(way_back)
    return _not_saved(request, session, form, form.typed(), way_back)


def _not_saved(request: HttpRequest, session: Session, form: Form, typed: str, way_back: str) -> HttpResponse:
    """What was typed, to copy, and why it was not taken."""
    back = {"way_back": way_back, "back": _("Read the draft")}
    context = {"session": session, "words": refusals_of(form), "typed": typed, **back}
    return render(request, "meetings/not_saved.html", context, status=422)


@open_to(Policy.SIGNED_IN)
@require_POST
def adoption(request: Asked, pk: int) -> HttpResponse:
    """This will adopt the text that was read, for the side of whoever is signed in."""
    session = session_for(request, pk, may_adopt)
    adopt_for(request, session, by=request.user)
    return redirect("draft", pk)


def adopt_for(request: HttpRequest, session: Session, *, by: Actor) -> None:
    """This will adopt for the side of `by` the text named by its SHA-256, or say why that is refused."""
    form = ReadForm(request.POST)
    now = timezone.now()
    if form.is_valid():
        done = _("You have adopted the minutes for your side.")
        carry_out(request, lambda: rounds.adopt(session, at=now, by=by, **form.cleaned_data), done)


@open_to(Policy.OFFICE)
@require_POST
def taking_over(request: Asked, pk: int, correction: int) -> HttpResponse:
    """This will make the wording of a correction that of the minutes."""
    found = access_correction(request.user, session_for(request, pk, may_answer), correction)
    carry_out(request, lambda: take_over(found, by=request.user), _("The wording is taken over."))
    return redirect(f"{reverse('draft', args=[pk])}#item-{found.item_id}")


@open_to(Policy.OFFICE)
@require_POST
def settling(request: Asked, pk: int, correction: int) -> HttpResponse:
    """This will mark a correction as taken over in words that the office wrote itself."""
    found = access_correction(request.user, session_for(request, pk, may_answer), correction)
    answer = _("Taken over in other words.")
    carry_out(request, lambda: settle(found, answer=answer, by=request.user), _("The correction is answered."))
    return redirect(f"{reverse('draft', args=[pk])}#item-{found.item_id}")


@open_to(Policy.OFFICE)
@require_POST
def declining(request: Asked, pk: int, correction: int) -> HttpResponse:
    """This will decline a correction and tell the other side why."""
    session = session_for(request, pk, may_answer)
    found = access_correction(request.user, session, correction)
    form, way_back = AnswerForm(request.POST), f"{reverse('draft', args=[pk])}#item-{found.item_id}"

    def refuse_it() -> None:
        decline(found, answer=form.cleaned_data["answer"], by=request.user)

    if form.is_valid() and carry_out(request, refuse_it, _("The correction is declined."), form=form):
        return redirect(way_back)
    return _not_saved(request, session, form, form.data.get("answer", ""), way_back)


@open_to(Policy.OFFICE)
def links(request: Asked, pk: int) -> HttpResponse:
    """This will send a signed link to somebody without an account; asked for, it shows those of final minutes."""
    session = session_for(request, pk, may_run)
    if request.method != "POST":
        first = LinkForm(session=session, initial=_first_link(session))
        return _final(request, session, first) if session.is_frozen else redirect(_links_of(session))
    form = LinkForm(request.POST, session=session)
    if form.is_valid() and _send_link(request, session, form):
        return redirect(_links_of(session))
    return (_final if session.is_frozen else _draft)(request, session, form, status=422)


def _send_link(request: Asked, session: Session, form: LinkForm) -> bool:
    def send() -> None:
        rounds.send_link(session, at=timezone.now(), by=request.user, **form.cleaned_data)

    done = _("The link is on its way to %(name)s.") % {"name": isolated(form.cleaned_data["name"])}
    return carry_out(request, send, done, form=form)


def _links_of(session: Session) -> str:
    """Where the links to the minutes stand: beside the draft, later on a page of their own."""
    return reverse("links", args=[session.pk]) if session.is_frozen else f"{reverse('draft', args=[session.pk])}#links"


@open_to(Policy.OFFICE)
@require_POST
def link_revocation(request: Asked, pk: int, link: int) -> HttpResponse:
    """This will make a link open nothing from now on."""
    session = session_for(request, pk, may_run)
    found = access_link(request.user, session, link)
    revoke = rounds.revoke_link
    carry_out(
        request,
        lambda: revoke(session, found, at=timezone.now(), by=request.user),
        _("The link opens nothing any more."),
    )
    return redirect(_links_of(session))
