"""Drafting from a model: complete in each language, filled from the record, compared with what it came from."""

from datetime import date
from shutil import copytree

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from comity.agreements import shipped
from comity.agreements.approving import agree_text, content_of
from comity.agreements.correcting import correct
from comity.agreements.deviating import deviation_of
from comity.agreements.drafting import draft_from, models_for
from comity.agreements.filling import GAP, facts_of, heading_and_words
from comity.agreements.models import Agreement, Clause, Finding, Sort, Stage
from comity.agreements.negotiating import answer_clearance, ask_for_clearances, open_to_all, take_back
from comity.agreements.shelf import model_of
from comity.agreements.shipped import VARIABLE, VARIABLES, ModelText
from comity.agreements.wording import Wording, add_clause, reword, take_out
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.meetings.texts import fingerprint
from comity.partners.models import Area
from comity.translation.texts import Text, languages
from tests.make import NOW

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LIST = [  # what the record of a memorandum has to hold, by the keys of the clauses
    *("parties", "mandates", "cooperation", "purpose", "areas", "undertakings", "committee", "costs", "names"),
    *("publication", "confidentiality", "data-protection", "privileges", "disputes", "duration", "entry", "amendment"),
    *("suspension", "termination", "survival", "languages", "originals"),
]
OF_A_DOCTORATE = [
    *("candidates", "supervisors", "enrolment", "residence", "language", "jury", "degree", "publication", "social"),
]


def model(code="memorandum") -> ModelText:
    return next(one for one in shipped.shipped() if one.code == code)


def ready(office, **facts):
    """An agreement in drafting in all languages, with an area and names in each of them."""
    given = {"languages": ["en", "fr", "ar"], "prevailing": "fr"} | facts
    made = office.agreement(at=Stage.DRAFTING, **given)
    names = (
        Text(en="The Institute", fr="L’Institut", ar="المعهد"),
        Text(en="The Academy", fr="L’Académie", ar="الأكاديمية"),
    )
    office_held = Text(en="Director", fr="directeur", ar="المدير")
    for party, name in zip(made.contracting.order_by("position"), names, strict=True):
        party.change(by=office.officer, legal_name=name, represented_as=office_held)
    correct(made, areas=[Area.objects.get(code="education")], by=office.officer)
    return Agreement.objects.get(pk=made.pk)


def drafted(office, code="memorandum", **facts):
    made = ready(office, **facts)
    draft_from(made, model(code), at=NOW, by=office.officer)
    return made


def clause(made, key):
    return Clause.objects.get(agreement=made, from_clause=key)


def deviation(made):
    return deviation_of(made, list(Clause.objects.of(made)))


def change(office, one, code, words):
    reword(one, wording=Wording(code, one.heading.get(code, ""), words), at=NOW, by=office.officer)


def opened(office, made):
    open_to_all(made, to=made.contracting.get(organisation=office.host), at=NOW, by=office.officer)
    made.refresh_from_db()


def agree(office, made):
    agree_text(made, sha256=fingerprint(content_of(made)), at=NOW, by=office.officer)


def asked_of_lawyers(made):
    return made.clearances.filter(sort=Sort.LEGAL)


def test_every_model_has_every_clause_in_each_language_with_the_same_variables():
    assert {one.code for one in shipped.shipped()} == {"memorandum", "framework", "cotutelle"}
    for one in (clause for model in shipped.shipped() for clause in model.clauses):
        for words in filter(None, (one.heading, one.words)):
            assert set(words) == set(languages()), one.key
            assert len({frozenset(VARIABLE.findall(said)) for said in words.values()}) == 1, one.key


def test_every_variable_of_a_model_is_known():
    assert {name for model in shipped.shipped() for name in model.variables()} <= VARIABLES


@pytest.mark.parametrize("code", ["memorandum", "framework", "cotutelle"])
def test_every_model_has_the_clauses_that_a_record_has_to_hold(code):
    keys = {one.key for one in model(code).clauses}
    assert set(LIST) - keys == set() if code != "cotutelle" else set(LIST + OF_A_DOCTORATE) - keys == set()


FILE = """code = "odd"
version = 1
kind = "memorandum"
[title]
en = "Odd"
[phrases.entering]
[phrases.renewing]
[[clauses]]
key = "areas"
part = "article"
[clauses.words]
en = "In {areas}."
fr = "En {areas}."
ar = "ARABIC"
"""


