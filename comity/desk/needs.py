"""What needs a person today: each need is a record, why it is here, since when, and the act that answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comity.accounts.models import Role, User
from comity.commitments.access import commitments_visible_to
from comity.commitments.models import Commitment, Kind, Wish
from comity.commitments.models.orders import NEWEST, OLDEST_STAGE, SOONEST
from comity.commitments.models.questions import CommitmentQuestions, at_stages
from comity.commitments.models.stages import UNDONE, UNHEARD, Stage
from comity.commitments.offering import CLAIMING, REMINDER, address_of, offer_to
from comity.commitments.recalling import waits_for_others
from comity.desk import agreements
from comity.desk.rows import SHOWN, Need, Section, section
from comity.events.access import events_visible_to
from comity.events.models import Event
from comity.journal.records import key_of
from comity.journal.thread import that_led_on
from comity.meetings.access import sessions_visible_to
from comity.meetings.models import AgendaItem, Correction, Corrigendum, Session
from comity.meetings.telling import due_for, fetched
from comity.opinion.access import tasks_visible_to
from comity.opinion.models import Task
from comity.partners.models import sides_of
from comity.translation.templatetags.said import in_their_words, isolated
from comity.ui.lists import Long, Order, Way

SOON = timedelta(days=14)
LETTERS = 140  # of what a visitor said; the rest is one click away


Asking = Callable[[User], Section]
_asked_above: list[Asking] = []


def put_on_the_desk(asking: Asking) -> None:
    """This will let an app that stands above this one ask for a section on the desk of the office.

    `asking` is given who works there, and may ask the database one question: a desk asks 25 at most.
    """
    _asked_above.append(asking)


def sections_for(viewer: User, *, today: date, now: datetime) -> list[Section]:
    """This will gather what needs `viewer`, the most pressing first; sections with nothing in them are left out."""
    desk = Desk(viewer, today=today, now=now)
    found = desk.of_the_office() if viewer.works_here else desk.of_a_side()
    return [section for section in found if section.needs]


class Desk:
    """The questions that a desk asks, for one person on one day."""

    def __init__(self, viewer: User, *, today: date, now: datetime) -> None:
        self.viewer, self.today, self.now = viewer, today, now
        self.sides = sides_of(viewer)

    def of_the_office(self) -> Iterable[Section]:
        """This will ask what an officer or a head is asked."""
        yield agreements.to_review(self.viewer, today=self.today)
        yield self.overdue()
        yield self.to_verify()
        yield self.to_answer()
        yield self.sessions_begun()
        yield self.minutes_to_finish()
        yield self.minutes_to_adopt()
        yield self.due_soon()
        yield self.returned()
        yield agreements.on_the_way(self.viewer)
        yield self.ownerless()
        yield self.waiting_for_the_other_side()
        yield self.to_close()
        yield self.opinions()
        yield from (asking(self.viewer) for asking in _asked_above)
        yield self.sessions_ahead()
        yield self.unheard_of()

    def of_a_side(self) -> Iterable[Section]:
        """This will ask what a counterpart is asked: only what concerns their organisation."""
        yield self.minutes_to_adopt()
        yield agreements.on_the_way(self.viewer)
        yield self.to_verify()
        yield self.to_answer()
        yield self.overdue()
        yield self.due_soon()
        yield self.returned()
        yield self.waiting_for_the_other_side()
        yield self.sessions_begun()
        yield self.sessions_ahead()

    # What visitors of the public site said

    def opinions(self) -> Section:
        """Low answers in words that are the viewer's to see to, or nobody's yet, the one due first first."""
        found = tasks_visible_to(self.viewer).open_ones().to_see_to(self.viewer)
        return section(_("Opinions to see to"), found, _opinion, all_at="opinion-tasks")

    # Promises

    def overdue(self) -> Section:
        """Promises whose day has passed."""
        late = at_stages(self._mine(CommitmentQuestions.after_its_day, self.today), UNDONE)
        passed = at_stages(self._mine(lambda some: some.before_a_session().after_its_session()), UNDONE)
        found = _first([*late, *passed], SOONEST)
        return section(_("Overdue"), found, lambda one: self._promise(one, since=one.due_on))

    def due_soon(self) -> Section:
        """Promises that fall due within two weeks."""
        ways = self._mine(CommitmentQuestions.due_from_to, self.today, self.today + SOON)
        found = _first(at_stages(ways, UNDONE), SOONEST)
        return section(_("Due soon"), found, lambda one: self._promise(one, since=one.due_on))

    def returned(self) -> Section:
        """What our side claimed and the other returned; where its day is near or past, the rows above say so."""
        found = [one for one in self._claimed if one.stage == Stage.RETURNED and not one.is_overdue(self.today)]
        return section(
            _("Returned by the other side: complete it"), found, lambda one: self._promise(one, since=one.stage_since)
        )

    @cached_property
    def _claimed(self) -> list[Commitment]:
        """What our side claimed done: what waits for an answer, and what came back and is not due soon anyway."""
        ways = self._mine(CommitmentQuestions.claimed_by, self.sides)
        later = [way.which(lambda some: some.not_due_until(self.today + SOON)) for way in ways]
        asked = [*at_stages(ways, {Stage.CLAIMED}), *at_stages(later, {Stage.RETURNED})]
        return _first(asked, OLDEST_STAGE, many=2 * (SHOWN + 1))

    def to_verify(self) -> Section:
        """Claims of the other side that wait for an answer."""
        ways = self._mine(CommitmentQuestions.claimed_by_another, self.sides)
        found = _first(at_stages(ways, {Stage.CLAIMED}), OLDEST_STAGE)
        return section(_("Claimed done: accept or return"), found, _claim)

    def to_answer(self) -> Section:
        """What the other side asks, which takes both: to cancel a promise, or to have more time for it."""
        found = [one for one in self._wishes if one.side_id not in self.sides]
        return section(_("Asked by the other side: agree or decline"), found, self._wish)

    @cached_property
    def _wishes(self) -> list[Wish]:
        """What the other side asks of ours and ours of the other, the oldest first, as many of each as are shown."""
        return list(Wish.objects.unanswered().at_most(SHOWN + 1, sides=self.sides))

    def waiting_for_the_other_side(self) -> Section:
        """What our side claimed done or asked for, and the other side has not answered."""
        found = [one for one in self._claimed if one.stage == Stage.CLAIMED]
        told = section(
            _("Waiting for the other side"),
            found,
            lambda one: self._theirs(one, _between(one), since=one.stage_since),
        )
        told.needs += [self._wish(one) for one in self._wishes if one.side_id in self.sides][:SHOWN]
        told.needs += [_corrigendum(one, _("Open")) for one in self._corrigenda if one.adopted_here]
        return told

    def to_close(self) -> Section:
        """Promises that were kept and accepted."""
        found = _first(at_stages(self._mine(), {Stage.ACCEPTED}), OLDEST_STAGE)
        return section(
            _("Accepted: to be closed"),
            found,
            lambda one: Need(
                one, _between(one), _("Close it"), address_of("closing", one), one.stage_since, is_click=True
            ),
        )

    def ownerless(self) -> Section:
        """Promises whose owner has left."""
        found = _first(commitments_visible_to(self.viewer).left_behind(), SOONEST, of_few=True)
        return section(
            _("Owner has left"),
            found,
            lambda one: Need(
                one,
                _("Kept by %(person)s") % {"person": isolated(one.keeper)},
                _("Hand it over"),
                f"{one.get_absolute_url()}#handing-over",
                here="handing-over",
            ),
        )

    def unheard_of(self) -> Section:
        """What was said and planned, and of which nothing has been recorded since."""
        ways = self._mine(CommitmentQuestions.silent_since, self.now)
        said = _first(at_stages(ways, UNHEARD), NEWEST)
        led = that_led_on(said, leaving_out=[AgendaItem])
        told = section(_("Nothing heard since"), said, lambda one: _unheard(one, has_led_on=key_of(one) in led))
        planned = events_visible_to(self.viewer).unheard_of(self.today)[:SHOWN]
        told.needs += [_planned(one) for one in planned]
        return told

    # Sessions

    @cached_property
    def _sessions(self) -> dict[str, list[Session]]:
        """The sessions that are behind without minutes, wait for adoption, and lie ahead."""
        seen = sessions_visible_to(self.viewer)
        asked = {"to adopt": seen.waiting_for_adoption().newest_first(), "ahead": seen.ahead()}
        if self.viewer.works_here:
            asked["to finish"] = seen.without_minutes().newest_first()
        return dict(zip(asked, fetched(*asked.values(), most=SHOWN + 1), strict=True))

    def minutes_to_finish(self) -> Section:
        """Sessions that were held and whose minutes our office has to finish, and corrections to answer."""
        told = section(_("Minutes to finish"), self._sessions["to finish"], self._session, all_at="sessions")
        told.needs += [
            Need(
                one.item.session,
                _("%(side)s asks for a correction") % {"side": isolated(one.side.organisation.called)},
                _("Answer it"),
                reverse("draft", args=[one.item.session_id]),
                one.asked_at,
                here=f"item-{one.item_id}",
            )
            for one in self._corrections
        ]
        return told

    @cached_property
    def _corrections(self) -> list[Correction]:
        """What the other side asks to be corrected in a draft, where it is ours to answer."""
        return list(Correction.objects.open_ones()[:SHOWN]) if self.viewer.works_here else []

    @cached_property
    def _corrigenda(self) -> list[Any]:
        """Numbered corrections of final minutes that wait for a side, ours or another one."""
        return list(Corrigendum.objects.waiting_at(self.sides)[: 2 * SHOWN])

    def minutes_to_adopt(self) -> Section:
        """Circulated minutes, and whose word is missing; not where a correction is to be answered first."""
        if self.viewer.role == Role.READER:
            return Section(_("Minutes to adopt"))  # a reader reads them, and adopts nothing
        first = {one.item.session_id for one in self._corrections}
        found = [one for one in self._sessions["to adopt"] if one.pk not in first]
        told = section(_("Minutes to adopt"), found, self._session, all_at="sessions")
        act = _("Adopt or decline the correction")
        told.needs += [_corrigendum(one, act) for one in self._corrigenda if not one.adopted_here]
        return told

    def sessions_begun(self) -> Section:
        """Sessions whose hour has come, until somebody records that they were held."""
        begun = [one for one in self._sessions["ahead"] if one.hour_has_come(self.now)]
        return section(_("Sessions that have begun"), begun, self._session, all_at="sessions")

    def sessions_ahead(self) -> Section:
        """Sessions that are still to be held."""
        ahead = [one for one in self._sessions["ahead"] if not one.hour_has_come(self.now)]
        return section(_("Sessions ahead"), ahead, self._session, all_at="sessions")

    # How a section is made

    def _mine(self, narrow: Any = CommitmentQuestions.all, *given: Any) -> list[Way]:
        """The ways in which what concerns the viewer is found: for the office everything, for a side its own."""
        if self.viewer.works_here:
            return [Way(narrow(commitments_visible_to(self.viewer), *given))]
        return [Way(narrow(way.rows, *given), way.by) for way in Commitment.objects.said_with(self.sides)]

    def _session(self, one: Session) -> Need:
        due = due_for(one, self.viewer, now=self.now)
        since = None if one.is_put_off else one.starts_at
        was = f" · {one.day_in_words()}" if one.is_put_off else ""
        if due is None:
            told = f"{one.stage_in_words()} · {one.owner}{was}"
            return Need(one, told, _("Open"), one.get_absolute_url(), since)
        return Need(one, due.why + was, due.act, due.url, since, is_click=due.is_click, here=due.here)

    def _promise(self, one: Commitment, *, since: date | None) -> Need:
        is_ours = bool(one.doers() & self.sides) and not one.asking_side(Kind.CANCEL)
        why = " · ".join([_between(one), *([one.stage_in_words()] if one.stage == Stage.RETURNED else [])])
        if not is_ours:
            return self._theirs(one, why, since=since)
        claim = offer_to(self.viewer, CLAIMING, one, today=self.today)
        return Need(one, why, _("Claim it done"), claim.url, since, offer=claim)

    def _theirs(self, one: Commitment, why: str, *, since: date | datetime | None) -> Need:
        """What waits for another side: our office can remind it, whoever speaks for a side can look."""
        if self.viewer.works_here and waits_for_others(self.viewer, one):
            return Need(one, why, _("Remind them"), address_of(REMINDER, one), since, is_click=True)
        return Need(one, why, _("Open"), f"{one.get_absolute_url()}#acts", since)

    def _wish(self, wish: Wish) -> Need:
        one, is_ours = wish.commitment, wish.side_id in self.sides
        act = _("Open") if is_ours else _("Answer it")
        why = f"{_between(one)} · {wish.asks_in_words()}"
        return Need(
            one, why, act, f"{one.get_absolute_url()}#acts", wish.at, here="" if is_ours else f"{wish.kind}-wish"
        )


def _first(ways: list[Way], order: Order, *, many: int = SHOWN + 1, of_few: bool = False) -> list[Commitment]:
    return Long(ways, order, dress=CommitmentQuestions.for_lists).first(many, of_few=of_few)


def _claim(one: Commitment) -> Need:
    act, url = _("Look at the evidence"), f"{one.get_absolute_url()}#acts"
    return Need(one, _between(one), act, url, one.stage_since, here="happenings acts return")


def _opinion(one: Task) -> Need:
    said = in_their_words(Truncator(one.answer.comment).chars(LETTERS))
    why = [*([] if one.owner_id else [_("nobody’s yet")]), said, *([_("sample")] if one.answer.is_sample else [])]
    because = format_html_join(" · ", "{}", ((words,) for words in why))
    return Need(one, because, _("See to it"), one.get_absolute_url(), one.due_on, here="answer acts")


def _unheard(one: Commitment, *, has_led_on: bool) -> Need:
    why = [_between(one)]
    if has_led_on:
        why.append(_("it led to something, and then nothing more is recorded"))
    act, url = _("Record what became of it"), f"{one.get_absolute_url()}#acts"
    return Need(one, " · ".join(why), act, url, one.said_on, here="acts others")


def _planned(one: Event) -> Need:
    why, act = _("Not known whether it was held"), _("Did it take place?")
    return Need(one, why, act, f"{one.get_absolute_url()}#outcome", one.ends_on, here="outcome")


def _corrigendum(one: Any, act: str) -> Need:
    words = _("A numbered correction of the final minutes is proposed.")
    place = f"correction-{one.number}"
    return Need(one.session, words, act, f"{one.session.get_absolute_url()}#{place}", one.since, here=place)


def _between(one: Commitment) -> str:
    if one.is_mutual:
        return _("%(one)s and %(other)s, to each other") % {
            "one": isolated(one.promisor.called),
            "other": isolated(one.beneficiary.called),
        }
    return _("%(promisor)s to %(beneficiary)s") % {
        "promisor": isolated(one.promisor.called),
        "beneficiary": isolated(one.beneficiary.called),
    }
