"""The draft goes to the other side, who corrects it; what is internal never leaves the office."""

import json
import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from comity.commitments.models.stages import Stage as Promised
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.meetings.circulation import circulate, recall
from comity.meetings.correcting import ask_for_correction, decline, settle, take_over
from comity.meetings.drafts import DraftItem
from comity.meetings.minuting import add_item, write
from comity.meetings.models import AgendaItem, Correction, Stage, Visibility
from comity.meetings.models.minutes import Outcome
from comity.meetings.texts import content_of, marked_changes
from comity.translation.texts import Text
from tests.make import NOW
from tests.meetings.test_links import invite


def minuted(office, words="We agreed to meet.", *, at=Stage.CIRCULATED):
    session = office.session(at=Stage.HELD)
    item = session.items.get()
    write(item, language="en", words=words, read_version=0, was="", by=office.officer)
    add_item(session, title=Text(en="Our own worries"), visibility=Visibility.INTERNAL, by=office.officer)
    session.finish_draft(by=office.officer)
    if at == Stage.CIRCULATED:
        circulate(session, at=NOW, by=office.officer)
    return session, AgendaItem.objects.get(pk=item.pk)


def ask(office, item, words, *, by=None):
    return ask_for_correction(item, language="en", words=words, at=NOW, by=by or office.counterpart)


def test_the_other_side_reads_the_draft_once_it_circulates(office, counterpart):
    drafted, _item = minuted(office, at=Stage.DRAFTED)

    assert counterpart.open("draft", drafted.pk).status_code == 403
    assert "We agreed" not in counterpart.open("session", drafted.pk).content.decode()

    circulated, _item = minuted(office)
    assert "We agreed" in counterpart.open("draft", circulated.pk).content.decode()


def test_a_draft_that_does_not_circulate_can_be_adopted_by_nobody_and_marks_no_change(office, officer):
    drafted, _item = minuted(office, at=Stage.DRAFTED)
    circulated, _item = minuted(office)

    early = officer.open("draft", drafted.pk).content.decode()
    assert "We agreed" in early and "Adopt the minutes" not in early
    assert "What changed since the draft was circulated" not in early
    assert "Adopt the minutes" in officer.open("draft", circulated.pk).content.decode()


def test_the_draft_is_closed_to_another_organisation_and_to_visitors(office, stranger, visitor):
    session, _item = minuted(office)

    assert stranger.open("draft", session.pk).status_code == 404
    assert visitor.open("draft", session.pk).status_code == 302


def test_an_internal_item_is_shown_to_the_office_alone(office, officer, counterpart, reader):
    session, _item = minuted(office)
    session.show_to_public(True, by=office.officer)

    for browser in (counterpart, reader):
        assert "Our own worries" not in browser.open("session", session.pk).content.decode()
    for browser in (counterpart, officer):
        assert "Our own worries" not in browser.open("draft", session.pk).content.decode()
    assert "Our own worries" in officer.open("session", session.pk).content.decode()


def test_a_side_asks_for_other_words_and_sees_the_answer(office, officer, counterpart):
    session, item = minuted(office)

    counterpart.send("correction", session.pk, item.pk, language="en", words="We agreed to meet in May.")
    correction = Correction.objects.get()
    officer.send("declining", session.pk, correction.pk, answer="The month was left open.")

    correction.refresh_from_db()
    page = counterpart.open("draft", session.pk).content.decode()
    assert (correction.outcome, correction.was) == (Outcome.DECLINED, "We agreed to meet.")
    assert "The month was left open." in page
    assert Entry.objects.about(correction).count() == 2


def test_a_correction_taken_over_becomes_the_minutes_and_is_marked_word_by_word(office, officer, counterpart):
    session, item = minuted(office)
    correction = ask(office, item, "We agreed to meet soon.")

    officer.send("taking-over", session.pk, correction.pk)

    item.refresh_from_db()
    page = counterpart.open("draft", session.pk).content.decode()
    assert item.minutes == Text(en="We agreed to meet soon.")
    assert Entry.objects.about(item).first().act == "corrected"
    assert "What changed since the draft was circulated" in page and "<del>" in page and "<ins>" in page


