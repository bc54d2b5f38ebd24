"""A party withdraws what it said of the text, or a redline that it sent, as long as nobody has answered it.

Its words stay to be read by both sides; they only wait for nobody any more.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.agreements.models import Agreement, Edit, Outcome, Party, Redline, Remark
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.translation.templatetags.said import isolated

# What our office said of an edit; that a clause went out from under one is no answer to the file.
ANSWERED = frozenset({Outcome.TAKEN, Outcome.DECLINED, Outcome.NOTED})


def withdraw_remark(said: Remark, *, party: Party, at: datetime, by: Actor) -> None:
    """This will withdraw, for the party that said it, a remark that nobody has answered.

    Raises NotNow for the remark of another party, once it was answered, and where the text is not written any more.
    """
    agreement = said.agreement
    with acting(by=by):
        _hold_open(agreement)
        said.refresh_from_db(fields=["outcome"])
        if said.party_id != party.pk:
            raise NotNow(_("Only %s can withdraw this.") % isolated(said.party))
        if not said.is_waiting:
            raise NotNow(_("This has been answered already."))
        said.change(outcome=Outcome.WITHDRAWN, withdrawn_by=by.name, withdrawn_at=at, by=by)
        record(agreement, "remark_withdrawn", by=by, after={"clause": said.clause_was, "party": str(party)})


def withdraw_redline(redline: Redline, *, party: Party, at: datetime, by: Actor) -> None:
    """This will withdraw a redline for the party that sent it; every edit that waited waits no more.

    Our office also withdraws what it entered on behalf of a party. Raises NotNow for the redline of another party, once
    an edit of it was answered, and where the text is not written any more.
    """
    agreement = redline.agreement
    with acting(by=by):
        _hold_open(agreement)
        edits = list(Edit.objects.in_order().filter(redline=redline))
        if not redline.belongs_to(party):
            raise NotNow(_("Only %s can withdraw this.") % isolated(redline.party))
        if not can_be_withdrawn(redline, edits):
            raise NotNow(_("Something of it has been answered already."))
        for one in edits:
            if one.is_waiting:
                one.change(outcome=Outcome.WITHDRAWN, by=by)
        redline.change(withdrawn_by=by.name, withdrawn_at=at, by=by)
        told = {"party": str(redline.party), "language": redline.language, "sha256": redline.sha256}
        record(agreement, "redline_withdrawn", by=by, after=told)


def can_be_withdrawn(redline: Redline, edits: list[Edit]) -> bool:
    """This will tell whether something of a redline waits and nothing was answered, while the text is written."""
    is_answered = any(one.outcome in ANSWERED for one in edits)
    return redline.agreement.is_written and not is_answered and any(one.is_waiting for one in edits)


def _hold_open(agreement: Agreement) -> None:
    agreement._hold()
    if not agreement.is_written:
        raise agreement.not_now()
