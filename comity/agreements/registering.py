"""A treaty is registered once it is in force, and so are its later changes and its end.

Charter of the United Nations, article 102, and its regulations: registration follows entry into force, and that of one
party relieves the others. Most instruments are no treaties between States, and nobody is ever asked for it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from comity.accounts.models import User
from comity.agreements.models import Agreement, Party, Registered, Registration
from comity.agreements.models.stages import BINDING, GIVEN_UP, OVER, Stage
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.translation.templatetags.said import day, isolated


def was_in_force(agreement: Agreement) -> bool:
    """This will tell whether it has, or had, effect; of what ended, whether that is known."""
    is_known = agreement.in_force_on is not None or agreement.stage in (Stage.LAPSED, Stage.SUPERSEDED)
    return agreement.stage in BINDING or (agreement.stage in OVER and is_known)


def register(
    agreement: Agreement,
    *,
    what: str,
    register: str,
    number: str,
    on: date,
    party: Party | None = None,
    note: str = "",
    at: datetime,
    by: User,
) -> Registration:
    """This will record that it, a change of it or its end was registered: by a party, or by nobody of them.

    Raises NotNow before it was in force, for a day in the future or before its entry into force, for a second
    registration in the same register, for a change or an end of what was never registered, and for an end too early.
    """
    register, number = " ".join(register.split()), " ".join(number.split())
    with acting(by=by):
        agreement._hold()
        agreement.refresh_from_db()
        _refuse_before_effect(agreement)
        _refuse_day(agreement, on, at)
        _refuse_out_of_order(agreement, what, register)
        if party is not None and party.agreement_id != agreement.pk:
            raise NotNow(_("Only a party of this agreement can have registered it."), field="party")
        facts: dict[str, Any] = {
            "what": what,
            "register": register,
            "number": number,
            "registered_on": on,
            "party": party,
        }
        made = Registration.enter(agreement=agreement, **facts, note=note, by_name=by.name, at=at, by=by)
        record(agreement, "registered", by=by, after={"register": register, "number": number, "registered_on": on})
    return made


def take_back(registration: Registration, *, why: str, by: User) -> None:
    """This will take back a registration that was entered wrongly; NotNow for the one on which others rest."""
    agreement = registration.agreement
    with acting(by=by, why=why):
        agreement._hold()
        others = Registration.objects.of(agreement).exclude(pk=registration.pk)
        if registration.what == Registered.ITSELF and others.exists() and not others.of_itself().exists():
            raise NotNow(_("Take back first what was registered after it: a change, or its end."))
        record(agreement, "registration_taken_back", by=by, before={"number": registration.number}, why=why)
        registration.remove(by=by, why=why)


def _refuse_before_effect(agreement: Agreement) -> None:
    if agreement.stage in GIVEN_UP:
        raise NotNow(_("It never came into force. Only what did is registered."))
    if not was_in_force(agreement):
        raise NotNow(_("It is registered once it is in force, and not before. Record first since when it is."))


def _refuse_day(agreement: Agreement, on: date, at: datetime) -> None:
    since = agreement.in_force_on or agreement.concluded_on
    if on > at.date():
        raise NotNow(_("This day lies in the future."), field="on")
    if since and on < since:
        words = _("It came into force on %(day)s only; it cannot have been registered before.")
        if agreement.in_force_on is None:
            words = _("It was concluded on %(day)s only; it cannot have been registered before.")
        raise NotNow(words % {"day": day(since)}, field="on")


def _refuse_out_of_order(agreement: Agreement, what: str, register: str) -> None:
    first = Registration.objects.of(agreement).of_itself()
    here = first.in_register(register).first()
    if what != Registered.ITSELF:
        if not first.exists():
            raise NotNow(_("Record first that the agreement itself was registered."), field="what")
        if what == Registered.END and agreement.stage not in OVER:
            raise NotNow(_("It has not ended. Record its end first; then that can be registered."), field="what")
    elif here is not None:
        words = _("It is registered there already, under %(number)s. What one party registers, no other has to.")
        raise NotNow(words % {"number": isolated(here.number)}, field="register")
