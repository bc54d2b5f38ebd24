"""One press enters a register to its last row: the worker goes on by itself, after a kill too, and doubles nothing."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from comity.accounts.models import Role
from comity.agreements.bringing import entering
from comity.agreements.bringing.entering import AT_ONCE, enter_waiting, is_any_being_entered, stop
from comity.agreements.models import Agreement, BroughtRegister
from comity.cli import main
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from tests.agreements.test_bringing import BACKEND, brought, entered, table
from tests.make import NOW

SIZE = 2 * AT_ONCE + 5


@pytest.fixture
def register(office):
    return brought(office, table(*(f"{n};Memorandum {n};PA;16.04.2021;" for n in range(SIZE))))


def journal_of(register):
    return list(Entry.objects.about(register).order_by("pk").values_list("act", flat=True))


def test_one_press_enters_every_ready_row_a_hundred_in_each_act(office, register):
    assert entered(register, office) == AT_ONCE + 5
    assert (Agreement.objects.count(), register.entered_so_far, register.entering_of) == (AT_ONCE, AT_ONCE, SIZE)

    done = [enter_waiting(at=NOW), enter_waiting(at=NOW), enter_waiting(at=NOW)]

    assert done == [AT_ONCE, 5, 0]
    register.refresh_from_db()
    assert (Agreement.objects.count(), register.entered_so_far, register.is_being_entered) == (SIZE, SIZE, False)
    assert journal_of(register) == ["brought", "entry_begun", "applied", "applied", "applied", "entry_ended"]


def test_what_the_worker_enters_is_entered_in_the_name_of_whoever_asked_and_in_their_language(office, register):
    entered(register, office)
    enter_waiting(at=NOW)

    last = Agreement.objects.order_by("pk").last()
    assert Entry.objects.about(last).first().by_user == office.officer
    assert last.source == f"register.csv, row {2 * AT_ONCE + 1}"
    assert not last.is_public


def test_a_kill_in_the_midst_of_a_hundred_leaves_none_of_it_and_the_next_worker_goes_on(office, register, monkeypatch):
    entered(register, office)
    real, come_to = entering._entered, []

    def killed(row, *args, **kwargs):
        come_to.append(row)
        if len(come_to) == 7:
            raise OperationalError("the database went away")
        return real(row, *args, **kwargs)

    with monkeypatch.context() as power:
        power.setattr(entering, "_entered", killed)
        with pytest.raises(OperationalError):
            enter_waiting(at=NOW)
    assert Agreement.objects.count() == AT_ONCE

    while enter_waiting(at=NOW):
        pass

    assert Agreement.objects.count() == SIZE
    assert len(set(Agreement.objects.values_list("source", flat=True))) == SIZE


def test_a_second_press_while_it_goes_on_is_refused_and_enters_nothing(office, register):
    entered(register, office)

    with pytest.raises(NotNow, match="being entered"):
        entered(register, office)

    assert Agreement.objects.count() == AT_ONCE


def test_how_it_is_read_is_not_changed_while_it_is_entered(office, register):
    entered(register, office)

    with pytest.raises(NotNow, match="being entered"):
        register.settle(order_of_days="dmy", by=office.officer)

    stop(register, by=office.officer)
    register.settle(order_of_days="dmy", by=office.officer)


def test_what_is_stopped_stays_where_it_is_and_is_taken_up_by_the_next_press(office, register):
    entered(register, office)
    stop(register, by=office.officer)
    stop(register, by=office.officer)
    assert enter_waiting(at=NOW) == 0
    assert journal_of(register)[-1] == "entry_stopped"

    assert entered(register, office) == 5
    assert enter_waiting(at=NOW) == 5
    assert Agreement.objects.count() == SIZE


def test_nobody_enters_through_the_worker_who_may_not_any_more(office, register):
    entered(register, office)
    with acting(by=office.head):
        type(office.officer).objects.filter(pk=office.officer.pk).update(role=Role.READER)

    assert enter_waiting(at=NOW) == 0

    register.refresh_from_db()
    assert (Agreement.objects.count(), register.is_being_entered) == (AT_ONCE, False)


def test_a_register_that_fails_unforeseen_is_stopped_and_holds_up_no_other(office, register, monkeypatch):
    entered(register, office)
    other = brought(office, table(*(f"x{n};Other {n};PA;17.04.2021;" for n in range(AT_ONCE + 1))))
    from_later = {"is_public": False, "at": NOW + timedelta(minutes=1), "by": office.officer}
    entering.enter(other, **from_later)

    def breaks(*args, **kwargs):
        raise RuntimeError("unforeseen")

    with monkeypatch.context() as broken:
        broken.setattr(entering, "_entered", breaks)
        assert enter_waiting(at=NOW) == 0

    assert [one.pk for one in BroughtRegister.objects.being_entered()] == [other.pk]
    assert enter_waiting(at=NOW) == 1
    assert not is_any_being_entered()


def test_the_worker_enters_what_waits(office, register, capsys):
    entered(register, office)

    main(["worker", "--once"])

    assert Agreement.objects.count() == SIZE
    assert "Rows of registers entered: 100" in capsys.readouterr().out


def test_the_page_tells_how_far_it_is_and_the_button_stops_it(office, register, client, django_assert_max_num_queries):
    client.force_login(office.officer, backend=BACKEND)
    here = f"/en/agreements/registers/{register.pk}/"
    page = client.post(f"{here}entry/", follow=True)
    assert "100 of 205 rows entered" in page.text

    with django_assert_max_num_queries(12):
        client.get(here)
    assert client.get(f"{here}names/").status_code == 302
    page = client.post(here, {"title": "1", "order_of_days": ""})
    assert page.status_code == 422

    page = client.post(f"{here}entry/", {"stop": "1"}, follow=True)
    assert "Enter the ready rows" in page.text
    client.post(f"{here}entry/")
    enter_waiting(at=NOW)
    assert "Every row that was ready is entered." in client.get(here).text
