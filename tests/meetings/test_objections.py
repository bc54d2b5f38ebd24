"""A side objects to a decision or a promise of the draft, or words it otherwise, in the way of the minutes."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from comity.commitments.models import Commitment
from comity.journal.acting import acting
from comity.journal.models import Entry, Letter, Strand
from comity.journal.records import OnTheThread, key_of
from comity.journal.refusals import NotNow
from comity.meetings.circulation import adopt
from comity.meetings.correcting import ask_for_correction, decline, settle, take_over
from comity.meetings.minuting import decide, redecide, undecide, write
from comity.meetings.models import AgendaItem, Correction, Stage, Visibility
from comity.meetings.models.minutes import Kind, Outcome
from comity.meetings.texts import content_of, fingerprint
from comity.translation.texts import Text
from tests.make import NOW, TODAY
from tests.meetings.test_links import invite
from tests.standing import stands

LATER = TODAY + timedelta(days=90)


@stands
def session(office):
    found = office.session(at=Stage.HELD, items=2)
    item = found.items.order_by("number").first()
    write(item, language="en", words="We spoke of seeds.", read_version=0, was="", by=office.officer)
    decide(item, verb="agrees", text=Text(en="To meet in May"), taking="consensus", by=office.officer)
    office.commitment(item=item, due_on=TODAY + timedelta(days=30))
    found.finish_draft(by=office.officer)
    office.circulate(found)
    return found


@pytest.fixture
def item(session):
    return AgendaItem.objects.filter(session=session).order_by("number").first()


@pytest.fixture
def decision(item):
    return item.decisions.get()


@pytest.fixture
def said(item):
    return Strand.objects.leaving({key_of(item)}).get()


def ask(office, item, **what):
    return ask_for_correction(item, language="en", at=NOW, by=office.counterpart, **what)


def adopts(office, session):
    return adopt(session, sha256=fingerprint(content_of(session)), at=NOW, by=office.officer)


def letters(about):
    return [one.body for one in Letter.objects.filter(key__startswith=f"session:{about}:").order_by("pk")]


def test_by_link_a_side_words_a_decision_otherwise_and_the_office_takes_it_over(
    office, officer, visitor, session, item, decision
):
    _link, secret = invite(office, session)
    before = fingerprint(content_of(session))
    page = visitor.open("draft-by-link", secret).content.decode()

    visitor.send(
        "correction-by-link",
        secret,
        item.pk,
        language="en",
        decision=decision.pk,
        words="To meet in June",
        objection="",
    )
    correction = Correction.objects.get()
    seen = officer.open("draft", session.pk).content.decode()
    officer.send("taking-over", session.pk, correction.pk)

    decision.refresh_from_db()
    correction.refresh_from_db()
    item.refresh_from_db()
    assert "Object to decision 1, or word it otherwise" in page
    assert "would word it so (<bdi>Lina Guest</bdi>)" in seen
    assert ">May</del>" in seen.replace("\n", "") or "May</del>" in seen
    assert "June</ins>" in seen
    assert (correction.kind, correction.was, correction.outcome) == (Kind.DECISION, "To meet in May", Outcome.TAKEN)
    assert decision.text == Text(en="To meet in June") and item.minutes == Text(en="We spoke of seeds.")
    assert Entry.objects.about(decision).first().act == "changed"
    assert fingerprint(content_of(session)) != before
    answered = visitor.open("draft-by-link", secret).content.decode()
    assert "taken over" in answered and "What changed since the draft was circulated" in answered


def test_with_an_account_a_side_words_a_promise_otherwise_and_moves_its_day(
    office, officer, counterpart, session, item, said
):
    page = counterpart.open("draft", session.pk).content.decode()
    typed = {"language": "en", "said": said.pk, "words": "Send the draft by post", "due_on": LATER.isoformat()}

    counterpart.send("correction", session.pk, item.pk, **typed)
    correction = Correction.objects.get()
    seen = officer.open("draft", session.pk).content.decode()
    officer.send("taking-over", session.pk, correction.pk)

    promise = Commitment.objects.get()
    assert "Object to this, or word it otherwise" in page
    assert (correction.kind, correction.was, correction.due_on) == (Kind.SAID, "Send the draft", LATER)
    assert correction.due_was == (TODAY + timedelta(days=30)).isoformat()
    assert seen.count("<del>") == 1 and "by post</ins>" in seen  # nothing is struck from the words, the day is
    assert (promise.deliverable, promise.due_on) == (Text(en="Send the draft by post"), LATER)
    assert Entry.objects.about(promise).first().act == "corrected"
    (told,) = content_of(session)["items"][0]["said"]
    assert (told["deliverable"], told["due"]) == ({"en": "Send the draft by post"}, LATER.isoformat())


def test_a_day_can_be_moved_where_the_words_stay(office, session, item, said):
    correction = ask(office, item, said=said, words="Send the draft", due_on=LATER)
    take_over(correction, by=office.officer)

    promise = Commitment.objects.get()
    assert (correction.words, promise.deliverable, promise.due_on) == ("", Text(en="Send the draft"), LATER)


def test_a_promise_due_on_an_occasion_is_moved_to_a_day(office, officer, session):
    item = session.items.order_by("number").last()
    office.commitment(item=item, trigger="words", trigger_words=Text(en="once the budget is voted"))
    strand = Strand.objects.leaving({key_of(item)}).get()
    correction = ask(office, item, said=strand, due_on=LATER)
    seen = officer.open("draft", session.pk).content.decode()

    take_over(correction, by=office.officer)

    promise = Commitment.objects.get(due_on=LATER)
    assert "<bdi>once the budget is voted</bdi></del>" in seen
    assert (promise.trigger, promise.trigger_words) == ("", Text())


def test_while_an_objection_waits_nobody_adopts_and_words_answer_it(
    office, officer, counterpart, session, item, decision
):
    counterpart.send("correction", session.pk, item.pk, language="en", decision=decision.pk, objection="It was open.")
    correction = Correction.objects.get()
    seen = officer.open("draft", session.pk).content.decode()

    with pytest.raises(NotNow, match="still waits"):
        adopts(office, session)
    officer.send("declining", session.pk, correction.pk, answer="We noted it so.")

    assert "objects (" in seen and "It was open." in seen and "Take it over" not in seen
    answered = counterpart.open("draft", session.pk).content.decode()
    assert "We noted it so." in answered
    decision.refresh_from_db()
    assert decision.text == Text(en="To meet in May")
    assert adopts(office, session) is False


def test_an_objection_without_words_of_its_own_is_not_taken_over(office, item, decision):
    correction = ask(office, item, decision=decision, objection="It was open.")

    with pytest.raises(NotNow, match="proposes no words"):
        take_over(correction, by=office.officer)

    assert Correction.objects.get().outcome == Outcome.WAITING
    redecide(decision, text=Text(en="To meet in spring"), by=office.officer)
    settle(correction, answer="Worded anew.", by=office.officer)
    assert Correction.objects.get().outcome == Outcome.TAKEN


def test_nothing_passes_for_worded_anew_that_was_not(office, item, decision, said):
    write(item, language="en", words="We spoke of soil.", read_version=1, was="We spoke of seeds.", by=office.officer)
    for part in ({}, {"decision": decision}, {"said": said}):
        correction = ask(office, item, objection="It was otherwise.", **part)
        with pytest.raises(NotNow, match="Nothing was changed here since"):
            settle(correction, answer="Worded anew.", by=office.officer)
        assert Correction.objects.get(pk=correction.pk).outcome == Outcome.WAITING


def test_another_verb_of_a_decision_is_a_change_too(office, item, decision):
    correction = ask(office, item, decision=decision, objection="We only noted it.")

    redecide(decision, verb="notes", by=office.officer)
    settle(correction, answer="", by=office.officer)

    assert Correction.objects.get().outcome == Outcome.TAKEN


def test_the_minutes_too_are_objected_to_in_words(office, item):
    correction = ask(office, item, words="We spoke of seeds.", objection="We also spoke of soil.")

    assert (correction.kind, correction.words, correction.objection) == (Kind.MINUTES, "", "We also spoke of soil.")


def test_a_side_asks_of_each_thing_once_and_asking_again_replaces(office, item, decision, said):
    for words in ("first", "second"):
        ask(office, item, words=words)
        ask(office, item, decision=decision, words=words)
        ask(office, item, said=said, words=words)

    assert sorted((one.kind, one.words) for one in Correction.objects.all()) == [
        ("decision", "second"),
        ("minutes", "second"),
        ("said", "second"),
    ]


@pytest.mark.parametrize("kind", ["decision", "said"])
def test_the_database_keeps_one_open_correction_of_a_thing(office, item, decision, said, kind):
    first = ask(office, item, words="once", **{kind: {"decision": decision, "said": said}[kind]})
    first.pk = None

    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=office.officer):
        first.save(force_insert=True)


@pytest.mark.parametrize(
    "nothing", [{"words": "To meet in May"}, {"words": "  "}, {}, {"words": "To meet in May\r\n", "objection": " "}]
)
def test_what_changes_nothing_is_refused(office, item, decision, nothing):
    with pytest.raises(NotNow):
        ask(office, item, decision=decision, **nothing)

    assert not Correction.objects.exists()


def test_a_day_that_cannot_be_is_refused(office, session, item, decision, said):
    for what in (
        {"said": said, "due_on": session.day.date() - timedelta(days=1)},
        {"decision": decision, "due_on": LATER},
        {"due_on": LATER},
    ):
        with pytest.raises(NotNow):
            ask(office, item, **what)

    assert not Correction.objects.exists()


def test_a_day_that_the_promise_itself_refuses_is_told_in_words(office, item, said, monkeypatch):
    correction = ask(office, item, said=said, due_on=LATER)

    def refuse(self, *args, **kwargs):
        raise ValidationError({"due_on": "before it was said"})

    monkeypatch.setattr(Commitment, "reword", refuse)
    with pytest.raises(NotNow, match="before it was said"):
        take_over(correction, by=office.officer)


def test_only_what_stands_in_the_item_is_corrected_under_it(office, counterpart, session, item, decision, said):
    other = session.items.order_by("number").last()
    elsewhere = decide(other, verb="notes", text=Text(en="elsewhere"), taking="consensus", by=office.officer)

    for what in ({"decision": elsewhere}, {"said": Strand(source_type_id=said.source_type_id, source_id=other.pk)}):
        with pytest.raises(NotNow):
            ask(office, item, words="mine", **what)
    answer = counterpart.send("correction", session.pk, other.pk, language="en", said=said.pk, words="mine")

    assert answer.status_code == 404
    assert not Correction.objects.exists()


def test_what_is_internal_is_not_there_to_be_corrected(office, counterpart, session, item, decision, said):
    item.change(visibility=Visibility.INTERNAL, by=office.officer)
    shared = session.items.order_by("number").last()

    for what in ({"decision": decision.pk}, {"said": said.pk}):
        for under in (item, shared):
            answer = counterpart.send("correction", session.pk, under.pk, language="en", words="mine", **what)
            assert answer.status_code == 404

    assert not Correction.objects.exists()


def test_a_stranger_objects_to_nothing(office, stranger, session, item, decision):
    answer = stranger.send("correction", session.pk, item.pk, language="en", decision=decision.pk, words="mine")

    assert answer.status_code == 404
    assert not Correction.objects.exists()


def test_what_was_changed_meanwhile_is_not_overwritten(office, item, decision, said):
    of_decision = ask(office, item, decision=decision, words="To meet in June")
    of_promise = ask(office, item, said=said, due_on=LATER)
    redecide(decision, text=Text(en="To meet in July"), by=office.officer)
    Commitment.objects.get().change(due_on=LATER + timedelta(days=1), by=office.officer)

    for one in (of_decision, of_promise):
        with pytest.raises(NotNow, match="were changed after"):
            take_over(one, by=office.officer)

    decision.refresh_from_db()
    assert decision.text == Text(en="To meet in July")
    assert Correction.objects.waiting().count() == 2


def test_a_promise_on_which_somebody_acted_stays_and_the_correction_waits(office, officer, session, item, said):
    correction = ask(office, item, said=said, words="Send it")
    Commitment.objects.get().begin(at=NOW, by=office.officer)

    officer.send("taking-over", session.pk, correction.pk)

    assert Commitment.objects.get().deliverable == Text(en="Send the draft")
    assert Correction.objects.get().outcome == Outcome.WAITING


def test_words_in_final_minutes_are_not_reworded(office, session):
    office.adopt(session)

    with pytest.raises(NotNow, match="final minutes"):
        Commitment.objects.get().reword("en", "Other", due_on=None, by=office.officer)
    with pytest.raises(NotNow):
        OnTheThread.reword(Commitment.objects.get(), "en", "Other", due_on=None, by=office.officer)


def test_the_correction_of_a_decision_taken_out_does_not_pass_for_one_of_the_minutes(
    office, officer, session, item, decision
):
    correction = ask(office, item, decision=decision, words="To meet in June")
    undecide(decision, by=office.officer)
    correction.refresh_from_db()

    seen = officer.open("draft", session.pk).content.decode()
    with pytest.raises(NotNow, match="taken out meanwhile"):
        take_over(correction, by=office.officer)
    decline(correction, answer="The decision is out.", by=office.officer)

    assert "would word it so" in seen
    item.refresh_from_db()
    assert item.minutes == Text(en="We spoke of seeds.")


def test_letters_say_of_which_decision_or_promise(office, item, decision, said):
    ask(office, item, decision=decision, objection="It was open.")
    asked = letters("question")[0]
    decline(Correction.objects.get(), answer="No.", by=office.officer)
    ask(office, item, said=said, due_on=LATER)
    told = letters("answer")

    assert "objects to what the draft minutes" in asked and "It was open." in asked
    assert "Decision 1: \u2068To meet in May\u2069" in asked
    assert told and all("Decision 1: \u2068To meet in May\u2069" in one for one in told)
    assert "\u2068Send the draft\u2069" in letters("question")[-1]


def test_what_the_office_changed_in_a_decision_since_it_was_sent_is_marked(office, counterpart, session, decision):
    before = counterpart.open("draft", session.pk).content.decode()
    redecide(decision, text=Text(en="To meet in July"), by=office.officer)

    page = counterpart.open("draft", session.pk).content.decode()

    assert "<del>" not in before
    assert "May</del>" in page and "July</ins>" in page


def test_words_that_are_refused_stay_on_the_page(office, counterpart, session, item, decision):
    long = "x" * 2001

    answer = counterpart.send(
        "correction", session.pk, item.pk, language="en", decision=decision.pk, words="mine", objection=long
    )

    assert answer.status_code == 422
    assert answer.context["typed"] == f"mine\n\n{long}"
