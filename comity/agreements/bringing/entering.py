"""Entering a brought register: the ready rows, each as an agreement that says its source, until none is left.

The first hundred are entered while somebody waits; the worker goes on with the others, a hundred in each transaction.
So a power cut costs nothing that was entered, and the next worker begins where the last one was stopped.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.accounts.models import Actor, User
from comity.agreements.bringing.rows import Row, preview
from comity.agreements.ending import terminate
from comity.agreements.models import Agreement, BroughtRegister, BroughtRow, Party, Stage
from comity.agreements.models.brought import ENTERED
from comity.agreements.permissions import may_record
from comity.journal.acting import acting
from comity.journal.refusals import NotNow
from comity.partners.entering import one_after_the_other
from comity.translation.texts import current_language

log = logging.getLogger(__name__)
AT_ONCE = 100  # rows of one transaction: fewer than a request may take time for


def enter(brought: BroughtRegister, *, is_public: bool, at: datetime, by: User) -> int:
    """This will enter the first hundred ready rows, leave the others to the worker, and tell how many those are.

    Doubtful and refused rows wait, and hold up no other. What is here already is not entered again, whoever comes
    second. Raises NotNow where nothing is ready, or while they are being entered already.
    """
    with acting(by=by):
        one_after_the_other()
        brought.refresh_from_db()
        if brought.is_being_entered:
            raise NotNow(_("Its rows are being entered. Wait until that is done, or stop it."))
        ready = preview(brought).ready()
        if not ready:
            raise NotNow(_("No row is ready to be entered."))
        if len(ready) > AT_ONCE:
            brought.begin_entry(rows=len(ready), is_public=is_public, language=current_language(), at=at, by=by)
        return _enter_some(brought, ready, is_public=is_public, at=at, by=by)


def stop(brought: BroughtRegister, *, by: Actor) -> None:
    """This will enter no more rows of it by themselves. What was entered stays; done again it does nothing."""
    with acting(by=by):
        one_after_the_other()
        brought.refresh_from_db()
        if brought.is_being_entered:
            brought.end_entry(act="entry_stopped", by=by)


def is_any_being_entered() -> bool:
    """This will tell whether rows wait for the worker."""
    return BroughtRegister.objects.being_entered().exists()


def enter_waiting(*, at: datetime) -> int:
    """This will enter the next hundred rows of the register that waits longest, and tell how many it came to.

    They are entered in the name of whoever asked, as long as that person may. What fails in a way that nobody foresaw
    stops that register, so that it holds up no other; a database that is away is tried again.
    """
    brought = BroughtRegister.objects.being_entered().select_related("brought_by").first()
    if brought is None:
        return 0
    try:
        with override(brought.entering_in):
            return _go_on(brought, at=at, by=brought.brought_by)
    except IntegrityError:
        return _give_up(brought)
    except DatabaseError:
        raise
    except Exception:  # one register that cannot be entered must not end the worker that sends the letters
        return _give_up(brought)


def _give_up(brought: BroughtRegister) -> int:
    log.exception("entering register %s was stopped", brought.pk)
    stop(brought, by=brought.brought_by)
    return 0


def _go_on(brought: BroughtRegister, *, at: datetime, by: User) -> int:
    with acting(by=by):
        one_after_the_other()
        brought.refresh_from_db()
        if not brought.is_being_entered:  # it was stopped, or another worker was quicker
            return 0
        ready = preview(brought).ready() if by.is_active and may_record(by) else []
        left = _enter_some(brought, ready, is_public=brought.enters_public, at=at, by=by)
    return len(ready) - left


def _enter_some(brought: BroughtRegister, ready: list[Row], *, is_public: bool, at: datetime, by: User) -> int:
    """How many are left; when none is, its entry ends in the same transaction."""
    some = ready[:AT_ONCE]
    if some:
        happened = {str(row.number): _entered(row, brought, is_public=is_public, at=at, by=by) for row in some}
        brought.note(happened, by=by)
    if len(some) == len(ready) and brought.is_being_entered:
        brought.end_entry(by=by)
    return len(ready) - len(some)


def _entered(row: Row, brought: BroughtRegister, *, is_public: bool, at: datetime, by: User) -> str:
    """What became of a row: entered, or why it could not be, in words."""
    source = _("%(file)s, row %(row)d") % {"file": brought.name, "row": row.number}
    facts: dict[str, Any] = {**row.facts, "source": source[:300], "is_public": is_public}
    try:
        with transaction.atomic():
            made = _made(row, facts, at=at, by=by)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    except NotNow as refusal:
        return str(refusal)
    if row.number_here:
        Party.objects.ours_in(made).change(number=row.number_here, by=by)
    BroughtRow.objects.create(agreement=made, register=brought, row=row.number, fingerprint=row.fingerprint)
    return ENTERED


def _made(row: Row, facts: dict[str, Any], *, at: datetime, by: User) -> Agreement:
    """The agreement at the stage that its row tells; that it ended is recorded with the row as the source of that."""
    if row.stage == Stage.PROPOSED:
        return Agreement.propose(parties=row.parties, areas=row.areas, at=at, by=by, **facts | {"is_public": False})
    made = Agreement.conclude(parties=row.parties, areas=row.areas, by=by, **facts)
    if row.stage == Stage.LAPSED:
        made.lapse(why=made.source, by=by)
    elif row.stage == Stage.TERMINATED:
        terminate(made, document=made.source, notified_on=None, on=row.facts["ends_on"], at=at, by=by)
    return made
