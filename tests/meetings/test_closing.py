"""The follow-up of a session is closed when nothing is left, or with a reason in words beside what is still open."""

from datetime import date

import pytest

from comity.commitments.models import Stage as Promised
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.meetings.closing import close_follow_up, still_open
from comity.meetings.models import Session, Stage, Visibility
from comity.translation.texts import Text
from tests.make import NOW
from tests.standing import stands

WHY = "It is followed up in the next session."


@stands
def session(office):
    return office.session(at=Stage.ADOPTED, items=2)


def promise(office, session, words="Send the draft", **facts):
    return office.commitment(item=session.items.first(), deliverable=Text(en=words), **facts)


def close(session, office, why=""):
    close_follow_up(Session.objects.get(pk=session.pk), why=why, by=office.officer)


def entry_of(session):
    return Entry.objects.about(session).filter(act="closed").get()


def test_where_nothing_is_open_the_follow_up_is_closed_without_a_reason(office, session, officer):
    promise(office, session, stage=Promised.CLOSED)
    assert still_open(session) == []

    page = officer.open("closing", session.pk).content.decode()
    officer.send("closing", session.pk)

    session.refresh_from_db()
    assert "Nothing that was said in this session is still open." in page and "<textarea" not in page
    assert (session.stage, session.left_open) == (Stage.CLOSED, 0)


def test_what_is_open_is_shown_with_whose_turn_it_is_and_until_when(office, session, officer):
    promise(office, session, due_on=date(2026, 12, 24))
    promise(office, session, "Look into a series", stage=Promised.PROPOSED)
    promise(office, session, "Done long ago", stage=Promised.CLOSED)

    page = officer.open("closing", session.pk).content.decode()

    assert "2 promises and proposals are still open" in page
    assert "Send the draft" in page and "due on 24 December 2026" in page
    assert "It is the turn of <bdi>HO</bdi>" in page
    assert "Look into a series" in page and "It is the turn of <bdi>HO</bdi> · <bdi>PA</bdi>" in page
    assert "Kept by <bdi>Amina Officer</bdi>" in page
    assert "Done long ago" not in page
    session.refresh_from_db()
    assert session.stage == Stage.ADOPTED


@pytest.mark.parametrize("facts", [{}, {"stage": Promised.PROPOSED}])
def test_with_something_open_the_follow_up_is_not_closed_without_a_reason(office, session, facts):
    promise(office, session, **facts)
    entries = Entry.objects.count()

    with pytest.raises(NotNow, match="One promise or proposal is still open"):
        close(session, office, why="  ")

    assert Session.objects.get().stage == Stage.ADOPTED
    assert Entry.objects.count() == entries


def test_the_form_asks_for_the_reason_and_a_page_from_before_the_promise_is_refused(office, session, officer):
    officer.open("closing", session.pk)
    promise(office, session)

    answer = officer.send("closing", session.pk)

    assert answer.context["form"].errors == {"why": ["This field is required."]}
    assert "Send the draft" in answer.content.decode()
    assert Session.objects.get().stage == Stage.ADOPTED


def test_what_is_open_and_internal_counts_too(office):
    session = office.session(at=Stage.HELD)
    session.items.get().change(visibility=Visibility.INTERNAL, by=office.officer)
    promise(office, session)
    session.finish_draft(by=office.officer)
    office.circulate(session)
    office.adopt(session)

    with pytest.raises(NotNow):
        close(session, office)


def test_a_promise_of_another_session_keeps_no_follow_up_open(office, session):
    promise(office, office.session(at=Stage.ADOPTED))

    close(session, office)

    assert Session.objects.get(pk=session.pk).stage == Stage.CLOSED


def test_with_a_reason_it_is_closed_and_the_journal_says_what_was_open(office, session, officer):
    promise(office, session)

    officer.send("closing", session.pk, why=WHY)

    session.refresh_from_db()
    entry = entry_of(session)
    assert (session.stage, session.left_open) == (Stage.CLOSED, 1)
    assert (entry.by_user, entry.why, entry.after["left_open"]) == (office.officer, WHY, 1)


