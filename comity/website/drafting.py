"""The news of a session, drafted from its record in every language for an editor to polish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import count

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from comity.accounts.models import User
from comity.journal.acting import act
from comity.meetings.models import Session
from comity.translation.texts import Text, languages
from comity.website import prose
from comity.website.gathering import SessionFacts, facts_of_session
from comity.website.models import Article
from comity.website.records import Reference
from comity.website.writing import Block, Story, write_article

LONGEST = 60  # letters of an address


def drafts_of(session: Session) -> dict[str, Article]:
    """This will find what was drafted from the session before, by language."""
    return {one.locale.language_code: one for one in Article.objects.drafted_from(session)}


@act
def draft_news_of(session: Session, *, by: User) -> dict[str, Article]:
    """This will write a draft in each language from what the public may read of the session; once, however often asked.

    Raises NotNow where the public sees nothing of the session.
    """
    session._hold()
    return drafts_of(session) or write_article(_story_of(facts_of_session(session)), by=by, is_published=False)


def _story_of(facts: SessionFacts) -> Story:
    session = facts.session
    written = {language: prose.write(facts, language) for language in languages()}
    return Story(
        slug=_free_slug(facts),
        date=timezone.localdate(),
        title=Text({language: one.title for language, one in written.items()}),
        introduction=Text({language: one.introduction for language, one in written.items()}),
        blocks={language: list(_blocks(one, session)) for language, one in written.items()},
        session=session,
        drafted_from=session,
        areas=sorted(facts.area_codes),
        concerned=[one for one in facts.sides if not one.is_host],
    )


def _blocks(written: prose.Written, session: Session) -> Iterator[Block]:
    """The paragraphs, and after the first of them the session as it stands today."""
    for place, sentences in enumerate(written.paragraphs):
        yield "facts", [asdict(one) for one in sentences]
        if place == 0:
            yield "record", str(Reference("session", session.pk))


def _free_slug(facts: SessionFacts) -> str:
    """An address that no article has yet, from the title in the language of the site."""
    title = prose.write(facts, settings.LANGUAGE_CODE).title
    wanted = _shortened(slugify(title)) or f"session-{facts.session.pk}"
    taken = set(Article.objects.addressed_like(wanted).values_list("slug", flat=True))
    further = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(one for one in further if one not in taken)


def _shortened(slug: str) -> str:
    """An address of whole words."""
    return slug if len(slug) <= LONGEST else slug[: LONGEST + 1].rpartition("-")[0]
