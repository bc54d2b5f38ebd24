"""The languages of a clause state the same days, numbers and names, or somebody accepts that they do not."""

import pytest
from django.test import Client
from django.urls import reverse

from comity.agreements.approving import agree_text, content_of
from comity.agreements.comparing import differences_in, differing
from comity.agreements.models import Clause, Stage
from comity.agreements.wording import Wording, add_clause, reword
from comity.journal.refusals import NotNow
from comity.meetings.texts import fingerprint
from comity.translation.texts import Text
from tests.make import NOW, organisation

CODES = ["en", "fr", "ar"]
NAMES = [Text(en="The Institute", fr="L’Institut", ar="المعهد")]


def found(**words):
    clause = Clause(words=Text(words))
    return [(one.what, one.has, one.lacks) for one in differences_in(clause, CODES, NAMES)]


def test_what_says_the_same_in_each_language_differs_in_nothing():
    assert (
        found(
            en="On 3 March 2027 The Institute pays 1,500 for two years.",
            fr="Le 3 mars 2027, L’Institut paie 1 500 pour 2 ans.",
            ar="في 3 مارس 2027 يدفع المعهد 1500 لمدة سنتين.",
        )
        == []
    )


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ({"en": "It lasts 5 years.", "fr": "Il dure 6 ans."}, {"5", "6"}),
        ({"en": "From 3 March 2027.", "fr": "À compter du 4 mars 2027."}, {"2027-03-03", "2027-03-04"}),
        ({"en": "From 3 March 2027.", "ar": "من 3 أبريل 2027."}, {"2027-03-03", "2027-04-03"}),
        ({"en": "The Institute pays.", "ar": "الأكاديمية تدفع."}, {"The Institute"}),
    ],
)
def test_what_differs_is_named(words, what):
    assert {one for one, _has, _lacks in found(**words)} == what


def test_the_languages_that_state_it_are_named():
    assert found(en="5 pages", fr="5 pages", ar="صفحات") == [("5", ["en", "fr"], ["ar"])]


def of_people(**words):
    people = [Text(en="Amina Example", fr="Amina Example", ar="أمينة مثال"), Text(en="Only Latin", fr="Only Latin")]
    clause = Clause(words=Text(words))
    return [(one.what, one.has, one.lacks) for one in differences_in(clause, CODES, [], people)]


def test_somebody_who_is_named_in_one_language_is_named_in_the_others():
    assert of_people(en="Amina Example answers.", fr="Ben Example répond.", ar="تجيب أمينة مثال.") == []
    assert of_people(en="Amina Example answers.", ar="يجيب سامي.") == [("Amina Example", ["en"], ["ar"])]


def test_a_family_name_is_enough_and_says_nothing_by_itself():
    assert of_people(en="Amina Example answers.", fr="Mme Example répond.") == []
    assert of_people(en="An example follows.", fr="Une autre suit.") == []


def test_a_language_in_which_somebody_has_no_name_may_write_any():
    assert of_people(en="Only Latin answers.", fr="Only Latin répond.", ar="يجيب أونلي لاتن.") == []


def test_the_people_and_units_of_the_parties_are_compared(office):
    made = office.agreement(at=Stage.DRAFTING, languages=["en", "fr"])
    ours = made.contracting.get(organisation__is_host=True)
    name = ours.represented_by.name
    ours.represented_by.be_named(text=str(name), language="fr", by=office.officer)
    words = Text(en=f"{name} signs.", fr="Une autre personne signe.")
    wording = Wording("en", "", words["en"])
    one = add_clause(made, part="article", wording=wording, at=NOW, by=office.officer)
    reword(one, wording=Wording("fr", "", words["fr"], keeps_pace=True), by=office.officer, at=NOW)
    (one,) = Clause.objects.of(made)

    told = differing([one], made)

    assert [(each.what, each.has, each.lacks) for each in told[one.pk]] == [(str(name), ["en"], ["fr"])]


def test_a_language_without_words_is_behind_and_does_not_differ():
    assert found(en="It lasts 5 years.") == []


def negotiated(office):
    """A text whose two languages state another number each."""
    made = office.agreement(at=Stage.DRAFTING, languages=["en", "fr"])
    one = add_clause(
        made, part="article", wording=Wording("en", "Term", "It lasts 5 years."), at=NOW, by=office.officer
    )
    wording = Wording("fr", "Durée", "Il dure 6 ans.", keeps_pace=True)
    reword(one, wording=wording, at=NOW, by=office.officer)
    office.lead(made, to=Stage.NEGOTIATING)
    return made


def agreed(office, made, **given):
    return agree_text(made, sha256=fingerprint(content_of(made)), at=NOW, by=office.officer, **given)


def test_a_text_that_differs_is_agreed_with_a_reason_and_by_name_only(office):
    made = negotiated(office)

    with pytest.raises(NotNow, match="differ"):
        agreed(office, made)
    text = agreed(office, made, differs_why="The French counts the preparation.")

    assert (text.differs_why, text.differs_by) == ("The French counts the preparation.", "Amina Officer")


