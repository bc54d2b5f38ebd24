"""Making a backup: one moment of the database, the files that its rows name, and what proves both."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db import connection

from comity.files.places import place
from comity.safekeeping import databases
from comity.safekeeping.archive import CHECKPOINT, DATABASES, FILES, FORMAT, Tell, Writer, whole_or_not_at_all
from comity.safekeeping.refusals import CannotKeep


@dataclass(frozen=True)
class Made:
    """What a backup holds."""

    seal: str
    rows: int
    tables: int
    files: int
    size: int  # in bytes
    missing: list[str]  # files that rows name but nobody finds


def make(target: Path, *, at: datetime, tell: Tell) -> Made:
    """This will write a backup to a new file, whole or not at all, while Comity goes on working.

    Raises CannotKeep where the name is taken or the copy cannot be made.
    """
    if target.exists():
        raise CannotKeep(f"{target} exists already, and a backup replaces nothing. Choose another name.")
    if not target.parent.is_dir():
        raise CannotKeep(f"There is no folder {target.parent}.")
    try:
        with tempfile.TemporaryDirectory(prefix=".comity-backup-", dir=target.parent) as folder:
            return _write(target, Path(folder), at=at, tell=tell)
    except OSError as trouble:
        raise CannotKeep(f"the backup could not be written ({trouble.strerror or trouble}). Nothing is left.") from None


def _write(target: Path, folder: Path, *, at: datetime, tell: Tell) -> Made:
    copied = databases.copy(folder / "database", tell)
    checkpoint = newest_checkpoint()  # read after the copy: it may lead beyond what the copy holds, never fall short
    with whole_or_not_at_all(target) as file:
        writer = Writer(file)
        with copied.path.open("rb") as database:
            writer.add(DATABASES[connection.vendor], database, size=copied.path.stat().st_size)
        missing = _add_files(writer, copied.files, before=at, tell=tell)
        if checkpoint:
            writer.add_words(CHECKPOINT, checkpoint)
        files = sum(name.startswith(FILES) for name in writer.members)
        seal = writer.seal(_manifest(copied, at=at, missing=missing))
    rows = sum(one["rows"] for one in copied.tables.values())
    return Made(seal, rows, len(copied.tables), files, target.stat().st_size, missing)


def _manifest(copied: databases.Copied, *, at: datetime, missing: list[str]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": running_version(),
        "made_at": at.isoformat(),
        "database": connection.vendor,
        "migrations": copied.migrations,
        "tables": copied.tables,
        "missing": missing,
    }


def running_version() -> str:
    """This will name the version of Comity that runs here."""
    try:
        return version("comity")
    except PackageNotFoundError:
        return "not installed, run from its source"


def _add_files(writer: Writer, named: set[str], *, before: datetime, tell: Tell) -> list[str]:
    """Add the files that rows name, and others that lay there; return those that nobody finds.

    A file is stored before the row that names it is committed, so what the copy names is there by now. What is
    younger than the copy and named by none of its rows belongs to an act that the copy does not hold.
    """
    here, missing = place(), []
    lying = {name for name, since in here.lying() if since < before}
    for number, name in enumerate(sorted(named | lying)):
        try:
            with here.open(name) as file:
                writer.add(FILES + name, file, size=file.size)  # type: ignore[arg-type]
        except FileNotFoundError:
            if name in named:
                missing.append(name)
        if number % 100 == 99:
            tell(f"files: {number + 1}")
    return missing


def newest_checkpoint() -> str:
    """This will give the newest signed checkpoint of the journal, as it was published; empty where there is none."""
    if find_spec("comity.journal.checkpoints") is None:
        return ""
    found = import_module("comity.journal.checkpoints").newest()
    return str(getattr(found, "text", found) or "")
