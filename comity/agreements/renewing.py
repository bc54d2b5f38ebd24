"""How an agreement goes on past its term: by itself, by letters of the parties, or by another in its place; or not."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.accounts.models import Actor, User
from comity.agreements.models import Agreement, ExchangedLetter, Notice, Party, Review, Shows, Stage, Succession
from comity.agreements.negotiating import propose
from comity.agreements.papers import with_paper
from comity.agreements.scans import Scan
from comity.agreements.terms import Renewing, months_after
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.partners.models import Organisation, Person
from comity.translation.templatetags.said import day, isolated, listed
from comity.translation.texts import Text

NAME_OF_PAPER = 300  # characters of how it was renewed, by which its instrument is called


def renew(
    agreement: Agreement, *, until: date, on: date, why: str, scan: Scan | None = None, at: datetime, by: User
) -> None:
    """This will record that the parties renewed it until a later day, with the instrument itself where that is a file.

    Raises NotNow as `Agreement.renew`; then no file is left.
    """
    with with_paper(scan) as keep, acting(by=by, why=why):
        agreement.renew(until=until, on=on, why=why, by=by)
        renewed = agreement.renewals.last()
        keep(agreement, shows=Shows.RENEWAL, renewal=renewed, document=why[:NAME_OF_PAPER], at=at, by=by)


def record_letter(
    agreement: Agreement,
    *,
    party: Party,
    dated_on: date,
    until: date,
    document: str,
    scan: Scan | None = None,
    at: datetime,
    by: User,
) -> ExchangedLetter:
    """This will record the letter by which a party carries it on; the letter of the last party renews it.

    Raises NotNow for a day in the future, for an end that is not later or is another than in the letter before, after a
    notice, and where the letter of this party is recorded already.
    """
    with with_paper(scan) as keep, acting(by=by):
        _hold_in_force(agreement)
        _refuse_day(dated_on, at)
        _refuse_after_notice(agreement)
        if agreement.ends_on is None or until <= agreement.ends_on:
            raise NotNow(_("The new end is not later than the present one."), field="until")
        others = list(ExchangedLetter.objects.about_end(agreement))
        if others and others[0].until != until:
            words = _("The letter of %(party)s says %(day)s. A renewal has one new end.")
            raise NotNow(words % {"party": isolated(others[0].party), "day": day(others[0].until)}, field="until")
        written = _write(agreement, party=party, dated_on=dated_on, until=until, document=document, at=at, by=by)
        record(agreement, "letter_recorded", by=by, after={"party": str(party), "dated_on": dated_on})
        keep(agreement, shows=Shows.LETTER, letter=written, document=document, at=at, by=by)
        letters = [*others, written]
        if len(letters) == agreement.contracting.count():
            _renew_by(letters, agreement, by=by)
    return written


def _write(
    agreement: Agreement, *, party: Party, dated_on: date, until: date, document: str, at: datetime, by: User
) -> ExchangedLetter:
    told = {"dated_on": dated_on, "until": until, "document": document, "by_name": by.name, "at": at}
    if agreement.ends_on is None:
        raise agreement.not_now()
    try:
        with acting(by=by):
            return ExchangedLetter.objects.create(agreement=agreement, party=party, of_end=agreement.ends_on, **told)
    except IntegrityError:
        raise NotNow(_("The letter of %s is recorded already.") % isolated(party), field="party") from None


def _renew_by(letters: list[ExchangedLetter], agreement: Agreement, *, by: User) -> None:
    """The exchange is concluded on the day of the last letter."""
    told = listed([f"{one.party} {day(one.dated_on)} ({one.document})" for one in letters])
    why = _("by exchange of letters: %(letters)s") % {"letters": told}
    agreement.renew(until=letters[0].until, on=max(one.dated_on for one in letters), why=why, by=by)


def give_notice(
    agreement: Agreement,
    *,
    party: Party,
    given_on: date,
    document: str,
    scan: Scan | None = None,
    at: datetime,
    by: User,
) -> Notice:
    """This will record that a party lets it end with its term; it lapses on that day by itself.

    Raises NotNow without a known end, for a day in the future or after the last one for a notice, and the second time.
    """
    with with_paper(scan) as keep, acting(by=by):
        _hold_in_force(agreement)
        _refuse_day(given_on, at, field="given_on")
        if agreement.ends_on is None:
            raise NotNow(_("It has no known end. Terminate it by notice instead."))
        last = agreement.notice_by or agreement.ends_on
        if given_on > last:
            words = _("Notice had to be given by %(day)s. It goes on as its text says.")
            raise NotNow(words % {"day": day(last)}, field="given_on")
        if Notice.objects.about_end(agreement).exists():
            raise NotNow(_("A notice is recorded already."))
        told = {"given_on": given_on, "document": document, "by_name": by.name, "at": at}
        given = Notice.objects.create(agreement=agreement, party=party, of_end=agreement.ends_on, **told)
        record(agreement, "notice_given", by=by, after={"party": str(party), "given_on": given_on})
        keep(agreement, shows=Shows.NOTICE, notice=given, document=document, at=at, by=by)
    return given


def carry_on(agreement: Agreement, *, today: date, by: Actor) -> None:
    """This will record that it went on by itself past its term, as its text has it and nobody gave notice.

    It goes on for the years that are told for that, else for those of its initial term. Raises NotNow before its end,
    after a notice, where its text has it otherwise, and where no number of years is known.
    """
    with acting(by=by):
        _hold_in_force(agreement)
        if agreement.renewing != Renewing.TACIT:
            raise NotNow(_("Its text does not say that it goes on by itself."))
        if agreement.ends_on is None or not agreement.has_ended(today):
            raise NotNow(_("Its term is not over."))
        _refuse_after_notice(agreement)
        years = agreement.renewal_years or agreement.years
        if not years:
            raise NotNow(_("It is not told for how many years it goes on by itself."))
        until = months_after(agreement.ends_on, 12 * years)
        agreement.renew(until=until, on=agreement.ends_on, why=_("by itself: no party gave notice"), by=by)


def end_what_ended(*, today: date, by: User) -> int:
    """This will carry on by itself what goes on by itself, and let lapse what a notice ended; it returns how many.

    Only what was reviewed here before its end: of what ended while nobody looked, nobody knows of a notice.
    Done again it does nothing.
    """
    done = 0
    for one in Agreement.objects.to_carry_on(today):
        done += _end_or_carry_on(one, today=today, by=by)
    return done


def _end_or_carry_on(one: Agreement, *, today: date, by: User) -> bool:
    keeper = one.keeper
    with override(keeper.written_in if keeper else "en"):  # why it was done is read by the office
        notice = Notice.objects.about_end(one).first()
        if notice is not None:
            words = _("%(party)s gave notice on %(day)s: %(document)s")
            told = {"party": str(notice.party), "day": day(notice.given_on), "document": notice.document}
            one.lapse(why=words % told, by=by)
            return True
        review = Review.objects.before_end(one).first()
        if not (one.renewal_years or one.years) or review is None or review.opened_at.date() >= review.of_end:
            return False
        carry_on(one, today=today, by=by)
    return True


def propose_successor(agreement: Agreement, *, title: Text, keeper: Person | None, at: datetime, by: User) -> Agreement:
    """This will propose an agreement of the same parties that is to take its place when it comes into force.

    Raises NotNow where it binds nobody any more, and where a successor is on its way already.
    """
    with acting(by=by):
        agreement._hold()
        if not agreement.is_binding:
            raise agreement.not_now()
        if any(one.successor.is_on_the_way for one in Succession.objects.of(agreement)):
            raise NotNow(_("An agreement that takes its place is on its way already."))
        parties: list[Organisation] = [one.organisation for one in Party.objects.of(agreement)]
        kept = ("kind", "languages", "prevailing", "years", "entering", "notice_months", "renewing", "renewal_years")
        facts = {name: getattr(agreement, name) for name in kept} | {"enters_on": None}
        rationale, areas = agreement.rationale or agreement.aims, agreement.areas.all()
        told = {"title": title, "keeper": keeper, "rationale": rationale, "areas": areas, "proposed_on": at.date()}
        made = propose(parties=parties, came_from=agreement, at=at, by=by, **facts, **told)
        Succession.objects.create(predecessor=agreement, successor=made)
        record(agreement, "successor_proposed", by=by, after={"title": str(made)})
    return made


def succeed(successor: Agreement, *, by: Actor) -> None:
    """This will let what came into force take the place of what it was to succeed, where that still binds."""
    succession = Succession.objects.to(successor).first()
    if succession is not None and succession.predecessor.is_binding:
        why = _("“%(title)s” came into force.") % {"title": isolated(successor)}
        succession.predecessor.be_superseded(why=why, by=by)


def _hold_in_force(agreement: Agreement) -> None:
    agreement._hold()
    agreement.refresh_from_db()
    if agreement.stage != Stage.IN_FORCE:
        raise agreement.not_now()


def _refuse_day(on: date, at: datetime, *, field: str = "dated_on") -> None:
    if on > at.date():
        raise NotNow(_("This day lies in the future."), field=field)


def _refuse_after_notice(agreement: Agreement) -> None:
    notice = Notice.objects.about_end(agreement).first()
    if notice is not None:
        words = _("%(party)s gave notice on %(day)s: it ends with its term.")
        raise NotNow(words % {"party": isolated(notice.party), "day": day(notice.given_on)})