@pytest.mark.parametrize(
    ("arabic", "fault"),
    [("", "no words in ar"), ("في", "same variables"), ("في {lawyers}", "same variables"), ("في {areas}", "answers")],
)
def test_a_model_that_could_not_be_filled_is_refused_by_the_name_of_the_clause(tmp_path, monkeypatch, arabic, fault):
    (tmp_path / "odd-1.toml").write_text(FILE.replace("ARABIC", arabic), encoding="utf-8")
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)

    (words,) = shipped.read.__wrapped__()
    assert words.startswith("odd-1.toml: ") and fault in words


def test_an_unknown_variable_is_refused(tmp_path, monkeypatch):
    (tmp_path / "odd-1.toml").write_text(FILE.replace("ARABIC", "{areas}").replace("areas}", "lawyers}"), "utf-8")
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)

    assert "areas: {lawyers} is no variable" in shipped.read.__wrapped__()[0]


@pytest.mark.parametrize(
    "words", ["", "code =", "clauses = 3", FILE.replace("[phrases.", "[others."), "\x00", 'title = "x"']
)
def test_a_broken_file_is_left_out_and_named_and_the_others_go_on(office, tmp_path, monkeypatch, words):
    copytree(shipped.FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "broken-1.toml").write_text(words, "utf-8")
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    monkeypatch.setattr(shipped, "read", shipped.read.__wrapped__)

    made = drafted(office)

    assert len(shipped.shipped()) == 3
    assert made.clauses.count()
    (warning,) = shipped.models_can_be_read(None)
    assert warning.msg.startswith("A model is left out: broken-1.toml: ")


# Filled from the record


def test_a_draft_names_parties_areas_and_terms_in_the_form_of_each_language(office):
    made = drafted(office)

    assert made.clauses.count() == len(model().clauses)
    preamble = clause(made, "parties").words
    assert "The Institute, represented by" in preamble["en"]
    assert "Director; and The Academy" in preamble["en"]
    assert "L’Institut" in preamble["fr"]
    assert "directeur" in preamble["fr"]
    assert "المعهد" in preamble["ar"]
    assert "المدير" in preamble["ar"]
    area = Area.objects.get(code="education").name
    assert all(area[code] in clause(made, "areas").words[code] for code in languages())
    duration = clause(made, "duration").words
    assert "a period of 5 years" in duration["en"]
    assert "une durée de 5 ans" in duration["fr"]
    assert "سنوات" in duration["ar"]
    assert clause(made, "languages").words["fr"].endswith("celui rédigé en français prévaut.")
    assert clause(made, "languages").words["ar"].endswith("الفرنسية.")


@pytest.mark.parametrize(
    ("years", "words"), [(1, "لمدة سنة واحدة"), (2, "لمدة سنتين"), (5, "سنوات اعتبارا"), (11, "سنة اعتبارا")]
)
def test_a_term_is_counted_as_arabic_counts(office, years, words):
    made = drafted(office, years=years)
    assert words in clause(made, "duration").words["ar"].replace("\u064b", "")


def test_a_day_is_written_as_each_language_writes_it(office):
    made = drafted(office, entering="on_day", enters_on=date(2027, 1, 1))

    assert "on 1 January 2027." in clause(made, "entry").words["en"]
    assert "le 1er janvier 2027." in clause(made, "entry").words["fr"]


def test_braces_in_a_name_are_a_name_and_no_variable(office):
    made = ready(office)
    made.contracting.first().change(by=office.officer, legal_name=Text(en="Institute {areas} %(n)s"))
    draft_from(made, model(), at=NOW, by=office.officer)

    assert "Institute {areas} %(n)s" in clause(made, "parties").words["en"]


def test_a_text_in_one_language_is_drafted_in_that_one_only(office):
    assert set(clause(drafted(office, languages=["fr"]), "purpose").words) == {"fr"}


def test_no_language_of_a_draft_is_behind_another(office):
    made = drafted(office)
    assert all(one.languages_behind(made.text_languages()) == [] for one in made.clauses.all())


# Gaps


def test_what_the_record_does_not_tell_is_a_gap_and_is_named(office):
    made = ready(office, years=None, renewing="")

    assert next(iter(models_for(made))).lacking == ["initial term in years", "how it goes on past its term"]
    draft_from(made, model(), at=NOW, by=office.officer)
    assert all(GAP in clause(made, "duration").words[code] for code in languages())
    assert GAP not in clause(made, "termination").words["en"]


def test_an_office_that_is_told_in_another_language_only_is_a_gap(office):
    made = ready(office)
    made.contracting.first().change(by=office.officer, represented_as=Text(en="Director"))

    assert "who represents each party" in next(iter(models_for(made))).lacking


