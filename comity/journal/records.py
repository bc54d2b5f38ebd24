"""What every governed record shares: it is entered and changed by acts that write themselves down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Self

import django.dispatch
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Actor, Viewer
from comity.journal.acting import act, naming
from comity.journal.models import Entry, Key
from comity.journal.personal import Told, key_of, write_locked
from comity.journal.refusals import NotNow
from comity.translation.texts import Text

# Sent inside the transaction of each act, for the apps above that follow from it (docs/architecture.md).
recorded = django.dispatch.Signal()


def record(
    subject: models.Model,
    act: str,
    *,
    by: Actor,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    why: str = "",
) -> Entry:
    """This will write an act into the journal and tell those who listen, all in the act's own transaction."""
    with naming(by, why=str(why)):
        told = Told(subject, by=by, before=before or {}, after=after or {}, why=str(why))
        entry = told.entry(act, at=timezone.now())
        entry.subject_type_id, entry.subject_id = key_of(subject)
        entry = write_locked(entry, told.parts())
        recorded.send(sender=subject._meta.model, record=subject, act=act, by=by, entry=entry)
    return entry


class Mark(StrEnum):
    """The shapes in which a standing is drawn; the word beside it says what it is."""

    DONE = "done"
    OPEN = "open"
    DUE = "due"
    UNKNOWN = "unknown"
    ENDED = "ended"


@dataclass(frozen=True)
class Standing:
    """Where a record stands: a word for the reader and a shape that goes with it."""

    mark: Mark
    words: Any


@dataclass(frozen=True)
class Between:
    """Who said something to whom, by the names by which they are called; or each to the other."""

    promisor: Text
    beneficiary: Text
    is_mutual: bool


@dataclass(frozen=True)
class Sight:
    """What can be looked at to see that something was done: its name, by its sender or by us, and its address."""

    name: Text | str
    url: str


@dataclass(frozen=True)
class Deed:
    """What was done: in the words of whoever did it, how it was taken, by whom and when, and what shows it."""

    standing: Standing
    words: str
    facts: list[str]
    sights: list[Sight]


class Recorded(models.Model):
    """A record whose every change is an act in the journal."""

    class Meta:
        abstract = True

    # Facts that are told with an act to this record and kept in another: the kind of that one, by the name of the fact.
    KEPT_IN: ClassVar[Mapping[str, str]] = {}
    # The acts that can be done to the record, in the words of its history.
    ACTS: ClassVar[Mapping[str, Any]] = {
        "entered": pgettext_lazy("act", "entered"),
        "changed": pgettext_lazy("act", "changed"),
        "removed": pgettext_lazy("act", "removed"),
        "tied": _("tied to what it came from"),
        "untied": _("untied from what it did not come from"),
    }

    if TYPE_CHECKING:
        objects: models.Manager[Self]

    @classmethod
    def titles_for(cls, viewer: Viewer, numbers: list[int]) -> dict[int, Text]:
        """This will call records by their present titles, by number, as far as `viewer` may see them.

        What has none here goes by the name under which its acts were written down.
        """
        return {}

    @classmethod
    def parts_of(cls, number: int) -> set[Key]:
        """This will name the records without a page of their own whose acts belong to the history of one of these."""
        return set()

    @classmethod
    @act
    def enter(cls, *, by: Actor, why: str = "", **facts: Any) -> Self:
        """This will create the record and write down who entered it.

        Raises ValidationError, with words for each field, where the facts cannot be true.
        """
        new = cls(**facts)
        new.full_clean()
        new.save(force_insert=True)
        record(new, "entered", by=by, after=facts, why=why)
        return new

    @act
    def change(self, *, by: Actor, why: str = "", act: str = "changed", **facts: Any) -> None:
        """This will change these facts and write down what they were before; nothing happens where nothing differs.

        Raises ValidationError, with words for each field, where the facts cannot be true; then nothing is changed.
        """
        current = type(self)._base_manager.get(pk=self.pk)
        before = {name: getattr(current, name) for name in facts}
        after = {name: value for name, value in facts.items() if before[name] != value}
        if not after:
            return
        for name, value in facts.items():
            setattr(self, name, value)
        try:
            self.full_clean()
        except Exception:
            for name, value in before.items():
                setattr(self, name, value)
            raise
        self.save(update_fields=list(facts))
        record(self, act, by=by, before={name: before[name] for name in after}, after=after, why=why)

    @act
    def remove(self, *, by: Actor, why: str = "") -> None:
        """This will delete the record and leave in the journal what it was."""
        was = {field.name: getattr(self, field.name) for field in self._meta.concrete_fields}
        record(self, "removed", by=by, before=was, why=why)
        self.delete()


