"""Wagtail's workbench of translators, as far as we use it: what is to be translated, the words, the translated page.

What we write there ourselves is not taken for somebody's work (see `noticing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import OverridableSegmentValue, RelatedObjectSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue, validate_translation_links

from comity.accounts.models import User
from comity.translating.models import Passage, Version

# Pictures and addresses, which are the same in every language.
LEFT_ALONE = (OverridableSegmentValue, RelatedObjectSegmentValue)
_ours: ContextVar[bool] = ContextVar("ours", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """This will mark what is written into the workbench meanwhile as our own doing."""
    token = _ours.set(True)
    try:
        yield
    finally:
        _ours.reset(token)


def is_ours() -> bool:
    """This will tell whether we are writing into the workbench ourselves."""
    return _ours.get()


def hash_of(text: str) -> str:
    """This will name a text of the original; the same text has the same name everywhere."""
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Segment:
    """One piece of an original as the workbench cuts it: where it stands, what it says."""

    path: str
    place: int
    text: str
    # Of the workbench; it knows nothing of pages that are no articles.
    string: int = 0
    context: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """Where it stands and what it says, as a passage is known."""
        return self.path, hash_of(self.text)


def segments_of(original: Page) -> list[Segment]:
    """This will cut the published original into pieces, in their order, each once."""
    source, _is_new = TranslationSource.update_or_create_from_instance(original)
    found = StringSegment.objects.filter(source=source).select_related("string", "context").order_by("order")
    cut = [Segment(one.context.path, one.order, one.string.data, one.string_id, one.context_id) for one in found]
    return list({one.key: one for one in reversed(cut)}.values())[::-1]


def original_of(version: Version) -> Page | None:
    """This will find the page from which `version` is translated, as it was published last."""
    return _page(version, version.source)


def translated(version: Version) -> Page | None:
    """This will find the translated page."""
    return _page(version, version.language)


def _page(version: Version, language: str) -> Page | None:
    found = Page.objects.filter(translation_key=version.page_key, locale__language_code=language).first()
    return found.specific if found else None


def is_known(version: Version) -> bool:
    """This will tell whether the page is translated in the workbench, and not written by somebody on its own."""
    return bool(_translations(version).exists())


def _translations(version: Version) -> Any:
    ours = Translation.objects.filter(source__object_id=version.page_key, source__locale__language_code=version.source)
    return ours.filter(target_locale__language_code=version.language)


def is_kept_by_people(version: Version) -> bool:
    """This will tell whether somebody stopped the workbench from writing this page, to write it themselves."""
    known = _translations(version)
    return bool(known.filter(enabled=False).exists())


def words_on(page: Page) -> list[tuple[str, str]]:
    """This will read what stands on a page itself, by place, as the workbench would cut it."""
    return [(one.path, one.string.data) for one in extract_segments(page) if isinstance(one, StringSegmentValue)]


def words_in(version: Version) -> dict[tuple[int, int], StringTranslation]:
    """This will read what the workbench has in the language of `version`, by string and context.

    It knows nothing of what is read on demand, of which no page is kept.
    """
    if version.is_on_demand:
        return {}
    found = StringTranslation.objects.filter(
        context__object_id=version.page_key, locale__language_code=version.language
    )
    return {(one.translation_of_id, one.context_id): one for one in found}


def write(version: Version, segment: Segment, words: str, *, by: User, engine: str) -> None:
    """This will put words into the workbench: those of a person, or of an engine that is named.

    It knows nothing of what is read on demand, of which no page is kept.
    """
    if version.is_on_demand:
        return
    is_machine = bool(engine)
    with writing():
        StringTranslation.objects.update_or_create(
            translation_of_id=segment.string,
            context_id=segment.context,
            locale=Locale.objects.get(language_code=version.language),
            defaults={
                "data": words,
                "translation_type": "machine" if is_machine else "manual",
                "tool_name": engine,
                "last_translated_by": by,
                "has_error": False,
                "field_error": "",
            },
        )


def in_other_words(page: Page, words: Mapping[tuple[str, str], str]) -> Page:
    """This will give a page other words where there are some for a piece; in memory alone, and never to be saved."""
    locale = page.locale
    pieces = [_with(one, words) for one in extract_segments(page) if not isinstance(one, LEFT_ALONE)]
    ingest_segments(page, page, locale, locale, pieces)
    return page


def _with(piece: Any, words: Mapping[tuple[str, str], str]) -> Any:
    if not isinstance(piece, StringSegmentValue):
        return piece
    said = words.get((piece.path, hash_of(piece.string.data)))
    if not said:
        return piece
    return StringSegmentValue(piece.path, StringValue(said), attrs=piece.attrs, order=piece.order)


def fits(source_text: str, words: str) -> bool:
    """This will tell whether the workbench can set words into a page: no other tags, and no links of their own."""
    if "<" not in source_text and "<" not in words:
        return True
    try:
        StringValue.from_translated_html(words)
        validate_translation_links(source_text, words)
    except ValueError:
        return False
    return True


def save_page(version: Version, original: Page, *, by: User, is_published: bool) -> Page:
    """This will make the translated page anew from the words in the workbench, published or as a draft."""
    source = TranslationSource.objects.get_for_instance(original)
    locale = Locale.objects.get(language_code=version.language)
    with writing():
        translation, _is_new = Translation.objects.get_or_create(source=source, target_locale=locale)
        translation.save_target(user=by, publish=False)
        page: Page = translation.get_target_instance()
        if is_published:
            # Comity itself is nobody's officer; whether it may publish was decided by whoever published the original.
            page.get_latest_revision().publish(user=by, skip_permission_checks=True)
            page.refresh_from_db()
    return page


def withdraw(page: Page, *, by: User) -> None:
    """This will take a translated page down."""
    with writing():
        UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)


def typed(text: str) -> str:
    """This will show a piece as a person reads and types it: without escapes where it holds no tags."""
    value = StringValue(text)
    return str(value.render_text()) if "<" not in text else text


def plain(text: str) -> str:
    """This will read a piece without its tags."""
    return str(StringValue(text).render_text())


def kept(words: str, *, like: str) -> str:
    """This will keep what a person typed as the workbench does; tags count only where the original has some."""
    return words.strip() if "<" in like else str(StringValue.from_plaintext(words.strip()).data)


def of_passage(passage: Passage, segments: list[Segment]) -> Segment | None:
    """This will find the piece of the original in which a passage stands."""
    wanted: Any = (passage.path, passage.source_hash)
    return next((one for one in segments if one.key == wanted), None)
