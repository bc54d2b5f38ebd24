"""What waits in a text stands at its top, for each reader as far as they read it, with the way to the clause."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from comity.agreements.models import Clause, Remark, Stage
from comity.agreements.negotiating import hand_turn, withdraw
from comity.agreements.wording import Wording, add_clause, answer, remark, reword
from tests.agreements.redlined import carried, upload
from tests.agreements.redlined import written as of_the_corpus
from tests.agreements.test_by_link import sent
from tests.agreements.test_on_its_pages import signed_in
from tests.make import NOW


def waiting(page):
    """What stands in the part of a page that tells what waits: nothing where nothing does."""
    found = re.search(r'<nav class="note[^"]*" aria-labelledby="waiting">.*?</nav>', page.content.decode(), re.DOTALL)
    return found[0] if found else ""


def seen_by(who, made, language="en"):
    return waiting(signed_in(who).get(f"/{language}/agreements/{made.pk}/text/"))


def kinds(told):
    return re.findall(r"<summary>([^<]+)</summary>", told)


def ways(told):
    return re.findall(r'<a href="#clause-(\d+)">', told)


def negotiated(office, *more, languages=("en",)):
    """A text that our partner has the turn to answer, with a clause for each of some words."""
    made = office.agreement(at=Stage.DRAFTING, languages=list(languages))
    for heading in ("Purpose", *more):
        wording = Wording("en", heading, f"Of {heading}.")
        add_clause(made, part="article", wording=wording, at=NOW, by=office.officer)
    office.lead(made, to=Stage.NEGOTIATING)
    hand_turn(made, to=theirs(office, made), at=NOW, by=office.officer)
    return made


def theirs(office, made):
    return made.contracting.get(organisation=office.partner)


def say(office, clause, *, words="", comment=""):
    given = {"language": "en", "words": words, "comment": comment, "at": NOW, "by": office.counterpart}
    return remark(clause, party=theirs(office, clause.agreement), **given)


def test_where_nothing_waits_nothing_is_told(office):
    made = negotiated(office)

    assert [seen_by(who, made) for who in (office.officer, office.counterpart, office.reader)] == ["", "", ""]


def test_what_a_party_said_waits_for_our_answer_and_on_its_own_page_for_the_office(office):
    made = negotiated(office, "Costs")
    purpose, costs = Clause.objects.of(made)
    say(office, costs, words="Each side pays.")
    say(office, purpose, comment="Whose purpose?")
    token = sent(made, office)

    ours = ["1 proposed wording waits for our answer", "1 comment waits for our answer"]
    told = ["1 proposed wording waits for the office’s answer", "1 comment waits for the office’s answer"]
    for who in (office.officer, office.head, office.reader):
        assert kinds(seen_by(who, made)) == ours
    by_link = waiting(Client().get(reverse("agreement-by-link", args=[token])))
    for one in (seen_by(office.counterpart, made), by_link):
        assert kinds(one) == told
        assert ways(one) == [str(costs.pk), str(purpose.pk)]


def test_what_was_answered_waits_no_longer(office):
    made = negotiated(office)
    answer(say(office, made.clauses.get(), comment="Why?"), is_declined=False, words="", by=office.officer)

    assert seen_by(office.officer, made) == seen_by(office.counterpart, made) == ""


def test_the_edits_of_a_word_file_are_counted_and_lead_to_the_first_that_waits(office):
    made = of_the_corpus(office, turn=office.partner)
    content = upload(carried("en-edited", made))
    signed_in(office.counterpart).post(reverse("redline-sending", args=[made.pk]), {"file": content})
    redline = made.redlines.get()
    first, count = redline.edits.order_by("position").first(), redline.edits.count()
    signed_in(office.officer).post(reverse("edit-answer", args=[made.pk, first.pk]), {"how": "noted"})
    second = redline.edits.exclude(pk=first.pk).order_by("position").first()

    told = seen_by(office.officer, made)

    assert kinds(told)[0] == f"{count - 1} edits of Word files wait for our answer"
    assert f'href="{reverse("redline", args=[made.pk, redline.pk])}#edit-{second.pk}"' in told
    assert kinds(seen_by(office.counterpart, made)) == [f"{count - 1} edits of Word files wait for the office’s answer"]


def test_edits_of_our_own_wait_for_our_office_alone(office):
    made = of_the_corpus(office)
    host = made.contracting.get(organisation=office.host)
    sending = reverse("redline-sending", args=[made.pk])
    signed_in(office.officer).post(sending, {"file": upload(carried("en-edited", made)), "party": host.pk})

    assert "wait for our answer" in seen_by(office.officer, made)
    assert seen_by(office.counterpart, made) == ""


def test_what_is_to_be_put_right_is_told_to_whoever_writes_the_text(office):
    made = negotiated(office, "Term", languages=("en", "fr"))
    purpose, term = Clause.objects.of(made)
    wording = Wording("fr", "", "6 ans, […].", keeps_pace=True)
    reword(term_of(made, office, "It lasts 5 years, […]."), wording=wording, at=NOW, by=office.officer)

    told = seen_by(office.officer, made)

    assert kinds(told) == [
        "1 clause is behind in a language",
        "The languages of 1 clause differ in names, days or numbers",
        "1 clause has a gap, […], where the record told nothing",
    ]
    assert ways(told) == [str(purpose.pk), str(term.pk), str(term.pk)]
    assert seen_by(office.counterpart, made) == ""
    assert kinds(seen_by(office.reader, made)) == ["The languages of 1 clause differ in names, days or numbers"]


def term_of(made, office, words):
    """The clause of the term as our office words it, in its turn."""
    hand_turn(made, to=made.contracting.get(organisation=office.host), at=NOW, by=office.counterpart)
    term = Clause.objects.of(made).last()
    reword(term, wording=Wording("en", "Term", words), at=NOW, by=office.officer)
    return Clause.objects.get(pk=term.pk)


def test_few_ways_stand_open_and_many_are_folded(office):
    made = negotiated(office, *(f"Heading {n}" for n in range(4)))
    clauses = list(Clause.objects.of(made))
    for one in clauses[:4]:
        say(office, one, comment="Why?")
    assert seen_by(office.officer, made).count('<details class="fold" open>') == 1

    say(office, clauses[4], comment="Why?")

    assert "open>" not in seen_by(office.officer, made)
    assert kinds(seen_by(office.officer, made)) == ["5 comments wait for our answer"]


@pytest.mark.parametrize(
    ("language", "ours", "told"),
    [
        ("fr", "2 commentaires attendent notre réponse", "2 commentaires attendent la réponse du bureau"),
        ("ar", "تعليقان ينتظران ردنا", "تعليقان ينتظران رد المكتب"),
    ],
)
def test_it_is_counted_as_each_language_counts(office, language, ours, told):
    made = negotiated(office, "Costs")
    for one in made.clauses.all():
        say(office, one, comment="Why?")

    assert kinds(seen_by(office.officer, made, language)) == [ours]
    assert kinds(seen_by(office.counterpart, made, language)) == [told]


def test_nothing_waits_in_a_text_that_was_given_up(office):
    made = negotiated(office)
    say(office, made.clauses.get(), comment="Why?")
    withdraw(made, why="No money.", at=NOW, by=office.officer)

    assert seen_by(office.officer, made) == seen_by(office.counterpart, made) == ""
    assert Remark.objects.on(made).waiting().exists()


def test_the_page_asks_as_often_where_much_waits_as_where_nothing_does(office, django_assert_max_num_queries):
    made = negotiated(office, *(f"Heading {n}" for n in range(6)), languages=("en", "fr"))
    browsers, address = [signed_in(office.officer), signed_in(office.counterpart)], f"/en/agreements/{made.pk}/text/"

    def counted(browser):
        browser.get(address)
        with django_assert_max_num_queries(30) as asked:
            page = browser.get(address)
        return len(asked), "7 proposed wordings wait" in waiting(page)

    before = [counted(one) for one in browsers]
    for one in Clause.objects.of(made):
        say(office, one, words="Otherwise.")

    assert [counted(one) for one in browsers] == [(asked, True) for asked, _told in before]
