"""The acts, the thread, and the outbox."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NoReturn

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import SignedLink, User, Viewer, heads_here, works_here
from comity.accounts.personal import ERASED, ITSELF, About
from comity.journal.locking import keys_among, read_parts
from comity.journal.models.keys import PersonalKey
from comity.journal.models.turned import Turned
from comity.journal.refusals import NotNow

# A record of any kind: its content type and its number.
Key = tuple[int, int]
AT_ONCE = 2_000  # entries that are read with one question for their keys
# What was tried without permission, and what no browser sends.
REFUSALS = ("refused", *Turned.values)


def batched(entries: Iterator[Entry], size: int) -> Iterator[list[Entry]]:
    """This will part a long walk over entries into lists."""
    while some := list(islice(entries, size)):
        yield some


def unlock_entries(entries: Iterable[Entry]) -> None:
    """This will read what is locked in entries, with one question for all of their keys."""
    locked = [one for one in entries if one.locked]
    if locked:
        kept = PersonalKey.objects.secrets_of(keys_among(one.locked for one in locked))
        for one in locked:
            one.read(kept)


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, record: models.Model) -> EntryQuerySet:
        """This will keep what was written about `record`, newest first."""
        return self.about_number(ContentType.objects.get_for_model(record), record.pk)

    def about_number(self, kind: ContentType, number: int) -> EntryQuerySet:
        """This will keep what was written about a record, newest first, even where it is removed."""
        return self.filter(subject_type=kind, subject_id=number).newest_first()

    def about_any(self, keys: set[Key]) -> EntryQuerySet:
        """This will keep what was written about any of these records, newest first, even where they are removed."""
        return self.filter(_any_of("subject", keys)).newest_first()

    def after(self, entry: Entry, acts: Iterable[str]) -> EntryQuerySet:
        """This will keep what was done by one of these acts since another entry was written."""
        return self.filter(pk__gt=entry.pk, act__in=list(acts))

    def newest_first(self) -> EntryQuerySet:
        """This will put the newest entries first."""
        return self.order_by("-at", "-pk")

    def readable_by(self, viewer: Viewer) -> EntryQuerySet:
        """This will keep what `viewer` may read: heads all, officers all but accounts and refusals."""
        if heads_here(viewer):
            return self
        if not works_here(viewer):
            return self.none()
        return self.exclude(act__in=REFUSALS).exclude(subject_type=ContentType.objects.get_for_model(User))

    def of_person(self, number: int) -> EntryQuerySet:
        """This will keep the acts of one account."""
        return self.filter(by_user=number)

    def refusals(self) -> EntryQuerySet:
        """This will keep what was tried without permission, and what was turned away."""
        return self.filter(act__in=REFUSALS)

    def with_people(self) -> EntryQuerySet:
        """This will fetch who acted along with each entry."""
        return self.select_related("by_user", "by_link", "subject_type")

    def update(self, **kwargs: Any) -> NoReturn:
        raise NotNow(_("The journal is never changed."))

    def delete(self) -> NoReturn:
        raise NotNow(_("The journal is never shortened."))

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        for some in batched(super().iterator(chunk_size or AT_ONCE), AT_ONCE):
            unlock_entries(some)
            yield from some

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new:
            unlock_entries(one for one in self._result_cache or [] if isinstance(one, Entry))


class Entry(models.Model):
    """One act: who did what to what, when, what it was before and what after, and why.

    What of it is personal is kept in `locked`, by the number of the key, and read from there when entries are fetched;
    the columns are empty then. Where the key was destroyed, the entry says that somebody's data were erased.
    """

    UNGOVERNED = "it is written by the acts themselves, and append-only"
    ABOUT = About(whose=("by_user", "by_link"), kept=_("History keeps its shape; what it said of the person is gone."))

    at = models.DateTimeField(_("when"))
    act = models.CharField(_("act"), max_length=60)
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+")
    subject_id = models.PositiveBigIntegerField(null=True)
    subject_name = models.CharField(_("subject"), max_length=300)
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    by_link = models.ForeignKey(SignedLink, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("who"), max_length=200, blank=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    why = models.TextField(_("why"), blank=True)
    # Null, so that the column is added to the table as it is, with its seal.
    locked: models.JSONField[Any, Any] = models.JSONField(null=True, editable=False)

    # Whether a key was destroyed under which something of it was kept.
    is_erased = False

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.act} {self.subject_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise NotNow(_("The journal is never changed."))
        super().save(*args, **kwargs)

    def read(self, kept: Mapping[int, bytes]) -> None:
        """This will show what is locked, as far as its keys are kept."""
        parts, self.is_erased = read_parts(self.locked or {}, kept)
        if self.is_erased:
            self.by_name = self.by_name or (ERASED if self.by_user_id or self.by_link_id else "")
            self.subject_name = self.subject_name or ERASED
        for part in parts:
            for name, value in part.items():
                setattr(self, name, {**getattr(self, name), **value} if isinstance(value, dict) else value)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotNow(_("The journal is never shortened."))


class StrandQuerySet(models.QuerySet["Strand"]):
    def leaving(self, keys: set[Key]) -> StrandQuerySet:
        """This will keep the strands that lead on from the records named as (content type, number)."""
        return self.filter(_any_of("source", keys)).order_by("pk")

    def reaching(self, keys: set[Key]) -> StrandQuerySet:
        """This will keep the strands that lead to the records named as (content type, number)."""
        return self.filter(_any_of("result", keys)).order_by("pk")

    def around(self, keys: set[Key], *, reaching: Key | None, deepest: int) -> list[Strand]:
        """This will walk the strands that lead on from the records, `deepest` steps, and those that reach one.

        One question to the database, however long the thread is: it walks by itself.
        """
        begins, values = _pairs("source", keys)
        ends, more = _pairs("result", {reaching} if reaching else set())
        # Only the conditions are put together, from names and placeholders of ours; every value is a parameter.
        walked = self.raw(WALK.format(begins=begins, ends=ends), [*values, deepest, *more])
        return sorted(walked, key=lambda strand: strand.pk)


# Forward from the records where it begins, a step further each time; and the strands that reach the one it ends at.
WALK = """
WITH RECURSIVE onward(id, result_type_id, result_id, depth) AS (
  SELECT id, result_type_id, result_id, 1 FROM journal_strand WHERE {begins}
  UNION
  SELECT strand.id, strand.result_type_id, strand.result_id, onward.depth + 1
  FROM journal_strand strand JOIN onward
    ON strand.source_type_id = onward.result_type_id AND strand.source_id = onward.result_id
  WHERE onward.depth < %s
)
SELECT * FROM journal_strand WHERE id IN (SELECT id FROM onward UNION SELECT id FROM journal_strand WHERE {ends})
"""


def by_kind(keys: set[Key]) -> dict[int, list[int]]:
    """This will sort keys of records into one list of numbers for each kind of record."""
    found: dict[int, list[int]] = {}
    for kind, number in keys:
        found.setdefault(kind, []).append(number)
    return found


def _pairs(end: str, keys: set[Key]) -> tuple[str, list[int]]:
    """A condition that keeps the strands with one of the records at this end, and the values it names."""
    conditions, values = [], []
    for kind, numbers in by_kind(keys).items():
        conditions.append(f"({end}_type_id = %s AND {end}_id IN ({', '.join(['%s'] * len(numbers))}))")
        values += [kind, *numbers]
    return f"({' OR '.join(conditions) or '1 = 0'})", values


def _any_of(end: str, keys: set[Key]) -> Q:
    condition = Q(pk__in=[])
    for kind, numbers in by_kind(keys).items():
        condition |= Q(**{f"{end}_type": kind, f"{end}_id__in": numbers})
    return condition


class Strand(models.Model):
    """One piece of the thread: this result came from that source."""

    PERSONAL = frozenset({"tied_by"})
    ABOUT = About(author="tied_by", kept=_("What came of what belongs to the records on both ends."))

    source_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    source_id = models.PositiveBigIntegerField()
    source = GenericForeignKey("source_type", "source_id")
    result_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    result_id = models.PositiveBigIntegerField()
    result = GenericForeignKey("result_type", "result_id")
    tied_by = models.CharField(max_length=200)
    tied_at = models.DateTimeField()

    objects = StrandQuerySet.as_manager()

    class Meta:
        verbose_name = _("strand of the thread")
        indexes = [
            models.Index(fields=["source_type", "source_id"]),
            models.Index(fields=["result_type", "result_id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source_type", "source_id", "result_type", "result_id"],
                name="a_result_comes_from_a_source_once",
            ),
            models.CheckConstraint(
                condition=~Q(source_type=F("result_type"), source_id=F("result_id")),
                name="nothing_comes_from_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.result}"

    @property
    def source_key(self) -> Key:
        """What it begins at, as (content type, number)."""
        return self.source_type_id, self.source_id

    @property
    def result_key(self) -> Key:
        """What it leads to, as (content type, number)."""
        return self.result_type_id, self.result_id


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self, now: datetime) -> LetterQuerySet:
        """This will keep the letters that nobody has sent and nobody is sending now."""
        tried = self.filter(sent_at=None, not_before__lte=now, attempts__lt=Letter.MOST_ATTEMPTS)
        return tried.filter(Q(leased_until=None) | Q(leased_until__lt=now))

    def given_up(self) -> LetterQuerySet:
        """This will keep the letters that were tried so often that nobody tries them any more."""
        return self.filter(sent_at=None, attempts__gte=Letter.MOST_ATTEMPTS)

    def newest_first(self) -> LetterQuerySet:
        """This will put the newest letters first."""
        return self.order_by("-written_at", "-pk")


class Letter(models.Model):
    """A letter in the outbox, written in the same transaction as the act from which it follows.

    `key` says what the letter is about, so that the same letter is never written twice; it also makes the
    Message-ID, so that a letter sent twice by a killed worker is recognised as one.
    """

    LEASE = timedelta(minutes=2)
    UNGOVERNED = "it follows from an act; how often it was tried is the worker's own business"
    ABOUT = About(
        whose=(ITSELF,),
        addresses=("to_email",),
        is_theirs=True,
        is_removed=True,
        mentions=("to_name", "subject", "body", "calendar", "trouble"),
    )
    MOST_ATTEMPTS = 14  # in about two days; then a head is told (safekeeping.operations)

    key = models.CharField(max_length=200, unique=True)
    to_name = models.CharField(_("to"), max_length=200)
    to_email = models.EmailField()
    language = models.CharField(max_length=5)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField()
    # The part that calendars read, and what it asks of them. Null, so that the column is added to the table as it is.
    calendar = models.TextField(null=True, editable=False)  # noqa: DJ001
    method = models.CharField(max_length=20, null=True, editable=False)  # noqa: DJ001
    # For a letter to all who asked for such letters: which those are (RFC 2919), and where its reader ends them.
    list_id = models.CharField(max_length=200, null=True, editable=False)  # noqa: DJ001
    leave_at = models.TextField(null=True, editable=False)  # noqa: DJ001
    written_at = models.DateTimeField()
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.TextField(blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        indexes = [models.Index(fields=["sent_at", "not_before"])]

    def __str__(self) -> str:
        return f"{self.to_name}: {self.subject}"

    def lease(self, *, now: datetime) -> bool:
        """This will take the letter for one worker until the lease ends; false where another was quicker."""
        free = Letter.objects.waiting(now).filter(pk=self.pk)
        return bool(free.update(leased_until=now + self.LEASE, attempts=F("attempts") + 1))

    def mark_sent(self, *, now: datetime, keep_body: bool = False) -> None:
        """This will note that the letter left and forget its body, which may hold the secret of a link."""
        forgotten = {} if keep_body else {"body": "", "calendar": None, "leave_at": None}
        Letter.objects.filter(pk=self.pk).update(sent_at=now, leased_until=None, trouble="", **forgotten)

    def put_off(self, trouble: str, *, now: datetime) -> None:
        """This will note why the letter did not leave and try again later, each time after a longer wait."""
        part = 0.75 + secrets.randbelow(251) / 1000  # not all at one moment
        wait = timedelta(minutes=min(2 ** (self.attempts + 1), 360) * part)
        Letter.objects.filter(pk=self.pk).update(leased_until=None, trouble=trouble[:500], not_before=now + wait)