def test_a_text_is_not_agreed_while_a_gap_stands(office):
    made = drafted(office)
    change(office, clause(made, "costs"), "ar", f"يتحمل {GAP}.")
    for code in ("en", "fr"):
        one = clause(made, "costs")
        wording = Wording(code, one.heading[code], one.words[code], keeps_pace=True)
        reword(one, wording=wording, at=NOW, by=office.officer)
    opened(office, made)
    answer_clearance(made.clearances.waiting().get(), finding="cleared", at=NOW, by=office.head)

    with pytest.raises(NotNow) as refusal:
        agree(office, made)

    assert GAP in str(refusal.value)
    assert "Costs" in str(refusal.value)
    made.refresh_from_db()
    assert made.stage == Stage.NEGOTIATING


# Refused


def test_a_text_that_has_a_clause_is_not_drafted_over(office):
    made = ready(office)
    add_clause(made, part="article", wording=Wording("en", "", "Ours."), at=NOW, by=office.officer)

    with pytest.raises(NotNow):
        draft_from(made, model(), at=NOW, by=office.officer)

    assert [one.words["en"] for one in made.clauses.all()] == ["Ours."]


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.CLEARANCE, Stage.NEGOTIATING, Stage.IN_FORCE])
def test_nothing_is_drafted_outside_of_drafting(office, stage):
    made = office.agreement(at=stage)
    was = made.clauses.count()

    with pytest.raises(NotNow):
        draft_from(made, model(), at=NOW, by=office.officer)

    assert made.clauses.count() == was


def test_a_draft_is_one_act_in_the_history(office):
    made = drafted(office)

    entry = Entry.objects.about(made).filter(act="drafted").get()
    assert entry.by_user == office.officer
    assert entry.after["version"] == 1


def test_a_clause_of_a_model_names_its_version(office):
    made = drafted(office)

    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=office.officer):
        Clause.objects.filter(pk=clause(made, "costs").pk).update(from_version=None)


def test_clauses_about_money_ask_for_clearance_by_themselves(office):
    made = drafted(office, "cotutelle", kind="cotutelle_framework")

    assert {one.from_clause for one in made.clauses.filter(is_about_money=True)} == {"enrolment", "costs"}
    assert set(made.clearances.filter(clause__isnull=False).values_list("sort", flat=True)) == {"legal", "finance"}


# Compared with its model


@pytest.mark.parametrize("code", ["memorandum", "framework", "cotutelle"])
def test_a_draft_that_nobody_touched_does_not_deviate(office, code):
    made = drafted(office, code)

    assert not deviation(made).is_one
    with override("en"):
        assert deviation(made).in_words() == "unchanged"


def test_changed_added_and_taken_out_clauses_are_counted(office):
    made = drafted(office)
    change(office, clause(made, "costs"), "fr", "Chaque Partie paie.")
    take_out(clause(made, "nature"), why="Not wanted.", by=office.officer)
    add_clause(made, part="article", wording=Wording("en", "", "More."), at=NOW, by=office.officer)

    found = deviation(made)

    assert [one.from_clause for one in found.changed] == ["costs"]
    assert list(found.origins[found.changed[0].pk].changed) == ["fr"]
    assert [one.key for one in found.taken_out] == ["nature"]
    assert found.in_words() == "1 clause changed, 1 clause taken out and 1 clause added"


def test_a_gap_that_is_filled_as_the_record_tells_it_now_does_not_deviate(office):
    made = ready(office, languages=["en"], prevailing="en", notice_months=None)
    draft_from(made, model(), at=NOW, by=office.officer)
    made.change(notice_months=3, by=office.officer)
    assert [one.from_clause for one in deviation(made).changed] == ["termination"]

    one = clause(made, "termination")
    change(office, one, "en", one.words["en"].replace(GAP, "3 months"))

    assert not deviation(made).is_one


def test_a_version_that_is_not_kept_deviates(office):
    made = drafted(office)
    clause(made, "costs").change(from_version=99, by=office.officer)

    assert model_of("memorandum", 99) is None
    assert [one.from_clause for one in deviation(made).changed] == ["costs"]


def test_a_text_without_a_model_is_compared_with_none(office):
    assert deviation(office.agreement(at=Stage.NEGOTIATING)) is None


# Clearance of what deviates


def test_a_deviating_text_asks_for_legal_clearance_when_it_is_opened(office):
    made = drafted(office)
    take_out(clause(made, "privileges"), why="The partner has none.", by=office.officer)

    opened(office, made)

    asked = asked_of_lawyers(made).get()
    assert asked.finding == Finding.WAITING
    assert "1 clause taken out" in asked.because["en"]
    with pytest.raises(NotNow, match="clearance"):
        agree(office, made)


