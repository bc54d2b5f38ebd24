"""An article written in several languages at once: the same piece of news, one page for each, under one address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from wagtail.models import PageSubscription
from wagtail.rich_text import RichText

from comity.accounts.models import User
from comity.journal.acting import act
from comity.meetings.models import Session
from comity.partners.models import Area, Organisation
from comity.translation.texts import Text
from comity.website.models import Article, NewsIndex

Block = tuple[str, Any]


@dataclass(frozen=True)
class Story:
    """What is told: in each language its title, its introduction and its blocks, and the records that it is about."""

    slug: str
    date: date
    title: Text
    introduction: Text
    blocks: dict[str, list[Block]]
    session: Session | None = None
    drafted_from: Session | None = None
    areas: Iterable[str] = ()
    concerned: Iterable[Organisation] = field(default_factory=list)
    is_sample: bool = False


@act
def write_article(story: Story, *, by: User, is_published: bool) -> dict[str, Article]:
    """This will make a page for each language of the title: published, or as drafts for the editor to polish."""
    key = uuid4()
    written = {}
    for index in NewsIndex.objects.select_related("locale").order_by("pk"):
        language = index.locale.language_code
        if language in story.title:
            written[language] = _write(story, language, index, key, by=by)
    # Published when all of them are there: what somebody wrote in a language is not asked of a machine.
    for article in written.values() if is_published else ():
        article.get_latest_revision().publish(user=by)
        article.refresh_from_db()
    return written


def _write(story: Story, language: str, index: NewsIndex, key: Any, *, by: User) -> Article:
    article = Article(
        title=story.title[language],
        slug=story.slug,
        locale=index.locale,
        translation_key=key,
        owner=by,
        live=False,
        date=story.date,
        introduction=story.introduction.told_in(language),
        body=[(kind, RichText(value) if kind == "text" else value) for kind, value in story.blocks[language]],
        session=story.session,
        drafted_from=story.drafted_from,
        is_sample=story.is_sample,
    )
    index.add_child(instance=article)
    article.areas = list(Area.objects.filter(pk__in=story.areas))
    article.concerned = list(story.concerned)
    article.save()
    article.save_revision(user=by, log_action=False)
    # As of a page that is begun in the editor: whoever began it hears of comments on it.
    PageSubscription.objects.create(page=article, user=by, comment_notifications=True)
    return article
