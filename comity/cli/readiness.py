"""Whether an installation is fit to serve, in words."""

from __future__ import annotations

import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import ERROR, Tags, run_checks
from django.core.checks.security.base import SECRET_KEY_INSECURE_PREFIX
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections
from django.utils import timezone

from comity.accounts.factors import ASKED_OF
from comity.accounts.passwords import is_list_of_hashes
from comity.cli.preparing import has_cache_table, unapplied
from comity.cli.refusal import Refusal
from comity.engines.configured import engines
from comity.files.places import bucket_and_prefix
from comity.journal.models import Entry
from comity.search.catalogue import is_missing

SHORTEST_KEY = 50
FEWEST_LETTERS = 12
REPEATED = 8  # letters in a row that a drawn key does not have twice
MAKE_A_KEY = 'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
NOT_PUBLIC = (".localhost", ".local", ".internal", ".lan", ".test", ".home.arpa")
TRY_FILES = [sys.executable, "-m", "comity.files.trying"]
CLOCKS_DIFFER = timedelta(minutes=1)  # between two machines that write into one journal


def faults_of_settings() -> Iterator[str]:
    """This will name what is unsafe in how Comity was set up."""
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:  # it is empty
        key = ""
    if not key:
        yield f"COMITY_SECRET_KEY is missing. Make one: {MAKE_A_KEY}"
    elif is_weak(key):
        yield f"COMITY_SECRET_KEY is weak: it needs {SHORTEST_KEY} random characters. Make one: {MAKE_A_KEY}"
    yield from faults_of_address()
    yield from faults_of_signing_in()
    yield from engines().faults


def faults_of_signing_in() -> Iterator[str]:
    """This will name what would let people in otherwise than was meant."""
    if settings.SECOND_FACTOR not in ASKED_OF:
        yield f"COMITY_SECOND_FACTOR is one of {', '.join(ASKED_OF)}."
    if settings.BREACHED_PASSWORDS and not is_list_of_hashes(Path(settings.BREACHED_PASSWORDS)):
        yield "COMITY_BREACHED_PASSWORDS is no file of SHA-1 hashes in their order. See docs/settings.md."


def is_weak(key: str) -> bool:
    """This will tell whether a key is short, of few letters, repeats itself, or is one that Django makes for trying."""
    if len(key) < SHORTEST_KEY or key.startswith(SECRET_KEY_INSECURE_PREFIX):
        return True
    pieces = [key[start : start + REPEATED] for start in range(len(key) - REPEATED + 1)]
    return len(set(key)) < FEWEST_LETTERS or len(set(pieces)) < len(pieces)


def faults_of_address() -> Iterator[str]:
    """This will name what is unsafe at an address that others can reach."""
    parts = urlsplit(settings.ADDRESS)
    if parts.scheme not in ("http", "https") or not parts.hostname or settings.ADDRESS.endswith("/"):
        yield "COMITY_ADDRESS is no address: it begins with https:// and a host name, and does not end with a slash."
        return
    is_open = is_public(parts.hostname)
    if is_open and not settings.HTTPS:
        yield "COMITY_ADDRESS begins with http: passwords would travel for all to read. Use https."
    if settings.DEBUG and (is_open or settings.HTTPS):  # what is encrypted is no trial, in a private network either
        yield f"COMITY_DEBUG shows our source to visitors of {parts.hostname}. Unset it."
    if is_open and settings.DEMO:
        yield f"COMITY_DEMO shows letters and sample sign-ins to visitors of {parts.hostname}. Unset it."
    if is_open and "*" in settings.ALLOWED_HOSTS:
        yield "COMITY_HOSTS lets in any host name. List those that lead here."


def is_public(host: str) -> bool:
    """This will tell whether a host can be reached from elsewhere than this machine or a private network."""
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.lower().rstrip(".").endswith(NOT_PUBLIC)


