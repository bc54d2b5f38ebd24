"""Bringing a table of organisations from the command line, as on its page; and the files that registries publish."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from django.utils import timezone

from comity.accounts.models import User
from comity.cli.refusal import Refusal
from comity.cli.registries import bring_registry
from comity.journal.acting import acting
from comity.journal.refusals import NotNow
from comity.partners.importing import apply_import, preview
from comity.partners.models import Import
from comity.partners.rows import Reading
from comity.partners.tables import fingerprint, read_table

REGISTRIES = {"ror", "skos"}


def bring_in(asked: Namespace) -> int:
    """This will show what each row of the table would do, and enter them where `--apply` is given.

    What a registry publishes is read to its end at once: it is no decision of the office.
    """
    if asked.what in REGISTRIES:
        return bring_registry(asked, _account(asked.by))
    path = Path(asked.file)
    try:
        rows = read_table(path)
    except OSError as trouble:
        raise Refusal(f"{path} cannot be read ({trouble.strerror}).") from trouble
    except NotNow as refusal:
        raise Refusal(f"{path}: {refusal}") from refusal
    shown = preview(rows)
    for row in shown.rows:
        print(f"{row.line:>6}  {row.state.value:<6} {row.shown_name}{_details(row)}")
    print(_told(shown.counts))
    if asked.apply:
        _enter(path, rows, by=_account(asked.by))
        print("Entered." if shown.counts["new"] or shown.counts["adds"] else "There was nothing to enter.")
    else:
        print("Nothing was entered. To enter it, say the same with --apply.")
    return 1 if shown.counts["wrong"] else 0


def _details(row: Reading) -> str:
    notes = [f"{fault.column}: {fault.words}" for fault in row.faults] or row.added
    return f"  ({'; '.join(notes)})" if notes else ""


def _told(counts: dict[str, int]) -> str:
    return "Rows: " + ", ".join(f"{number} {state}" for state, number in counts.items())


def _account(email: str | None) -> User:
    """The account under which the journal writes it; Comity's own where none is named."""
    if email is None:
        with acting(by=None):
            return User.objects.machine()
    try:
        return User.objects.get_by_natural_key(email)
    except User.DoesNotExist:
        raise Refusal(f"there is no account {email}. Name one that signs in here, or leave --by out.") from None


def _enter(path: Path, rows: list[dict[str, str]], *, by: User) -> None:
    now = timezone.now()
    with path.open("rb") as file:
        sha256 = fingerprint(file)
    apply_import(Import.bring(rows, name=path.name, sha256=sha256, at=now, by=by), at=now, by=by)
