"""The text of an agreement: read side by side, written, negotiated clause by clause."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.models import Actor, Viewer
from comity.accounts.policies import Asked, Policy, open_to
from comity.agreements.access import (
    access_by_link,
    access_clause,
    access_remark,
    access_text,
    approvals_of,
    is_to_be_signed,
    party_of,
    remarks_on,
    signed_copies_of,
    undertakings_of,
)
from comity.agreements.approving import content_of
from comity.agreements.at_the_text import speaking_in, turn_in_words
from comity.agreements.beside import changed_by
from comity.agreements.catching_up import catch_up_of
from comity.agreements.comparing import differing
from comity.agreements.deviating import Deviation, Origin, deviation_of
from comity.agreements.drafting import models_for
from comity.agreements.filling import Facts, facts_of
from comity.agreements.forms_acts import ActForm, AnswerForm, ClauseForm, ReasonForm, RemarkForm, WordingForm
from comity.agreements.models import Agreement, Clause, Party, Remark, Undertaking
from comity.agreements.offering import TEXT, offers
from comity.agreements.permissions import may_read_preparation, may_read_remarks, may_remark, may_write
from comity.agreements.refilling import refills_of
from comity.agreements.shelf import Named, models_behind
from comity.agreements.shipped import ModelText
from comity.agreements.umbrellas import umbrellas_beside
from comity.agreements.undertaking import MARKED_AT
from comity.agreements.views.word import redlines_with_addresses, word_of
from comity.agreements.waiting import Waiting, waiting_in
from comity.agreements.wording import (
    add_clause,
    answer,
    move_clause,
    parts_of,
    reads_alike,
    remark,
    reword,
    take_out,
    take_over,
)
from comity.journal.answering import done, status_of
from comity.meetings.texts import fingerprint, marked_changes
from comity.translation.texts import current_language, direction


@open_to(Policy.EVERYBODY)
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show the text clause by clause, its languages side by side."""
    return text_page_of(request, access_text(request.user, pk))


def text_page_of(
    request: HttpRequest,
    found: Agreement,
    viewer: Viewer | None = None,
    *,
    token: str = "",
    typed: ActForm | None = None,
    act: str = "",
    clause_form: Any = None,
) -> HttpResponse:
    """This will show the text with what can be done about it; `typed` is the form of an act that was just refused.

    `viewer` is the holder of the link whose secret is `token`, else whoever is signed in.
    """
    viewer, agreed = viewer or request.user, found.text()
    sha256 = agreed.sha256 if agreed else fingerprint(content_of(found))
    given = {"place": TEXT, "token": token, "sha256": sha256}
    offered = offers(found, viewer, today=timezone.localdate(), **given, typed=typed, act=act)
    writes = may_write(viewer) and found.is_written
    every = parts_of(found)
    clauses, said = [one for _part, some in every for one in some], remarks_on(viewer, found)
    facts, models = _filled_from(viewer, found, clauses)
    deviation = deviation_of(found, clauses, facts, models) if facts else None
    speaking = speaking_in(found, viewer)
    shown = {
        "agreement": found,
        "languages": [(code, direction(code)) for code in _languages(request, found)],
        "every_language": found.text_languages(),
        "parts": _parts(found, viewer, said, speaking, every, deviation),
        "waiting": _waiting(found, viewer, clauses, said, agreed, token),
        "deviation": deviation,
        "changed": changed_by(found),
        "is_to_refill": bool(writes and facts and refills_of(found, clauses, facts, models)),
        "is_behind_model": writes and deviation is not None and catch_up_of(found) is not None,
        "models": models_for(found) if any(one.act.name == "draft" for one in offered) else [],
        "token": token,
        "word": word_of(viewer, found, token=token),
        "link": viewer if token else None,
        **_agreed(found, viewer, agreed),
        "sha256": sha256,
        "due": next((one for one in offered if one.is_due), None),
        "others": [one for one in offered if not one.is_due],
        **_writing(found, viewer, speaking),
        "clause_form": clause_form or ClauseForm(auto_id="clause-%s"),
    }
    response = render(request, "agreements/text.html", shown, status=status_of(typed, clause_form))
    if token:
        response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _writing(found: Agreement, viewer: Viewer, speaking: Party | None) -> dict[str, Any]:
    """What whoever writes the text can do to its clauses, and the party whose turn it is can say of them."""
    writes = may_write(viewer) and found.is_written
    return {
        "may_write": writes and (found.turn is None or found.turn.is_ours),
        "may_answer": writes,
        "may_mark": may_write(viewer) and found.stage in MARKED_AT,
        "may_remark": speaking is not None and speaking == found.turn,
        "turn": turn_in_words(found, viewer, speaking),
        "moves": [("up", _("Move up")), ("down", _("Move down"))],
    }


def _agreed(found: Agreement, viewer: Viewer, agreed: Any) -> dict[str, Any]:
    """What was agreed, who approved it, what was signed, and what else the same parties have, as far as it is read."""
    return {
        "umbrellas": umbrellas_beside(found, viewer, today=timezone.localdate()) if found.is_on_the_way else [],
        "agreed": agreed,
        "tells_acceptance": bool(agreed and agreed.differs_why) and may_read_remarks(viewer, found),
        "approvals": approvals_of(viewer, found, agreed),
        "signed_copies": signed_copies_of(viewer, found),
        "is_to_be_signed": is_to_be_signed(viewer, found),
    }


