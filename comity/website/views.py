"""The home page, the pages of the public site, and the files that stand in its articles."""

from __future__ import annotations

import re
from mimetypes import guess_type

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from wagtail.documents.views.serve import serve as serve_document
from wagtail.views import serve

from comity.accounts.policies import Policy, open_to
from comity.desk.threads import latest_sessions
from comity.meetings.access import sessions_visible_to
from comity.partners.access import our_organisation
from comity.translating.telling import translated_page
from comity.translation.texts import current_language
from comity.website import cards
from comity.website.access import (
    access_article,
    access_document,
    access_former,
    access_picture,
    articles_visible_to,
)
from comity.website.feeds import atom
from comity.website.feeds import robots as for_robots
from comity.website.feeds import sitemap as every_page
from comity.website.listing import FilterForm, latest_news
from comity.website.reading import publisher, versions_of
from comity.website.store import same_for_every_visitor

AHEAD = 3
RANGE = re.compile(r"bytes=(?P<first>\d{1,12})-(?P<last>\d{0,12})")


@open_to(Policy.EVERYBODY)
@same_for_every_visitor
def home(request: HttpRequest) -> HttpResponse:
    """This will show the latest news, the sessions held last, what came of them, and what is ahead."""
    context = {
        "host": our_organisation(),
        "articles": latest_news(request.user, current_language()),
        "threads": latest_sessions(request.user, now=timezone.now()),
        "ahead": sessions_visible_to(request.user).ahead()[:AHEAD],
    }
    return render(request, "website/home.html", context)


@open_to(Policy.EVERYBODY)
@same_for_every_visitor
def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """This will show the published page at an address that is nothing else of ours."""
    if request.method == "POST":
        raise Http404(path)
    try:
        found: HttpResponseBase = serve(request, path)
    except Http404:
        slug = path.removeprefix("news/").strip("/")
        return redirect(access_former(request.user, slug, current_language()).address, permanent=True)
    return found


@open_to(Policy.EVERYBODY)
def side_by_side(request: HttpRequest, slug: str) -> HttpResponse:
    """This will show an article beside the original from which it was translated."""
    article = access_article(request.user, slug, current_language())
    translated = translated_page(article.translation_key, current_language())
    if translated is None:
        raise Http404(slug)
    versions = {one["code"]: one["url"] for one in versions_of(request.user, article)}
    told = {"article": article, "translated": translated, "original": versions.get(translated.source)}
    told |= {"back": article.address}
    return render(request, "website/side_by_side.html", told)


@open_to(Policy.EVERYBODY)
def picture(request: HttpRequest, name: str) -> FileResponse:
    """This will show a picture as it was drawn for an article."""
    drawn = access_picture(request.user, name)
    return FileResponse(drawn.file.open("rb"), content_type=guess_type(name)[0] or "application/octet-stream")


@open_to(Policy.EVERYBODY)
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """This will draw the picture that is shown where somebody shares the address of an article."""
    article = access_article(request.user, slug, current_language())
    if not cards.can_draw():
        raise Http404(slug)
    drawn = cards.card(article.title, publisher(), article.locale.language_code)
    return HttpResponse(drawn, content_type="image/png")


@open_to(Policy.EVERYBODY)
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """This will send a document that stands in an article."""
    found = access_document(request.user, document_id)
    if found.filename == document_filename and "Range" in request.headers:
        return part_of(found.file, request.headers["Range"], found.content_type)
    sent: HttpResponseBase = serve_document(request, found.pk, document_filename)
    return sent


def part_of(file: FieldFile, asked: str, content_type: str) -> HttpResponse:
    """This will send one part of a file, as players of videos ask for it when somebody moves forward."""
    last = file.size - 1
    found = RANGE.fullmatch(asked)
    first = int(found["first"]) if found else 0
    until = min(int(found["last"]), last) if found and found["last"] else last
    if found is None or first > until:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    with file.open("rb") as opened:
        opened.seek(first)
        part = opened.read(until - first + 1)
    headers = {"Content-Range": f"bytes {first}-{until}/{file.size}", "Accept-Ranges": "bytes"}
    return HttpResponse(part, status=206, content_type=content_type, headers=headers)


@open_to(Policy.EVERYBODY)
def feed(request: HttpRequest) -> HttpResponse:
    """This will give the latest news to readers of feeds: all of it, that on a topic, that which concerns a partner.

    A topic or partner of which nothing is told is not here: whoever follows it would be told of all the others.
    """
    language = current_language()
    articles = articles_visible_to(request.user).in_language(language)
    form = FilterForm(request.GET, articles=articles)
    if not form.is_valid():
        raise Http404(request.GET.urlencode())
    written = atom(articles, form, language)
    return HttpResponse(written, content_type="application/atom+xml; charset=utf-8")


@open_to(Policy.EVERYBODY)
def sitemap(request: HttpRequest) -> HttpResponse:
    """This will name every page of the public site to search engines."""
    return HttpResponse("".join(every_page(request.user)), content_type="application/xml; charset=utf-8")


@open_to(Policy.EVERYBODY)
def robots(request: HttpRequest) -> HttpResponse:
    """This will tell robots where the list of pages is, and what they need not ask for."""
    return HttpResponse(for_robots(), content_type="text/plain; charset=utf-8")
