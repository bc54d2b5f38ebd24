"""Bringing an installation up to date: database, translations, static files."""

from __future__ import annotations

from argparse import Namespace
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from comity.cli.messages import compile_stale
from comity.journal.acting import naming
from comity.personal.again import erase_again

STAMP = "collected"
# Extensions of htmx that no page of ours loads; one of them imports a file that is not shipped.
NOT_OURS = ["django_htmx/ext*"]


def migrate(asked: Namespace | None = None) -> int:
    """This will bring everything up to date and say in a line each what was done."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    # First, because a language that was asked for once is not read again by this process, nor by those it starts.
    print(f"Translations    {_said(bool(compile_stale()), 'compiled')}", flush=True)
    print(f"Database        {_said(bring_database(), 'brought up to date')}", flush=True)
    print(f"Static files    {_said(collect_static(), 'collected')}", flush=True)
    if again := erase_again(at=timezone.now()):
        print(f"Erased again    {again} after a restore", flush=True)
    return 0


def _said(was_done: bool, what: str) -> str:
    return what if was_done else "up to date"


def unapplied() -> list[str]:
    """This will name the migrations that the database lacks, and those that it has under earlier names alone."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    lacking = [(migration.app_label, migration.name) for migration, _backwards in plan]
    # The loader counts what replaces others as applied where these are; it is recorded by the next `migrate`.
    unnamed = executor.loader.replacements.keys() & executor.loader.applied_migrations.keys()
    lacking += sorted(unnamed - executor.recorder.applied_migrations().keys())
    return [f"{app}.{name}" for app, name in lacking]


def bring_database() -> bool:
    """This will create or migrate the tables; false where nothing was lacking."""
    lacking = unapplied()
    if lacking:
        with naming(None, why="a new version of Comity"):
            _bring_those_of_others()
            call_command("migrate", verbosity=0, interactive=False)
    if has_cache_table():
        return bool(lacking)
    call_command("createcachetable", verbosity=0)
    return True


def _bring_those_of_others() -> None:
    """Apply the migrations of packages before ours, where there are no tables yet.

    Django draws up anew every model that a migration can touch: where ours were there already, each of Wagtail's would
    draw up these, too, and a first start would take a third longer.
    """
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        ours = {config.label for config in apps.get_app_configs() if config.name.startswith("comity.")}
        executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in ours])


def has_cache_table() -> bool:
    """This will tell whether the table that counts attempts to sign in is there."""
    return settings.CACHES["default"]["LOCATION"] in connection.introspection.table_names()


def collect_static() -> bool:
    """This will collect the static files under hashed names; false where none of them changed."""
    stamp, present = Path(settings.STATIC_ROOT, STAMP), _fingerprint_of_static()
    if stamp.exists() and stamp.read_text() == present:
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=NOT_OURS)
    stamp.write_text(present)
    return True


def _fingerprint_of_static() -> str:
    sources = sorted(
        (name, Path(storage.path(name)).stat()) for finder in get_finders() for name, storage in finder.list(NOT_OURS)
    )
    seen = [f"{name} {facts.st_size} {facts.st_mtime_ns}" for name, facts in sources]
    return sha256("\n".join(seen).encode()).hexdigest()