def test_the_follow_up_is_closed_once(office, session, officer):
    close(session, office)

    with pytest.raises(NotNow, match="follow-up closed"):
        close(session, office, why="Again.")
    assert officer.open("closing", session.pk).url == f"/en/sessions/{session.pk}/"

    assert Entry.objects.about(session).filter(act="closed").count() == 1


def test_afterwards_the_page_says_that_it_was_closed_with_one_open_by_whom_and_why(office, session, officer, reader):
    promise(office, session)
    close(session, office, WHY)
    day = f"{entry_of(session).at:%-d %B %Y}"

    ours = officer.open("session", session.pk).content.decode()
    theirs = reader.open("session", session.pk).content.decode()

    closed = f"The follow-up was closed on {day} by <bdi>Amina Officer</bdi>, though one promise or proposal was still"
    assert closed in ours and WHY in ours and "What is still open holds all the same." in ours
    assert f"The follow-up was closed on {day}. What is still open holds all the same." in theirs
    assert WHY not in theirs and "Amina" not in theirs.split("columns")[0].split("<main")[1]


def aside(page):
    """What stands beside a session under the words that say whose turn it is."""
    return page.content.decode().split("Whose turn it is</h2>")[1].split("</div>")[0]


def test_afterwards_it_is_said_whose_turn_it_is_for_each_that_is_open(office, session, officer, counterpart, reader):
    ours = promise(office, session)
    theirs = promise(office, session, "Answer the letter", by_host=False)
    promise(office, session, "Done long ago", stage=Promised.CLOSED)
    close(session, office, WHY)

    for browser in (officer, counterpart, reader):
        told = aside(browser.open("session", session.pk))
        assert "The follow-up is closed, with 2 promises and proposals still open:" in told
        assert f'href="{ours.get_absolute_url()}"><bdi>Send the draft</bdi>' in told
        assert "It is the turn of <bdi>HO</bdi>" in told
        assert f'href="{theirs.get_absolute_url()}"><bdi>Answer the letter</bdi>' in told
        assert "It is the turn of <bdi>PA</bdi>" in told
        assert "Done long ago" not in told and "nobody" not in told


def test_what_somebody_may_not_see_is_not_counted_for_them(office, counterpart, officer):
    session = office.session(at=Stage.HELD)
    session.items.get().change(visibility=Visibility.INTERNAL, by=office.officer)
    promise(office, session, "Ours alone")
    office.take(session, to=Stage.ADOPTED)
    close(session, office, WHY)

    assert aside(counterpart.open("session", session.pk)) == "<p>nobody: it is closed</p>"
    assert "with one promise or proposal still open:" in aside(officer.open("session", session.pk))


def test_where_nothing_is_open_it_is_nobodys_turn(office, session, officer):
    promise(office, session, stage=Promised.CLOSED)
    close(session, office)

    assert aside(officer.open("session", session.pk)) == "<p>nobody: it is closed</p>"


def test_what_was_kept_since_is_not_said_to_be_open(office, session, officer):
    said = promise(office, session)
    close(session, office, WHY)
    said.change(stage=Promised.CLOSED, by=office.officer)

    page = officer.open("session", session.pk).content.decode()

    assert "though one promise or proposal was still open" in page
    assert "holds all the same" not in page


def test_only_the_office_sees_and_does_it(office, session, counterpart, reader, visitor):
    promise(office, session)

    for browser in (counterpart, reader):
        assert browser.open("closing", session.pk).status_code == 403
        assert browser.send("closing", session.pk, why=WHY).status_code == 403
    assert visitor.open("closing", session.pk).status_code in (302, 403)

    assert Session.objects.get().stage == Stage.ADOPTED


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_asks_as_often_for_one_open_promise_as_for_many(
    office, session, officer, django_assert_max_num_queries, count
):
    for number in range(count):
        promise(office, session, f"Promise {number}", due_on=NOW.date())
    officer.open("closing", session.pk)

    with django_assert_max_num_queries(16):
        assert len(officer.open("closing", session.pk).context["left"]) == count
