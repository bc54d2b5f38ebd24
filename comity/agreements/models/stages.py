"""Where an agreement stands, which stage may follow which, and whose turn it is at each.

Three clocks run apart (decision 30): the text, the signature of each party, the legal effect.
A stage sums up the facts that are recorded of them; none of these facts is a stage of its own.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """Where an agreement stands; that its term has ended is derived from its last day."""

    PROPOSED = "proposed", pgettext_lazy("agreement", "proposed")
    CLEARANCE = "clearance", _("in clearance")
    DRAFTING = "drafting", pgettext_lazy("agreement", "in drafting")
    NEGOTIATING = "negotiating", _("in negotiation")
    AGREED = "agreed", _("text agreed")
    APPROVED = "approved", _("approved by all parties")
    SIGNED = "signed", _("signed by all parties")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "in force")
    SUSPENDED = "suspended", pgettext_lazy("agreement", "suspended")
    TERMINATED = "terminated", pgettext_lazy("agreement", "terminated")
    LAPSED = "lapsed", pgettext_lazy("agreement", "lapsed")
    SUPERSEDED = "superseded", _("replaced by another")
    CLOSED = "closed", pgettext_lazy("agreement", "closed")
    DECLINED = "declined", pgettext_lazy("agreement", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("agreement", "withdrawn")


# What a party can still walk away from without a word to anybody's law: before the last signature.
BEFORE_SIGNATURE = frozenset(
    {Stage.PROPOSED, Stage.CLEARANCE, Stage.DRAFTING, Stage.NEGOTIATING, Stage.AGREED, Stage.APPROVED}
)
# The text can be written.
WRITTEN = frozenset({Stage.DRAFTING, Stage.NEGOTIATING})
# The text is frozen under one hash, and is not signed by all yet.
FROZEN = frozenset({Stage.AGREED, Stage.APPROVED})
# It was not signed by all, or is not in force yet.
ON_THE_WAY = BEFORE_SIGNATURE | {Stage.SIGNED}
# It binds, or did until somebody suspended it.
BINDING = frozenset({Stage.IN_FORCE, Stage.SUSPENDED})
# Every party has signed, and nothing was recorded that ended it.
CONCLUDED = frozenset({Stage.SIGNED, *BINDING})
# It was never signed by all, and will not be.
GIVEN_UP = frozenset({Stage.DECLINED, Stage.WITHDRAWN})

ENDS = {Stage.LAPSED, Stage.SUPERSEDED, Stage.TERMINATED}
# Something was recorded that ended it.
OVER = frozenset({*ENDS, Stage.CLOSED})

MOVES = {
    Stage.PROPOSED: {Stage.CLEARANCE, *GIVEN_UP},
    Stage.CLEARANCE: {Stage.PROPOSED, Stage.DRAFTING, *GIVEN_UP},
    Stage.DRAFTING: {Stage.NEGOTIATING, *GIVEN_UP},
    Stage.NEGOTIATING: {Stage.DRAFTING, Stage.AGREED, *GIVEN_UP},
    Stage.AGREED: {Stage.NEGOTIATING, Stage.APPROVED, *GIVEN_UP},
    Stage.APPROVED: {Stage.NEGOTIATING, Stage.SIGNED, *GIVEN_UP},
    Stage.SIGNED: {Stage.IN_FORCE, Stage.TERMINATED},
    Stage.IN_FORCE: {Stage.SUSPENDED, *ENDS},
    Stage.SUSPENDED: {Stage.IN_FORCE, *ENDS},
    Stage.TERMINATED: {Stage.CLOSED},
    Stage.LAPSED: {Stage.CLOSED},
    Stage.SUPERSEDED: {Stage.CLOSED},
    Stage.CLOSED: set(),
    Stage.DECLINED: set(),
    Stage.WITHDRAWN: set(),
}

OWNERS = {
    Stage.PROPOSED: _("the officer who keeps it: ask for the clearances"),
    Stage.CLEARANCE: _("those who clear it; then its keeper begins the text"),
    Stage.DRAFTING: _("the officer who keeps it: write the text"),
    Stage.NEGOTIATING: _("the party whose turn it is"),
    Stage.AGREED: _("the parties that have not approved the text yet"),
    Stage.APPROVED: _("the parties that have not signed yet"),
    Stage.SIGNED: _("the parties: what brings it into force is still to happen"),
    Stage.IN_FORCE: _("the parties"),
    Stage.SUSPENDED: _("the parties: it is resumed or ended"),
    Stage.TERMINATED: _("the officer who keeps it: write the closing report"),
    Stage.LAPSED: _("the officer who keeps it: write the closing report"),
    Stage.SUPERSEDED: _("the officer who keeps it: write the closing report"),
    Stage.CLOSED: _("nobody: it is closed"),
    Stage.DECLINED: pgettext_lazy("agreement", "nobody: it was declined"),
    Stage.WITHDRAWN: pgettext_lazy("agreement", "nobody: it was withdrawn"),
}

# What its history tells of records beside it, by the kind of record that keeps it.
KEPT_IN = {
    "party": "agreements.Signature",
    "mode": "agreements.Signature",
    "signed_on": "agreements.Signature",
    "weight": "agreements.SignedCopy",
    "sort": "agreements.Clearance",
    "outcome": "agreements.Remark",
    "dated_on": "agreements.ExchangedLetter",
    "given_on": "agreements.Notice",
    "of_end": "agreements.Review",
    "register": "agreements.Registration",
    "registered_on": "agreements.Registration",
}

# What can be done to an agreement, in the words of its history.
ACTS = {
    "proposed": pgettext_lazy("agreement", "proposed"),
    "corrected": pgettext_lazy("act", "corrected"),
    "party_changed": _("changed what is told of a party"),
    "clearance_asked": _("asked for a clearance"),
    "cleared": _("gave a clearance"),
    "returned": _("refused a clearance, so that it went back"),
    "drafting_begun": _("began to draft the text"),
    "opened": _("opened the text to all parties"),
    "recalled": _("took the text back into drafting"),
    "turn_handed": _("handed the turn to another party"),
    "drafted": _("drafted the text from a model"),
    "emulated": _("proposed it after a model"),
    "caught_up": _("took over a newer version of its model"),
    "amendment_prepared": _("prepared an amendment"),
    "rebased": _("took over the text that it amends"),
    "amended": _("an amendment came into force"),
    "reworded": _("changed the text"),
    "remarked": _("said how a clause should read"),
    "remark_answered": _("answered what a party said of a clause"),
    "remark_withdrawn": _("withdrew what it had said of a clause"),
    "redline_withdrawn": _("withdrew a redline of the text"),
    "redlined": _("sent a redline of the text"),
    "edit_answered": _("answered an edit of a redline"),
    "agreed": _("recorded that the text is agreed"),
    "reopened": _("opened the agreed text again"),
    "approved_for": _("approved the text for one party"),
    "approved": _("the last party approved the text"),
    "signed_for": _("recorded the signature of one party"),
    "copy_made": _("printed the PDF for signing"),
    "certified": _("brought a PDF signed by certificate"),
    "confirmed": _("confirmed a signature"),
    "signed": _("the last party signed"),
    "came_into_force": _("came into force"),
    "suspended": _("recorded that it is suspended"),
    "resumed": _("recorded that it is resumed"),
    "terminated": _("recorded that it was terminated"),
    "renewed": _("recorded that it was renewed"),
    "lapsed": _("recorded that it lapsed"),
    "superseded": _("recorded what took its place"),
    "closed": _("closed it with a report"),
    "declined": _("recorded that it was declined"),
    "withdrawn": _("recorded that it was withdrawn"),
    "registered": _("recorded that it was registered as a treaty"),
    "registration_taken_back": _("took back what was recorded of its registration"),
    "unlisted": _("took it out of the public register"),
    "review_begun": _("began to review it"),
    "renewal_letter_sent": _("sent the letter on its renewal"),
    "letter_recorded": _("recorded the letter of one party"),
    "paper_kept": _("kept the document itself"),
    "notice_given": _("recorded that a party lets it end with its term"),
    "successor_proposed": _("proposed what is to take its place"),
    "doctorate_told": _("told whose doctorate it is about"),
    "mobility_told": _("told who is exchanged under it"),
    "mobility_dropped": _("took an exchange out of it"),
    "undertaking_marked": _("marked what a clause obliges to"),
    "undertaking_completed": _("completed what a clause obliges to"),
    "undertaking_taken_back": _("took back that a clause obliges to something"),
    "undertaking_promised": _("made a promise of what a clause obliges to"),
    "link_sent": _("sent a signed link"),
    "link_revoked": _("revoked a signed link"),
}
