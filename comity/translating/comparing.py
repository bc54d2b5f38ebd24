"""A translation is compared with its original whenever that is published: what is new waits, what changed is marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from comity.accounts.models import User
from comity.journal.acting import act
from comity.translating import ledger, workbench
from comity.translating.models import Passage, State, Version
from comity.translating.originals import Original, language_of, segments_of
from comity.translating.public_page import PublicPage
from comity.translating.workbench import Segment


@act
def ask_for_translations(original: Page, *, by: User) -> list[Version]:
    """This will ask for the page in every language in which nobody wrote it; a worker does what is asked."""
    key = original.translation_key
    present = {one.language: one for one in Version.objects.of_page(key)}
    written = set(Page.objects.filter(translation_key=key).values_list("locale__language_code", flat=True))
    for language in Locale.objects.order_by("pk").values_list("language_code", flat=True):
        if language not in written and language not in present:
            present[language] = enter(original, language, by=by)
        elif language in present and present[language].is_on_demand:  # it has pages from now on
            present[language].change(by=by, act="asked", is_on_demand=False)
    for one in present.values():
        if one.source == original.locale.language_code and not one.is_on_demand:
            retitle(one, original.title)
            one.call(now=timezone.now())
    return list(present.values())


@act
def follow_by_hand(page: Page, *, by: User) -> bool:
    """This will compare a translation that somebody published in the workbench; false where the page is none."""
    version = Version.objects.of_page(page.translation_key).in_language(page.locale.language_code).first()
    original = workbench.original_of(version) if version else None
    if version is None or original is None:
        return False
    if workbench.is_kept_by_people(version):
        _read_from_the_page(version, page, by=by)
    else:
        compare(version, original, by=by)
    return True


def _read_from_the_page(version: Version, page: Page, *, by: User) -> None:
    """What somebody wrote into the page itself is theirs: the n-th passage that is gone became the n-th that is new."""
    passages = list(version.passages.in_order().select_related("version"))
    there = workbench.words_on(page)
    gone = [one for one in passages if (one.path, one.words or one.source_text) not in there]
    known = {(one.path, one.words or one.source_text) for one in passages}
    new = [one for one in there if one not in known]
    for passage in gone:
        words = next((one for one in new if one[0] == passage.path), None)
        if words is not None:
            new.remove(words)
        ledger.take_from_the_page(passage, words[1] if words else "", by=by)


def enter(original: Original, language: str, *, by: User, is_on_demand: bool = False) -> Version:
    """This will enter a page in one more language; nothing of it is translated yet."""
    told: dict[str, Any] = {"page_key": original.translation_key, "title": original.title, "language": language}
    told |= {"is_on_demand": is_on_demand}
    told |= {"address": original.address} if isinstance(original, PublicPage) else {}
    return Version.enter(by=by, source=language_of(original), **told)


@act
def begun_in_the_workbench(translation: Translation, *, by: User) -> None:
    """This will take up a translation that somebody began there; the worker compares it with its original."""
    original, language = translation.source.get_source_instance(), translation.target_locale.language_code
    known = Version.objects.of_page(original.translation_key).in_language(language).first()
    (known or enter(original, language, by=by)).call(now=timezone.now())


def retitle(version: Version, title: str) -> None:
    """This will call it as its original is called now."""
    if version.title != title:
        version.title = title
        version.save(update_fields=["title"])


@act
def forget(key: UUID, language: str, *, by: User) -> None:
    """This will drop the translations of a page that was deleted, or from which one was made; the ledger stays."""
    for one in Version.objects.of_page(key):
        if language in (one.language, one.source):
            one.remove(by=by)


@act
def compare(version: Version, original: Original, *, by: User, adds: bool = True) -> dict[Segment, Passage]:
    """This will let the passages stand as the original has them now, with what is known of their words.

    Unless it `adds`, what is new in the original is left for whoever asks for it.
    """
    segments = segments_of(original)
    former = list(version.passages.in_order())
    known = {(one.path, one.source_hash): one for one in former}
    before = dict(_predecessors(former, segments))
    inside = workbench.words_in(version)
    standing = dict[Segment, Passage]()
    for segment in segments:
        if (passage := known.get(segment.key)) is not None:
            _keep_in_place(passage, segment)
            standing[segment] = passage
            continue
        if not adds:
            continue
        passage = standing[segment] = _new(version, segment)
        there = inside.get((segment.string, segment.context))
        _find_words(passage, there, before.get(segment.key), by=by)
        if there is None and passage.wording is not None:
            engine = passage.wording.engine if passage.is_unreviewed else ""
            workbench.write(version, segment, passage.words, by=by, engine=engine)
    gone = known.keys() - {one.key for one in segments}
    if gone:
        Passage.objects.filter(pk__in=[known[key].pk for key in gone]).gone_from(version).delete()
    return standing


def _keep_in_place(passage: Passage, segment: Segment) -> None:
    if passage.place != segment.place:
        passage.place = segment.place
        passage.save(update_fields=["place"])


def _new(version: Version, segment: Segment) -> Passage:
    return Passage(
        version=version,
        path=segment.path,
        place=segment.place,
        source_hash=segment.key[1],
        source_text=segment.text,
        state=State.WAITING,
        since=timezone.now(),
    )


def _find_words(passage: Passage, there: StringTranslation | None, former: Passage | None, *, by: User) -> None:
    """The words of a passage that is new: those of the same original elsewhere, else the old ones of its place.

    A page of records says what is so now; what it said before is not kept on it.

    What stands in the workbench already is what the page shows, wherever it came from.
    """
    found = ledger.remembered(passage)
    if there is not None and (found is None or found.words != there.data):
        ledger.find_in_the_workbench(passage, there, by=by)
    elif found is not None:
        ledger.take_over(passage, found, by=by)
    elif former is not None and former.words and not passage.version.address:
        ledger.grow_stale(passage, former, by=by)
    else:
        ledger.wait(passage, by=by)


def _predecessors(former: Iterable[Passage], segments: Iterable[Segment]) -> Iterator[tuple[tuple[str, str], Passage]]:
    """Which passage stood where a changed one stands now: the n-th of what was replaced in the same block."""
    old: dict[str, list[Passage]] = defaultdict(list)
    new: dict[str, list[Segment]] = defaultdict(list)
    for passage in former:
        old[passage.path].append(passage)
    for segment in segments:
        new[segment.path].append(segment)
    for path, now in new.items():
        was = old[path]
        matcher = SequenceMatcher(None, [one.source_hash for one in was], [one.key[1] for one in now], autojunk=False)
        for tag, first, last, begin, end in matcher.get_opcodes():
            if tag == "replace":
                for passage, segment in zip(was[first:last], now[begin:end], strict=False):
                    yield segment.key, passage
