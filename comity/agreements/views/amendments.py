"""The pages of amendments, and of the versions of a text that they make."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.accounts.policies import Asked, Policy, open_to
from comity.agreements.access import access_agreement, access_amendment, access_text, access_version, texts_of
from comity.agreements.amending import meetings_of, prepare_amendment, rebase
from comity.agreements.beside import called_in
from comity.agreements.forms_models import AmendmentForm, RebaseForm
from comity.agreements.models import Agreement, Part
from comity.agreements.three_way import Meeting, Said
from comity.agreements.three_way_exchanges import Met, disputed_in, exchanges_met
from comity.journal.answering import done, status_of
from comity.meetings.texts import marked_changes
from comity.translation.texts import current_language, direction


@open_to(Policy.OFFICE)
def new_amendment(request: Asked, pk: int) -> HttpResponse:
    """This will propose an amendment, on a copy of the agreed text."""
    found = access_agreement(request.user, pk)
    form = AmendmentForm(request.POST or None)
    at, made = timezone.now(), []

    def do() -> None:
        made.append(prepare_amendment(found, **form.cleaned_data, at=at, by=request.user))

    if form.is_valid() and done(form, do):
        messages.success(request, _("The amendment is proposed. Its text is a copy; change in it what is to change."))
        return redirect(made[0].instrument)
    shown = {"agreement": found, "text": found.text(), "form": form}
    return render(request, "agreements/new_amendment.html", shown, status=status_of(form))


@open_to(Policy.OFFICE)
def base(request: Asked, pk: int) -> HttpResponse:
    """This will show what moved in the text that an amendment amends, and take it over."""
    instrument, amendment = access_amendment(request.user, pk)
    meetings = meetings_of(amendment)
    disputed = {one: meeting for one, meeting in meetings.items() if meeting.is_disputed}
    is_written = instrument.is_written or instrument.is_early
    met = exchanges_met(amendment)
    exchanges, typed = disputed_in(met), request.POST if request.method == "POST" else None
    form = RebaseForm(typed, disputed=disputed, exchanges=exchanges) if is_written else _without_choice(typed)
    at = timezone.now()

    def do() -> None:
        rebase(instrument, choices=form.choices(), exchanges=form.exchanges(), at=at, by=request.user)

    if form.is_valid() and done(form, do):
        messages.success(request, _("The text as it is now is taken over."))
        return redirect("agreement-text", instrument.pk)
    names, codes = called_in(amendment), instrument.text_languages()
    boxes = {one: form[f"clause-{one}"] for one in disputed if f"clause-{one}" in form.fields}
    moved: list[tuple[str, Meeting[Any], Any, Any]] = [
        (names.get(one, ""), meeting, _three(meeting, codes), boxes.get(one))
        for one, meeting in meetings.items()
        if meeting.is_moved
    ]
    moved += [
        (_("exchange"), one, [_beside(one)], form[name] if (name := f"exchange-{key}") in form.fields else None)
        for key, one in met.items()
        if one.is_moved
    ]
    shown = {"agreement": instrument, "amendment": amendment, "moved": moved, "form": form}
    return render(request, "agreements/base.html", shown, status=status_of(form))


def _without_choice(typed: Any) -> RebaseForm:
    """Once its text stands fast, an amendment takes over only what it does not touch."""
    return RebaseForm(typed, disputed={}, exchanges={})


def _beside(met: Met) -> tuple[str, str, Any, Any]:
    """An exchange as `_three` shows a clause, in the language of the reader."""
    was, now, here = (one.in_words() if one else "" for one in (met.was, met.now, met.here))
    code = current_language()
    return code, direction(code), marked_changes(was, now), marked_changes(was, here) if met.is_touched else []


def _three(meeting: Meeting[Said], codes: list[str]) -> list[tuple[str, str, Any, Any]]:
    """By language: from what it was to what the agreement says now, and to what the amendment says."""
    made = []
    for code in codes:
        was, now, here = (said.words.get(code, "") if said else "" for said in (meeting.was, meeting.now, meeting.here))
        ours = marked_changes(was, here) if meeting.is_touched else []
        made.append((code, direction(code), marked_changes(was, now), ours))
    return made


# The versions of a text


@open_to(Policy.EVERYBODY)
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """This will list the versions of a text: what was agreed, and what each amendment made of it."""
    found = access_text(request.user, pk)
    shown = {"agreement": found, "texts": texts_of(request.user, found)}
    return render(request, "agreements/versions.html", shown)


@open_to(Policy.EVERYBODY)
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """This will show one version of a text, as it was frozen."""
    found = access_text(request.user, pk)
    text = access_version(request.user, found, number)
    told = json.loads(text.content)
    shown = {
        "agreement": found,
        "text": text,
        "languages": [(code, direction(code)) for code in told["languages"]],
        "parts": [(part, some) for part in Part if (some := [one for one in told["clauses"] if one["part"] == part])],
        "changed": _changed(found, request, text.number, told),
    }
    return render(request, "agreements/version.html", shown)


def _changed(found: Agreement, request: HttpRequest, number: int, told: dict[str, Any]) -> int:
    """How many clauses read otherwise than in the version before, where that one may be read; else none."""
    before = next((one for one in texts_of(request.user, found) if one.number == number - 1), None)
    if before is None:
        return 0
    was = [one["words"] for one in json.loads(before.content)["clauses"]]
    return sum(one["words"] not in was for one in told["clauses"])
