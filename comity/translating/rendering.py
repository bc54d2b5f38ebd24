"""What the worker does for a translation: compare, let an engine translate what is missing, check, publish.

While an engine works on one group of passages, in a thread that knows no database, the next is on its way already, and
what came of the group before is written here. Nothing of the database is held meanwhile, and each page is kept at
once: a worker that is killed goes on from there.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.db import DatabaseError
from django.utils import timezone
from wagtail.models import Page

from comity.accounts.models import User
from comity.engines import translating as engines
from comity.engines.asking import Asking, Beside
from comity.engines.translating import GLOSSARY, Rendered
from comity.journal.acting import act, acting
from comity.journal.records import record
from comity.translating import ledger, workbench
from comity.translating.comparing import compare, forget
from comity.translating.grouping import Group, Groups, Part, Work, learn, size_of
from comity.translating.models import Passage, Version
from comity.translating.originals import original_of
from comity.translating.renaming import note_renames

log = logging.getLogger(__name__)
NOBODY = "engine"  # what fails where none answered, or answered nothing
AT_A_TIME = 2  # groups that are with an engine: one that it works on, and one on its way there or back
BROKEN = "markup"  # what fails where a machine's words cannot be set into a page

Engine = Callable[[Sequence[str]], list[Rendered]]
Made = list[Rendered] | Exception  # of one part of a group


def translate_waiting(*, limit: int = 5, goes_on: Callable[[], bool] = lambda: True) -> int:
    """This will bring translations up to date that were asked for, and return how many.

    `goes_on` is asked before every group but the first; what is under way by then is brought to its end.
    """
    worker = Worker()
    with ThreadPoolExecutor(max_workers=AT_A_TIME, thread_name_prefix="engine") as threads:
        before: Asked | None = None
        for group in chain(Groups(worker.begin, limit=limit, goes_on=goes_on, held=worker.held), [[]]):
            asked = Asked(group, Beside(made_of(group), threads)) if group else None
            if before is not None:
                worker.write(before)
            before = asked
    return worker.done


def made_of(group: Group) -> Asking[list[Made]]:
    """This will ask what machines make of each part of a group, or what went wrong with it.

    Where that goes wrong for the group, each page is asked for alone: none fails for another.
    """
    source, target = group[0].work.languages
    try:
        return [*(yield from engines.rendering([one.texts for one in group], source=source, target=target))]
    except DatabaseError:
        raise
    except Exception as trouble:  # an engine may fail in any way
        if len(group) == 1:
            return [trouble]
    made: list[Made] = []
    for part in group:
        made += yield from made_of([part])
    return made


@dataclass
class Asked:
    """A group at which an engine is."""

    group: Group
    answers: Beside[list[Made]]


class Worker:
    """One round of the worker: the pages that it holds, and how many it brought up to date."""

    def __init__(self) -> None:
        self.held: set[int] = set()
        self.done = 0
        self._since = time.monotonic()

    @cached_property
    def by(self) -> User:
        """In whose name it works."""
        return ledger.itself()

    def begin(self, version: Version) -> Work | None:
        """This will compare a page with its original; where nothing is to be asked for, it is done with that."""
        with self._putting_off(version):
            work = begin(version, by=self.by)
            if work is not None and work.missing and engines.can_render(*work.languages):
                self.held.add(version.pk)
                return work
            self._end(version, is_followed=work is not None)
        return None

    def write(self, asked: Asked) -> None:
        """This will wait for what an engine makes of a group, and keep it page by page."""
        made = asked.answers.answered()
        for part, found in zip(asked.group, made, strict=True):
            version = part.work.version
            if version.pk not in self.held:
                continue  # an earlier part of it failed
            with self._putting_off(version):
                if isinstance(found, Exception):
                    raise found
                if not self._take(part, found) and part.is_last:
                    self._end(version, is_followed=True)
        now = time.monotonic()
        learn(asked.group[0].work.languages, size=_size_of(asked.group, made), seconds=now - self._since)
        self._since = now

    def _take(self, part: Part, made: list[Rendered]) -> bool:
        """Keep what came, and tell whether the page is done with it: of what is read on demand nothing is published."""
        version = part.work.version
        with acting(by=self.by):
            take(part, made, by=self.by)
            if not (part.is_last and version.is_on_demand) or version.passages.untried().exists():
                return False
            version.done(asked_at=version.due_at)
        self._let_go(version)
        return True

    def _end(self, version: Version, *, is_followed: bool) -> None:
        if is_followed:
            finish(version, by=self.by)
        version.done(asked_at=version.due_at)
        self._let_go(version)

    def _let_go(self, version: Version) -> None:
        self.held.discard(version.pk)
        self.done += 1

    @contextmanager
    def _putting_off(self, version: Version) -> Iterator[None]:
        """What goes wrong with a page is written down there; it stays, and is tried again."""
        try:
            yield
        except DatabaseError:
            raise
        except Exception as trouble:
            log.warning("translation %s was not made: %s", version.pk, type(trouble).__name__)
            version.put_off(f"{type(trouble).__name__}: {trouble}", now=timezone.now())
            self.held.discard(version.pk)


def _size_of(group: Group, made: list[Made]) -> int:
    """How much of a group engines translated; nothing where something in it found none that did."""
    size = 0
    for part, found in zip(group, made, strict=True):
        if isinstance(found, Exception) or any(NOBODY in one.failed for one in found):
            return 0
        given = zip(part.passages, found, strict=False)
        size += size_of(passage for passage, one in given if one.engine != GLOSSARY)
    return size


def bring_up_to_date(version: Version, *, by: User, engine: Engine) -> None:
    """This will let a translation follow its original with what `engine` makes, and publish what may be read."""
    work = begin(version, by=by)
    if work is None:
        return
    for part in work.parts():
        take(part, engine(part.texts), by=by)
    finish(version, by=by)


@act
def begin(version: Version, *, by: User) -> Work | None:
    """This will compare a translation with its original; nothing where that is not for us to follow."""
    original = original_of(version)
    if original is None:
        return None  # it was withdrawn meanwhile; when it is published again, it is asked for again
    if not version.is_on_demand and workbench.is_kept_by_people(version):
        return None
    if _is_written_by_people(version):
        forget(version.page_key, version.language, by=by)
        return None
    if version.is_on_demand:  # whoever asks for it compares it, too
        version.hold()
    # What is new on a page of records since somebody asked is in nobody's budget.
    standing = compare(version, original, by=by, adds=not version.address)
    note_renames(version, list(standing.values()), by=by)
    missing = sorted((one for one in standing.values() if one.is_untried), key=lambda one: (one.place, one.pk))
    return Work(version, {one.key: one for one in standing}, missing)


def _is_written_by_people(version: Version) -> bool:
    """Whether somebody made the page in this language before we did."""
    if version.passages.exists() or workbench.is_known(version):
        return False
    return workbench.translated(version) is not None


@act
def take(part: Part, made: list[Rendered], *, by: User) -> None:
    """This will keep what an engine made of passages, where nobody decided on them or changed them meanwhile.

    Raises ValueError where it gave more or less than it was asked for.
    """
    version, found = part.work.version, {one.pk: each for one, each in zip(part.passages, made, strict=True)}
    if version.is_on_demand:
        found = {number: rendered for number, rendered in found.items() if NOBODY not in rendered.failed}
    waiting = version.passages.untried().in_order().to_be_changed().filter(pk__in=found)
    for passage in (taken := list(waiting)):
        passage.version = version
    if taken:
        _take([(passage, found[passage.pk]) for passage in taken], part.work, by=by)
        record(version, "translated", by=by, after={"passages": len(taken)})


def _take(made: list[tuple[Passage, Rendered]], work: Work, *, by: User) -> None:
    checked = [(passage, rendered, [*rendered.failed, *_broken(passage, rendered)]) for passage, rendered in made]
    for (passage, rendered), is_shown in zip(made, ledger.take_rendered(checked, by=by), strict=True):
        segment = work.segments.get((passage.path, passage.source_hash))
        if is_shown and segment is not None:
            workbench.write(work.version, segment, rendered.text, by=by, engine=rendered.engine)


def _broken(passage: Passage, rendered: Rendered) -> tuple[str, ...]:
    return () if rendered.text and workbench.fits(passage.source_text, rendered.text) else (BROKEN,)


class NothingCame(Exception):
    """For what a reader asked for, no engine gave anything; it is tried again, and nothing is kept of it."""


def finish(version: Version, *, by: User) -> None:
    """This will publish what may be read. Raises NothingCame where a reader waits and something is missing."""
    if not version.is_on_demand:
        original = workbench.original_of(version)  # as it is now: it may have been taken down meanwhile
        if original is not None:
            publish_if_readable(version, original, by=by)
    elif version.passages.untried().exists():
        raise NothingCame


@act
def publish_if_readable(version: Version, original: Page, *, by: User) -> None:
    """This will make the translated page anew; what was taken down by a person stays down.

    It is published first when it has a title and a paragraph in its language; until then it is a draft that waits.
    """
    if version.is_on_demand or workbench.is_kept_by_people(version) or not original.live:
        return
    page = workbench.translated(version)
    was_published = page is not None and page.first_published_at is not None and not version.is_withdrawn
    is_published = page is not None and page.live if was_published else _is_readable(version)
    workbench.save_page(version, original, by=by, is_published=bool(is_published))
    if is_published:
        version.stand_again()
        record(version, "published", by=by)


@act
def withdraw(original: Page, *, by: User) -> None:
    """This will take the translations of an original down with it; they come back when it does."""
    for version in Version.objects.of_page(original.translation_key):
        page = workbench.translated(version)
        if version.source == original.locale.language_code and page is not None and page.live:
            workbench.withdraw(page, by=by)
            version.change(by=by, act="withdrawn", is_withdrawn=True)


def _is_readable(version: Version) -> bool:
    with_words = [one for one in version.passages.in_order() if one.words]
    return any(one.is_title for one in with_words) and any(one.path.startswith("body") for one in with_words)