def test_a_text_that_does_not_differ_keeps_no_reason(office):
    made = office.agreement(at=Stage.NEGOTIATING)

    text = agreed(office, made, differs_why="never needed")

    assert (text.differs_why, text.differs_by) == ("", "")


def test_the_clauses_that_differ_are_told_by_their_number(office):
    made = negotiated(office)
    (one,) = Clause.objects.of(made)

    told = differing([one], made)

    assert [one.what for one in told[one.pk]] == ["5", "6"]


# Organisations of the registry that are no party


def bilingual(office, en, fr):
    """A text of one clause, as its two languages word it."""
    made = office.agreement(at=Stage.DRAFTING, languages=["en", "fr"])
    one = add_clause(made, part="article", wording=Wording("en", "", en), at=NOW, by=office.officer)
    reword(one, wording=Wording("fr", "", fr, keeps_pace=True), by=office.officer, at=NOW)
    return made


def told_of(made):
    """What differs in each clause of a text."""
    clauses = list(Clause.objects.of(made))
    return [(one.what, one.has, one.lacks) for some in differing(clauses, made).values() for one in some]


@pytest.fixture
def funder(office):
    """An organisation that pays and is no party, with its names in two languages."""
    made = organisation("Example Research Fund", by=office.officer, acronym="ERF")
    made.rename(text="Fonds exemplaire de la recherche", language="fr", kind="translated", by=office.officer)
    return made


def test_an_organisation_that_is_no_party_is_named_in_each_language(office, funder):
    made = bilingual(office, "The Example Research Fund pays.", "Le Fonds national paie.")
    same = bilingual(office, "The Example Research Fund pays.", "Le Fonds exemplaire de la recherche paie.")

    assert told_of(made) == [("Example Research Fund", ["en"], ["fr"])]
    assert told_of(same) == []


def test_any_of_its_names_will_do_in_the_other_language(office, funder):
    funder.rename(text="Fonds ancien", language="fr", kind="former", by=office.officer)

    for words in ("L’ERF paie.", "Le Fonds ancien paie.", "Le fonds exemplaire de la Recherche paie."):
        assert told_of(bilingual(office, "The Example Research Fund pays.", words)) == []


def test_an_organisation_without_a_name_in_the_other_language_may_be_called_anything(office):
    organisation("Example Research Fund", by=office.officer)

    assert told_of(bilingual(office, "The Example Research Fund pays.", "Le Fonds paie.")) == []


def test_an_acronym_and_a_single_word_begin_no_comparison(office, funder):
    single = organisation("Nature", by=office.officer)
    single.rename(text="Le monde vivant", language="fr", kind="official", by=office.officer)

    assert told_of(bilingual(office, "The ERF pays. Nature follows.", "Une autre suit.")) == []


def test_a_name_that_two_organisations_bear_begins_no_comparison(office, funder):
    organisation("Example Research Fund", by=office.officer, country="MA")

    assert told_of(bilingual(office, "The Example Research Fund pays.", "Le Fonds national paie.")) == []


def test_a_name_within_a_longer_one_is_not_meant(office, funder):
    organisation("Example Research Fund of Rabat", by=office.officer)

    assert told_of(bilingual(office, "The Example Research Fund of Rabat pays.", "Le Fonds de Rabat paie.")) == []


def test_a_party_is_told_once(office):
    office.partner.rename(text="Organisation partenaire", language="fr", kind="official", by=office.officer)
    name = str(office.partner)

    told = told_of(bilingual(office, f"{name} pays.", "Une autre paie."))

    assert [(has, lacks) for _what, has, lacks in told] == [(["en"], ["fr"])]


def test_a_text_of_many_clauses_asks_as_often_as_one_of_few(office, funder, django_assert_max_num_queries):
    made = bilingual(office, "The Example Research Fund pays.", "Le Fonds national paie.")
    for at in range(9):
        one = add_clause(made, part="article", wording=Wording("en", "", f"Words {at}."), at=NOW, by=office.officer)
        reword(one, wording=Wording("fr", "", f"Mots {at}.", keeps_pace=True), by=office.officer, at=NOW)
    told_of(made)
    clauses = list(Clause.objects.of(made))

    with django_assert_max_num_queries(3):
        differing(clauses, made)


def test_the_page_of_a_text_in_two_languages_asks_at_most_30_questions(office, funder, django_assert_max_num_queries):
    made = bilingual(office, "The Example Research Fund pays.", "Le Fonds national paie.")
    office.lead(made, to=Stage.NEGOTIATING)
    browser = Client()
    browser.force_login(office.officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.get(reverse("agreement-text", args=[made.pk]))

    with django_assert_max_num_queries(30):
        page = browser.get(reverse("agreement-text", args=[made.pk]))

    assert "Example Research Fund" in page.content.decode()
