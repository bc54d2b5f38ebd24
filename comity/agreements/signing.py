"""The signature of each party, and what brings the agreement into force after the last one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import Max
from django.utils.translation import gettext as _

from comity.accounts.models import Actor
from comity.agreements.amending import is_held_up, merge
from comity.agreements.models import Agreement, Mode, Party, Signature, Stage
from comity.agreements.models.signatures import random_name
from comity.agreements.scans import Scan, stored
from comity.agreements.terms import Entering, months_after
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.translation.templatetags.said import day, isolated
from comity.translation.texts import Text


@dataclass(frozen=True)
class Signed:
    """What is known of one signature: how, when, where, and the scan that shows it."""

    on: date
    mode: str = Mode.WET
    place: Text | None = None
    scan: Scan | None = None


def sign(agreement: Agreement, *, party: Party, signed: Signed, at: datetime, by: Actor) -> Signature:
    """This will record that a party signed the text that every party approved; the last one concludes the agreement.

    Raises NotNow before approval, without a representative and an authority, for a day in the future or before the text
    was agreed, and where the party has signed already. A scan that was stored for a refused act is taken away again.
    """
    with stored(signed.scan, Signature.store(), under=random_name()) as scan, acting(by=by):
        agreement._hold()
        if agreement.stage != Stage.APPROVED:
            raise NotNow(_("Nothing can be signed now: the agreement is “%s”.") % agreement.stage_in_words())
        text = agreement.text()
        if text is None:
            raise agreement.not_now()
        refuse_unauthorised(party)
        _refuse_day(signed.on, today=at.date(), not_before=text.agreed_at.date())
        signature = _enter(party, signed, scan, at=at, by=by, text=text)
        after = {"party": str(party), "signed_on": signed.on, "mode": signed.mode}
        record(agreement, "signed_for", by=by, after=after)
        if text.signatures.count() == agreement.contracting.count():
            _conclude(agreement, at=at, by=by)
    return signature


def refuse_unauthorised(party: Party) -> None:
    """This will raise NotNow where it is not told who represents a party and by what authority."""
    if not party.may_be_signed_for():
        words = _("It is not said who represents %s and by what authority. Say so first; then it can be signed.")
        raise NotNow(words % isolated(party))


def _refuse_day(on: date, *, today: date, not_before: date) -> None:
    if on > today:
        raise NotNow(_("This day lies in the future."), field="on")
    if on < not_before:
        words = _("The text was agreed on %(day)s only; it cannot have been signed before.")
        raise NotNow(words % {"day": day(not_before)}, field="on")


def _enter(party: Party, signed: Signed, scan: dict[str, Any], *, at: datetime, by: Actor, text: Any) -> Signature:
    who = party.represented_by
    try:
        with acting(by=by):
            return Signature.objects.create(
                text=text,
                party=party,
                mode=signed.mode,
                signed_on=signed.on,
                place=signed.place or Text(),
                signed_by=who.name if who else Text(),
                signed_as=party.represented_as,
                authority=party.authority,
                by_name=by.name,
                at=at,
                **scan,
            )
    except IntegrityError:
        raise NotNow(_("%s has signed already.") % isolated(party)) from None


def _conclude(agreement: Agreement, *, at: datetime, by: Actor) -> None:
    """The last signature concludes the agreement; it is in force at once where that is what its text says."""
    on = Signature.objects.of(agreement).aggregate(last=Max("signed_on"))["last"]
    agreement._move_to(Stage.SIGNED, by=by, act="signed", stage_since=at, concluded_on=on)
    # A signature is a fact: it is kept even where an amendment cannot have effect yet, or ever.
    if agreement.entering == Entering.LAST_SIGNATURE and not is_held_up(agreement):
        come_into_force(agreement, on=on, at=at, by=by)


def confirm(signature: Signature, *, at: datetime, by: Actor) -> None:
    """This will enter the word of a party that the signature recorded for it is its own; NotNow the second time."""
    with acting(by=by):
        signature.text.agreement._hold()
        signature.refresh_from_db(fields=["confirmed_at"])
        if signature.confirmed_at is not None:
            raise NotNow(_("This signature was confirmed already."))
        signature.change(confirmed_at=at, confirmed_by=by.name, by=by)
        record(signature.text.agreement, "confirmed", by=by, after={"party": str(signature.party)})


# Legal effect


def come_into_force(agreement: Agreement, *, on: date, at: datetime, by: Actor, why: str = "") -> None:
    """This will record that it came into force; its end follows from its initial term, where one was agreed.

    An amendment is merged into the text that it amends. Raises NotNow before every party has signed, for a day before
    that or in the future, before the day it names, and where the text that it amends has moved.
    """
    with acting(by=by, why=why):
        agreement._hold()
        agreement.refuse_move_to(Stage.IN_FORCE)
        agreement.refresh_from_db()
        if agreement.concluded_on and on < agreement.concluded_on:
            raise NotNow(_("It cannot come into force before the last signature."), field="on")
        if on > at.date():
            raise NotNow(_("This day lies in the future."), field="on")
        if agreement.entering == Entering.ON_DAY and agreement.enters_on and on < agreement.enters_on:
            raise NotNow(_("Its text says that it comes into force on %s.") % day(agreement.enters_on), field="on")
        ends = months_after(on, 12 * agreement.years) if agreement.years else agreement.ends_on
        facts = {"stage_since": at, "in_force_on": on, "ends_on": ends}
        agreement._move_to(Stage.IN_FORCE, by=by, act="came_into_force", why=why, **facts)
        merge(agreement, on=on, at=at, by=by)
