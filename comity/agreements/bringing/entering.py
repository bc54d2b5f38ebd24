"""Entering a brought register: the ready rows, a hundred at a time, each as an agreement that says its source."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from comity.accounts.models import User
from comity.agreements.bringing.rows import ENTERED, Row, preview
from comity.agreements.models import Agreement, BroughtRegister, BroughtRow, Party
from comity.journal.acting import acting
from comity.journal.refusals import NotNow
from comity.partners.entering import one_after_the_other

AT_ONCE = 100  # rows that one press enters: fewer than a request may take time for


def enter(brought: BroughtRegister, *, is_public: bool, at: datetime, by: User) -> int:
    """This will enter the ready rows of a register, at most 100 in one act, and tell how many are still ready.

    Doubtful and refused rows wait, and hold up no other. What is here already is not entered again, whoever comes
    second. Raises NotNow where nothing is ready.
    """
    with acting(by=by):
        one_after_the_other()
        brought.refresh_from_db()
        ready = preview(brought).ready()
        if not ready:
            raise NotNow(_("No row is ready to be entered."))
        happened = {str(row.number): _entered(row, brought, is_public=is_public, by=by) for row in ready[:AT_ONCE]}
        brought.note(happened, by=by)
    return len(ready) - len(happened)


def _entered(row: Row, brought: BroughtRegister, *, is_public: bool, by: User) -> str:
    """What became of a row: entered, or why it could not be, in words."""
    source = _("%(file)s, row %(row)d") % {"file": brought.name, "row": row.number}
    facts: dict[str, Any] = {**row.facts, "source": source[:300], "is_public": is_public}
    try:
        with transaction.atomic():
            made = Agreement.conclude(parties=row.parties, areas=row.areas, by=by, **facts)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    if row.number_here:
        Party.objects.ours_in(made).change(number=row.number_here, by=by)
    BroughtRow.objects.create(agreement=made, register=brought, row=row.number, fingerprint=row.fingerprint)
    return ENTERED
