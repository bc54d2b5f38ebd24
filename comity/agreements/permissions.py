"""Who may do what with an agreement: what the table in matrix.py says, asked for one agreement.

Whether it can be done now is for the agreement itself to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.accounts.models import SignedLink, Viewer
from comity.agreements.matrix import AGREEMENT, MODEL
from comity.partners.models import sides_of

if TYPE_CHECKING:
    from comity.agreements.models import Agreement


# What a signed link is made for here; a link made for something else opens no agreement.
PURPOSE = "agreement"


def _may(row: str, viewer: Viewer, agreement: Agreement) -> bool:
    return AGREEMENT.may(row, viewer, agreement, speaks=lambda: speaks_in(viewer, agreement))


def may_record(viewer: Viewer) -> bool:
    """Officers and heads enter agreements and record what became of them."""
    return AGREEMENT.may("enter it, record what became of it", viewer)


def may_write(viewer: Viewer) -> bool:
    """Officers and heads write the text and answer what the parties say of it."""
    return AGREEMENT.may("write its text, answer the parties", viewer)


def may_clear(viewer: Viewer) -> bool:
    """Heads of office give and refuse clearances."""
    return AGREEMENT.may("give a clearance", viewer)


def may_make_models(viewer: Viewer) -> bool:
    """Officers and heads make models and offer them to institutes."""
    return MODEL.may("make models, offer them to institutes", viewer)


def may_read_text(viewer: Viewer, agreement: Agreement) -> bool:
    """The office, the parties once the text is open to them, and everybody where the office lets them."""
    return _may("read its text and who signed", viewer, agreement)


def may_read_remarks(viewer: Viewer, agreement: Agreement) -> bool:
    """The office and the parties read what was said of the clauses, who approved, and the scans."""
    return _may("read what the parties say of it", viewer, agreement)


def may_read_preparation(viewer: Viewer, agreement: Agreement) -> bool:
    """Our office alone reads why it wants an agreement and how it was cleared."""
    return _may("read how our office prepares it", viewer, agreement)


def may_remark(viewer: Viewer, agreement: Agreement) -> bool:
    """The other parties say how a clause should read."""
    return _may("say how a clause should read", viewer, agreement)


def may_approve(viewer: Viewer, agreement: Agreement) -> bool:
    """Each party approves for itself, ours through a head of office."""
    return _may("approve it, confirm a signature", viewer, agreement)


def speaks_in(viewer: Viewer, agreement: Agreement) -> bool:
    """This will tell whether `viewer` speaks for one of the parties, by an account or a link made for this one."""
    return is_opened_by(viewer, agreement) and agreement.contracting.for_organisations(sides_of(viewer)).exists()


def is_opened_by(viewer: Viewer, agreement: Agreement) -> bool:
    """This will tell whether a signed link was made for this very agreement; an account is bound to none."""
    return not isinstance(viewer, SignedLink) or (viewer.purpose, viewer.opens) == (PURPOSE, str(agreement.pk))
