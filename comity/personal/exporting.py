"""Everything that is kept about one person, in one file: JSON for machines, and the files that the person gave."""

from __future__ import annotations

import json
import tempfile
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.journal.acting import act
from comity.journal.models import Change, Entry
from comity.journal.personal import key_of
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.journal.telling import act_in_words
from comity.personal.declared import SECRETS, declared, kinds
from comity.personal.whole import Somebody, rows_about, rows_naming, rows_pointing, rows_signed, rows_written
from comity.translation.unseen import as_file_name

FORMAT = "comity-person/1"
JOURNAL = (Entry, Change)  # told apart from the records, in the words of the acts


@dataclass(frozen=True)
class Kept:
    """What is kept of one kind about somebody: the rows, what becomes of them, and what ties them to the person.

    The tie is one of about, by, signed, pointing and naming.
    """

    model: type[models.Model]
    tie: str
    rows: list[models.Model]
    is_removed: bool
    is_blanked: bool
    why_kept: str

    @property
    def kind(self) -> str:
        """The kind of record, in words."""
        return str(self.model._meta.verbose_name)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows)


def kept_about(somebody: Somebody) -> list[Kept]:
    """This will find every record about somebody, by them, or pointing to them, kind by kind."""
    found = []
    for model, told in kinds():
        if model in JOURNAL:
            continue
        seen: set[Any] = set()
        for tie, rows in (
            ("about", rows_about(model, told, somebody)),
            ("by", rows_written(model, told, somebody)),
            *(("signed", rows_signed(model, column, somebody)) for column in told.signed),
            ("pointing", rows_pointing(model, told, somebody)),
            ("naming", rows_naming(model, told, somebody)),
        ):
            new = [row for row in rows.order_by("pk") if row.pk not in seen]
            seen |= {row.pk for row in new}
            if new:
                is_about = tie == "about"
                is_blanked = tie in ("signed", "naming") or (tie != "pointing" and bool(told.author))
                is_blanked = is_blanked or (is_about and bool(told.erased))
                found.append(Kept(model, tie, new, is_about and told.is_removed, is_blanked, str(told.kept)))
    return found


def entries_of(somebody: Somebody, kept: Iterable[Kept]) -> models.QuerySet[Entry]:
    """This will find what the journal says that somebody did, or that was done to what is theirs."""
    condition = Q(by_user__in=somebody.accounts) | Q(by_link__in=somebody.links)
    for kind, numbers in numbers_by_kind(kept).items():
        condition |= Q(subject_type=kind, subject_id__in=numbers)
    return Entry.objects.filter(condition).with_people().order_by("pk")


def numbers_by_kind(kept: Iterable[Kept]) -> dict[int, list[int]]:
    """This will name the records that are about somebody, by the number of their kind."""
    found: dict[int, list[int]] = {}
    for one in kept:
        if one.tie == "about":
            for row in one.rows:
                if isinstance(row.pk, int):
                    kind, number = key_of(row)
                    found.setdefault(kind, []).append(number)
    return found


def subject_of(somebody: Somebody) -> models.Model:
    """This will give the record under which the history of somebody stands: the person, else the account."""
    subject = somebody.person() or somebody.account()
    if subject is None:
        raise NotNow(_("Nobody is known here by that."))
    return subject


@act
def export(somebody: Somebody, *, at: datetime, by: Actor) -> IO[bytes]:
    """This will write everything that is kept about somebody into one archive, and note that it was done.

    Returns the archive, open at its beginning; it vanishes when it is closed.
    """
    record(subject_of(somebody), "exported", by=by)
    kept = kept_about(somebody)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever sends it
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        files = dict(_files(kept))
        for name, row in files.items():
            with row.file.open("rb") as given:  # type: ignore[attr-defined]
                archive.writestr(name, given.read())
        told = {
            "format": FORMAT,
            "made_at": at,
            "names": sorted(somebody.names),
            "addresses": sorted(somebody.addresses),
            "records": [_told(one) for one in kept],
            "journal": [_entry(one, somebody) for one in entries_of(somebody, kept).iterator()],
            "changes": list(_changes(somebody)),
            "files": [{"name": name, "record": _name(row)} for name, row in files.items()],
        }
        words = json.dumps(told, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
        archive.writestr("person.json", words)
    file.seek(0)
    return file


def _told(kept: Kept) -> dict[str, Any]:
    return {
        "kind": kept.model._meta.label,
        "called": kept.kind,
        "tie": kept.tie,
        "upon_erasure": _upon_erasure(kept),
        "rows": [_row(row, _columns(kept)) for row in kept.rows],
    }


def _upon_erasure(kept: Kept) -> str:
    if kept.is_removed:
        return "removed"
    return f"name and address blanked; {kept.why_kept}" if kept.is_blanked else f"kept; {kept.why_kept}"


def _columns(kept: Kept) -> list[Any]:
    """The columns that are told: of what is about something else, only that it points to the person.

    The rest may be internal to the office, or say something about others.
    """
    fields = kept.model._meta.concrete_fields
    if kept.tie in ("about", "by"):
        return list(fields)
    told = declared(kept.model)
    ways = {"pointing": told.also, "signed": told.signed}.get(kept.tie, ())
    return [field for field in fields if field.primary_key or field.name in ways]


def _row(row: models.Model, columns: Iterable[Any]) -> dict[str, Any]:
    hidden = SECRETS.get(row._meta.label, set())
    told = {}
    for field in columns:
        value = field.value_from_object(row)
        told[field.attname] = "(secret)" if field.name in hidden and value else _plain(value)
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return b64encode(bytes(value)).decode()
    return value.name if isinstance(value, models.fields.files.FieldFile) else value


def _name(row: models.Model) -> str:
    return f"{row._meta.label}:{row.pk}"


def _files(kept: Iterable[Kept]) -> Iterator[tuple[str, Any]]:
    """The files that somebody gave, each under a name of its own; those that nobody finds are left out."""
    for one in kept:
        for row in one.rows:
            file = getattr(row, "file", None)
            if file and file.storage.exists(file.name):
                yield f"files/{row.pk}-{as_file_name(getattr(row, 'file_name', '') or 'file')}", row


def _entry(entry: Entry, somebody: Somebody) -> dict[str, Any]:
    is_theirs = entry.by_user_id in somebody.accounts or entry.by_link_id in somebody.links
    return {
        "at": entry.at,
        "act": act_in_words(entry),
        "subject": entry.subject_name,
        "by": entry.by_name if is_theirs else "somebody else",
        "before": entry.before,
        "after": entry.after,
        "why": entry.why,
    }


def _changes(somebody: Somebody) -> Iterator[dict[str, Any]]:
    columns = ("at", "table_name", "row_key", "done", "whence")
    yield from Change.objects.filter(who__in=somebody.actors).order_by("pk").values(*columns)
