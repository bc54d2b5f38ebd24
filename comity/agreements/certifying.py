"""The parties sign the PDF of the agreed text by certificate, one after the other; each copy is verified as it comes.

It has to begin with every byte of the copy before it and show the same document, and what is not proven is kept in view
but counts as no signature, unless our office says so with a reason (decision 32).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from comity.accounts.models import Actor, User
from comity.agreements.access import party_of
from comity.agreements.models import (
    AgreedText,
    Agreement,
    Mode,
    Party,
    Signature,
    SignedCopy,
    SigningCopy,
    Stage,
    Weight,
)
from comity.agreements.models.signatures import random_name
from comity.agreements.printing_text import print_text, printout_of
from comity.agreements.signing import Signed, confirm, refuse_unauthorised, sign
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.papers.apart import refuse_key, verify_apart
from comity.papers.certificates import NoTrust, Trust, trust_in
from comity.papers.printing import CannotPrint
from comity.papers.words import because, not_signed, unreadable
from comity.translation.templatetags.said import isolated


def prepare_copy(agreement: Agreement, *, at: datetime, by: User) -> SigningCopy:
    """This will print the agreed text in all its languages as the one PDF that the parties sign, and keep it.

    Raises NotNow before approval, where it was printed already, and where nothing can be printed.
    """
    text = _text_to_sign(agreement)
    if SigningCopy.objects.filter(text=text).exists():
        raise NotNow(_("The PDF for signing is there already."))
    printout = printout_of(agreement)
    try:
        made = _for_parties(print_text(printout, printout.languages), agreement)
    except CannotPrint as lacking:
        raise NotNow(str(lacking)) from lacking
    name = _store(made)
    try:
        with acting(by=by):
            agreement._hold()
            facts = {"size": len(made), "sha256": sha256(made).hexdigest()}
            copy = SigningCopy.objects.create(text=text, file=name, by_name=by.name, at=at, **facts)
            record(agreement, "copy_made", by=by, after={"sha256": copy.sha256})
    except BaseException:
        Signature.store().delete(name)
        raise
    return copy


def _for_parties(made: bytes, agreement: Agreement) -> bytes:
    from comity.papers.signing import with_fields  # noqa: PLC0415 - pyHanko loads slowly, where it is asked for

    return with_fields(made, [place_of(one) for one in Party.objects.of(agreement)])


def place_of(party: Party) -> str:
    """This will name the place in the PDF where a party signs."""
    return f"Party{party.position + 1}"


def present_file(agreement: Agreement) -> SigningCopy | SignedCopy | None:
    """This will find the PDF that is signed next: the last copy that counts, else the one that was printed."""
    signed = SignedCopy.objects.of(agreement).counting().last()
    return signed or SigningCopy.objects.of(agreement).first()


def trusted() -> Trust:
    """This will read the roots that this office trusts. Raises NotNow where their folder cannot be read."""
    try:
        return trust_in(settings.TRUST)
    except NoTrust as trouble:
        raise NotNow(
            _("The certificates that this office trusts cannot be read. Whoever runs the server can.")
        ) from trouble


# A copy that comes back


@dataclass(frozen=True)
class Brought:
    """A signed file that passed: its bytes, and what was found of the one signature that is new in it."""

    content: bytes
    new: Any  # comity.papers.verifying.Signed, which is loaded where it is asked for


def take_signed(agreement: Agreement, *, party: Party, content: bytes, at: datetime, by: Actor) -> SignedCopy:
    """This will verify a PDF that a party signed by certificate; proven, it counts as the signature of that party.

    Raises NotNow as signing does, and in words where it is another document, was changed, was signed by nobody or by
    more than one at a time, or with a certificate that was revoked. What is only not proven is kept and not counted.
    """
    present = _present(agreement, party)
    brought = _verified(content, present, at=at)
    name = _store(content)
    try:
        with acting(by=by):
            agreement._hold()
            if present_file(agreement) != present:
                raise NotNow(_("Another party has signed meanwhile. Download the PDF as it is now, and sign that one."))
            return _enter(agreement, party, brought, name=name, at=at, by=by)
    except BaseException:
        Signature.store().delete(name)
        raise


def sign_here(
    agreement: Agreement, *, party: Party, key: bytes, passphrase: str, at: datetime, by: Actor
) -> SignedCopy:
    """This will sign the PDF for a party with a key that was sent for this one act, and kept nowhere.

    Raises NotNow where the key does not open with this passphrase, and as `take_signed` does.
    """
    from comity.papers import signing  # noqa: PLC0415 - pyHanko loads slowly, where it is asked for

    present, trust = _present(agreement, party), trusted()
    try:
        refuse_key(key, passphrase)
        made, _level = signing.sign(
            _bytes_of(present),
            signing.key_from(key, passphrase),
            field=place_of(party),
            trust=trust,
            stamper=signing.time_authority(settings.TSA),
        )
    except signing.NotSigned as refusal:
        raise NotNow(not_signed(refusal.reason), field="key_password") from None
    return take_signed(agreement, party=party, content=made, at=at, by=by)


def count_unproven(copy: SignedCopy, *, why: str, at: datetime, by: User) -> Signature:
    """This will count a copy that is not proven as the signature of its party, visibly and with a reason.

    Raises NotNow where another copy was signed since.
    """
    agreement = copy.text.agreement
    with acting(by=by, why=why):
        agreement._hold()
        copy.refresh_from_db()
        present = _present(agreement, copy.party)
        if copy.weight != Weight.KEPT or not _bytes_of(copy).startswith(_bytes_of(present)):
            raise NotNow(_("Another party has signed meanwhile. This copy does not hold that signature."))
        signature = _sign(agreement, copy, at=at, by=by)
        told: dict[str, Any] = {"weight": Weight.COUNTED, "signature": signature}
        copy.change(by=by, why=why, counted_by=by.name, counted_why=why, **told)
    return signature


def _text_to_sign(agreement: Agreement) -> AgreedText:
    text = agreement.text()
    if agreement.stage != Stage.APPROVED or text is None:
        raise NotNow(_("Nothing can be signed now: the agreement is “%s”.") % agreement.stage_in_words())
    return text


def _present(agreement: Agreement, party: Party) -> SigningCopy | SignedCopy:
    """The file that this party signs next; NotNow where it cannot sign."""
    text = _text_to_sign(agreement)
    refuse_unauthorised(party)
    if text.signatures.filter(party=party).exists():
        raise NotNow(_("%s has signed already.") % isolated(party))
    present = present_file(agreement)
    if present is None:
        raise NotNow(_("The PDF for signing was not printed yet. Our office does that first."))
    return present


def _verified(content: bytes, present: SigningCopy | SignedCopy, *, at: datetime) -> Brought:
    from comity.papers.verifying import State, Unreadable  # noqa: PLC0415 - pyHanko loads slowly

    if len(content) <= present.size or not content.startswith(_bytes_of(present)):
        raise NotNow(
            _("This is not the PDF that was handed out, with a signature added. Download it here, and sign that.")
        )
    try:
        verdict = verify_apart(content, trusted(), now=at, known=present.size)
    except Unreadable as refusal:
        raise NotNow(unreadable(refusal.reason)) from None
    if not verdict.is_same:
        raise NotNow(
            _("It shows more or other things than the PDF that was handed out. Nothing but a signature is added.")
        )
    new = [one for one in verdict.signings if one.covered > present.size]
    if len(new) != 1:
        words = _("Nobody has signed it since it was handed out.") if not new else _("One party signs at a time.")
        raise NotNow(words)
    if bad := next((one for one in verdict.signings if one.state == State.REFUSED), None):
        raise NotNow(because(bad.why))
    return Brought(content, new[0])


def _enter(agreement: Agreement, party: Party, brought: Brought, *, name: str, at: datetime, by: Actor) -> SignedCopy:
    new = brought.new
    weight = Weight.PROVEN if new.is_proven else Weight.KEPT
    copy = SignedCopy(
        text=agreement.text(),
        party=party,
        file=name,
        size=len(brought.content),
        sha256=sha256(brought.content).hexdigest(),
        holder=new.holder.name,
        issuer=new.holder.issuer,
        fingerprint=new.holder.fingerprint,
        weight=weight,
        why=[str(one) for one in new.why],
        is_same_name=is_named(party, new.holder.name),
        is_revocation_proven=new.is_revocation_proven,
        claimed_at=_moment(new.claimed),
        proven_at=_moment(new.proven_at),
        by_name=by.name,
        at=at,
    )
    if weight == Weight.PROVEN:
        copy.signature = _sign(agreement, copy, at=at, by=by)
    copy.save(force_insert=True)
    after = {"party": str(party), "certificate": copy.holder, "weight": weight, "sha256": copy.sha256}
    record(agreement, "certified", by=by, after=after)
    return copy


def _sign(agreement: Agreement, copy: SignedCopy, *, at: datetime, by: Actor) -> Signature:
    """The signature itself, by the same act as one on paper; brought by the party, it is its own word."""
    moment = copy.proven_at or copy.claimed_at or at
    signature = sign(agreement, party=copy.party, signed=Signed(moment.date(), Mode.CERTIFICATE), at=at, by=by)
    if party_of(by, agreement) == copy.party:
        confirm(signature, at=at, by=by)
    return signature


def _moment(written: str) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def is_named(party: Party, holder: str) -> bool:
    """This will tell whether a certificate names whoever represents the party, in any language and order of names."""
    names = party.represented_by.name.values() if party.represented_by else []
    return any(_words(name) == _words(holder) for name in names)


def _words(name: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(" " if not sign.isalnum() else sign for sign in plain if not unicodedata.combining(sign))
    return set(kept.split())


# Files


def _store(content: bytes) -> str:
    return str(Signature.store().save(random_name(), ContentFile(content)))


def _bytes_of(kept: SigningCopy | SignedCopy) -> bytes:
    with kept.file.open("rb") as file:
        return bytes(file.read())
