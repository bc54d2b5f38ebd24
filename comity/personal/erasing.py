"""Erasing a person: what is theirs goes, what the office must keep loses their name, and their key is destroyed."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.accounts.models import Actor, SignIn, User
from comity.accounts.personal import ERASED
from comity.commitments.handover import still_owned_by
from comity.journal.acting import act
from comity.journal.locking import key_of_words, read_parts, read_words
from comity.journal.models import Change, Entry, PersonalKey
from comity.journal.personal import key_of
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.partners.models import Person
from comity.personal import remembering
from comity.personal.declared import declared, kinds
from comity.personal.exporting import Kept, kept_about, numbers_by_kind, subject_of
from comity.personal.whole import Somebody, is_the_machine, names, rows_naming, rows_signed
from comity.translation.templatetags.said import isolated

AT_ONCE = 2_000
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Erased:
    """What an erasure did, in numbers, by kind of record."""

    removed: Counter[str]
    blanked: Counter[str]
    kept: Counter[str]
    keys: int


def refusals(somebody: Somebody) -> list[str]:
    """This will tell, in words, why somebody's data cannot be erased now."""
    subject = subject_of(somebody)
    if is_the_machine(somebody):
        return [_("This is Comity's own account, and nobody's.")]
    if getattr(subject, "erased_at", None):
        return [_("These data were erased already.")]
    found = []
    for person in Person.objects.filter(pk__in=somebody.people):
        if count := still_owned_by(person).count():
            words = ngettext(
                "%(person)s still owns %(count)s open promise. Hand it over first: “This person leaves”.",
                "%(person)s still owns %(count)s open promises. Hand them over first: “This person leaves”.",
                count,
            )
            found.append(words % {"person": isolated(person), "count": count})
    heads = User.objects.heading()
    if heads.filter(pk__in=somebody.accounts).exists() and not heads.exclude(pk__in=somebody.accounts).exists():
        words = _("%(person)s is the only head of the office: name another one first.")
        found.append(words % {"person": isolated(subject)})
    return found


@act
def erase(somebody: Somebody, *, at: datetime, by: Actor, is_again: bool = False) -> Erased:
    """This will erase somebody: all of it in this transaction, or nothing.

    Raises NotNow with the refusals; not where it is done again after a restore, for it was done once. Then several are
    erased, one after another, and whoever asks calls `settle` after the last.
    """
    _hold(somebody)
    if not is_again and (why_not := refusals(somebody)):
        raise NotNow(" ".join(why_not))
    record(subject_of(somebody), "erased", by=by)
    kept = kept_about(somebody)
    keys = _keys_of(kept) | _keys_naming(somebody, kept)
    end_sign_ins(somebody)
    counts = Counter[str](), Counter[str](), Counter[str]()
    for one in kept:
        goes_to = counts[0] if one.is_removed else counts[1] if one.is_blanked else counts[2]
        goes_to[one.kind] += one.count
        _take_out(one)
    _take_out_signatures(somebody)
    _replace_mentions(somebody)
    destroyed = PersonalKey.objects.filter(pk__in=keys).destroy(now=at)
    if not is_again:
        transaction.on_commit(remembering.write)
        transaction.on_commit(settle)
    return Erased(*counts, keys=destroyed)


def _hold(somebody: Somebody) -> None:
    """Keep the accounts of all heads, and the person, until the end of the act."""
    list(User.objects.heading().select_for_update())
    list(Person.objects.filter(pk__in=somebody.people).select_for_update())


def _keys_of(kept: Iterable[Kept]) -> set[int]:
    """The keys of everything that is theirs; who never had one gets it, so that the erasure can be remembered."""
    theirs = [key_of(row) for one in kept if one.tie == "about" and _has_keys(one.model) for row in one.rows]
    return {one.pk for one in PersonalKey.objects.of(theirs).values()}


def _has_keys(model: type[models.Model]) -> bool:
    told = declared(model)
    return told.is_theirs and "itself" in told.whose


