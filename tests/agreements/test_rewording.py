"""The words of a clause as they come back from a browser."""

from django.urls import reverse

from comity.agreements.models import Remark, Stage
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
