"""A text takes what the record tells now, where nobody worded it otherwise."""

import pytest
from django.urls import reverse

from comity.agreements.correcting import correct
from comity.agreements.filling import GAP
from comity.agreements.models import Agreement, Clause
from comity.agreements.negotiating import hand_turn
from comity.agreements.refilling import _fits, refill, refills_of
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.partners.models import Area
from comity.translation.texts import Text
from tests.agreements.test_drafting import change, clause, drafted, opened
from tests.make import NOW


def refills(made):
    made = Agreement.objects.get(pk=made.pk)
    return {one.clause.from_clause: one for one in refills_of(made, list(Clause.objects.of(made)))}


def all_of(made):
    return [str(one.pk) for one in Clause.objects.of(made)]


def fill(office, made, *keys):
    chosen = [str(clause(made, one).pk) for one in keys] or all_of(made)
    refill(Agreement.objects.get(pk=made.pk), keys=chosen, by=office.officer)


def test_a_text_that_says_what_the_record_tells_has_nothing_to_fill_in(office):
    made = drafted(office)

    assert refills(made) == {}
    with pytest.raises(NotNow, match="says what the record tells already"):
        fill(office, made)


def test_a_gap_that_the_record_answers_later_is_filled_in_every_language(office):
    made = drafted(office, years=None)
    assert GAP in clause(made, "duration").words["en"]

    correct(made, years=5, by=office.officer)
    fill(office, made)

    words = clause(made, "duration").words
    assert "5 years" in words["en"]
    assert "5 ans" in words["fr"]
    assert GAP not in "".join(words.values())
    assert clause(made, "duration").languages_behind(["en", "fr", "ar"]) == []


def test_a_name_that_was_corrected_stands_in_every_clause_that_names_it(office):
    made = drafted(office)
    party = made.contracting.get(organisation=office.host)

    party.change(by=office.officer, legal_name=Text(en="The House", fr="La Maison", ar="الدار"))
    fill(office, made)

    every = [words for one in Clause.objects.of(made) for words in one.words.values()]
    assert not [words for words in every if "The Institute" in words or "L’Institut" in words or "المعهد" in words]
    assert "The House" in clause(made, "parties").words["en"]
    assert refills(made) == {}


def test_only_what_is_chosen_is_filled_in(office):
    made = drafted(office)
    correct(made, areas=[Area.objects.get(code="culture")], by=office.officer)
    party = made.contracting.get(organisation=office.host)
    party.change(by=office.officer, legal_name=Text(en="The House", fr="La Maison", ar="الدار"))

    fill(office, made, "areas")

    assert "parties" in refills(made)
    assert "areas" not in refills(made)
    with pytest.raises(NotNow, match="Choose at least one clause"):
        refill(made, keys=["0"], by=office.officer)


def test_what_somebody_worded_otherwise_stays_theirs(office):
    made = drafted(office)
    change(office, clause(made, "areas"), "en", "They work together on whatever they like.")

    correct(made, areas=[Area.objects.get(code="culture")], by=office.officer)

    step = refills(made)["areas"]
    assert step.now.words["en"] == "They work together on whatever they like."
    assert step.now.words["fr"] != step.was.words["fr"]
    assert not step.is_untouched


def test_without_what_was_worded_by_hand_all_languages_follow(office):
    """The negative control."""
    made = drafted(office)

    correct(made, areas=[Area.objects.get(code="culture")], by=office.officer)

    step = refills(made)["areas"]
    assert [step.now.words[code] != step.was.words[code] for code in ("en", "fr", "ar")] == [True, True, True]
    assert step.is_untouched


def test_a_gap_that_was_filled_by_hand_is_no_gap_again(office):
    made = drafted(office, years=None)
    one = clause(made, "duration")
    for code, words in one.words.items():
        change(office, clause(made, "duration"), code, words.replace(GAP, "7"))

    assert "duration" not in refills(made)


def test_a_language_added_later_gets_the_clauses_that_nobody_worded(office):
    made = drafted(office, languages=["en", "fr"])
    change(office, clause(made, "purpose"), "en", "They want something else.")
    assert "ar" not in clause(made, "areas").words

    correct(made, languages=["en", "fr", "ar"], by=office.officer)
    found = refills(made)

    assert found["areas"].now.words["ar"]
    fill(office, made)
    assert clause(made, "areas").languages_behind(["en", "fr", "ar"]) == []
    assert "ar" not in clause(made, "purpose").words


def test_what_was_filled_in_is_written_down(office):
    made = drafted(office)
    correct(made, areas=[Area.objects.get(code="culture")], by=office.officer)

    fill(office, made)

    last = Entry.objects.about(made).latest("pk")
    assert (last.act, last.by_name) == ("reworded", office.officer.name)
    assert any("Areas" in one for one in last.after["clauses"])


def test_in_the_turn_of_another_party_nothing_is_filled_in(office):
    made = drafted(office)
    opened(office, made)
    hand_turn(made, to=made.contracting.get(organisation=office.partner), at=NOW, by=office.officer)
    party = made.contracting.get(organisation=office.host)
    party.change(by=office.officer, legal_name=Text(en="The House", fr="La Maison", ar="الدار"))

    with pytest.raises(NotNow, match="turn of"):
        fill(office, made)

    assert "parties" in refills(made)


@pytest.mark.parametrize(
    ("template", "words", "fits"),
    [
        ("It lasts {years}.", "It lasts 5 years.", True),
        ("It lasts {years}.", "It  lasts\n5 years.", True),
        ("It lasts {years}.", "It lasts 5 years", False),
        ("It lasts {years}.", "It lasts.", False),
        ("{a} and {b}", "and and and", True),
        ("{a} x {b} x {c}", "1 x 2", False),
        ("ab{a}ba", "aba", False),
        ("Nothing is asked.", "Nothing is asked.", True),
        ("Nothing is asked.", "Nothing was asked.", False),
        ("", "", True),
    ],
)
def test_words_fit_a_template_with_anything_for_each_variable(template, words, fits):
    assert _fits(template, words) is fits


def test_the_page_shows_what_changes_and_fills_in_what_is_chosen(office, client):
    made = drafted(office)
    correct(made, areas=[Area.objects.get(code="culture")], by=office.officer)
    client.force_login(office.officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    address, text = reverse("refilling", args=[made.pk]), reverse("agreement-text", args=[made.pk])

    assert address in client.get(text).content.decode()
    shown = client.get(address).content.decode()
    refused, chosen = client.post(address), (str(one.clause.pk) for one in refills(made).values())
    taken = client.post(address, {"keys": list(chosen)})

    assert f'value="{clause(made, "areas").pk}" checked' in shown
    assert "<ins" in shown
    assert (refused.status_code, taken.status_code, taken.url) == (422, 302, text)
    assert address not in client.get(text).content.decode()
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("who", ["counterpart", "stranger", "reader"])
def test_it_is_for_officers_and_heads(office, client, who):
    made = drafted(office)
    correct(made, areas=[Area.objects.get(code="culture")], by=office.officer)
    client.force_login(getattr(office, who), backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.post(reverse("refilling", args=[made.pk]), {"keys": all_of(made)}).status_code in (403, 404)
    assert "areas" in refills(made)


def test_a_legal_name_told_in_another_script_only_is_a_gap(office):
    made = drafted(office)
    party = made.contracting.get(organisation=office.host)

    party.change(by=office.officer, legal_name=Text(ar="الدار"))

    words = refills(made)["parties"].now.words
    assert "الدار" in words["ar"]
    assert "الدار" not in words.get("en", "")