def test_an_unchanged_text_asks_for_none_and_is_agreed(office):
    made = drafted(office)

    opened(office, made)

    assert not asked_of_lawyers(made).exists()
    agree(office, made)
    made.refresh_from_db()
    assert made.stage == Stage.AGREED


def test_a_deviation_is_cleared_once_as_long_as_nothing_changes(office):
    made = drafted(office)
    take_out(clause(made, "privileges"), why="The partner has none.", by=office.officer)
    opened(office, made)
    answer_clearance(asked_of_lawyers(made).get(), finding="cleared", at=NOW, by=office.head)

    take_back(made, why="To read it once more.", at=NOW, by=office.officer)
    opened(office, made)

    assert asked_of_lawyers(made).count() == 1
    agree(office, made)


def test_a_deviation_that_was_refused_is_not_agreed(office):
    made = drafted(office)
    take_out(clause(made, "privileges"), why="The partner has none.", by=office.officer)
    opened(office, made)
    refused = {"finding": "refused", "conditions": "The immunities stay."}
    answer_clearance(asked_of_lawyers(made).get(), **refused, at=NOW, by=office.head)

    with pytest.raises(NotNow, match="1 clause taken out"):
        agree(office, made)


def test_what_is_changed_after_its_clearance_is_cleared_once_more(office):
    made = drafted(office)
    take_out(clause(made, "privileges"), why="The partner has none.", by=office.officer)
    opened(office, made)
    answer_clearance(asked_of_lawyers(made).get(), finding="cleared", at=NOW, by=office.head)
    take_out(clause(made, "names"), why="Nor emblems.", by=office.officer)

    with pytest.raises(NotNow, match="2 clauses taken out"):
        agree(office, made)

    ask_for_clearances(made, sorts=["legal"], why="Changed.", at=NOW, by=office.officer)
    answer_clearance(asked_of_lawyers(made).get(finding="waiting"), finding="cleared", at=NOW, by=office.head)
    agree(office, made)


# Its pages


def browser_of(who):
    browser = Client()
    browser.force_login(who, backend=BACKEND)
    return browser


def text_of(who, made, language="en"):
    return browser_of(who).get(f"/{language}/agreements/{made.pk}/text/").content.decode()


def test_an_empty_text_offers_the_models_of_its_kind_first_and_drafts_in_one_press(office):
    made = ready(office, kind="framework")
    page = text_of(office.officer, made)
    assert page.index("Model framework agreement") < page.index("Model memorandum of understanding")
    assert "a lawyer must approve" in page

    answer = browser_of(office.officer).post(reverse("agreement-act", args=[made.pk, "draft"]), {"model": "framework"})

    assert answer.url.endswith("/text/")
    assert made.clauses.count() == len(model("framework").clauses)
    assert "Draft from a model" not in text_of(office.officer, made)


def test_a_model_that_is_none_is_refused_in_words(office):
    made = ready(office)

    answer = browser_of(office.officer).post(reverse("agreement-act", args=[made.pk, "draft"]), {"model": "treaty"})

    assert answer.status_code == 422
    assert not made.clauses.exists()


@pytest.mark.parametrize("who", ["reader", "counterpart", "stranger"])
def test_nobody_else_drafts(office, who):
    made = ready(office)

    answer = browser_of(getattr(office, who)).post(
        reverse("agreement-act", args=[made.pk, "draft"]), {"model": "memorandum"}
    )

    assert answer.status_code in (403, 404)
    assert not made.clauses.exists()


def test_the_office_reads_where_a_clause_came_from_and_how_it_differs(office):
    made = drafted(office)
    one = clause(made, "costs")
    change(office, one, "en", one.words["en"].replace("its own costs", "half of the costs"))
    opened(office, made)

    page = text_of(office.reader, made)
    assert "It deviates from “" in page
    assert "half of the" in page
    assert "1 clause changed" in page
    theirs = text_of(office.counterpart, made)
    assert "half of the" in theirs
    assert "It deviates from" not in theirs


def test_a_drafted_text_costs_the_same_whatever_the_number_of_its_clauses(office, django_assert_max_num_queries):
    made, browser = drafted(office, "cotutelle"), browser_of(office.officer)

    with django_assert_max_num_queries(30):
        browser.get(reverse("agreement-text", args=[made.pk]))


def test_a_clause_is_filled_anew_with_the_facts_of_another_agreement(office):
    facts = facts_of(ready(office, years=3))
    _heading, words = heading_and_words(model().clause("duration"), model(), facts, "en")
    assert "3 years" in words
