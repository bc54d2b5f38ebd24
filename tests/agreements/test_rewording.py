"""The words of a clause as they come back from a browser, and as two people change them at once."""

from django.urls import reverse

from comity.agreements.models import Clause, Remark, Stage
from comity.agreements.wording import Wording, add_clause, reword
from comity.journal.models import Entry
from comity.meetings.texts import marked_changes
from tests.agreements.test_on_its_pages import signed_in, their_turn, words_of
from tests.make import NOW


def paragraphs_of(office, words):
    """A clause of these words, and what the other party sends of it: a browser ends its lines in a way of its own."""
    made = office.agreement(at=Stage.NEGOTIATING)
    clause = made.clauses.get()
    reword(clause, wording=Wording("en", "", words), at=NOW, by=office.officer)
    their_turn(office, made)
    at = reverse("clause-remarks", args=[made.pk, clause.pk]) + "?in=en"

    def say(**typed):
        sent = {name: value.replace("\n", "\r\n") for name, value in typed.items()}
        return signed_in(office.counterpart).post(at, sent)

    return say


def test_a_clause_sent_back_untouched_is_no_proposal(office):
    words = "1. It is sent thirty days before.\n2. All are named."
    say = paragraphs_of(office, words)

    refused = say(words=words)
    assert refused.status_code == 422
    assert "Say how it should read" in words_of(refused)
    assert not Remark.objects.exists()

    say(words=words.replace("before.", "before.  "), comment="We agree.")
    said = Remark.objects.get()
    assert (said.words, said.comment) == ("", "We agree.")


def test_a_proposal_shows_what_was_changed_and_nothing_else(office):
    words = "1. It is sent thirty days before.\n2. All are named."
    say = paragraphs_of(office, words)

    say(words=words.replace("thirty", "sixty"))

    said = Remark.objects.get()
    assert said.words == words.replace("thirty", "sixty")
    changed = [piece for piece in marked_changes(said.was, said.words) if piece[0] != "same"]
    assert changed == [("gone", "thirty"), ("instead", "sixty")]
    assert marked_changes(words, words.replace("\n", "\r\n")) == [("same", words)]


def test_a_clause_saved_untouched_leaves_no_language_behind(office):
    made = office.agreement(at=Stage.DRAFTING)
    clause = add_clause(made, part="article", wording=Wording("en", "", "One.\r\nTwo."), at=NOW, by=office.officer)
    entries, turns = Entry.objects.count(), clause.turns

    reword(clause, wording=Wording("en", "", "One.\nTwo."), was="One.\nTwo.", at=NOW, by=office.officer)

    clause.refresh_from_db()
    assert (clause.turns, Entry.objects.count()) == (turns, entries)


def test_what_another_wrote_meanwhile_is_shown_and_not_overwritten(office):
    made = office.agreement(at=Stage.DRAFTING)
    browser = signed_in(office.officer)
    browser.post(reverse("clauses", args=[made.pk]), {"part": "article", "words": "First words."})
    clause = Clause.objects.get()
    reword(clause, wording=Wording("en", "", "Their words."), at=NOW, by=office.head)

    sent = {"words": "My words.", "was": "First words."}
    answer = browser.post(reverse("clause", args=[made.pk, clause.pk]) + "?in=en", sent)

    assert answer.status_code == 422
    assert answer.context["meanwhile"] == [("gone", "First"), ("instead", "Their"), ("same", " words.")]
    shown = words_of(answer)
    assert shown.index('id="meanwhile"') < shown.index("Their</ins> words.") < shown.index("theirs stand above")
    assert "My words.</textarea>" in shown
    clause.refresh_from_db()
    assert clause.words["en"] == "Their words."


def test_whoever_read_what_another_wrote_meanwhile_can_change_it(office):
    made = office.agreement(at=Stage.DRAFTING)
    clause = add_clause(made, part="article", wording=Wording("en", "", "First."), at=NOW, by=office.head)
    reword(clause, wording=Wording("en", "", "Theirs."), at=NOW, by=office.head)
    browser, at = signed_in(office.officer), reverse("clause", args=[made.pk, clause.pk]) + "?in=en"

    empty = browser.post(at, {"words": "", "was": "First."})
    assert [kind for kind, _words in empty.context["meanwhile"]] == ["gone", "instead"]
    assert browser.post(at, {"words": "Both.", "was": empty.context["was"]}).status_code == 302

    clause.refresh_from_db()
    assert clause.words["en"] == "Both."
    assert not browser.get(at).context["meanwhile"]
