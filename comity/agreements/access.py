"""The one way to an agreement and its parts: what the viewer may not know of is not here (Http404)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404

from comity.accounts.models import SignedLink, User, Viewer, reads_here
from comity.agreements.models import (
    Agreement,
    AgreementQuerySet,
    Approval,
    Clause,
    Clearance,
    Edit,
    Party,
    Redline,
    Remark,
    Signature,
)
from comity.agreements.models.parties import PartyQuerySet
from comity.agreements.models.redlines import RedlineQuerySet
from comity.agreements.permissions import (
    PURPOSE,
    may_read_preparation,
    may_read_remarks,
    may_read_text,
    speaks_in,
)
from comity.commitments.models import Commitment
from comity.partners.models import Area, Person, sides_of


def agreements_visible_to(viewer: Viewer) -> AgreementQuerySet:
    """This will keep the agreements of which `viewer` may know, with their parties."""
    return Agreement.objects.visible_to(viewer).with_parties()


def access_agreement(viewer: Viewer, number: int) -> Agreement:
    """This will find an agreement of which `viewer` may know."""
    return get_object_or_404(agreements_visible_to(viewer), pk=number)


def access_text(viewer: Viewer, number: int) -> Agreement:
    """This will find an agreement of which `viewer` may read the text."""
    return _where(may_read_text, viewer, number)


def access_by_link(token: str, *, now: datetime) -> tuple[SignedLink, Agreement]:
    """This will find the link that a secret stands for and the agreement whose text it opens."""
    link = SignedLink.objects.opened_by(token, purpose=PURPOSE, now=now)
    agreement = access_text(link, int(link.opens))
    if not speaks_in(link, agreement):
        raise Http404(PURPOSE)
    return link, agreement


def access_link(agreement: Agreement, number: int) -> SignedLink:
    """This will find a link that was sent for this agreement, for those of our office who sent it."""
    return get_object_or_404(SignedLink.objects.to(PURPOSE, str(agreement.pk)), pk=number)


def access_clause(viewer: Viewer, agreement: Agreement, number: int) -> Clause:
    """This will find a clause of an agreement of which `viewer` may read the text."""
    found = _where(may_read_text, viewer, agreement.pk)
    return get_object_or_404(Clause.objects.of(found).select_related("agreement"), pk=number)


def access_remark(viewer: Viewer, agreement: Agreement, number: int) -> Remark:
    """This will find what a party said of a clause, where `viewer` may read that."""
    found = _where(may_read_remarks, viewer, agreement.pk)
    return get_object_or_404(Remark.objects.on(found).select_related("agreement"), pk=number)


def access_redline(viewer: Viewer, agreement: Agreement, number: int) -> Redline:
    """This will find a redline of the text, where `viewer` may read it; those of our own office are for it alone."""
    return get_object_or_404(redlines_of(viewer, agreement), pk=number)


def access_edit(viewer: Viewer, agreement: Agreement, number: int) -> Edit:
    """This will find one edit of a redline that `viewer` may read."""
    return get_object_or_404(Edit.objects.in_order().filter(redline__in=redlines_of(viewer, agreement)), pk=number)


def access_clearance(viewer: Viewer, agreement: Agreement, number: int) -> Clearance:
    """This will find a clearance, for our own office only."""
    found = _where(may_read_preparation, viewer, agreement.pk)
    return get_object_or_404(Clearance.objects.of(found).select_related("agreement"), pk=number)


def access_signature(viewer: Viewer, agreement: Agreement, number: int) -> Signature:
    """This will find the signature of a party, with its scan, for the parties and our office."""
    found = _where(may_read_remarks, viewer, agreement.pk)
    return get_object_or_404(Signature.objects.of(found), pk=number)


def access_party(agreement: Agreement, number: int) -> Party:
    """This will find a party of an agreement; that it is one is known to whoever knows of the agreement."""
    return get_object_or_404(Party.objects.of(agreement), pk=number)


def parties_of(agreement: Agreement) -> PartyQuerySet:
    """This will list the parties: that they are parties is known to whoever knows of the agreement."""
    return Party.objects.of(agreement)


def signatures_of(viewer: Viewer, agreement: Agreement) -> list[Signature]:
    """This will list who signed, where `viewer` may read that."""
    return list(Signature.objects.of(agreement)) if may_read_text(viewer, agreement) else []


def approvals_of(viewer: Viewer, agreement: Agreement) -> list[Approval]:
    """This will list who approved the text that stands, where `viewer` may read that."""
    text = agreement.text()
    if text is None or not may_read_remarks(viewer, agreement):
        return []
    return list(Approval.objects.of(text))


def remarks_on(viewer: Viewer, agreement: Agreement) -> list[Remark]:
    """This will list what the parties said of the clauses, where `viewer` may read that."""
    return list(Remark.objects.on(agreement)) if may_read_remarks(viewer, agreement) else []


def redlines_of(viewer: Viewer, agreement: Agreement) -> RedlineQuerySet:
    """This will list the redlines of the text, the newest first, where `viewer` may read what the parties say."""
    found = Redline.objects.of(agreement)
    if not may_read_remarks(viewer, agreement):
        return found.none()
    return found if may_read_preparation(viewer, agreement) else found.of_others()


def edits_of(redline: Redline) -> list[Edit]:
    """This will list what a redline does to the text; whoever reads the redline reads that."""
    return list(Edit.objects.in_order().filter(redline=redline))


def clearances_of(viewer: Viewer, agreement: Agreement) -> list[Clearance]:
    """This will list what our own house said of it, where `viewer` may read that."""
    return list(Clearance.objects.of(agreement)) if may_read_preparation(viewer, agreement) else []


def party_of(viewer: Viewer, agreement: Agreement) -> Party | None:
    """This will find the party for which `viewer` speaks: the host's for our office, one of their own for others."""
    parties = Party.objects.of(agreement)
    if not isinstance(viewer, SignedLink) and reads_here(viewer):
        return next((one for one in parties if one.is_ours), None)
    return parties.for_organisations(sides_of(viewer)).first()


def _where(may: Callable[[Viewer, Agreement], bool], viewer: Viewer, number: int) -> Agreement:
    found = access_agreement(viewer, number)
    if not may(viewer, found):
        raise Http404
    return found


def person_of(viewer: User) -> Person | None:
    """This will find the person behind an account, who keeps what they propose."""
    return Person.objects.of_account(viewer)


def areas_of(said: Commitment) -> list[Area]:
    """This will list the areas of a promise that was reached through its own access."""
    return list(said.areas.all())
