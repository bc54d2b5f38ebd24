"""The queue of translations, and the page on which a person decides on each passage."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.models import User
from comity.accounts.policies import Asked, Policy, open_to
from comity.journal.answering import done, status_of
from comity.journal.refusals import NotNow
from comity.translating.access import access_passage, access_version, passages_of, versions_visible_to
from comity.translating.effort import efforts
from comity.translating.forms import WordsForm
from comity.translating.models import Passage, Version
from comity.translating.reviewing import accept, refuse_unseen, reword

PAGE = 30


@open_to(Policy.OFFICE)
def translations(request: Asked) -> HttpResponse:
    """This will list the translations that wait for a person, by language, the one that waits longest first."""
    found, codes = versions_visible_to(request.user), [code for code, _name in settings.LANGUAGES]
    language = request.GET.get("language", "")
    if language in codes:
        found = found.in_language(language)
    page = Paginator(found.with_open_passages(), PAGE).get_page(request.GET.get("page"))
    told = {"page": page, "codes": codes, "chosen": language, "efforts": efforts()}
    return render(request, "translating/translations.html", told)


@open_to(Policy.OFFICE)
def translation(request: Asked, pk: int) -> HttpResponse:
    """This will show a translation beside its original, passage by passage."""
    return _page(request, access_version(request.user, pk))


def _page(request: HttpRequest, version: Version, sent: WordsForm | None = None) -> HttpResponse:
    rows = [_Row(one, sent if sent and sent.passage.pk == one.pk else None) for one in _passages(request, version)]
    opened = [row for row in rows if row.is_open]
    asked = next((row for row in opened if str(row.passage.pk) == request.GET.get("at")), None)
    current = next((row for row in rows if row.sent), asked or next(iter(opened), None))
    if current:
        current.is_current = True
    told = {"version": version, "rows": rows, "open_count": len(opened)}
    return render(request, "translating/translation.html", told, status=status_of(sent))


def _passages(request: HttpRequest, version: Version) -> list[Passage]:
    return passages_of(request.user, version)


class _Row:
    """A passage on the page, with its form where it is open."""

    def __init__(self, passage: Passage, sent: WordsForm | None) -> None:
        self.passage, self.sent, self.is_open = passage, sent, passage.is_open or sent is not None
        self.form = sent or WordsForm(passage=passage)
        self.is_current = False


@require_POST
@open_to(Policy.OFFICE)
def acceptance(request: Asked, pk: int, number: int) -> HttpResponse:
    """This will let the words of a passage stand as they are."""
    passage = access_passage(request.user, pk, number)
    try:
        refuse_unseen(passage, request.POST.get("seen", ""))
        accept(passage, by=request.user)
    except NotNow as refusal:
        messages.error(request, str(refusal))
        return redirect(passage)
    return _onward(request, passage)


@require_POST
@open_to(Policy.OFFICE)
def wording(request: Asked, pk: int, number: int) -> HttpResponse:
    """This will give a passage the words of a person."""
    passage = access_passage(request.user, pk, number)
    form = WordsForm(request.POST, passage=passage)
    if form.is_valid() and done(form, lambda: _reword(passage, form, by=request.user)):
        return _onward(request, passage)
    return _page(request, passage.version, form)


def _reword(passage: Passage, form: WordsForm, *, by: User) -> None:
    refuse_unseen(passage, form.cleaned_data["seen"])
    reword(passage, form.cleaned_data["kept"], by=by)


def _onward(request: Asked, passage: Passage) -> HttpResponse:
    """To the next passage that waits; to the queue where none does."""
    opened = [one for one in passages_of(request.user, passage.version) if one.is_open]
    if not opened:
        messages.success(request, _("The whole page is reviewed."))
        return redirect("translations")
    following = next((one for one in opened if one.place > passage.place), opened[0])
    # No fragment: a browser that goes to one does not put the keyboard where the page asks for it.
    return redirect(f"{passage.version.get_absolute_url()}?at={following.pk}")
