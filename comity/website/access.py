"""The one way to articles and their files: what is not published is not here (Http404)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.documents.models import Document
from wagtail.images.models import Rendition
from wagtail.models import Page, ReferenceIndex

from comity.accounts.models import Viewer, works_here
from comity.translating.models import Passage, Version
from comity.translating.on_demand import languages_for, source_of
from comity.translating.public_page import PublicPage, public_page
from comity.translating.telling import languages_translated, passage_read
from comity.translation.texts import current_language, languages
from comity.website.models import Article, ArticleQuerySet


def articles_visible_to(viewer: Viewer) -> ArticleQuerySet:
    """This will list the articles that `viewer` may read, the latest first: what is published, as everybody may."""
    return Article.objects.to_read()


def translations_known_of(article: Article) -> list[tuple[str, str, int]]:
    """This will tell into which languages an article is translated, from which one, and how much is not reviewed."""
    found = Version.objects.of_page(article.translation_key).kept_as_pages()
    counted = found.annotate(unreviewed=Count("passages", filter=Q(passages__is_unreviewed=True)))
    return list(counted.values_list("language", "source", "unreviewed"))


def access_article(viewer: Viewer, slug: str, language: str) -> Article:
    """This will find a published article by its address."""
    readable = articles_visible_to(viewer).in_language(language).select_related("locale")
    found: Article = get_object_or_404(readable, slug=slug)
    return found


def access_former(viewer: Viewer, slug: str, language: str) -> Article:
    """This will find the published article that was read at this address before."""
    found: Article = get_object_or_404(articles_visible_to(viewer).read_before_at(slug, language))
    return found


def access_original(viewer: Viewer, slug: str, language: str) -> Article:
    """This will find the published article from which another language is read, among those that people wrote.

    From which language it is read already goes first, then the language of the page, then our order.
    """
    readable = articles_visible_to(viewer)
    order = sorted(languages(), key=lambda code: code != current_language())
    found = sorted(readable.at(slug), key=lambda one: order.index(one.locale.language_code))
    if not found:
        raise Http404(slug)
    key = found[0].translation_key
    translated = languages_translated(key)
    written = {one.locale.language_code: one for one in readable.of_page(key)}
    mine = [written[code] for code in order if code in written and code not in translated]
    if not mine:
        raise Http404(slug)
    began = source_of(key, language)
    leading = [one for one in mine if language in languages_for(one.locale.language_code)]
    return next((one for one in mine if one.locale.language_code == began), (leading or mine)[0])


def access_passage_to_word(viewer: Viewer, number: int) -> tuple[Passage, Article | PublicPage]:
    """This will find a passage of what is public, kept as a page or read on demand, with its page as it is now."""
    passage = passage_read(number)
    if passage is None:
        raise Http404(number)
    version = passage.version
    if version.address:
        drawn = public_page(version.address, version.source)
        if drawn is None or passage.source_text not in {one.text for one in drawn.segments}:
            raise Http404(number)
        return passage, drawn
    code = version.source if version.is_on_demand else version.language
    article = articles_visible_to(viewer).of_page(version.page_key).in_language(code).first()
    if article is None:
        raise Http404(number)
    return passage, article


def access_article_to_edit(viewer: Viewer, number: int) -> Article:
    """This will find an article, published or not, for those who work in the newsroom."""
    if not works_here(viewer):
        raise Http404(number)
    found: Article = get_object_or_404(Article.objects.select_related("locale"), pk=number)
    return found


def access_picture(viewer: Viewer, name: str) -> Rendition:
    """This will find a picture as it was drawn for a page; the office also finds those of its drafts."""
    drawn = get_object_or_404(Rendition.objects.select_related("image"), file=name)
    _refuse_unpublished(viewer, drawn.image)
    return drawn


def access_document(viewer: Viewer, number: int) -> Document:
    """This will find a document that stands in a published article; the office also finds those of its drafts."""
    found = get_object_or_404(Document, pk=number)
    _refuse_unpublished(viewer, found)
    return found


def _refuse_unpublished(viewer: Viewer, file: Any) -> None:
    if works_here(viewer):
        return
    pages = [int(one.object_id) for one in ReferenceIndex.get_references_to(file) if one.object_id.isdecimal()]
    if not Page.objects.live().filter(pk__in=pages).exists():
        raise Http404(file.pk)