def test_asking_again_replaces_what_still_waits(office):
    _session, item = minuted(office)

    ask(office, item, "first wish")
    ask(office, item, "second wish")

    assert [one.words for one in Correction.objects.all()] == ["second wish"]


def test_a_correction_that_changes_nothing_is_refused(office):
    _session, item = minuted(office)

    with pytest.raises(NotNow):
        ask(office, item, "We agreed to meet.")

    assert not Correction.objects.exists()


def test_a_correction_is_answered_once(office):
    _session, item = minuted(office)
    correction = ask(office, item, "other words")
    take_over(correction, by=office.officer)

    for act in (
        lambda: take_over(correction, by=office.head),
        lambda: decline(correction, answer="No.", by=office.head),
        lambda: settle(correction, answer="", by=office.head),
    ):
        with pytest.raises(NotNow):
            act()

    assert Correction.objects.get().outcome == Outcome.TAKEN


def test_a_correction_is_not_declined_without_words(office, officer):
    session, item = minuted(office)
    correction = ask(office, item, "other words")

    answer = officer.send("declining", session.pk, correction.pk, answer="  ")

    assert answer.status_code == 422
    assert Correction.objects.get().outcome == Outcome.WAITING


def test_words_that_come_after_another_answer_are_kept_on_the_page(office, officer):
    session, item = minuted(office)
    correction = ask(office, item, "other words")
    take_over(correction, by=office.officer)

    answer = officer.send("declining", session.pk, correction.pk, answer="The month was left open.")

    assert answer.status_code == 422 and "The month was left open." in answer.text
    assert Correction.objects.get().outcome == Outcome.TAKEN


def test_a_correction_of_words_that_changed_since_is_not_taken_over_blindly(office):
    _session, item = minuted(office)
    correction = ask(office, item, "other words")
    write(item, language="en", words="ours, newer", read_version=9, was="We agreed to meet.", by=office.officer)

    with pytest.raises(NotNow):
        take_over(correction, by=office.officer)

    item.refresh_from_db()
    assert item.minutes["en"] == "ours, newer"
    assert Correction.objects.get().outcome == Outcome.WAITING


def test_an_internal_item_cannot_be_corrected_by_the_other_side(office, counterpart):
    session, _item = minuted(office)
    internal = session.items.get(visibility=Visibility.INTERNAL)

    answer = counterpart.send("correction", session.pk, internal.pk, language="en", words="let us see")

    assert answer.status_code == 404
    with pytest.raises(NotNow):
        ask(office, internal, "let us see")
    assert not Correction.objects.exists()


def test_corrections_are_asked_for_only_while_the_draft_circulates(office):
    _session, item = minuted(office, at=Stage.DRAFTED)

    with pytest.raises(NotNow):
        ask(office, item, "too early")

    assert not Correction.objects.exists()


def test_another_organisation_neither_corrects_nor_answers(office, stranger, counterpart):
    session, item = minuted(office)
    correction = ask(office, item, "other words")

    answer = stranger.send("correction", session.pk, item.pk, language="en", words="mine")
    assert answer.status_code == 404
    assert counterpart.send("taking-over", session.pk, correction.pk).status_code == 403
    with pytest.raises(NotNow):
        ask(office, item, "mine", by=office.stranger)

    assert Correction.objects.get().outcome == Outcome.WAITING


@pytest.mark.parametrize("count", [1, 8])
def test_the_draft_asks_as_often_for_one_item_as_for_many(office, counterpart, django_assert_max_num_queries, count):
    session = office.session(at=Stage.CIRCULATED, items=count)
    for item in session.items.all():
        office.commitment(item=item)
    counterpart.open("draft", session.pk)

    with django_assert_max_num_queries(22):
        page = counterpart.open("draft", session.pk)

    assert len(page.context["page"].items) == count


@pytest.mark.parametrize("words", ["As we would say it.", "x" * 100_001])
def test_words_that_cannot_be_asked_for_stay_on_the_page(office, counterpart, words):
    session, item = minuted(office)
    recall(session, why="A mistake.", by=office.officer)

    answer = counterpart.send("correction", session.pk, item.pk, language="en", words=words)

    assert answer.status_code == 422
    assert answer.context["typed"] == words
    assert answer.context["words"]
    assert not Correction.objects.exists()