class OnTheThread(Recorded):
    """A record that can come from another and lead to others, and that has one page of its own."""

    class Meta:
        abstract = True

    if TYPE_CHECKING:

        def get_absolute_url(self) -> str: ...

        @property
        def heading(self) -> Text: ...

    @property
    def standing(self) -> Standing | None:
        """Where the record stands; nothing where its kind has no stages."""
        return None

    @property
    def dates_in_words(self) -> list[str]:
        """What happened when, each in a few words."""
        return []

    def prospects(self) -> list[tuple[Text, Standing]]:
        """What the record was meant to bring about besides, and whether that is known."""
        return []

    @property
    def came_about_on(self) -> date | None:
        """The day on which it came about, or will, so that nothing said later can have led to it."""
        return None

    # What was done about it, where the viewer for whom it was fetched may read that.
    deeds: Sequence[Deed] = ()

    @property
    def said_in_words(self) -> Text:
        """Who said it, where it is something that was said."""
        return Text()

    @property
    def between(self) -> Between | None:
        """Who said it to whom, where it is something that was said."""
        return None

    @property
    def is_waiting_for_results(self) -> bool:
        """Whether something should have come of it, so that its absence is worth a word."""
        return False

    @property
    def awaited(self) -> list[Text]:
        """Those who have to act next, where somebody has."""
        return []

    @property
    def is_internal(self) -> bool:
        """Whether only our office knows of it, so that it is not printed for others."""
        return False

    @property
    def kept_by(self) -> Text:
        """Who of our office keeps an eye on it."""
        return Text()

    @property
    def is_untold(self) -> bool:
        """Whether nobody has done anything about it yet, so that this is worth a word."""
        return False

    def is_unheard_of(self, today: date) -> bool:
        """This will tell whether nothing was recorded for so long that its outcome counts as not known."""
        return False

    def figures(self) -> dict[str, Any]:
        """A number reached beside the number expected; empty where the record counts nothing."""
        return {}

    @property
    def kind_in_words(self) -> str:
        """The kind of record, as the reader calls it."""
        return str(self._meta.verbose_name)

    def minuted(self) -> dict[str, Any]:
        """What minutes say of the record, where it was said in the session itself; empty for what came later."""
        return {}

    def reword(self, language: str, words: str, *, due_on: date | None, by: Actor) -> None:
        """This will put other words, and another day, into what minutes say of the record; what is empty stays.

        Raises NotNow where that cannot be done any more, or for a kind of record of which minutes say nothing.
        """
        raise NotNow(gettext("What minutes say of this cannot be corrected."))

    @classmethod
    def seen_by(cls, viewer: Viewer | None, numbers: list[int]) -> dict[int, Self]:
        """This will fetch those of the records that `viewer` may see, by number, ready to be drawn."""
        found = cls._allowed(viewer, numbers)
        cls.make_ready(found.values(), viewer)
        return found

    @classmethod
    def make_ready(cls, found: Iterable[Self], viewer: Viewer | None) -> None:
        """This will add what is drawn beside the records and needs a question of its own; most kinds need none."""

    @classmethod
    def titles_for(cls, viewer: Viewer, numbers: list[int]) -> dict[int, Text]:
        return {number: one.heading for number, one in cls._allowed(viewer, numbers).items()}

    @classmethod
    def _allowed(cls, viewer: Viewer | None, numbers: list[int]) -> dict[int, Self]:
        entered: Any = cls.objects  # every kind on the thread has visible_to and for_the_thread among its queries
        allowed = entered.all() if viewer is None else entered.visible_to(viewer)
        return {one.pk: one for one in allowed.for_the_thread().filter(pk__in=numbers)}