def _keys_naming(somebody: Somebody, kept: Iterable[Kept]) -> set[int]:
    """The keys of words that name somebody, and of the reasons of what was done to what is theirs."""
    of_words = PersonalKey.objects.filter(kind=None, destroyed_at=None)
    secrets = {number: bytes(secret) for number, secret in of_words.values_list("pk", "secret").iterator()}
    theirs, found = numbers_by_kind(kept), set()
    entries = Entry._base_manager.exclude(locked=None).values_list("subject_type_id", "subject_id", "locked")
    for kind, number, locked in entries.iterator(chunk_size=AT_ONCE):
        ours = {int(one) for one in locked} & secrets.keys()
        is_theirs = number in theirs.get(kind, ())
        found |= {
            one for one in ours if is_theirs or names(somebody, read_parts({str(one): locked[str(one)]}, secrets))
        }
    reasons: Any = models.QuerySet(Change).filter(why__startswith="locked:").values_list("why", flat=True)
    for why in reasons.iterator(chunk_size=AT_ONCE):
        key = key_of_words(why)
        if key is not None and key in secrets and key not in found and names(somebody, read_words(why, secrets)):
            found.add(key)
    return found


def end_sign_ins(somebody: Somebody) -> None:
    """This will end every browser's signing in with one of the accounts."""
    SignIn.objects.of(*somebody.accounts).delete()


def _take_out(kept: Kept) -> None:
    """Remove the rows, or put something else into the columns that are personal."""
    told = declared(kept.model)
    rows: Any = models.QuerySet(kept.model)
    if kept.is_removed:
        rows.filter(pk__in=[row.pk for row in kept.rows]).delete()
        return
    given = told.erased if kept.tie == "about" else {}
    if kept.is_blanked and told.author and kept.tie in ("about", "by"):
        given = {**given, told.author: ERASED, **told.written}
    for row in kept.rows if given else []:
        values = {name: value(row) if callable(value) else value for name, value in given.items()}
        rows.filter(pk=row.pk).update(**values)


def _take_out_signatures(somebody: Somebody) -> None:
    """Take their name out of what they did to rows that others wrote, and leave in it who wrote them."""
    for model, told in kinds():
        for column in told.signed:
            rows = rows_signed(model, column, somebody).values_list("pk", flat=True)
            models.QuerySet(model).filter(pk__in=list(rows)).update(**{column: ERASED})


def _replace_mentions(somebody: Somebody) -> None:
    """Put other words in place of the name, where a column of words is known to name people."""
    for model, told in kinds():
        if not told.mentions or not somebody.words:
            continue
        for row in rows_naming(model, told, somebody):
            given = {name: _without(getattr(row, name), somebody) for name in told.mentions}
            models.QuerySet(model).filter(pk=row.pk).update(**given)


def _without(value: Any, somebody: Somebody) -> Any:
    if isinstance(value, str):
        for word in somebody.words:
            value = re.sub(re.escape(word), lambda _found: ERASED, value, flags=re.IGNORECASE)
        return value
    if isinstance(value, dict):
        return type(value)({name: _without(words, somebody) for name, words in value.items()})
    return [_without(one, somebody) for one in value] if isinstance(value, list) else value


def settle() -> bool:
    """This will write SQLite's file anew, so that it holds nothing of what was erased, its log included.

    `secure_delete` is not enough: a row that moves to another page leaves a copy behind that belongs to no row.
    Where the file cannot be written anew now, that is told in the log, and `comity tidy` does it.
    """
    if connection.vendor != "sqlite":
        return True
    try:
        with connection.cursor() as cursor:
            merge_words(cursor)
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except OperationalError as trouble:
        log.error("SQLite's file still holds copies of what was erased (%s). Run: comity tidy", trouble)
        return False
    return True


def merge_words(cursor: Any) -> None:
    """This will put the parts of every index of words together, so that none keeps words of texts that are gone."""
    cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'")
    for (name,) in cursor.fetchall():
        cursor.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")


def owners(keys: Iterable[PersonalKey]) -> list[models.Model]:
    """This will fetch whose the keys are."""
    kinds_of: dict[int | None, Any] = {
        one.pk: one.model_class() for one in ContentType.objects.filter(model__in=["user", "person"])
    }
    found = [(kinds_of.get(one.kind_id), one.number) for one in keys]
    return [row for model, number in found if model and (row := model._base_manager.filter(pk=number).first())]
