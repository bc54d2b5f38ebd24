"""A model of our own: made of an agreement, shown before it is kept, never changed, and drafted from like any other."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import override

from comity.agreements.deviating import deviation_of
from comity.agreements.drafting import draft_from, models_for
from comity.agreements.modelling import content_for, make_model, make_next_version, proposed, reword_model
from comity.agreements.models import Clause, ModelVersion, OwnModel, Stage
from comity.agreements.shelf import model_of, newest, versions_of
from comity.agreements.wording import Wording, add_clause, reword, take_out
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.meetings.texts import fingerprint
from comity.translation.texts import Text
from tests.agreements.test_drafting import change, clause, drafted, ready
from tests.make import NOW


def shown(made, kept=()):
    return fingerprint(content_for(made, proposed(made, kept=kept)))


def model_from(office, made, *, kept=(), title="Our memorandum"):
    return make_model(made, title=Text(en=title), sha256=shown(made, kept), kept=kept, at=NOW, by=office.officer)


def written(office, words, heading="Purpose"):
    """An agreement in negotiation whose one clause says these words, by language."""
    made = ready(office, languages=list(words), prevailing=next(iter(words)))
    first, *others = words
    one = add_clause(made, part="article", wording=Wording(first, heading, words[first]), at=NOW, by=office.officer)
    for code in others:
        wording = Wording(code, heading, words[code], keeps_pace=True)
        reword(one, wording=wording, at=NOW, by=office.officer)
    return made


def changed(office, one, words):
    """The clause says these words in every language of its text, and none is behind."""
    for code in one.words:
        wording = Wording(code, one.heading.get(code, ""), words, keeps_pace=True)
        reword(one, wording=wording, at=NOW, by=office.officer)
        one.refresh_from_db()


def the_one(made):
    (found,) = proposed(made)
    return found


def test_the_names_of_the_parties_become_variables_in_every_language(office):
    made = written(
        office,
        {
            "en": "The Institute hosts the students of The Academy for 5 years.",
            "ar": "يستضيف المعهد طلاب الأكاديمية مدة 5 سنوات.",
        },
    )

    found = the_one(made)

    assert found.words["en"] == "{our_party} hosts the students of {other_parties} for {years}."
    assert found.words["ar"] == "يستضيف {our_party} طلاب {other_parties} مدة {years}."
    assert (found.partly, found.names) == ([], [])


def test_what_stands_in_one_language_only_stays_and_is_told(office):
    made = written(office, {"en": "It lasts 5 years.", "fr": "Il dure longtemps."})

    found = the_one(made)

    assert dict(found.words) == {"en": "It lasts 5 years.", "fr": "Il dure longtemps."}
    assert found.partly == ["initial term in years"]


def test_what_is_to_stay_stays(office):
    made = written(office, {"en": "Secrets are kept for 5 years."})
    one = made.clauses.get()

    (found,) = proposed(made, kept=[f"{one.pk}:years"])

    assert (found.words["en"], found.replaced) == ("Secrets are kept for 5 years.", {})


def test_a_name_that_a_model_would_carry_on_is_told(office):
    made = written(office, {"en": "The Academy pays.", "fr": "L’autre paie."})

    assert the_one(made).names == ["The Academy"]


def test_a_number_is_not_replaced_inside_another(office):
    made = written(office, {"en": "It lasts 15 years, never 5 yearss."})

    assert the_one(made).words["en"] == "It lasts 15 years, never 5 yearss."


def test_a_clause_that_nobody_changed_goes_back_to_the_words_of_its_model(office):
    made = drafted(office)
    original = model_of("memorandum", 1)

    found = {one.key: one for one in proposed(made)}

    assert all(dict(found[one.key].words) == dict(one.words) for one in original.clauses)


def test_a_model_keeps_what_was_shown_and_a_second_agreement_is_drafted_from_it(office):
    made = drafted(office, years=3)
    changed(office, clause(made, "purpose"), "They work together for long.")
    version = model_from(office, made, kept=[])
    other = ready(office, years=7)

    draft_from(other, model_of(version.model.code, 1), at=NOW, by=office.officer)

    assert clause(other, "purpose").words["en"] == "They work together for long."
    assert {one.from_model for one in other.clauses.all()} == {version.model.code}
    assert not deviation_of(other, list(Clause.objects.of(other))).is_one


def test_the_phrases_of_the_first_model_are_kept(office):
    version = model_from(office, drafted(office))
    other = ready(office, renewing="none")

    draft_from(other, model_of(version.model.code, 1), at=NOW, by=office.officer)

    assert "no renewal is foreseen" in clause(other, "duration").words["en"]


def test_models_of_our_own_are_offered_beside_the_shipped_ones(office):
    version = model_from(office, drafted(office))

    offered = [one.model.code for one in models_for(ready(office))]

    assert version.model.code in offered
    assert "memorandum" in offered


def test_a_text_with_a_gap_is_no_model(office):
    made = written(office, {"en": "It costs […]."})

    with pytest.raises(NotNow, match="gap"):
        model_from(office, made)


def test_a_text_with_a_language_behind_is_no_model(office):
    made = drafted(office)
    change(office, clause(made, "purpose"), "en", "They do something else.")

    with pytest.raises(NotNow, match="behind"):
        model_from(office, made)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_refusal_begins_with_the_clause_as_it_is_headed_kept_apart_from_the_sentence(office, language):
    made = written(office, {"en": "It costs […].", "fr": "Cela coûte […].", "ar": "الكلفة […]."})
    one = made.clauses.get()
    for code, heading in (("en", "Costs of Geneva"), ("fr", "Coûts de Genève"), ("ar", "تكاليف جنيف")):
        wording = Wording(code, heading, one.words[code], keeps_pace=True)
        reword(Clause.objects.get(pk=one.pk), wording=wording, at=NOW, by=office.officer)
    begins = {
        "en": "Article 1 · Costs of Geneva",
        "fr": "Article 1 · Coûts de Genève",
        "ar": "المادة 1 · تكاليف جنيف",
    }

    with override(language), pytest.raises(NotNow) as refused:
        model_from(office, made)

    assert f"\u2068{begins[language]}\u2069" in str(refused.value)
    assert not OwnModel.objects.exists()


def test_a_text_without_a_clause_is_no_model(office):
    with pytest.raises(NotNow, match="no clause"):
        model_from(office, ready(office))


def test_braces_that_are_no_variable_are_refused(office):
    made = written(office, {"en": "It says {whatever}."})

    with pytest.raises(NotNow, match="whatever"):
        model_from(office, made)


def test_a_text_that_changed_since_it_was_shown_is_not_kept(office):
    made = written(office, {"en": "They work together."})
    sha256 = shown(made)
    reword(made.clauses.get(), wording=Wording("en", "Purpose", "They part."), at=NOW, by=office.officer)

    with pytest.raises(NotNow, match="changed since"):
        make_model(made, title=Text(en="Ours"), sha256=sha256, at=NOW, by=office.officer)

    assert not OwnModel.objects.exists()


def test_the_next_version_leaves_the_older_one_as_it_was(office):
    made = drafted(office)
    version = model_from(office, made)
    changed(office, clause(made, "purpose"), "They do something else.")

    after = make_next_version(version.model, made, sha256=shown(made), at=NOW, by=office.officer)

    first, second = (model_of(version.model.code, number).clause("purpose").words["en"] for number in (1, 2))
    assert (after.number, second) == (2, "They do something else.")
    assert first == model_of("memorandum", 1).clause("purpose").words["en"]
    assert [one.version for one in versions_of(version.model.code)] == [2, 1]
    assert {one.code: one.version for one in newest()}[version.model.code] == 2


def test_a_version_that_says_the_same_is_refused(office):
    made = drafted(office)
    version = model_from(office, made)

    with pytest.raises(NotNow, match="what the newest version says"):
        make_next_version(version.model, made, sha256=shown(made), at=NOW, by=office.officer)


def test_an_agreement_of_another_kind_makes_no_version(office):
    version = model_from(office, drafted(office))
    other = written(office, {"en": "They work together."})
    other.change(kind="framework", act="corrected", by=office.officer)

    with pytest.raises(NotNow, match="another kind"):
        make_next_version(version.model, other, sha256=shown(other), at=NOW, by=office.officer)


def reworded(office, version, key, words, *, number=1):
    words = Text(words)
    return reword_model(version.model, key, version=number, heading=Text(), words=words, at=NOW, by=office.officer)


def test_a_clause_of_a_model_is_worded_otherwise_in_the_next_version(office):
    version = model_from(office, written(office, {"en": "They work together."}))
    (one,) = version.told()["clauses"]

    after = reworded(office, version, one["key"], {"en": "{parties} work together."})

    assert (after.number, model_of(version.model.code, 2).clause(one["key"]).words["en"]) == (
        2,
        "{parties} work together.",
    )
    assert Entry.objects.about(version.model).filter(act="new_version").count() == 1


def test_a_version_is_not_made_of_one_that_is_not_the_newest(office):
    version = model_from(office, written(office, {"en": "They work together."}))
    (one,) = version.told()["clauses"]
    reworded(office, version, one["key"], {"en": "They part."})

    with pytest.raises(NotNow, match="newer version"):
        reworded(office, version, one["key"], {"en": "They meet."})


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"en": "{nobody} works."}, "no variable"),
        ({"en": "{parties} work.", "fr": "Ils travaillent."}, "same variables"),
        ({"en": "They pay […]."}, "gap"),
        ({}, "gap"),
    ],
)
def test_a_faulty_clause_makes_no_version(office, words, refusal):
    version = model_from(office, written(office, {"en": "They work together."}))
    (one,) = version.told()["clauses"]

    with pytest.raises(NotNow, match=refusal):
        reworded(office, version, one["key"], words)

    assert version.model.model_versions.count() == 1


def test_a_version_is_never_changed(office):
    version = model_from(office, drafted(office))

    with pytest.raises(DatabaseError), transaction.atomic(), acting(by=office.officer):
        ModelVersion.objects.filter(pk=version.pk).update(content="{}")


def test_two_versions_never_have_one_number(office):
    version = model_from(office, drafted(office))

    facts = {"content": "{}", "sha256": "0" * 64, "came_from": version.came_from, "at": NOW}
    with pytest.raises(IntegrityError), acting(by=office.officer):
        ModelVersion.objects.create(model=version.model, number=1, **facts)


def test_a_clause_taken_out_is_no_part_of_the_model(office):
    made = drafted(office)
    take_out(clause(made, "mandates"), why="Not needed", by=office.officer)

    version = model_from(office, made)

    assert model_of(version.model.code, 1).clause("mandates") is None
    assert made.stage == Stage.DRAFTING