def _languages(request: HttpRequest, found: Agreement) -> list[str]:
    """Those that were asked for, else all, the reader's own first."""
    every = found.text_languages()
    asked = [code for code in request.GET.getlist("in") if code in every]
    return asked or sorted(every, key=lambda code: code != current_language())


def _differing(viewer: Any, found: Agreement, clauses: list[Clause], agreed: Any) -> list[Any]:
    """The clauses whose languages state something else, for our office while the text can still be changed."""
    if agreed or not may_read_preparation(viewer, found):
        return []
    told = differing(clauses, found)
    return [(one, told[one.pk]) for one in clauses if one.pk in told]


def _filled_from(viewer: Any, found: Agreement, clauses: list[Clause]) -> tuple[Facts | None, dict[Named, ModelText]]:
    """The facts and the models that filled the text, for our own office: where its words came from is ours to know."""
    came = [one for one in clauses if one.from_model]
    if not came or not may_read_preparation(viewer, found):
        return None, {}
    return facts_of(found), models_behind(came)


def _waiting(
    found: Agreement, viewer: Viewer, clauses: list[Clause], said: list[Remark], agreed: Any, token: str
) -> Waiting:
    """What waits in the text, as far as the viewer may read it; nobody looks for files where none can wait."""
    given: dict[str, Any] = {"files": redlines_with_addresses(viewer, found, token=token) if found.is_written else []}
    given |= {"differing": _differing(viewer, found, clauses, agreed), "writes": may_write(viewer)}
    return waiting_in(found, clauses, said, **given, is_ours=may_read_preparation(viewer, found))


def _parts(
    found: Agreement,
    viewer: Viewer,
    remarked: list[Remark],
    speaking: Party | None,
    every: list[tuple[Any, list[Clause]]],
    deviation: Deviation | None,
) -> list[tuple[Any, list[tuple[Clause, list[Any], Any, list[Undertaking]]]]]:
    """The clauses by part, each with what was said of it, where it came from and, for our own office, what it obliges
    to, as far as the viewer may read that.
    """
    said: dict[int | None, list[Any]] = {}
    for one in remarked:
        said.setdefault(one.clause_id, []).append(_told(one, speaking))
    origins = deviation.origins if deviation else {}
    marked = undertakings_of(viewer, found) if may_read_preparation(viewer, found) else []
    obliges: dict[int, list[Undertaking]] = {}
    for mark in marked:
        obliges.setdefault(mark.clause_id, []).append(mark)
    return [
        (part, [(one, said.get(one.pk, []), _came(origins.get(one.pk)), obliges.get(one.pk, [])) for one in some])
        for part, some in every
    ]


def _came(origin: Origin | None) -> dict[str, Any] | None:
    """Where a clause came from, with each language that differs marked word by word."""
    if origin is None:
        return None
    changes = [(code, marked_changes(was, now)) for code, (was, now) in origin.changed.items()]
    return {"model": origin.model, "is_kept": origin.clause is not None, "changes": changes}


def _told(one: Remark, mine: Party | None) -> dict[str, Any]:
    changes = marked_changes(one.was, one.words) if one.words else []
    may_withdraw = mine is not None and one.is_waiting and one.party_id == mine.pk
    form = AnswerForm(auto_id=f"remark-{one.pk}-%s")
    return {"remark": one, "changes": changes, "form": form, "may_withdraw": may_withdraw}


@require_POST
@open_to(Policy.OFFICE)
def clauses(request: Asked, pk: int) -> HttpResponse:
    """This will add a clause, in the language of the page."""
    found = access_text(request.user, pk)
    form, at = ClauseForm(request.POST, auto_id="clause-%s"), timezone.now()
    code = _language_of(found)

    def add() -> None:
        part = form.cleaned_data["part"]
        add_clause(found, part=part, wording=form.wording(code), at=at, by=request.user)

    if form.is_valid() and done(form, add):
        return redirect(_address(found))
    return text_page_of(request, access_text(request.user, pk), clause_form=form)


def _language_of(found: Agreement) -> str:
    every = found.text_languages()
    return current_language() if current_language() in every else every[0]


def _address(found: Agreement, clause: Clause | None = None, *, token: str = "") -> str:
    page = reverse("agreement-by-link", args=[token]) if token else reverse("agreement-text", args=[found.pk])
    return page + (f"#clause-{clause.pk}" if clause else "")


