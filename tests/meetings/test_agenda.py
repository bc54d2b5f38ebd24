"""Setting the agenda."""

import pytest

from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.meetings.agenda import add_item, edit_item, move_item, remove_item
from comity.meetings.minuting import decide
from comity.meetings.models import AgendaItem, Stage, Visibility
from comity.translation.texts import Text


def titles(session):
    return [str(item) for item in session.items.in_order()]


def test_an_item_is_added_with_who_introduces_it(office, officer):
    session = office.session(items=0)
    side = session.delegations.in_order()[1]
    with acting(by=office.officer):
        person = side.members.create(person=office.second).person

    officer.send("agenda", session.pk, title_en="Water", side=side.pk, introduced_by=person.pk, visibility="public")

    item = AgendaItem.objects.get()
    assert (str(item.title), item.side, item.introduced_by) == ("Water", side, person)
    assert item.visibility == Visibility.PUBLIC
    assert Entry.objects.about(item).get().act == "entered"


def test_an_item_without_words_is_refused_beside_the_field(office, officer):
    session = office.session(items=0)

    answer = officer.send("agenda", session.pk, title_en="", visibility="shared")

    assert answer.context["form"].errors == {"title": ["This field is required."]}
    assert not AgendaItem.objects.exists()


def test_an_item_changes_places_with_its_neighbour(office, officer):
    session = office.session(items=3)
    last = session.items.in_order()[2]

    officer.send("item-order", session.pk, last.pk, to="up")

    assert titles(session) == ["1. Item 1", "2. Item 3", "3. Item 2"]
    assert Entry.objects.about(last).first().act == "moved"


def test_the_first_item_stays_first(office):
    session = office.session(items=2)

    move_item(session.items.in_order()[0], up=True, by=office.officer)

    assert titles(session) == ["1. Item 1", "2. Item 2"]


def test_an_item_taken_off_leaves_no_gap_in_the_numbers(office, officer):
    session = office.session(items=3)

    officer.send("item-removal", session.pk, session.items.in_order()[0].pk)

    assert titles(session) == ["1. Item 2", "2. Item 3"]


def test_an_item_of_an_adopted_agenda_is_deferred_and_not_taken_off(office, officer):
    session = office.session(at=Stage.AGENDA_ADOPTED)
    item = session.items.get()

    with pytest.raises(NotNow):
        remove_item(item, by=office.officer)
    officer.send("item-deferral", session.pk, item.pk, is_deferred="yes")

    assert AgendaItem.objects.get().is_deferred


def test_an_item_under_which_something_was_said_stays(office):
    session = office.session(at=Stage.CONVENED, items=2)
    first, second = session.items.in_order()
    office.commitment(item=first)
    decide(second, text=Text(en="To meet again"), by=office.officer)

    for item in (first, second):
        with pytest.raises(NotNow):
            remove_item(item, by=office.officer)

    assert session.items.count() == 2


def test_the_agenda_of_final_minutes_never_changes(office):
    session = office.session(at=Stage.ADOPTED)
    item = session.items.get()
    entries = Entry.objects.count()

    for act in (
        lambda: add_item(session, title=Text(en="Late"), by=office.officer),
        lambda: edit_item(item, visibility=Visibility.PUBLIC, by=office.officer),
        lambda: move_item(item, up=True, by=office.officer),
        lambda: remove_item(item, by=office.officer),
    ):
        with pytest.raises(NotNow):
            act()

    assert Entry.objects.count() == entries
    assert AgendaItem.objects.get().visibility == Visibility.SHARED


def test_only_the_office_sets_the_agenda(office, counterpart):
    session = office.session()
    item = session.items.get()

    assert counterpart.send("agenda", session.pk, title_en="Ours", visibility="shared").status_code == 403
    assert counterpart.send("item-visibility", session.pk, item.pk, visibility="public").status_code == 403

    assert AgendaItem.objects.get().visibility == Visibility.SHARED


def test_an_item_of_another_session_is_not_found_under_this_one(office, officer):
    session, other = office.session(), office.session()

    answer = officer.send("item-removal", session.pk, other.items.get().pk)

    assert answer.status_code == 404
    assert other.items.count() == 1


def test_an_item_that_comes_too_late_for_the_agenda_stays_typed(office, officer):
    session = office.session(at=Stage.ADOPTED)

    answer = officer.send("agenda", session.pk, title_en="One more", visibility="shared")

    assert answer.context["form"].non_field_errors()
    assert "One more" in answer.content.decode()
    assert session.items.count() == 1
