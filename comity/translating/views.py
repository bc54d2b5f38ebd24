"""The queue of translations, and the page on which a person decides on each passage."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.models import User
from comity.accounts.policies import Asked, Policy, open_to
from comity.journal.answering import done, status_of
from comity.journal.refusals import NotNow
from comity.translating.access import (
    access_passage,
    access_suggestion,
    access_version,
    passages_of,
    suggestion_among,
    suggestions_on,
    versions_visible_to,
)
from comity.translating.beside import versions_of_people
from comity.translating.effort import efforts
from comity.translating.forms import WordsForm
from comity.translating.models import Passage, Suggestion, Version
from comity.translating.originals import read_at
from comity.translating.reviewing import doubts, refuse_unseen, reword
from comity.translating.suggesting import decline, take
from comity.translating.words import in_words
from comity.translation.texts import current_language, languages

PAGE = 30


@open_to(Policy.OFFICE)
def translations(request: Asked) -> HttpResponse:
    """This will list the translations that wait for a person, by language, the one that waits longest first."""
    found = versions_visible_to(request.user)
    codes = list(dict.fromkeys([*languages(), *found.waiting_in()]))
    language = request.GET.get("language", "")
    if language in codes:
        found = found.in_language(language)
    page = Paginator(found.with_open_passages().titled_in(current_language()), PAGE).get_page(request.GET.get("page"))
    told = {"page": page, "codes": codes, "chosen": language, "efforts": efforts()}
    told["of_people"] = versions_of_people(request.user, language)
    return render(request, "translating/translations.html", told)


@open_to(Policy.OFFICE)
def translation(request: Asked, pk: int) -> HttpResponse:
    """This will show a translation beside its original, passage by passage."""
    return _page(request, access_version(request.user, pk))


def _page(request: HttpRequest, version: Version, sent: WordsForm | None = None) -> HttpResponse:
    passages = _passages(request, version)
    suggested = suggestions_on(request.user, passages)
    rows = [
        _Row(one, sent if sent and sent.passage.pk == one.pk else None, suggested.get(one.pk, [])) for one in passages
    ]
    for row in rows:
        row.begin_with(request.GET.get("with"))
    asked = next((row for row in rows if str(row.passage.pk) == request.GET.get("at")), None)
    if asked is not None and "change" in request.GET:
        asked.is_open = True
    opened, waiting = [row for row in rows if row.is_open], [row for row in rows if row.waits]
    asked = asked if asked in opened else None
    current = next((row for row in rows if row.sent), asked or next(iter(opened), None))
    if current:
        current.begin_here()
    told = {"version": version, "rows": rows, "open_count": len(waiting), "read_at": read_at(version)}
    return render(request, "translating/translation.html", told, status=status_of(sent))


def _passages(request: HttpRequest, version: Version) -> list[Passage]:
    return passages_of(request.user, version)


class _Row:
    """A passage on the page, with its form where it is open."""

    def __init__(self, passage: Passage, sent: WordsForm | None, suggested: list[Suggestion]) -> None:
        self.passage, self.sent = passage, sent
        self.suggested = [Suggested(one, in_words(doubts(passage, one.words))) for one in suggested]
        self.waits = is_to_decide(passage, suggested)
        self.is_open = self.waits or sent is not None
        self.form = sent or WordsForm(passage=passage)
        self.is_current = False

    def begin_with(self, number: str | None) -> None:
        """This will put the words of a visitor into the form, for a reviewer to set them right."""
        chosen = next((one.suggestion for one in self.suggested if str(one.suggestion.pk) == number), None)
        if chosen is not None and self.sent is None:
            self.form = WordsForm(passage=self.passage, suggestion=chosen)

    def begin_here(self) -> None:
        """This will put the keyboard here: to what accepts the words, or into them where something is to be done."""
        self.is_current = True
        if self.sent is None and not self.is_in_order:
            self.form.fields["words"].widget.attrs["autofocus"] = True

    @property
    def is_in_order(self) -> bool:
        """Whether there are words, in which checks doubt nothing: then one key may accept them."""
        offered = self.passage.offered
        is_untouched = self.sent is None and self.form.initial["suggestion"] is None
        return offered is not None and not offered.failed and self.passage.is_open and is_untouched


@dataclass(frozen=True)
class Suggested:
    """The wording of a visitor, and what checks doubt in it."""

    suggestion: Suggestion
    doubts: list[str]


def is_to_decide(passage: Passage, suggested: list[Suggestion]) -> bool:
    """This will tell whether a reviewer has something to decide; of what is read on demand only what was suggested."""
    return bool(suggested) or (passage.is_open and not passage.version.is_on_demand)


@require_POST
@open_to(Policy.OFFICE)
def wording(request: Asked, pk: int, number: int) -> HttpResponse:
    """This will let the words of a passage stand as they are, or give it those that a person made of them."""
    passage = access_passage(request.user, pk, number)
    form = WordsForm(request.POST, passage=passage)
    if form.is_valid() and done(form, lambda: _reword(passage, form, by=request.user)):
        return _onward(request, passage)
    return _page(request, passage.version, form)


def _reword(passage: Passage, form: WordsForm, *, by: User) -> None:
    refuse_unseen(passage, form.cleaned_data["seen"])
    suggested = suggestion_among(by, passage, form.cleaned_data["suggestion"])
    if suggested is not None:
        take(suggested, form.cleaned_data["kept"], by=by)
    else:
        reword(passage, form.cleaned_data["kept"], by=by)


@require_POST
@open_to(Policy.OFFICE)
def suggestion_decided(request: Asked, pk: int, number: int, suggestion: int) -> HttpResponse:
    """This will take over the wording of a visitor as it is, or decline it."""
    passage = access_passage(request.user, pk, number)
    found = access_suggestion(request.user, passage, suggestion)
    try:
        if request.POST.get("decision") == "take":
            refuse_unseen(passage, request.POST.get("seen", ""))
            take(found, found.words, by=request.user)
        else:
            decline(found, by=request.user)
    except NotNow as refusal:
        messages.error(request, str(refusal))
        return redirect(passage)
    return _onward(request, passage)


def _onward(request: Asked, passage: Passage) -> HttpResponse:
    """To the next passage that waits; to the queue where none does."""
    passages = passages_of(request.user, passage.version)
    suggested = suggestions_on(request.user, passages)
    opened = [one for one in passages if is_to_decide(one, suggested.get(one.pk, []))]
    if not opened:
        back = (passage.version.get_absolute_url(), _("Look at it, or change something"))
        messages.success(request, format_html('{} <a href="{}">{}</a>', _done_with(passage.version), *back))
        return redirect("translations")
    following = next((one for one in opened if one.place > passage.place), opened[0])
    # No fragment: a browser that goes to one does not put the keyboard where the page asks for it.
    return redirect(f"{passage.version.get_absolute_url()}?at={following.pk}")


def _done_with(version: Version) -> str:
    """What is done: of what is read on demand, nobody reviews more than what visitors would word otherwise."""
    if version.is_on_demand:
        return _("You have decided on all that visitors would word otherwise on this page.")
    return _("The whole page is reviewed.")
