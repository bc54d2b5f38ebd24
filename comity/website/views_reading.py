"""What a visitor does with languages: reads an article in another one, and says how they would word a passage.

No cookie is set and none is looked at, so that these pages can be kept for everybody.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comity.accounts.policies import Policy, open_to
from comity.journal.refusals import NotNow
from comity.opinion.views import without_cookie
from comity.translating.forms import SuggestionForm
from comity.translating.limiting import WORDINGS, refuse_too_many
from comity.translating.models import Passage
from comity.translating.on_demand import ReadingOfArticle, languages_for, reading_of
from comity.translating.sealing import refuse_unsealed, sealed
from comity.translating.suggesting import suggest
from comity.website.access import access_original, access_passage_to_word, articles_visible_to
from comity.website.models import Article
from comity.website.offering import offer
from comity.website.on_demand import address_of, answer, reading_context, status_of, unlisted
from comity.website.store import same_for_every_visitor

SOONEST = timedelta(seconds=3)  # a person needs longer than that to write something


@require_safe
@open_to(Policy.EVERYBODY)
def choice(request: HttpRequest) -> HttpResponse:
    """This will lead from the form on the page of an article to where it is read in the chosen language."""
    language, slug = request.GET.get("language", ""), request.GET.get("page", "")
    original = access_original(request.user, slug, language)
    if language not in languages_for(original.locale.language_code):
        return _not_offered(request, original)
    return redirect("reading", language, original.slug)


# The sealed form stands for the token that needs a cookie: see decisions 21 and 26.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@open_to(Policy.EVERYBODY)
@same_for_every_visitor
def reading(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """This will show an article in a language in which no page of it is kept; a POST asks for it."""
    original = access_original(request.user, slug, language)
    if language in dict(settings.LANGUAGES):
        return _where_it_is_kept(request, original, language)
    found = reading_of(original, language)
    if found.version is None and language not in languages_for(found.source):
        return _not_offered(request, original)
    return answer(
        request, found, lambda refusal: _shown(request, found, refusal), at=reverse("reading", args=[language, slug])
    )


def _shown(request: HttpRequest, found: ReadingOfArticle, refusal: NotNow | None) -> HttpResponse:
    told = reading_context(request, found, now=timezone.now(), refusal=refusal)
    return unlisted(render(request, "website/reading.html", told, status=status_of(refusal)), refusal)


def _where_it_is_kept(request: HttpRequest, original: Article, language: str) -> HttpResponse:
    """In a language of the site there is a page of its own, or none yet."""
    kept = articles_visible_to(request.user).of_page(original.translation_key).in_language(language).first()
    if kept is None:
        return _not_offered(request, original)
    return redirect(kept.address)


def _not_offered(request: HttpRequest, original: Article) -> HttpResponse:
    code = original.locale.language_code
    told = {"code": code, "url": original.address, "title": original.title, "offer": offer(original, [code])}
    return unlisted(render(request, "website/reading_not_offered.html", told, status=404))


@require_safe
@open_to(Policy.EVERYBODY)
@same_for_every_visitor
def side_by_side(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """This will show an article that is read on demand beside its original, passage by passage."""
    original = access_original(request.user, slug, language)
    found = reading_of(original, language)
    if not found.is_made:
        raise Http404(slug)
    told = {
        "article": original,
        "translated": found.translated,
        "original": original.address,
        "back": reverse("reading", args=[language, slug]),
    }
    return unlisted(render(request, "website/side_by_side.html", told))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@open_to(Policy.EVERYBODY)
def wording(request: HttpRequest, number: int) -> HttpResponse:
    """This will take how a visitor would word a passage; it waits for a reviewer."""
    passage, original = access_passage_to_word(request.user, number)
    now, told = timezone.now(), {"passage": passage, "back": address_of(passage, original)}
    if request.method != "POST":
        form = SuggestionForm(passage=passage)
        return _form(request, passage, told | {"form": form, "is_kept": "kept" in request.GET})
    form = SuggestionForm(request.POST, passage=passage)
    if not form.is_valid():
        return _form(request, passage, told | {"form": form}, status=422)
    try:
        refuse_unsealed(request.POST.get("seal", ""), _names(passage), now=now, soonest=SOONEST)
        refuse_too_many(request, WORDINGS, key=original.translation_key, now=now)
        suggest(passage, form.cleaned_data["words"], today=timezone.localdate(now))
    except NotNow as refusal:
        return _form(request, passage, told | {"form": form, "refusal": refusal}, status=status_of(refusal))
    return without_cookie(redirect(f"{request.path}?kept"), request)


def _names(passage: Passage) -> str:
    return f"word {passage.pk}"


def _form(request: HttpRequest, passage: Passage, told: dict[str, Any], status: int = 200) -> HttpResponse:
    told |= {"seal": sealed(_names(passage), at=timezone.now()), "version": passage.version}
    return unlisted(render(request, "website/wording.html", told, status=status))
