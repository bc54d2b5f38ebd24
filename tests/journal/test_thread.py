"""The thread is tied once, never runs in a circle, and shows each viewer only what is theirs to see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.journal.models import Entry, Strand
from comity.journal.records import key_of
from comity.journal.refusals import NotNow
from comity.journal.thread import origins_of, results_of, threads_from, tie
from tests import make


def organisations(office, count):
    return [make.organisation(f"Body {number}", by=office.officer) for number in range(count)]


def names(knots):
    return [str(knot.record) for knot in knots]


def test_a_result_leads_back_to_its_source_and_the_source_on_to_its_result(office):
    source, result = organisations(office, 2)

    tie(result, came_from=source, by=office.officer)

    assert origins_of(result, viewer=office.officer) == [source]
    assert names(results_of(source, viewer=office.officer)) == [str(result)]


def test_tying_is_written_down_once_however_often_it_is_said(office):
    source, result = organisations(office, 2)

    tie(result, came_from=source, by=office.officer)
    tie(result, came_from=source, by=office.head)

    entry = Entry.objects.about(result).filter(act="tied").get()
    assert Strand.objects.count() == 1
    assert (entry.by_name, entry.after) == ("Amina Officer", {"came_from": str(source)})


def test_nothing_comes_from_itself(office):
    with pytest.raises(NotNow):
        tie(office.partner, came_from=office.partner, by=office.officer)

    assert not Strand.objects.exists()


def test_the_thread_does_not_run_in_a_circle_at_whatever_distance(office):
    first, second, third = organisations(office, 3)
    tie(second, came_from=first, by=office.officer)
    tie(third, came_from=second, by=office.officer)

    with pytest.raises(NotNow):
        tie(first, came_from=third, by=office.officer)

    assert Strand.objects.count() == 2
    assert not Entry.objects.about(first).filter(act="tied").exists()


def test_two_ways_to_the_same_result_are_no_circle(office):
    first, second, third = organisations(office, 3)

    tie(second, came_from=first, by=office.officer)
    tie(third, came_from=first, by=office.officer)
    tie(third, came_from=second, by=office.officer)

    assert Strand.objects.count() == 3


def test_the_thread_is_drawn_as_a_tree_in_the_order_in_which_it_was_tied(office):
    root, one, two, below = organisations(office, 4)
    tie(one, came_from=root, by=office.officer)
    tie(two, came_from=root, by=office.officer)
    tie(below, came_from=two, by=office.officer)

    knots = results_of(root, viewer=office.officer)

    assert names(knots) == [str(one), str(two)]
    assert names(knots[1].led_to) == [str(below)]
    assert [str(found) for found in threads_from([root], viewer=office.officer)[key_of(root)].all_below()] == [
        str(one),
        str(two),
        str(below),
    ]


def queries_for(office, sources):
    with CaptureQueriesContext(connection) as captured:
        threads_from(sources, viewer=office.officer)
    return len(captured)


def test_drawing_asks_the_database_as_often_for_many_strands_as_for_few(office):
    root, *few = organisations(office, 3)
    for result in few:
        tie(result, came_from=root, by=office.officer)
    threads_from([root], viewer=office.officer)
    asked_for_few = queries_for(office, [root])

    for result in organisations(office, 10):
        tie(result, came_from=root, by=office.officer)
        tie(result, came_from=few[0], by=office.officer)

    # One level deeper than before: two queries more, whatever the number of strands.
    assert queries_for(office, [root]) <= asked_for_few + 2
    assert asked_for_few <= 4


def test_a_viewer_sees_of_the_thread_only_what_is_theirs_to_see(office):
    session = office.session()
    tie(session, came_from=office.partner, by=office.officer)

    assert names(results_of(office.partner, viewer=office.officer)) == [str(session)]
    assert results_of(office.partner, viewer=office.stranger) == []
    assert origins_of(session, viewer=office.stranger) == [office.partner]
