"""Personal data from the command line: a copy of all of it, erasing it, throwing away what was kept long enough."""

from __future__ import annotations

import shutil
from argparse import Namespace
from collections import Counter
from pathlib import Path

from django.utils import timezone

from comity.accounts.models import User
from comity.cli import sealing
from comity.cli.refusal import Refusal
from comity.journal.acting import acting
from comity.journal.refusals import NotNow
from comity.personal import erasing, exporting, remembering, retention
from comity.personal.again import erase_again
from comity.personal.whole import Somebody, find


def export(asked: Namespace) -> int:
    """This will write the journal for another verifier, or everything that is kept about one person."""
    if asked.what == "journal":
        if len(asked.words) != 1:
            raise Refusal("name one file: comity export journal FILE")
        return sealing.export(Namespace(file=asked.words[0]))
    if len(asked.words) != 2:
        raise Refusal("name the person and a file: comity export person WHO FILE")
    who, path = asked.words[0], Path(asked.words[1])
    somebody = _find(who)
    try:
        with path.open("xb") as target, acting(by=None):
            target_file = exporting.export(somebody, at=timezone.now(), by=User.objects.machine())
            with target_file as source:
                shutil.copyfileobj(source, target)
    except FileExistsError:
        raise Refusal(f"{path} is there already. Nothing was written; name another file.") from None
    except OSError as trouble:
        raise Refusal(f"{path} cannot be written ({trouble.strerror}).") from trouble
    path.chmod(0o600)
    print(f"{path}: all that is kept about {who}. That it was written is in the journal.")
    return 0


def erase(asked: Namespace) -> int:
    """This will erase a person, where the one who asks is sure, and say what was done and what is kept."""
    somebody = _find(asked.who)
    kept = exporting.kept_about(somebody)
    if not asked.yes:
        for one in kept:
            fate = "removed" if one.is_removed else f"{'name blanked' if one.is_blanked else 'kept'}: {one.why_kept}"
            print(f"{one.count:>6}  {one.kind}, {fate}")
        for words in erasing.refusals(somebody):
            print(f"REFUSED  {words}")
        print("Nothing was erased. It cannot be taken back: add --yes to do it.")
        return 1
    try:
        with acting(by=None):
            done = erasing.erase(somebody, at=timezone.now(), by=User.objects.machine())
    except NotNow as refusal:
        raise Refusal(str(refusal)) from None
    print(f"Removed: {_told(done.removed)}")
    print(f"Without name and address: {_told(done.blanked)}")
    print(f"Kept: {_told(done.kept)}")
    print(f"Keys destroyed: {done.keys}. Keep {remembering.path()} beside your backups: it names nobody.")
    return 0


def tidy(asked: Namespace) -> int:
    """This will throw away what was kept long enough, and erase again whom a restore brought back."""
    again = erase_again(at=timezone.now())
    counts = retention.tidy(now=timezone.now())
    print(f"Thrown away: {_told(Counter(counts))}")
    if again:
        print(f"Erased again, after a restore: {again}")
    if not erasing.settle():
        raise Refusal("the file of the database could not be written anew (see the log). Try again when nobody writes.")
    return 0


def _find(who: str) -> Somebody:
    try:
        return find(who)
    except NotNow as refusal:
        raise Refusal(str(refusal)) from None


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "nothing"