def faults_of_database() -> Iterator[str]:
    """This will name what keeps the database from serving."""
    try:
        lacking = unapplied()
        if lacking:
            yield f"The database lacks {len(lacking)} migrations, first {lacking[0]}. Run: comity migrate"
        elif not has_cache_table():
            yield "The database lacks the table that counts attempts to sign in. Run: comity migrate"
        else:
            yield from faults_of_clock(timezone.now())
        # What can differ from one start to the next; `comity check` looks at the code too.
        for found in run_checks(tags=[Tags.database], databases=["default"]):
            if found.level >= ERROR:
                yield " ".join(filter(None, (found.msg, found.hint)))
    except DatabaseError as trouble:
        why = str(trouble).splitlines()[0]
        yield f"The database cannot be reached ({why}). See DATABASE_URL in docs/settings.md."
    finally:
        connections.close_all()  # nothing may be open when the server forks its workers


def faults_of_clock(now: datetime) -> Iterator[str]:
    """This will name a clock that stands behind the newest act of the journal: its acts would seem older."""
    newest = Entry.objects.newest_first().first()
    if newest is not None and newest.at > now + CLOCKS_DIFFER:
        words = (
            "The clock of this machine says {:%Y-%m-%d %H:%M} UTC, but the journal goes on to {:%Y-%m-%d %H:%M} UTC."
        )
        yield words.format(now.astimezone(UTC), newest.at.astimezone(UTC)) + " Set the clock right."


def faults_of_files() -> Iterator[str]:
    """This will name what is missing on disk."""
    if not settings.DEBUG and not Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        yield "The static files are not collected. Run: comity migrate"
    if settings.FILES:
        yield from faults_of_object_storage(settings.FILES)


def faults_of_object_storage(address: str) -> Iterator[str]:
    """This will name what keeps files from being kept in object storage.

    It is tried by another process: this one forks workers, which could not use what it had begun to use.
    """
    try:
        bucket_and_prefix(address)
    except ValueError:
        yield "COMITY_FILES is no address of object storage: it reads s3://bucket or s3://bucket/prefix."
        return
    if find_spec("obstore") is None:
        yield (
            "COMITY_FILES names object storage, but what speaks to it is not installed."
            " Run: python3 tools/bootstrap.py object-storage"
        )
        return
    done = subprocess.run([*TRY_FILES, address], capture_output=True, text=True)
    if done.returncode:
        told = done.stderr.strip().splitlines() or [f"Trying to keep a file at {address} ended without a word."]
        yield f"{told[-1]} See COMITY_FILES in docs/settings.md."


def faults(*, serves: bool = True) -> list[str]:
    """This will name everything that keeps Comity from serving; settings first, for all else needs them.

    Files are looked at where pages are served: letters need none.
    """
    return list(faults_of_settings()) or [*faults_of_database(), *(faults_of_files() if serves else ())]


def refuse_if_unfit(*, serves: bool = True) -> None:
    """This will raise Refusal, with every fault in words, where Comity must not serve, or not even send letters."""
    if found := faults(serves=serves):
        raise Refusal("it cannot start:\n" + "\n".join(f"  - {fault}" for fault in found))


def notes() -> Iterator[str]:
    """This will tell what is worth knowing before others use this server."""
    for note in run_checks(include_deployment_checks=True, databases=["default"]):
        if not note.is_silenced():
            yield f"{note.msg.splitlines()[0]} ({note.id})"
    if is_missing():
        yield "Nothing can be found by the search yet: its catalogue is missing. Run: comity catalogue"
    if settings.HTTPS and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        yield "COMITY_ADDRESS begins with https, but COMITY_PROXIES is 0: the server in front is not believed."
    if settings.HTTPS and not settings.SECURITY_CONTACT:
        yield "COMITY_SECURITY_CONTACT is not set: nobody knows where to report a weakness."


def check(asked: Namespace) -> int:
    """This will print what is wrong and what is worth knowing; with --deploy, what is worth knowing fails too."""
    found = faults()
    for fault in found:
        print(f"FAULT  {fault}")
    if found:
        return 1
    known = list(notes())
    for note in known:
        print(f"note   {note}")
    print("Comity is fit to serve.")
    return 1 if known and asked.deploy else 0
