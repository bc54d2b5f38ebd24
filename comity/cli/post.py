"""Reading the mailbox to which invitations are answered: over IMAP, a folder, a file, or one message from a pipe."""

from __future__ import annotations

import imaplib
import logging
import mailbox
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from os import EX_TEMPFAIL
from pathlib import Path
from ssl import create_default_context
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from comity.accounts.models import User
from comity.cli.refusal import Refusal
from comity.journal.acting import acting
from comity.meetings.models import Fault
from comity.meetings.post import LARGEST
from comity.meetings.replying import Outcome, receive, set_aside

HELP = "Name a Maildir folder, an mbox file, - for standard input, or imaps://user:password@host/INBOX."
TIMEOUT = 30  # seconds
log = logging.getLogger(__name__)


def mail(asked: Namespace) -> int:
    """This will take in what waits in the mailbox and say what became of it."""
    source = asked.source or settings.MAILBOX_SOURCE
    if source == "-":
        return from_pipe()
    if not source:
        raise Refusal(f"there is no mailbox to read. {HELP}")
    told = Counter(from_imap(urlsplit(source)) if source.startswith("imaps://") else from_path(Path(source)))
    for outcome in Outcome:
        print(f"{outcome.value[:1].upper() + outcome.value[1:] + ':':<16}{told[outcome]}")
    return 0


def from_pipe() -> int:
    """This will take in the one message of standard input; told to wait, a mail server brings it again later."""
    raw = sys.stdin.buffer.read(LARGEST + 1)
    try:
        print(_take(raw).value)
    except DatabaseError as trouble:
        print(f"comity mail: the database cannot be reached ({type(trouble).__name__}).", file=sys.stderr)
        return EX_TEMPFAIL
    return 0


def from_path(path: Path) -> Iterator[Outcome]:
    """This will read a Maildir, noting there what was seen, or an mbox file, which is left as it is."""
    if (path / "cur").is_dir():
        yield from _from_maildir(path)
    elif path.is_file():
        for raw in _in_mbox(path):
            yield _take(raw)
    else:
        raise Refusal(f"{path} is neither a Maildir folder nor an mbox file. {HELP}")


def _from_maildir(folder: Path) -> Iterator[Outcome]:
    """What is new or not yet marked as seen; nothing of it is parsed before it was measured."""
    for one in sorted([*folder.glob("new/*"), *folder.glob("cur/*")]):
        name, _colon, flags = one.name.partition(":2,")
        if "S" in flags or not one.is_file():
            continue
        with one.open("rb") as file:
            yield _take(file.read(LARGEST + 1))
        one.rename(folder / "cur" / f"{name}:2,{''.join(sorted({*flags, 'S'}))}")


def _in_mbox(path: Path) -> Iterator[bytes]:
    box = mailbox.mbox(path, factory=None, create=False)
    for key in box.keys():  # noqa: SIM118 - a mailbox goes through its messages, not its keys
        with box.get_file(key) as file:
            yield file.read(LARGEST + 1)
    box.close()


def from_imap(address: SplitResult) -> Iterator[Outcome]:
    """This will read what is unseen in a folder over IMAP, encrypted, and mark it as seen."""
    with _signed_in(address) as server:
        _say(server.select(unquote(address.path.strip("/")) or "INBOX"), "the folder cannot be opened")
        for number in _say(server.uid("SEARCH", "UNSEEN"), "the folder cannot be searched")[0].split():
            yield _fetch(server, number.decode())
            server.uid("STORE", number.decode(), "+FLAGS", r"(\Seen)")


@contextmanager
def _signed_in(address: SplitResult) -> Iterator[imaplib.IMAP4_SSL]:
    try:
        server = imaplib.IMAP4_SSL(
            address.hostname or "", address.port or 993, ssl_context=create_default_context(), timeout=TIMEOUT
        )
        with server:
            server.login(unquote(address.username or ""), unquote(address.password or ""))
            yield server
    except (OSError, imaplib.IMAP4.error) as trouble:
        # Without the address, which holds the password.
        raise Refusal(f"the mailbox at {address.hostname} cannot be read ({trouble}).") from None


def _fetch(server: imaplib.IMAP4_SSL, number: str) -> Outcome:
    """A message that is too large is not fetched; its head says which it is."""
    size = _say(server.uid("FETCH", number, "(RFC822.SIZE)"), "a message cannot be measured")[0]
    is_large = int(bytes(size).rpartition(b"RFC822.SIZE ")[2].split(b")")[0].split()[0]) > LARGEST
    part = "(BODY.PEEK[HEADER])" if is_large else "(BODY.PEEK[])"
    found = _say(server.uid("FETCH", number, part), "a message cannot be fetched")
    raw = next((bytes(one[1]) for one in found if isinstance(one, tuple)), b"")
    return _take(raw, is_large=is_large)


def _say(answer: tuple[str, list[Any]], trouble: str) -> list[Any]:
    status, found = answer
    if status != "OK":
        raise imaplib.IMAP4.error(trouble)
    return found


def _take(raw: bytes, *, is_large: bool = False) -> Outcome:
    """Take one message in. One that breaks the reader in a way nobody foresaw must not stop those behind it."""
    with acting(by=None):
        now, by = timezone.now(), User.objects.machine()
    if is_large:
        return set_aside(raw, Fault.TOO_LARGE, at=now, by=by)
    try:
        return receive(raw, at=now, by=by)
    except DatabaseError:
        raise
    except Exception as trouble:
        log.warning("a message broke its reader: %s", type(trouble).__name__)
        return set_aside(raw, Fault.MALFORMED, at=now, by=by)
