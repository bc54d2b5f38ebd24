"""Whether an installation is fit to serve, in words."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import ERROR, Tags, run_checks
from django.core.checks.security.base import SECRET_KEY_INSECURE_PREFIX
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from comity.cli.preparing import has_cache_table, unapplied
from comity.cli.refusal import Refusal

SHORTEST_KEY = 50
FEWEST_LETTERS = 5
MAKE_A_KEY = 'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'


def faults_of_settings() -> Iterator[str]:
    """This will name what is unsafe in how Comity was set up."""
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:  # it is empty
        key = ""
    if not key:
        yield f"COMITY_SECRET_KEY is missing. Make one: {MAKE_A_KEY}"
    elif len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_LETTERS or key.startswith(SECRET_KEY_INSECURE_PREFIX):
        yield f"COMITY_SECRET_KEY is weak: it needs {SHORTEST_KEY} random characters. Make one: {MAKE_A_KEY}"
    if settings.DEBUG and settings.HTTPS:
        yield "COMITY_DEBUG shows our source to visitors. Unset it where COMITY_ADDRESS begins with https."


def faults_of_database() -> Iterator[str]:
    """This will name what keeps the database from serving."""
    try:
        lacking = unapplied()
        if lacking:
            yield f"The database lacks {len(lacking)} migrations, first {lacking[0]}. Run: comity migrate"
        elif not has_cache_table():
            yield "The database lacks the table that counts attempts to sign in. Run: comity migrate"
        # What can differ from one start to the next; `comity check` looks at the code too.
        for found in run_checks(tags=[Tags.database], databases=["default"]):
            if found.level >= ERROR:
                yield " ".join(filter(None, (found.msg, found.hint)))
    except DatabaseError as trouble:
        why = str(trouble).splitlines()[0]
        yield f"The database cannot be reached ({why}). See DATABASE_URL in docs/settings.md."
    finally:
        connections.close_all()  # nothing may be open when the server forks its workers


def faults_of_files() -> Iterator[str]:
    """This will name what is missing on disk."""
    if not settings.DEBUG and not Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        yield "The static files are not collected. Run: comity migrate"


def faults() -> list[str]:
    """This will name everything that keeps Comity from serving; settings first, for all else needs them."""
    return list(faults_of_settings()) or [*faults_of_database(), *faults_of_files()]


def refuse_if_unfit() -> None:
    """This will raise Refusal, with every fault in words, where Comity must not serve."""
    if found := faults():
        raise Refusal("it cannot start:\n" + "\n".join(f"  - {fault}" for fault in found))


def check(asked: Namespace) -> int:
    """This will print what is wrong and what is worth knowing before others use this server."""
    found = faults()
    for fault in found:
        print(f"FAULT  {fault}")
    if not found:
        for note in run_checks(include_deployment_checks=True, databases=["default"]):
            print(f"note   {note.msg.splitlines()[0]} ({note.id})")
        print("Comity is fit to serve.")
    return 1 if found else 0
