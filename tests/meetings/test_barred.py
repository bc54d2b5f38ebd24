"""Where nothing can be changed any more a page says so at once, and what to do instead; an old form is refused."""

import pytest
from django.urls import reverse

from comity.journal.models import Entry
from comity.meetings.amending import decline_corrigendum, propose_corrigendum
from comity.meetings.delegating import add_group
from comity.meetings.models import AgendaItem, Delegation, Member, Stage, Visibility
from comity.translation.texts import Text
from tests.make import NOW

FINAL = "The minutes are final;"
PROPOSE = "Propose a correction"


def address(route, session):
    """The address of a page on which something of a session is changed."""
    item, side = session.items.in_order()[0], session.delegations.in_order()[1]
    parts = {"item": [item.pk], "members": [side.pk], "groups": [side.pk], "decisions": [item.pk]}
    return reverse(route, args=[session.pk, *parts.get(route, [])])


def session_at(office, stage):
    session = office.session(at=stage)
    if stage == Stage.CANCELLED:
        session.cancel(why="Nobody can come.", by=office.officer)
    return session


def main(page):
    """What stands in the middle of a page."""
    return page.content.decode().split("<main")[1].split("</main>")[0]


# The page, what it says at each stage, and what it offers instead.
SETTLED = {
    "agenda": [FINAL, FINAL, "The session was cancelled; its agenda"],
    "item": [FINAL, FINAL, "The session was cancelled; its agenda"],
    "delegations": [FINAL, FINAL, "The session was cancelled; who was to take part"],
    "members": [FINAL, FINAL, "The session was cancelled; who was to take part"],
    "groups": [FINAL, FINAL, "The session was cancelled; who was to take part"],
    "session-change": ["only while the session lies ahead"] * 3,
    "minutes": ["can no longer be written"] * 3,
    "decisions": ["can no longer be written"] * 3,
    "recall": ["This cannot be done now"] * 3,
    "postponement": ["This cannot be done now"] * 3,
    "new-day": ["Only a postponed session"] * 3,
}
STAGES = [Stage.ADOPTED, Stage.CLOSED, Stage.CANCELLED]


@pytest.mark.parametrize("place", range(3), ids=STAGES)
@pytest.mark.parametrize("route", SETTLED)
def test_what_cannot_be_changed_says_so_before_anybody_types(office, officer, route, place):
    session = session_at(office, STAGES[place])

    page = main(officer.get(address(route, session)))

    assert SETTLED[route][place] in page
    assert "<form" not in page and "<input" not in page and "<textarea" not in page
    instead = reverse("session-new") if STAGES[place] == Stage.CANCELLED else reverse("corrigenda", args=[session.pk])
    assert f'href="{instead}' in page


@pytest.mark.parametrize("route", [one for one in SETTLED if one not in ("recall", "new-day")])
def test_what_can_be_changed_has_its_form(office, officer, route):
    session = office.session(at=Stage.CONVENED)

    page = main(officer.get(address(route, session)))

    assert "<form" in page and "correction" not in page


def test_the_correction_that_is_offered_is_one_of_the_item(office, officer):
    session = office.session(at=Stage.ADOPTED)
    item = session.items.get()

    page = main(officer.open("item", session.pk, item.pk))

    assert f'href="/en/sessions/{session.pk}/corrigenda/?item={item.pk}">{PROPOSE}' in page


def test_of_an_internal_item_no_correction_is_offered(office, officer):
    session = office.session(at=Stage.CONVENED)
    session.items.get().change(visibility=Visibility.INTERNAL, by=office.officer)
    office.take(session, to=Stage.ADOPTED)

    page = main(officer.open("item", session.pk, session.items.get().pk))

    assert FINAL in page and PROPOSE not in page


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(
    ("route", "typed"),
    [
        ("agenda", {"title_en": "Typed words", "visibility": "shared"}),
        ("item", {"title_en": "Typed words", "visibility": "shared"}),
        ("members", {"name": "Typed words", "office_en": "Minister"}),
        ("groups", {"group_en": "Typed words"}),
    ],
)
def test_a_form_that_was_open_before_is_refused_and_keeps_what_was_typed(office, officer, route, typed, stage):
    session = session_at(office, stage)
    entries = Entry.objects.count()

    answer = officer.post(address(route, session), typed)

    page = main(answer)
    assert "Typed words" in page and "can no longer be changed" in page
    assert page.count("can no longer be changed") == 1
    assert (Entry.objects.count(), AgendaItem.objects.count(), Member.objects.count()) == (entries, 1, 0)


def test_a_delegation_that_comes_too_late_is_refused(office, officer):
    session = office.session(at=Stage.ADOPTED)
    count = Delegation.objects.count()

    page = main(officer.send("delegations", session.pk, organisation=office.other.pk))

    assert FINAL in page and Delegation.objects.count() == count


def test_the_lists_themselves_stay_to_be_read(office, officer):
    session = office.session(at=Stage.CONVENED)
    add_group(session.delegations.in_order()[1], group=Text(en="heads of sectors"), by=office.officer)
    office.take(session, to=Stage.ADOPTED)

    assert str(session.items.get().title) in main(officer.open("agenda", session.pk))
    assert "heads of sectors" in main(officer.open("delegations", session.pk))


@pytest.mark.parametrize("stage", [Stage.HELD, Stage.DRAFTED, Stage.CIRCULATED])
def test_of_a_session_that_was_held_the_minutes_are_offered(office, officer, stage):
    session = office.session(at=stage)

    page = main(officer.open("session-change", session.pk))

    assert f'href="/en/sessions/{session.pk}/minutes/">Write the minutes' in page and "<form" not in page


def test_minutes_of_a_session_that_is_only_proposed_are_not_called_written(office, officer):
    session = office.session(at=Stage.PROPOSED)

    assert "The minutes cannot be written yet: the session is “proposed”." in main(officer.open("minutes", session.pk))


def test_no_numbered_correction_is_typed_while_the_draft_goes_round(office, counterpart):
    session = office.session(at=Stage.CIRCULATED)

    page = main(counterpart.open("corrigenda", session.pk))

    assert "The minutes are not final yet" in page and "<form" not in page
    assert f'href="/en/sessions/{session.pk}/draft/">Open the draft' in page


@pytest.mark.parametrize("route", ["corrigendum-declining", "corrigendum-withdrawal"])
def test_whoever_comes_to_a_correction_that_ended_is_told_how(office, officer, route):
    session = office.session(at=Stage.ADOPTED)
    item, told = session.items.get(), {"reading": Text(en="Otherwise"), "why": "A slip."}
    proposed = propose_corrigendum(item, at=NOW, by=office.counterpart, **told)
    decline_corrigendum(proposed, answer="No.", at=NOW, by=office.officer)

    answer = officer.open(route, session.pk, 1)

    assert answer.url == f"/en/sessions/{session.pk}/#correction-1"
    assert "This correction was declined already." in officer.get(answer.url).content.decode()


def test_others_learn_nothing_from_these_pages(office, counterpart, stranger, reader, visitor):
    session = office.session(at=Stage.ADOPTED)

    for route in SETTLED:
        for browser in (counterpart, stranger, reader):
            assert browser.get(address(route, session)).status_code == 403
        assert visitor.get(address(route, session)).status_code == 302
