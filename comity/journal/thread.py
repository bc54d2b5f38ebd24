"""The thread: from a sentence forward to all that came of it, and from a result back to where it began."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.accounts.models import Actor, Viewer
from comity.journal.acting import act
from comity.journal.models import Key, Strand, by_kind
from comity.journal.records import OnTheThread, key_of, record
from comity.journal.refusals import NotNow
from comity.translation.templatetags.said import isolated

DEEPEST = 4
Kinds = Collection[type[OnTheThread]]


@dataclass
class Knot:
    """A record on the thread with what it led to."""

    record: OnTheThread
    led_to: list[Knot] = field(default_factory=list)

    def all_below(self) -> Iterable[OnTheThread]:
        """This will walk through everything that came of the record, near things first."""
        for knot in self.led_to:
            yield knot.record
            yield from knot.all_below()


@act
def tie(result: OnTheThread, *, came_from: OnTheThread, by: Actor) -> Strand | None:
    """This will write down that `result` came from `came_from`; saying it again changes nothing.

    Returns the strand where it is new. Raises NotNow where that would make the thread run in a circle.
    """
    source, end = key_of(came_from), key_of(result)
    if source == end or _leads_to(end, source):
        raise NotNow(
            _("“%(source)s” itself came from “%(result)s”.")
            % {"source": isolated(came_from), "result": isolated(result)}
        )
    strand, is_new = Strand.objects.get_or_create(
        source_type_id=source[0],
        source_id=source[1],
        result_type_id=end[0],
        result_id=end[1],
        defaults={"tied_by": by.name, "tied_at": timezone.now()},
    )
    if is_new:
        record(result, "tied", by=by, after={"came_from": str(came_from)})
    return strand if is_new else None


@act
def untie(strand: Strand, *, why: str, by: Actor) -> None:
    """This will take back that a result came from a source, as that was said by mistake."""
    source, result = strand.source, strand.result
    strand.delete()
    if result is not None:  # it may have been removed meanwhile
        record(result, "untied", by=by, before={"came_from": str(source)}, why=why)


def _leads_to(source: Key, end: Key) -> bool:
    seen, level = {source}, {source}
    while level:
        level = {(s.result_type_id, s.result_id) for s in Strand.objects.leaving(level)} - seen
        if end in level:
            return True
        seen |= level
    return False


def threads_from(
    sources: Iterable[OnTheThread], *, viewer: Viewer, deepest: int = DEEPEST, leaving_out: Kinds = ()
) -> dict[Key, Knot]:
    """This will draw the thread forward from each source, as far as `viewer` may see it.

    Asks the database once for the strands and once for each kind of record, however many there are.
    """
    return thread_around(None, sources, viewer=viewer, deepest=deepest, leaving_out=leaving_out)[0]


def origins_of(result: OnTheThread, *, viewer: Viewer) -> list[OnTheThread]:
    """This will name what `result` came from directly, as far as `viewer` may see it."""
    return thread_around(result, [], viewer=viewer)[1]


def thread_around(
    middle: OnTheThread | None,
    sources: Iterable[OnTheThread],
    *,
    viewer: Viewer,
    deepest: int = DEEPEST,
    leaving_out: Kinds = (),
) -> tuple[dict[Key, Knot], list[OnTheThread]]:
    """This will draw the thread forward from each source and name what `middle` came from, all at once.

    What lies behind a record that `viewer` may not see, or of a kind that is left out, is left out with it.
    """
    roots = {key_of(one): Knot(one) for one in sources}
    end = None if middle is None else key_of(middle)
    strands = Strand.objects.around(set(roots), reaching=end, deepest=deepest)
    back = [strand for strand in strands if strand.result_key == end]
    onward = [strand for strand in strands if strand.result_key != end]
    wanted = {strand.result_key for strand in onward} | {strand.source_key for strand in back}
    found = fetch(wanted - set(roots), viewer=viewer, leaving_out=leaving_out)
    knots = {**{key: Knot(one) for key, one in found.items()}, **roots}
    for strand in onward:
        if strand.source_key in knots and strand.result_key in knots:
            knots[strand.source_key].led_to.append(knots[strand.result_key])
    return roots, [found[strand.source_key] for strand in back if strand.source_key in found]


def that_led_on(sources: Iterable[OnTheThread], *, leaving_out: Kinds = ()) -> set[Key]:
    """This will name those of the records of which anything came but these kinds, whoever may see what it is.

    Asks the database once, however many there are.
    """
    passed_over = {ContentType.objects.get_for_model(kind).pk for kind in leaving_out}
    strands = Strand.objects.leaving({key_of(one) for one in sources})
    return {strand.source_key for strand in strands if strand.result_type_id not in passed_over}


def results_of(source: OnTheThread, *, viewer: Viewer) -> list[Knot]:
    """This will draw what came of one record."""
    return threads_from([source], viewer=viewer)[key_of(source)].led_to


def fetch(keys: set[Key], *, viewer: Viewer | None, leaving_out: Kinds = ()) -> dict[Key, OnTheThread]:
    """This will fetch records of any kind, one query a kind, leaving out what `viewer` may not see.

    Without a viewer it fetches all: for texts that the sides share, never for a page.
    """
    found: dict[Key, OnTheThread] = {}
    for kind, numbers in by_kind(keys).items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None and issubclass(model, OnTheThread) and model not in leaving_out:
            found |= {(kind, number): one for number, one in model.seen_by(viewer, numbers).items()}
    return found
