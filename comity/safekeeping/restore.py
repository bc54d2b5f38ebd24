"""Bringing a backup back, into an empty place only, and proving row by row that it is all there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.core.files import File
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from comity.files.lasting import settle
from comity.files.places import place
from comity.safekeeping import databases, tables
from comity.safekeeping.archive import CHECKPOINT, DATABASES, FILES, Archive, Tell, digest_of, examine
from comity.safekeeping.refusals import CannotKeep

MARK = "restore-unfinished"
BESIDE = "restoring"
# What may lie in an empty folder: made by `comity migrate` or for it, and none of anybody's words.
OF_NO_ACCOUNT = {"static", "secret_key", "journal_key", "lost+found", "erased", MARK, f"{MARK}.half", BESIDE}


@dataclass(frozen=True)
class Verified:
    """What was compared after a restore, all of it equal."""

    tables: int
    rows: int
    files: int
    size: int  # of the files, in bytes
    checkpoint: str
    made_at: str


def is_unfinished() -> bool:
    """This will tell whether a restore was begun here and did not come to its end."""
    return (Path(settings.DATA) / MARK).exists()


def restore(source: Path, *, tell: Tell) -> Verified:
    """This will bring a backup into an empty place, whole or recognisably unfinished.

    Raises CannotKeep, having touched nothing, where the archive is not whole or the place not empty. A restore
    that was killed can be repeated.
    """
    tell("checking every byte of the archive")
    archive = examine(source)
    refuse_if_not_for_here(archive)
    refuse_if_not_empty(archive)
    data = Path(settings.DATA)
    data.mkdir(parents=True, exist_ok=True)
    _mark(data, archive)
    beside = data / BESIDE
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(mode=0o700)
    size = _bring_files(archive, beside / "files", tell)
    bring = _bring_sqlite if archive.vendor == "sqlite" else _bring_postgresql
    bring(archive, beside, tell)
    if settings.FILES:
        _send_files(archive, beside / "files", tell)
    _finish(data, beside)
    told = archive.manifest
    rows = sum(one["rows"] for one in told["tables"].values())
    checkpoint = CHECKPOINT if CHECKPOINT in told["members"] else ""
    return Verified(len(told["tables"]), rows, len(archive.files), size, checkpoint, told["made_at"])


def refuse_if_not_for_here(archive: Archive) -> None:
    """This will raise CannotKeep where the archive holds another kind of database, or comes from a newer Comity."""
    if archive.vendor != connection.vendor:
        raise CannotKeep(
            f"The archive holds a {archive.vendor} database, and DATABASE_URL names a {connection.vendor} one."
        )
    known = set(_known_migrations())
    installed = {config.label for config in apps.get_app_configs()}
    ours = [one for one in archive.manifest["migrations"] if one.split(".")[0] in installed]
    if newer := [one for one in ours if one not in known]:
        raise CannotKeep(
            f"The archive comes from a newer Comity ({archive.manifest['version']}): this one does not know {newer[0]}."
        )


def _known_migrations() -> Iterator[str]:
    """Name them, and those that ours stand for, which a database records beside them.

    Only ours are read for it: a migration of a package may open the database, which must not be there yet.
    """
    for config in apps.get_app_configs():
        module, _is_given = MigrationLoader.migrations_module(config.label)
        found = find_spec(module) if module else None
        for one in iter_modules(found.submodule_search_locations if found else []):
            yield f"{config.label}.{one.name}"
            if config.name.startswith("comity."):
                replaced = import_module(f"{module}.{one.name}").Migration.replaces
                yield from (".".join(each) for each in replaced)


def refuse_if_not_empty(archive: Archive) -> None:
    """This will raise CannotKeep where anything is here that a restore could destroy."""
    data = Path(settings.DATA)
    begun = _begun(data)
    if begun and begun["seal"] != archive.seal:
        raise CannotKeep(f"Another archive began to be restored into {data}. Empty that folder, or restore that one.")
    ours = {Path(settings.MEDIA_ROOT).name, _database().name, _half(_database()).name} if begun else set()
    if found := sorted(one.name for one in _lying(data) if one.name not in OF_NO_ACCOUNT | ours):
        raise CannotKeep(
            f"{data} is not empty: it holds {found[0]}. Restore into an empty folder: set COMITY_DATA to a new one."
        )
    if settings.FILES:
        _refuse_other_files(set(archive.files) if begun else set())
    if connection.vendor == "postgresql" and databases.has_tables() and not begun:
        raise CannotKeep("The database is not empty. Make a new one (createdb) and name it in DATABASE_URL.")
    if connection.vendor == "sqlite" and _database().exists() and not begun:
        raise CannotKeep(f"There is a living database at {_database()}. Nothing was touched.")


def _refuse_other_files(ours: set[str]) -> None:
    try:
        if other := next((name for name, _since in place().lying() if name not in ours), ""):
            raise CannotKeep(f"{settings.FILES} is not empty: it holds {other}. Name an empty place in COMITY_FILES.")
    except OSError as trouble:
        raise CannotKeep(f"{settings.FILES} cannot be read: {trouble.strerror}. Nothing was touched.") from trouble


def _database() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _half(database: Path) -> Path:
    """Where a SQLite database lies until all of it was compared."""
    return database.with_name(f"{database.name}.restoring")


def _lying(data: Path) -> Iterator[Path]:
    return iter(data.iterdir() if data.is_dir() else [])


def _begun(data: Path) -> dict[str, str]:
    try:
        begun: dict[str, str] = json.loads((data / MARK).read_text() or '{"seal": ""}')
    except FileNotFoundError:
        return {}
    return begun


def _mark(data: Path, archive: Archive) -> None:
    """Say in the folder that it is not whole yet, before anything else lies in it."""
    half = data / f"{MARK}.half"
    with half.open("w") as file:
        json.dump({"seal": archive.seal, "from": str(archive.path)}, file)
        file.flush()
        os.fsync(file.fileno())
    half.rename(data / MARK)
    settle(data)


def _bring_files(archive: Archive, into: Path, tell: Tell) -> int:
    """Unpack the files and read them once more from the disk; return their size in bytes."""
    size = 0
    into.mkdir(mode=0o700)
    for number, name in enumerate(archive.files):
        expected = archive.manifest["members"][FILES + name]
        archive.unpack(FILES + name, into / name)
        with (into / name).open("rb") as file:
            if digest_of(file) != expected["sha256"]:
                raise CannotKeep(f"{name} was written, but reads otherwise: the disk is not sound.")
        size += expected["size"]
        if number % 100 == 99:
            tell(f"files: {number + 1}")
    return size


def _bring_sqlite(archive: Archive, beside: Path, tell: Tell) -> None:
    tell("database: writing")
    copy = _half(_database())
    archive.unpack(DATABASES["sqlite"], copy)
    tell("database: comparing row by row")
    with closing(databases.opened(copy)) as database:
        _refuse_differences(archive, tables.of_sqlite(database))


def _bring_postgresql(archive: Archive, beside: Path, tell: Tell) -> None:
    """A dump comes in as one transaction, so where tables are, an earlier attempt brought all of them."""
    if not databases.has_tables():
        tell("database: writing")
        dump = beside / DATABASES["postgresql"]
        archive.unpack(dump.name, dump)
        databases.fill_postgresql(dump)
    tell("database: comparing row by row")
    _refuse_differences(archive, databases.figures_of_postgresql())


def _refuse_differences(archive: Archive, found: tables.Figures) -> None:
    if faults := tables.differences(archive.manifest["tables"], found):
        raise CannotKeep(f"The database is not what the archive holds ({faults[0]}). Begin again in an empty place.")


def _send_files(archive: Archive, files: Path, tell: Tell) -> None:
    """Keep the files in object storage and read them once more from there; what an earlier attempt sent lies there."""
    here = place()
    try:
        sent = {name for name, _since in here.lying()}
        for number, name in enumerate(archive.files):
            if name not in sent:
                with (files / name).open("rb") as file:
                    here.save(name, File(file))
            with here.open(name) as kept:
                if digest_of(kept) != archive.manifest["members"][FILES + name]["sha256"]:  # type: ignore[arg-type]
                    raise CannotKeep(
                        f"{name} was sent to {settings.FILES}, but reads otherwise. Begin again elsewhere."
                    )
            if number % 100 == 99:
                tell(f"files: {number + 1} sent")
    except OSError as trouble:
        raise CannotKeep(
            f"{settings.FILES} does not take the files: {trouble.strerror}. Run the same line again when it does."
        ) from trouble


def _finish(data: Path, beside: Path) -> None:
    """Put everything under its own name; only then does the folder stop saying that it is unfinished."""
    if not settings.FILES:
        files = Path(settings.MEDIA_ROOT)
        shutil.rmtree(files, ignore_errors=True)  # of an earlier attempt
        (beside / "files").rename(files)
    if connection.vendor == "sqlite":
        _half(_database()).rename(_database())
        settle(_database().parent)
    settle(data)
    shutil.rmtree(beside)
    (data / MARK).unlink()
    settle(data)