def test_the_hidden_words_about_a_change_do_not_decide_how_its_text_runs(db):
    """On an Arabic page they are Arabic: they stand isolated, so that an English text still runs from the left."""
    with override("ar"):
        drawn = render_to_string("meetings/parts/changes.html", {"pieces": [("new", "We agreed")], "language": "en"})

    assert 'dir="auto"' in drawn
    assert '<ins><span class="unseen" dir="auto">أُضيف: </span>We agreed</ins>' in drawn


@pytest.mark.parametrize(
    ("before", "after", "drawn"),
    [
        ("in May, then", "in June, then", "in <del>taken out: May,</del> <ins>put in: June,</ins> then"),
        ("in May", "only in May", "<ins>put in: only </ins>in May"),
        ("only in May", "in May", "<del>taken out: only </del>in May"),
        ("في مايو ثم", "في يونيو ثم", "في <del>taken out: مايو</del> <ins>put in: يونيو</ins> ثم"),
    ],
)
def test_words_and_those_in_their_place_never_run_together_and_nothing_else_is_parted(before, after, drawn):
    told = {"pieces": marked_changes(before, after), "language": "en"}

    page = render_to_string("meetings/parts/changes.html", told)

    assert re.sub(r"</?span[^>]*>", "", page).partition(">")[2].strip() == f"{drawn}</div>"


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        (
            {"due_on": date(2027, 3, 31)},
            "from <bdi>Host Organisation</bdi> to <bdi>Partner Association</bdi> · <bdi>due on 31 March",
        ),
        ({"trigger": "next_session"}, "before the next session"),
        ({"trigger": "words", "trigger_words": Text(en="when the budget is voted")}, "when the budget is voted"),
        ({"is_mutual": True}, "to each other"),
    ],
)
def test_who_reads_the_draft_sees_of_a_promise_all_that_is_adopted(office, counterpart, facts, shown):
    session = office.session(at=Stage.HELD)
    office.commitment(item=session.items.get(), **facts)
    session.finish_draft(by=office.officer)
    circulate(session, at=NOW, by=office.officer)

    page = counterpart.open("draft", session.pk).content.decode()

    (said,) = content_of(session)["items"][0]["said"]
    assert said["due"] == str(facts.get("due_on") or facts.get("trigger", ""))
    assert shown in page, page[page.find("Send the draft") - 50 :][:400]


@pytest.mark.parametrize(
    ("stage", "kind", "other"),
    [(Promised.PROPOSED, "proposal", "commitment"), (Promised.OPEN, "commitment", "proposal")],
)
def test_the_draft_and_the_adopted_text_tell_a_proposal_from_a_promise(office, counterpart, stage, kind, other):
    session = office.session(at=Stage.HELD)
    office.commitment(item=session.items.get(), stage=stage)
    session.finish_draft(by=office.officer)
    circulate(session, at=NOW, by=office.officer)
    _link, secret = invite(office, session)
    draft = counterpart.open("draft", session.pk).content.decode()
    by_link = counterpart.open("draft-by-link", secret).content.decode()

    office.adopt(session)

    session.refresh_from_db()
    final_by_link = counterpart.open("draft-by-link", secret).content.decode()
    for page in (draft, by_link, final_by_link):
        assert f"<span>{kind}</span>" in page
        assert f"<span>{other}</span>" not in page
    (said,) = json.loads(session.final_minutes.content)["items"][0]["said"]
    assert said["is_proposal"] is (stage == Promised.PROPOSED)


def test_a_text_adopted_before_the_two_were_told_apart_says_neither_of_them():
    said = {
        "promisor": {"en": "We"},
        "beneficiary": {"en": "You"},
        "deliverable": {"en": "To meet"},
        "is_mutual": False,
        "due": "",
    }
    item = DraftItem(
        {"item": 1, "number": 1, "title": {"en": "Work"}, "minutes": {}, "decisions": [], "said": [said]}, "en"
    )

    page = render_to_string("meetings/parts/draft_item.html", {"item": item})

    assert "To meet" in page and "<bdi>We</bdi>" in page
    assert "proposal" not in page and "commitment" not in page
