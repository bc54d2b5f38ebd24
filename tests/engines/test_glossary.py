"""The registry is the glossary: what counts as a name, which name is said for it, and when that changes."""

from datetime import date

import pytest

from comity.engines import naming
from comity.engines.glossary import Form, Glossary
from comity.engines.naming import glossary_now
from comity.engines.translating import glossary_for
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.records import record
from comity.partners.models import Office, Person
from comity.translation.texts import Text
from tests import make


def found(text, language="en", glossary=None):
    return [text[one.start : one.end] for one in (glossary or glossary_now()).mentions(text, language)]


def said(text, source="en", target="fr"):
    glossary = glossary_now()
    return [glossary.rendering(one, text, source, target) for one in glossary.mentions(text, source)]


def test_the_longest_name_is_found_at_each_place(registry):
    text = "The Leibniz Institute for Catalysis of the Leibniz Association, not Leibniz himself."

    assert found(text) == ["Leibniz Institute for Catalysis", "Leibniz Association"]


def test_an_acronym_is_no_part_of_another_word_and_keeps_its_capitals(registry):
    assert found("AIP, AIPs, aip, CNRSTX") == ["AIP"]
    assert found("l’ICESCO, d'ICESCO (ICESCO)", "fr") == ["ICESCO"] * 3


def test_names_are_found_whatever_apostrophe_and_blank_was_typed(registry):
    typed = "Organisation du monde islamique pour l'éducation,\u00a0les sciences et la culture"

    assert found(typed, "fr") == [typed]


def test_names_in_arabic_are_found_behind_particles_and_with_or_without_hamza(registry):
    assert found("اجتمعت والإيسيسكو بالايسيسكو", "ar") == ["الإيسيسكو", "الايسيسكو"]
    assert said("قالت مؤسسة ليبنيز", "ar", "en") == ["Leibniz Association"]


def test_each_sort_of_name_is_said_as_the_same_sort(registry):
    assert said("The Leibniz Association") == ["Association Leibniz"]
    assert said("ICESCO", target="ar") == ["الإيسيسكو"]
    assert said("National Center for Scientific and Technical Research", target="ar") == [
        "المركز الوطني للبحث العلمي والتقني"
    ]


def test_a_name_without_a_version_stays_and_so_does_a_name_in_another_language(registry):
    assert said("The Leibniz Association", target="es") == ["Leibniz Association"]
    assert said("Leibniz-Gemeinschaft") == ["Leibniz-Gemeinschaft"]


def test_a_former_name_never_becomes_the_present_one(registry):
    assert said("ISESCO, the Islamic Educational, Scientific and Cultural Organization", target="ar") == [
        "ISESCO",
        "Islamic Educational, Scientific and Cultural Organization",
    ]


def test_people_are_named_as_their_language_writes_them(registry):
    (arabic,) = said("Dr. Salim M. AlMalik", target="ar")

    assert arabic.startswith("د. ")
    assert found("Dr. AlMalik and Prof. Kleiner; Beller alone is no name.") == ["AlMalik", "Kleiner"]


def test_a_family_name_in_arabic_is_known_behind_its_form_of_address(officer):
    where = make.organisation("Institute of Tests", by=officer)
    person = Person.enter(by=officer)
    person.be_named(text="سارة المثال", language="ar", by=officer)
    Office.enter(person=person, organisation=where, title=Text(en="Guest"), is_published=True, by=officer)

    assert found("قالت الدكتورة المثال، وهذا المثال", "ar") == ["المثال"]


def test_names_that_are_joined_stay_together(registry):
    assert said("the ICESCO-Leibniz-DAAD scholarship", target="ar") == ["ICESCO-Leibniz-DAAD"]
    assert found("ICESCO-led") == ["ICESCO"]


def test_offices_and_areas_of_several_words_are_said_officially_where_a_version_exists(registry):
    assert said("He is Director-General and works on climate change research.") == [
        "Directeur général",
        "recherche sur le changement climatique",
    ]
    assert said("Director-General", target="es") == [None]
    assert found("The president of education") == []


def test_words_that_name_two_subjects_stay_as_they_are(officer):
    for country, french in (("MA", "Centre du Maroc"), ("TN", "Centre de Tunisie")):
        one = make.organisation("National Centre", by=officer, country=country)
        one.rename(text=french, language="fr", kind="official", by=officer)

    assert said("The National Centre") == ["National Centre"]


def test_states_are_left_to_the_engine(officer):
    make.organisation("Morocco", by=officer, kind="state")

    assert found("In Morocco") == []


def test_a_person_whom_no_published_source_names_is_not_in_the_glossary(officer):
    where = make.organisation("Institute of Tests", by=officer)
    hidden, known = (Person.enter(by=officer) for _ in range(2))
    hidden.be_named(text="Hidden Example", language="en", by=officer)
    known.be_named(text="Known Example", language="en", by=officer)
    for person, is_published in ((hidden, False), (known, True)):
        Office.enter(person=person, organisation=where, title=Text(en="Guest"), is_published=is_published, by=officer)

    assert found("Hidden Example met Known Example") == ["Known Example"]


def test_a_rename_changes_the_version_for_the_texts_that_name_it_and_for_no_others(registry, officer):
    texts = ["The Leibniz Association wrote.", "ICESCO answered.", "Nobody else did."]
    before = [glossary_for(one, source="en", target="fr") for one in texts]

    name = registry["leibniz"].names.get(language="fr")
    registry["leibniz"].rename(text="Communauté Leibniz", language="fr", kind="official", by=officer)
    name.end(on=date(2026, 11, 1), by=officer)

    after = [glossary_for(one, source="en", target="fr") for one in texts]
    assert [one != other for one, other in zip(before, after, strict=True)] == [True, False, False]
    assert said("The Leibniz Association") == ["Communauté Leibniz"]


def test_the_glossary_is_built_once_while_nothing_changes(registry, django_assert_num_queries):
    first = glossary_now()

    with django_assert_num_queries(1):
        assert glossary_now() is first


def test_acts_on_other_records_leave_the_glossary_as_it_is(registry, officer):
    first, newest = glossary_now(), Entry.objects.newest_first().first()
    with acting(by=officer):
        record(officer, "changed", by=officer)

    assert Entry.objects.newest_first().first() != newest
    assert glossary_now() is first


def test_a_name_is_known_as_soon_as_it_is_entered(registry, officer):
    assert found("The Rabat Forum") == []

    make.organisation("Rabat Forum", by=officer)

    assert found("The Rabat Forum") == ["Rabat Forum"]


def test_one_name_is_found_among_many_thousand():
    forms = [Form(f"Institute number{one} of Tests", "en", f"organisation {one}", "full") for one in range(20_000)]
    glossary = Glossary(forms)

    assert found("The Institute number777 of Tests", glossary=glossary) == ["Institute number777 of Tests"]


@pytest.fixture(autouse=True)
def forgotten():
    naming.forget()
