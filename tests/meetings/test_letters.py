"""The other sides are told by letter: each person once, in their language, and never of what is internal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comity.accounts.models import Role
from comity.journal.acting import acting
from comity.journal.models import Entry, Letter
from comity.journal.refusals import NotNow
from comity.meetings.agenda import add_item
from comity.meetings.amending import adopt_corrigendum, propose_corrigendum
from comity.meetings.called import office_for
from comity.meetings.circulation import circulate, recall, revoke_link, send_link
from comity.meetings.correcting import ask_for_correction, decline, settle, take_over
from comity.meetings.delegating import add_group, add_member, send_delegation
from comity.meetings.minuting import decide, store, write
from comity.meetings.models import Correction, Stage, Visibility
from comity.partners.inviting import give_role
from comity.partners.models import FocalPoint, Mandate, PartOf
from comity.translation.templatetags.said import moment_in
from comity.translation.texts import Text
from tests import make
from tests.make import NOW

CANARY = "canary in the coal mine"
SOON = timezone.now() + timedelta(days=3)


def told(act):
    """Who got a letter about what, in the order in which they were written."""
    return [one.to_email for one in Letter.objects.filter(key__startswith=f"session:{act}:").order_by("pk")]


def letter(act):
    return Letter.objects.get(key__startswith=f"session:{act}:")


def link_to(session, office, *, email="lina@example.org", name="Lina Guest"):
    side = session.delegations.in_order()[1]
    given = {"side": side, "name": name, "email": email, "language": "fr", "days": 14}
    return send_link(session, at=timezone.now(), by=office.officer, **given)


def hide(session, office):
    """Something in every place of the session that only our office may read."""
    item = add_item(session, title=Text(en=CANARY), visibility=Visibility.INTERNAL, by=office.officer)
    write(item, language="en", words=CANARY, read_version=0, was="", by=office.officer)
    decide(item, text=Text(en=CANARY), by=office.officer)


# Sessions ahead


def test_whoever_has_come_to_read_for_our_office_is_written_to_no_more_as_the_other_side(office):
    give_role(office.counterpart, Role.READER, at=NOW, by=office.head)

    office.session(begins=SOON, at=Stage.CONVENED)

    assert Mandate.objects.filter(user=office.counterpart).exists()
    assert told("convened") == []


def test_those_who_are_called_to_a_session_are_told_when_and_where_and_what_is_on_the_agenda(office):
    place = {"place": Text(en="Rabat, hall 3"), "zone": "Asia/Tokyo", "link": "https://meet.example.org/room"}
    session = office.session(begins=SOON.replace(hour=1, minute=30), **place)

    session.convene(by=office.officer)

    words = letter("convened")
    assert words.to_email == office.counterpart.email
    assert words.subject == "You are called to the session “First session”"
    assert "10:30 (Tokyo)" in words.body and "12:30 (Tokyo)" in words.body
    assert "Rabat, hall 3" in words.body and "https://meet.example.org/room" in words.body
    assert "1. \u2068Item 1\u2069" in words.body
    assert f"/en/sessions/{session.pk}/" in words.body


@pytest.mark.parametrize(("language", "begin"), [("fr", "/fr/sessions/"), ("ar", "/ar/sessions/")])
def test_a_letter_is_in_the_language_of_its_reader(office, language, begin):
    with acting(by=office.counterpart):
        office.counterpart.describe(name="Clara", language=language, zone="")
    session = office.session(begins=SOON, title=Text(en="First", fr="Première", ar="الأولى"))

    session.convene(by=office.officer)

    assert letter("convened").language == language
    assert begin in letter("convened").body
    assert str(session.title[language]) in letter("convened").body


def test_a_new_time_is_told_once_the_session_was_convened(office):
    session = office.session(begins=SOON)
    session.revise(starts_at=SOON + timedelta(hours=1), by=office.officer)
    assert told("moved") == []
    session.convene(by=office.officer)

    session.revise(starts_at=SOON + timedelta(hours=2), ends_at=SOON + timedelta(hours=4), by=office.officer)
    session.revise(title=Text(en="Another title"), by=office.officer)

    assert told("moved") == [office.counterpart.email]
    assert letter("moved").subject == "The session “First session” has a new time"


def test_a_session_that_is_put_off_called_anew_and_called_off_is_told_each_time(office, officer):
    session = office.session(begins=SOON, at=Stage.CONVENED)

    officer.send("postponement", session.pk, why=CANARY)
    later = timezone.localdate() + timedelta(days=20)
    typed = {"day": later.isoformat(), "begins": "10:00", "ends": "11:00", "zone": "UTC"}
    officer.send("new-day", session.pk, **typed)
    officer.send("cancellation", session.pk, why=CANARY)

    assert told("postponed") == told("cancelled") == [office.counterpart.email]
    assert told("convened") == [office.counterpart.email] * 2
    assert told("moved") == []
    assert letter("postponed").body.count(CANARY) == letter("cancelled").body.count(CANARY) == 1
    assert not Letter.objects.filter(key__contains="convened", body__contains=CANARY).exists()


LINK = "https://meet.example.org/room"


def test_a_letter_of_a_postponement_tells_the_reason_and_no_link_for_joining(office):
    session = office.session(begins=SOON, at=Stage.CONVENED, link=LINK)

    session.postpone(why="The hall is flooded.", by=office.officer)

    assert LINK in letter("convened").body
    assert LINK not in letter("postponed").body
    assert "The office says why:\n\n\u2068The hall is flooded.\u2069\n" in letter("postponed").body


def test_a_letter_of_another_time_says_what_it_was_before(office):
    session = office.session(begins=SOON, at=Stage.CONVENED)

    session.revise(starts_at=SOON + timedelta(hours=2), ends_at=SOON + timedelta(hours=4), by=office.officer)

    assert planned_before(SOON) in letter("moved").body
    assert "Before, it was planned" not in letter("convened").body


def test_a_letter_of_a_new_day_says_for_which_it_was_planned_before(office):
    session = office.session(begins=SOON, at=Stage.CONVENED)
    session.postpone(why="Snow.", by=office.officer)
    later = SOON + timedelta(days=20)

    session.convene_anew(now=timezone.now(), starts_at=later, ends_at=later + timedelta(hours=2), by=office.officer)

    anew = Letter.objects.filter(key__contains=":convened:").order_by("-pk")[0]
    assert planned_before(SOON) in anew.body


def test_a_session_called_anew_on_the_same_day_names_no_day_before(office):
    session = office.session(begins=SOON)
    session.revise(starts_at=SOON + timedelta(minutes=5), by=office.officer)
    session.convene(by=office.officer)
    session.postpone(why="Snow.", by=office.officer)

    session.convene_anew(now=timezone.now(), by=office.officer)

    anew = Letter.objects.filter(key__contains=":convened:").order_by("-pk")[0]
    assert "Before, it was planned" not in anew.body


def planned_before(begins):
    first, last = (moment_in(when, "UTC") for when in (begins, begins + timedelta(hours=2)))
    return f"Before, it was planned from \u2068{first}\u2069 to \u2068{last}\u2069."


def test_no_letter_leaves_a_hole_where_nothing_is_to_be_told(office):
    session = office.session(begins=SOON, at=Stage.CONVENED)
    make_delegate(session, office)
    session.postpone(why="Snow.", by=office.officer)
    session.convene_anew(now=timezone.now(), starts_at=SOON + timedelta(minutes=1), by=office.officer)
    session.cancel(why="Snow.", by=office.officer)

    assert Letter.objects.count() >= 8
    assert [one.key for one in Letter.objects.all() if "\n\n\n" in one.body] == []


def make_delegate(session, office):
    person = make.person("Nadia", by=office.officer, email="nadia@example.org")
    add_member(session.delegations.in_order()[1], person=person, by=office.officer)


def test_what_is_over_calls_nobody(office):
    past = office.session(begins=timezone.now() - timedelta(days=30), at=Stage.CONVENED)

    past.cancel(why="It never was.", by=office.officer)

    assert not Letter.objects.exists()


def test_an_act_that_is_refused_writes_no_letter(office):
    session = office.session(begins=SOON, at=Stage.CONVENED)
    written = Letter.objects.count()

    with pytest.raises(NotNow):
        session.convene(by=office.officer)

    assert Letter.objects.count() == written


def test_only_those_outside_the_office_who_can_sign_in_and_speak_for_a_side_are_told(office):
    closed = make.user(Role.COUNTERPART, name="Closed")
    with acting(by=None):
        closed.stop_signing_in()
    for user in (closed, office.officer):
        Mandate.enter(user=user, organisation=office.partner, by=office.officer)

    office.session(begins=SOON, at=Stage.CONVENED)

    assert told("convened") == [office.counterpart.email]


def test_who_speaks_for_the_whole_is_told_what_concerns_its_unit(office):
    unit = make.organisation("Department", by=office.officer, kind="unit")
    PartOf.enter(part=unit, whole=office.partner, by=office.officer)
    session = office.session(begins=SOON, items=0)
    session.delegations.in_order()[1].change(organisation=unit, by=office.officer)

    session.convene(by=office.officer)

    assert told("convened") == [office.counterpart.email]


def test_no_letter_tells_of_what_is_internal(office):
    session = office.session(begins=SOON)
    add_item(session, title=Text(en=CANARY), visibility=Visibility.INTERNAL, by=office.officer)
    session.convene(by=office.officer)
    session.revise(starts_at=SOON + timedelta(minutes=5), by=office.officer)
    session.postpone(why="Snow.", by=office.officer)
    session.cancel(why="Snow.", by=office.officer)

    minuted = office.session(at=Stage.HELD)
    hide(minuted, office)
    minuted.finish_draft(by=office.officer)
    circulate(minuted, at=NOW, by=office.officer)
    link_to(minuted, office)
    item = minuted.items.in_order()[0]
    asked = ask_for_correction(item, language="en", words="Else.", at=NOW, by=office.counterpart)
    item.change(visibility=Visibility.INTERNAL, title=Text(en=CANARY), by=office.officer)
    decline(asked, answer="No.", by=office.officer)
    item.change(visibility=Visibility.SHARED, title=Text(en="Item 1"), by=office.officer)
    recall(minuted, why=CANARY, by=office.officer)
    circulate(minuted, at=NOW, by=office.officer)
    office.adopt(minuted)
    corrigendum = propose(minuted, by=office.officer)
    adopt_corrigendum(corrigendum, sha256=corrigendum.sha256, at=NOW, by=office.counterpart)

    assert Letter.objects.count() >= 10
    assert [one.key for one in Letter.objects.all() if CANARY in one.subject + one.body] == []


# Who comes along later


@pytest.fixture
def convened(office):
    return office.session(begins=SOON, at=Stage.CONVENED)


@pytest.mark.parametrize("stage", [Stage.CONVENED, Stage.AGENDA_ADOPTED])
def test_a_delegation_added_to_a_convened_session_is_called_like_the_others(office, stage):
    session = office.session(begins=SOON)
    session.convene(by=office.officer)
    if stage == Stage.AGENDA_ADOPTED:
        session.adopt_agenda(by=office.officer)

    send_delegation(session, organisation=office.other, by=office.officer)

    assert told("convened") == [office.counterpart.email, office.stranger.email]


@pytest.mark.parametrize("at", [Stage.PROPOSED, Stage.HELD])
def test_a_delegation_added_before_it_is_convened_or_after_it_was_held_is_not_called(office, at):
    begins = SOON if at == Stage.PROPOSED else NOW - timedelta(days=1)
    session = office.session(begins=begins, at=at)

    send_delegation(session, organisation=office.other, by=office.officer)

    assert told("convened") == []


def test_who_speaks_for_a_called_side_already_is_not_called_twice(office, convened):
    Mandate.enter(user=office.counterpart, organisation=office.other, by=office.officer)

    send_delegation(convened, organisation=office.other, by=office.officer)

    assert told("convened") == [office.counterpart.email, office.stranger.email]


def guest(office, **facts):
    return make.person("Gina Guest", by=office.officer, at=office.partner, **{"email": "gina@example.net"} | facts)


def invited(name="invited"):
    return [one.to_email for one in Letter.objects.filter(key__startswith=f"invitation:{name}:").order_by("pk")]


def test_a_member_with_an_address_is_invited_when_added_and_told_of_every_change(office, convened):
    delegation = convened.delegations.in_order()[1]

    add_member(delegation, person=guest(office, language="fr"), by=office.officer)
    convened.revise(starts_at=SOON + timedelta(minutes=5), by=office.officer)

    called = Letter.objects.get(key__startswith="invitation:invited:", to_email="gina@example.net")
    assert (called.to_name, called.language) == ("Gina Guest", "fr")
    assert "1. \u2068Item 1\u2069" in called.body and "/sessions/" not in called.body
    assert told("moved") == [office.counterpart.email]
    assert invited("invited_anew") == ["gina@example.net"]


def test_a_member_named_before_is_invited_with_the_session(office):
    session = office.session(begins=SOON)
    add_member(session.delegations.in_order()[1], person=guest(office), by=office.officer)
    assert invited() == []

    session.convene(by=office.officer)

    assert told("convened") == [office.counterpart.email]
    assert invited() == ["gina@example.net"]


def test_a_member_is_led_to_a_page_that_everybody_may_open(office, convened):
    convened.show_to_public(True, by=office.officer)

    add_member(convened.delegations.in_order()[1], person=guest(office), by=office.officer)

    assert f"/en/sessions/{convened.pk}/" in Letter.objects.get(to_email="gina@example.net").body


@pytest.mark.parametrize("which", ["no address", "somebody who left", "a group"])
def test_nobody_without_an_address_is_invited_with_a_member(office, convened, which):
    theirs = convened.delegations.in_order()[1]
    if which == "a group":
        add_group(theirs, group=Text(en="experts"), by=office.officer)
    else:
        person = guest(office, email="" if which == "no address" else "gina@example.net")
        if which == "somebody who left":
            person.leave(on=timezone.localdate(), by=office.officer)
        add_member(theirs, person=person, by=office.officer)

    assert told("convened") == [office.counterpart.email]
    assert invited() == []


def test_a_member_of_another_delegation_reads_nothing_internal(office, convened):
    hide(convened, office)

    add_member(convened.delegations.in_order()[1], person=guest(office), by=office.officer)

    assert CANARY not in Letter.objects.get(to_email="gina@example.net").body


# Minutes


def test_who_has_an_account_is_told_that_minutes_wait_and_that_they_are_final(office):
    session = office.session(at=Stage.CIRCULATED)
    assert told("draft") == [office.counterpart.email]
    assert f"/en/sessions/{session.pk}/draft/" in letter("draft").body
    assert "You need no account" not in letter("draft").body

    office.adopt(session)

    assert told("final") == [office.counterpart.email]
    assert session.final_minutes.sha256 in letter("final").body


def test_a_later_round_is_told_as_one(office):
    session = office.session(at=Stage.CIRCULATED)
    link = link_to(session, office)
    recall(session, why="A name is wrong.", by=office.officer)

    circulate(session, at=NOW, by=office.officer)

    assert told("draft") == [office.counterpart.email]
    assert told("anew") == [office.counterpart.email, link.email]


def test_who_has_an_account_and_links_gets_one_letter(office):
    session = office.session(at=Stage.CIRCULATED)
    link_to(session, office, email=office.counterpart.email)
    link_to(session, office)
    link_to(session, office)

    office.adopt(session)

    assert told("final") == [office.counterpart.email, "lina@example.org"]


# Corrections


@pytest.fixture
def circulated(office):
    return office.session(at=Stage.CIRCULATED)


def ask(session, *, by, words="In our words."):
    return ask_for_correction(session.items.get(), language="en", words=words, at=NOW, by=by)


def word_and_settle(correction, by):
    if correction.is_waiting:
        with acting(by=by):
            store(correction.item, "en", "Words of our own", by=by)
    settle(correction, answer="Shorter.", by=by)


ANSWERS = [
    (lambda correction, by: take_over(correction, by=by), "Your words are taken over as you wrote them."),
    (lambda correction, by: word_and_settle(correction, by), "in words that the office wrote itself"),
    (lambda correction, by: decline(correction, answer="It was said so.", by=by), "It was said so."),
]


@pytest.mark.parametrize(("answer", "words"), ANSWERS)
def test_who_asked_for_a_correction_gets_one_letter_with_the_answer(office, circulated, answer, words):
    correction = ask(circulated, by=office.counterpart)
    link_to(circulated, office)

    answer(correction, office.officer)
    with pytest.raises(NotNow):
        answer(correction, office.head)

    assert told("answer") == [office.counterpart.email]
    assert words in letter("answer").body and "Item 1: \u2068Item 1\u2069" in letter("answer").body


@pytest.mark.parametrize(("answer", "words"), ANSWERS)
def test_the_holder_of_a_link_who_asked_for_a_correction_gets_the_answer(office, circulated, answer, words):
    link = link_to(circulated, office)
    correction = ask(circulated, by=link)

    answer(correction, office.officer)

    assert told("answer") == [link.email]
    assert letter("answer").language == "fr"
    assert "/sessions/" not in letter("answer").body


def test_where_who_asked_can_no_longer_be_reached_the_others_of_the_side_are_told(office, circulated):
    link = link_to(circulated, office)
    correction = ask(circulated, by=link)
    revoke_link(circulated, link, at=timezone.now(), by=office.officer)

    decline(correction, answer="It was said so.", by=office.officer)

    assert told("answer") == [office.counterpart.email]


def test_asking_again_is_no_answer(office, circulated):
    ask(circulated, by=office.counterpart)
    ask(circulated, by=office.counterpart, words="In other words.")

    assert told("answer") == []


def test_our_office_hears_of_a_correction_from_outside_once_until_it_has_answered(office, circulated):
    link = link_to(circulated, office)
    first = ask(circulated, by=link)
    ask(circulated, by=office.counterpart)
    assert told("question") == [office.officer.email]
    assert f"/en/sessions/{circulated.pk}/draft/" in letter("question").body

    for correction in Correction.objects.at(circulated).waiting():
        decline(correction, answer="It was said so.", by=office.officer)
    ask(circulated, by=link, words="Once more.")

    assert told("question") == [office.officer.email] * 2
    assert first.side == circulated.delegations.in_order()[1]


def test_a_question_reaches_who_sent_the_link_else_whom_one_turns_to_else_everybody_here(office, circulated):
    link = link_to(circulated, office)
    assert office_for(link, circulated) == [office.officer]

    assert office_for(office.counterpart, circulated) == [office.officer, office.head]
    FocalPoint.enter(partner=office.partner, person=office.second, side="ours", rank="first", by=office.officer)
    assert office_for(office.counterpart, circulated) == [office.head]

    with acting(by=office.head):
        office.officer.stop_signing_in()
    link.made_by.refresh_from_db()
    assert office_for(link, circulated) == [office.head]


# Numbered corrections


def test_our_office_hears_of_a_numbered_correction_proposed_by_a_link(office, circulated):
    link = link_to(circulated, office)
    office.adopt(circulated)

    propose(circulated, by=link)

    assert told("corrigendum") == [office.officer.email]
    assert f"/en/sessions/{circulated.pk}/" in letter("corrigendum").body


def propose(session, *, by):
    item = session.items.in_order()[0]
    return propose_corrigendum(item, reading=Text(en="As it should read"), why="A slip.", at=NOW, by=by)


def test_the_other_side_is_told_that_a_numbered_correction_waits(office, circulated):
    link = link_to(circulated, office)
    office.adopt(circulated)

    propose(circulated, by=office.officer)

    assert told("corrigendum") == [office.counterpart.email, link.email]
    first = Letter.objects.get(key__startswith="session:corrigendum:", to_email=office.counterpart.email)
    assert first.subject == "Correction 1 of the minutes of “First session” waits for you"
    assert f"/en/sessions/{circulated.pk}/" in first.body


def test_the_side_that_proposed_it_is_told_when_the_other_has_adopted_it(office, circulated):
    link = link_to(circulated, office)
    office.adopt(circulated)
    proposed = propose(circulated, by=link)
    assert told("corrigendum") == [office.officer.email]

    adopt_corrigendum(proposed, sha256=proposed.sha256, at=NOW, by=office.officer)
    with pytest.raises(NotNow):
        adopt_corrigendum(proposed, sha256=proposed.sha256, at=NOW, by=office.head)

    assert told("corrigendum_final") == [office.counterpart.email, link.email]
    assert proposed.sha256 in Letter.objects.filter(key__startswith="session:corrigendum_final:")[0].body


def test_a_letter_is_written_once_for_an_entry_of_the_journal(office, circulated):
    entry = Entry.objects.about(circulated).filter(act="circulated").get()

    key = letter("draft").key

    assert key == f"session:draft:{entry.pk}:account:{office.counterpart.pk}"