@open_to(Policy.OFFICE)
def clause(request: Asked, pk: int, clause: int) -> HttpResponse:
    """This will change a clause in one language, beside what the others say."""
    found = access_text(request.user, pk)
    one = access_clause(request.user, found, clause)
    code = request.GET.get("in", "") or _language_of(found)
    if code not in found.text_languages():
        raise Http404(code)
    initial = {
        "heading": one.heading.get(code, ""),
        "words": one.words.get(code, ""),
        "is_about_money": one.is_about_money,
        "keeps_pace": one.is_behind(code),
    }
    form = WordingForm(request.POST or None, initial=initial)
    form.fields["words"].widget.attrs |= {"lang": code, "dir": direction(code)}
    form.fields["heading"].widget.attrs |= {"lang": code, "dir": direction(code)}
    was, at = request.POST.get("was"), timezone.now()
    if form.is_valid() and done(form, lambda: reword(one, wording=form.wording(code), was=was, at=at, by=request.user)):
        messages.success(request, _("The clause is changed."))
        return redirect(_address(found, one))
    others = [(other, direction(other)) for other in found.text_languages() if other != code]
    shown = {"agreement": found, "clause": one, "form": form, "language": code, "others": others}
    shown |= _met(one.words.get(code, ""), was)
    return render(request, "agreements/clause.html", shown, status=status_of(form))


def _met(stands: str, was: str | None) -> dict[str, Any]:
    """The words that the writer has before their eyes; and what somebody made of them meanwhile, shown beside."""
    is_changed = was is not None and not reads_alike(was, stands)
    return {"was": stands, "meanwhile": marked_changes(was or "", stands) if is_changed else []}


@require_POST
@open_to(Policy.OFFICE)
def order(request: Asked, pk: int, clause: int) -> HttpResponse:
    """This will move a clause up or down within its part."""
    found = access_text(request.user, pk)
    one, form = (
        access_clause(request.user, found, clause),
        ReasonForm(agreement=found, today=timezone.localdate(), name=""),
    )
    is_up = request.POST.get("to") == "up"
    if not done(form, lambda: move_clause(one, up=is_up, by=request.user)):
        messages.error(request, " ".join(str(words) for words in form.non_field_errors()))
    return redirect(_address(found, one))


@open_to(Policy.OFFICE)
def removal(request: Asked, pk: int, clause: int) -> HttpResponse:
    """This will take a clause out of the text, with a reason."""
    found = access_text(request.user, pk)
    one = access_clause(request.user, found, clause)
    form = ReasonForm(request.POST or None, agreement=found, today=timezone.localdate(), name="removal")
    if form.is_valid() and done(form, lambda: take_out(one, why=form.cleaned_data["why"], by=request.user)):
        messages.success(request, _("The clause is taken out."))
        return redirect(_address(found))
    shown = {"agreement": found, "clause": one, "form": form}
    return render(request, "agreements/clause_removal.html", shown, status=status_of(form))


@open_to(Policy.SIGNED_IN)
def remarks(request: Asked, pk: int, clause: int) -> HttpResponse:
    """This will say, for a party, how a clause should read or what it thinks of it."""
    return _remark(request, access_text(request.user, pk), request.user, clause)


def _remark(request: HttpRequest, found: Agreement, viewer: Actor, clause: int, *, token: str = "") -> HttpResponse:
    one, party = access_clause(viewer, found, clause), party_of(viewer, found)
    if not may_remark(viewer, found) or party is None:
        raise PermissionDenied
    code = request.GET.get("in", "") or _language_of(found)
    if code not in found.text_languages():
        raise Http404(code)
    form = RemarkForm.on(one, code, request.POST or None)
    form.fields["words"].widget.attrs |= {"lang": code, "dir": direction(code)}
    at, back = timezone.now(), _address(found, one, token=token)

    def say() -> None:
        remark(one, party=party, language=code, **form.cleaned_data, at=at, by=viewer)

    if form.is_valid() and done(form, say):
        messages.success(request, _("Your words are kept. The office answers them here."))
        return redirect(back)
    shown = {"agreement": found, "clause": one, "form": form, "language": code, "back_to": back, "token": token}
    return render(request, "agreements/remark.html", shown, status=status_of(form))


@require_POST
@open_to(Policy.OFFICE)
def remark_answer(request: Asked, pk: int, remark: int) -> HttpResponse:
    """This will take the words of a party over, decline them with words, or note them."""
    found = access_text(request.user, pk)
    said = access_remark(request.user, found, remark)
    form, how, at = AnswerForm(request.POST), request.POST.get("how", ""), timezone.now()

    def do() -> None:
        if how == "taken":
            take_over(said, at=at, by=request.user)
        else:
            answer(said, is_declined=how == "declined", words=form.cleaned_data["words"], by=request.user)

    if form.is_valid() and done(form, do):
        messages.success(request, _("Your answer is kept."))
    else:
        messages.error(request, " ".join(str(words) for errors in form.errors.values() for words in errors))
    return redirect(_address(found, said.clause))


# By a signed link


@open_to(Policy.LINK_HOLDERS)
def text_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """This will show the one text that a signed link opens; looking at it changes nothing."""
    link, found = access_by_link(token, now=timezone.now())
    return text_page_of(request, found, link, token=token)


@open_to(Policy.LINK_HOLDERS)
def remarks_by_link(request: HttpRequest, token: str, clause: int) -> HttpResponse:
    """This will say, for the party of a signed link, how a clause should read."""
    link, found = access_by_link(token, now=timezone.now())
    return _remark(request, found, link, clause, token=token)
