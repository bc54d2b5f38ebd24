"""The one way to an agreement and its parts: what the viewer may not know of is not here (Http404)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from comity.accounts.models import SignedLink, User, Viewer, reads_here
from comity.agreements.conditions import DOCTORATE, is_of_a_doctorate, may_tell
from comity.agreements.models import (
    AgreedText,
    Agreement,
    AgreementQuerySet,
    Amendment,
    Approval,
    BroughtRegister,
    Clause,
    Clearance,
    Doctorate,
    Edit,
    Emulation,
    ExchangedLetter,
    Mobility,
    Notice,
    OwnModel,
    Paper,
    Party,
    Promised,
    Redline,
    Registration,
    Remark,
    Review,
    RollOut,
    Signature,
    SignedCopy,
    SigningCopy,
    Succession,
    Tombstone,
    Undertaking,
)
from comity.agreements.models.brought import BroughtRegisterQuerySet
from comity.agreements.models.parties import PartyQuerySet
from comity.agreements.models.redlines import RedlineQuerySet
from comity.agreements.permissions import (
    PURPOSE,
    may_read_preparation,
    may_read_remarks,
    may_read_text,
    may_record,
    speaks_in,
)
from comity.commitments.access import commitments_visible_to
from comity.commitments.models import Commitment
from comity.partners.models import Area, Person, sides_of


def agreements_visible_to(viewer: Viewer) -> AgreementQuerySet:
    """This will keep the agreements of which `viewer` may know, with their parties."""
    return Agreement.objects.visible_to(viewer).with_parties()


def texts_visible_to(viewer: Viewer) -> AgreementQuerySet:
    """This will keep the agreements whose text `viewer` may read here, with their parties."""
    return Agreement.objects.read_by(viewer).with_parties()


def access_agreement(viewer: Viewer, number: int) -> Agreement:
    """This will find an agreement of which `viewer` may know."""
    return get_object_or_404(agreements_visible_to(viewer), pk=number)


def gone_since(number: int) -> date:
    """This will tell since when an agreement that was public is not any more. Raises Http404 where it never was."""
    since = Tombstone.stands_for(number)
    if since is None:
        raise Http404
    return since


def access_undertaking(viewer: Viewer, agreement: Agreement, number: int) -> Undertaking:
    """This will find what a clause obliges to, where `viewer` may read the text."""
    found = _where(may_read_text, viewer, agreement.pk)
    return get_object_or_404(Undertaking.objects.of(found), pk=number)


def review_of(viewer: Viewer, agreement: Agreement) -> dict[str, Any]:
    """This will gather what is recorded near the end of its term, for whoever may read how our office prepares."""
    if not may_read_preparation(viewer, agreement):
        return {}
    return {
        "reviewed": Review.objects.before_end(agreement).first(),
        "letters": list(ExchangedLetter.objects.about_end(agreement)),
        "notice": Notice.objects.about_end(agreement).first(),
        "successions": list(Succession.objects.of(agreement)),
    }


def conditions_of(viewer: Viewer, agreement: Agreement) -> dict[str, Any]:
    """This will gather who is exchanged and, of such an instrument, whose doctorate it is, for who reads its text."""
    if not may_read_text(viewer, agreement):
        return {}
    told: dict[str, Any] = {"mobilities": list(Mobility.objects.of(agreement))}
    if is_of_a_doctorate(agreement):
        told["doctorate"] = Doctorate.objects.of(agreement).first()
        told["tells_doctorate"] = may_record(viewer) and may_tell(agreement, DOCTORATE)
    return told


def access_mobility(viewer: Viewer, agreement: Agreement, number: int) -> Mobility:
    """This will find an exchange of an agreement of which `viewer` may read the text."""
    found = _where(may_read_text, viewer, agreement.pk)
    return get_object_or_404(Mobility.objects.of(found), pk=number)


def undertakings_of(viewer: Viewer, agreement: Agreement) -> list[Undertaking]:
    """This will list what the clauses oblige to, where `viewer` may read the text."""
    return list(Undertaking.objects.of(agreement)) if may_read_text(viewer, agreement) else []


def promises_of(viewer: Viewer, agreement: Agreement) -> list[Promised]:
    """This will list the promises that an agreement made and of which `viewer` may know, with two queries."""
    return list(Promised.objects.of(agreement).seen_in(commitments_visible_to(viewer)))


def registers_of(viewer: User) -> BroughtRegisterQuerySet:
    """This will list the registers that a person of our office brought: each is its own alone."""
    found = BroughtRegister.objects.brought_by_them(viewer)
    return found if may_record(viewer) else found.none()


def access_register(viewer: User, number: int) -> BroughtRegister:
    """This will find a register that this very person brought."""
    if not may_record(viewer):
        raise Http404
    return get_object_or_404(BroughtRegister.objects.one_of(viewer, number))


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


def papers_of(viewer: Viewer, agreement: Agreement) -> list[Paper]:
    """This will list the documents that were kept with what happened to it, for the parties and our office."""
    return list(Paper.objects.of(agreement)) if may_read_remarks(viewer, agreement) else []


def registrations_of(agreement: Agreement) -> list[Registration]:
    """This will list what was registered as a treaty: a register of treaties is public, and so is that.

    What cannot have had effect yet costs no query.
    """
    return [] if agreement.is_on_the_way else list(Registration.objects.of(agreement))


def access_registration(agreement: Agreement, number: int) -> Registration:
    """This will find a registration of an agreement, for those of our office whom the policy of the page let in."""
    return get_object_or_404(Registration.objects.of(agreement), pk=number)


def access_paper(viewer: Viewer, agreement: Agreement, number: int) -> Paper:
    """This will find a document that was kept with what it shows, for the parties and our office."""
    found = _where(may_read_remarks, viewer, agreement.pk)
    return get_object_or_404(Paper.objects.of(found), pk=number)


def access_acts(viewer: Viewer, number: int) -> Agreement:
    """This will find an agreement of which `viewer` may read who approved it and how each party signed."""
    return _where(may_read_remarks, viewer, number)


def access_signed_copy(viewer: Viewer, agreement: Agreement, number: int) -> SignedCopy:
    """This will find a PDF that a party signed by certificate, for the parties and our office."""
    found = _where(may_read_remarks, viewer, agreement.pk)
    return get_object_or_404(SignedCopy.objects.of(found), pk=number)


def access_to_sign(viewer: Viewer, agreement: Agreement) -> SigningCopy | SignedCopy:
    """This will find the PDF that is signed next, for the parties and our office."""
    found = _where(may_read_remarks, viewer, agreement.pk)
    signed = SignedCopy.objects.of(found).counting().last()
    return signed or get_object_or_404(SigningCopy.objects.of(found))


def signed_copies_of(viewer: Viewer, agreement: Agreement) -> list[SignedCopy]:
    """This will list the PDFs that the parties signed by certificate, where `viewer` may read that."""
    if not _can_have_a_text(agreement) or not may_read_remarks(viewer, agreement):
        return []
    return list(SignedCopy.objects.of(agreement))


def is_to_be_signed(viewer: Viewer, agreement: Agreement) -> bool:
    """This will tell whether a PDF for signing is there that `viewer` may read."""
    can = _can_have_a_text(agreement) and may_read_remarks(viewer, agreement)
    return can and SigningCopy.objects.of(agreement).exists()


def _can_have_a_text(agreement: Agreement) -> bool:
    """Whether it can have an agreed text that stands; while one is prepared or written nobody has to be asked."""
    return not (agreement.is_early or agreement.is_written)


def access_party(agreement: Agreement, number: int) -> Party:
    """This will find a party of an agreement; that it is one is known to whoever knows of the agreement."""
    return get_object_or_404(Party.objects.of(agreement), pk=number)


def parties_of(agreement: Agreement) -> PartyQuerySet:
    """This will list the parties: that they are parties is known to whoever knows of the agreement."""
    return Party.objects.of(agreement)


def signatures_of(viewer: Viewer, agreement: Agreement) -> list[Signature]:
    """This will list who signed, where `viewer` may read that."""
    return list(Signature.objects.of(agreement)) if may_read_text(viewer, agreement) else []


def approvals_of(viewer: Viewer, agreement: Agreement, text: AgreedText | None) -> list[Approval]:
    """This will list who approved the text that stands, `text`, where `viewer` may read that."""
    return list(Approval.objects.of(text)) if text and may_read_remarks(viewer, agreement) else []


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


def access_amendment(viewer: Viewer, number: int) -> tuple[Agreement, Amendment]:
    """This will find an instrument that amends a text kept here, where `viewer` may read that text."""
    instrument = access_text(viewer, number)
    return instrument, get_object_or_404(Amendment.objects.by_instrument(instrument))


def amendments_of(viewer: Viewer, agreement: Agreement) -> list[Amendment]:
    """This will list the amendments of an agreement of which `viewer` may know, by their numbers."""
    every = list(Amendment.objects.to(agreement))
    if not every:
        return []
    seen = {one.pk for one in agreements_visible_to(viewer).without_parties().under(agreement)}
    return [one for one in every if one.instrument_id in seen]


def texts_of(viewer: Viewer, agreement: Agreement) -> list[AgreedText]:
    """This will list the agreed texts that `viewer` may read, the last one first: the parties and our office read those
    that were opened again, too; others read what every party approved.
    """
    if not may_read_text(viewer, agreement):
        return []
    found = AgreedText.objects.of(agreement).select_related("amendment__instrument")
    return list(found if may_read_remarks(viewer, agreement) else found.in_effect().filter(reopened_at=None))


def access_version(viewer: Viewer, agreement: Agreement, number: int) -> AgreedText:
    """This will find one version of the text, where `viewer` may read it."""
    for one in texts_of(viewer, agreement):
        if one.number == number:
            return one
    raise Http404(number)


def access_model(code: str) -> OwnModel:
    """This will find a model of our own, for those of our office whom the policy of the page let in."""
    return get_object_or_404(OwnModel.objects.coded(code))


def models_of_kind(kind: str) -> list[OwnModel]:
    """This will list the models of our own of one kind, for those of our office whom the policy of the page let in."""
    return list(OwnModel.objects.of_kind(kind))


def access_roll_out(number: int) -> RollOut:
    """This will find a roll-out, for those of our office whom the policy of the page let in."""
    return get_object_or_404(RollOut.objects.numbered(number))


def roll_outs_of(code: str) -> list[RollOut]:
    """This will list the roll-outs of a model, the newest first; for those of our office."""
    return list(RollOut.objects.of_model(code))


def brought_about_by(viewer: Viewer, roll_out: RollOut) -> AgreementQuerySet:
    """This will keep the agreements of a roll-out of which `viewer` may know."""
    return agreements_visible_to(viewer).brought_about(Emulation.objects.of(roll_out))


def came_by(viewer: Viewer, agreement: Agreement) -> RollOut | None:
    """This will find the roll-out by which an agreement came about, where `viewer` may read that."""
    if not may_read_preparation(viewer, agreement):
        return None
    found = Emulation.objects.behind(agreement).first()
    return found.roll_out if found else None


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
