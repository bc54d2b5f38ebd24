"""What the worker does for a translation: compare, let an engine translate what is missing, check, publish.

No database is held while an engine works, and each batch is kept at once: a worker that is killed goes on from there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence

from django.db import DatabaseError
from django.utils import timezone
from wagtail.models import Page

from comity.accounts.models import User
from comity.engines import translating as engines
from comity.engines.translating import Rendered
from comity.journal.acting import act
from comity.journal.records import record
from comity.translating import ledger, workbench
from comity.translating.comparing import compare, forget
from comity.translating.models import Passage, Version
from comity.translating.renaming import note_renames
from comity.translating.workbench import Segment

log = logging.getLogger(__name__)
AT_ONCE = 40
NOBODY = "engine"  # what fails where none answered, or answered nothing
BROKEN = "markup"  # what fails where a machine's words cannot be set into a page

Engine = Callable[[Sequence[str]], list[Rendered]]


def translate_waiting(*, limit: int = 5) -> int:
    """This will bring translations up to date that were asked for, and return how many."""
    done = 0
    for version in Version.objects.due(timezone.now())[:limit]:
        if not version.lease(now=timezone.now()):
            continue
        version.refresh_from_db()
        try:
            bring_up_to_date(version, by=ledger.itself())
        except DatabaseError:
            raise
        except Exception as trouble:  # an engine may fail in any way; the work stays and is tried again
            log.warning("translation %s was not made: %s", version.pk, type(trouble).__name__)
            version.put_off(f"{type(trouble).__name__}: {trouble}", now=timezone.now())
        else:
            version.done(asked_at=version.due_at)
            done += 1
    return done


def bring_up_to_date(version: Version, *, by: User, engine: Engine | None = None) -> None:
    """This will let a translation follow its original as far as machines can, and publish what may be read.

    `engine` takes the place of those that are set up.
    """
    original = workbench.original_of(version)
    if original is None or not original.live:
        return  # it was withdrawn meanwhile; when it is published again, it is asked for again
    if workbench.is_kept_by_people(version):
        return
    if _is_written_by_people(version):
        forget(version.page_key, version.language, by=by)
        return
    segments = compare(version, original, by=by)
    note_renames(version, by=by)
    _fill(version, segments, engine or _set_up(version), by=by)
    if not version.is_on_demand:
        publish_if_readable(version, original, by=by)
    elif version.passages.untried().exists():
        raise NothingCame


class NothingCame(Exception):
    """For what a reader asked for, no engine gave anything; it is tried again, and nothing is kept of it."""


def _fill(version: Version, segments: list[Segment], engine: Engine | None, *, by: User) -> None:
    """Let an engine translate what is missing; nothing where there is none."""
    if engine is None:
        return
    for batch in _batches(version):
        _take(version, segments, batch, engine([one.source_text for one in batch]), by=by)


def _set_up(version: Version) -> Engine | None:
    if not engines.can_render(version.source, version.language):
        return None
    return lambda texts: engines.render(texts, source=version.source, target=version.language, is_public=True)


def _is_written_by_people(version: Version) -> bool:
    """Whether somebody made the page in this language before we did."""
    if version.passages.exists() or workbench.is_known(version):
        return False
    return workbench.translated(version) is not None


def _batches(version: Version) -> Iterator[list[Passage]]:
    """The passages for which a machine has not offered anything yet, some at a time."""
    found = list(version.passages.untried().in_order().select_related("version"))
    for first in range(0, len(found), AT_ONCE):
        yield found[first : first + AT_ONCE]


@act
def _take(
    version: Version, segments: list[Segment], passages: list[Passage], made: list[Rendered], *, by: User
) -> None:
    """Keep what the engine made of a batch. Raises ValueError where it gave more or less than it was asked for."""
    given = list(zip(passages, made, strict=True))
    if version.is_on_demand:
        given = [(passage, rendered) for passage, rendered in given if NOBODY not in rendered.failed]
        if not given:
            return
    for passage, rendered in given:
        broken = () if rendered.text and workbench.fits(passage.source_text, rendered.text) else (BROKEN,)
        is_shown = ledger.take_rendered(passage, rendered, [*rendered.failed, *broken], by=by)
        segment = workbench.of_passage(passage, segments)
        if is_shown and segment is not None:
            workbench.write(version, segment, rendered.text, by=by, engine=rendered.engine)
    record(version, "translated", by=by, after={"passages": len(given)})


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
