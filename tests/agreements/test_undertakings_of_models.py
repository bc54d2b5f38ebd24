"""What clauses oblige to goes with them into a model, and from there to whoever stands on the same side elsewhere."""

from datetime import date

import pytest

from comity.agreements.catching_up import catch_up
from comity.agreements.drafting import draft_from
from comity.agreements.modelling import make_next_version, proposed
from comity.agreements.models import Agreement, Side, Stage, Undertaking
from comity.agreements.negotiating import propose
from comity.agreements.shelf import model_of
from comity.agreements.shipped import ModelClause, ModelText, ModelUndertaking, _faults_in
from comity.agreements.undertaking import complete, is_waiting, mark, promise_what_was_undertaken
from comity.agreements.wording import Wording, add_clause
from comity.commitments.models import Commitment
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.translation.texts import Text
from tests.agreements.test_drafting import ready
from tests.agreements.test_models_own import model_from, shown, written
from tests.agreements.test_models_rolled_out import agreements_of, begin, institutes, offered
from tests.make import NOW

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOSTS = Text(en="Host ten doctoral students")


def obliging(office, words="They work together.", **facts):
    """An agreement in drafting whose one clause obliges the other party to something."""
    made = written(office, {"en": words})
    obliged(office, made, **facts)
    return made


def obliged(office, made, clause=None, **facts):
    ours, theirs = made.contracting.order_by("-organisation__is_host")[:2]
    given = {"party": theirs, "beneficiary": ours, "what": HOSTS} | facts
    return mark(clause or made.clauses.get(), by=office.officer, **given)


def modelled(office, made):
    version = model_from(office, made)
    return model_of(version.model.code, version.number)


def emulated(office, made):
    """The agreement that an institute got from a model of this one, in drafting, and the institute."""
    version = model_from(office, made)
    (institute,) = institutes(office, 1)
    (one,) = agreements_of(offered(office, version, [institute]))
    return begin(office, one), institute


def of(made):
    return list(Undertaking.objects.of(made))


def test_in_another_agreement_the_new_partner_stands_in_the_place_of_the_old_one(office):
    made, institute = emulated(office, obliging(office, when="yearly"))

    (one,) = of(made)
    assert (one.party.organisation, one.beneficiary.organisation) == (institute, office.host)
    assert (one.what, one.when, one.due_on, one.lacking) == (HOSTS, "yearly", None, [])
    assert Entry.objects.about(made).filter(act="undertaking_marked").count() == 1


def test_what_our_office_owes_it_owes_to_the_new_partner(office):
    source = written(office, {"en": "They work together."})
    ours, theirs = source.contracting.order_by("-organisation__is_host")
    obliged(office, source, party=ours, beneficiary=theirs)

    made, institute = emulated(office, source)

    (one,) = of(made)
    assert (one.party.organisation, one.beneficiary.organisation) == (office.host, institute)


def test_it_becomes_a_promise_of_the_new_partner_when_that_agreement_comes_into_force(office):
    made = ready(office, languages=["en"], prevailing="en")
    draft_from(made, modelled(office, obliging(office)), at=NOW, by=office.officer)

    office.lead(made, to=Stage.IN_FORCE)

    assert Commitment.objects.get().deliverable == HOSTS


def test_the_names_of_the_old_parties_in_it_are_variables_as_they_are_in_the_clause(office):
    source = obliging(office, what=Text(en="The Academy hosts ten students", fr="L’Académie accueille dix étudiants"))

    (found,) = proposed(source)
    made, institute = emulated(office, source)

    assert found.undertakings[0][1].what["en"] == "{other_parties} hosts ten students"
    (one,) = of(made)
    assert one.what == Text(en=f"{institute} hosts ten students", fr=f"{institute} accueille dix étudiants")


def test_what_is_to_stay_stays_in_what_it_obliges_to(office):
    source = obliging(office, what=Text(en="The Academy hosts ten students"))

    (found,) = proposed(source, kept=[f"{source.clauses.get().pk}:other_parties"])

    assert found.undertakings[0][1].what["en"] == "The Academy hosts ten students"
    assert found.names == ["The Academy"]


def test_a_day_of_the_old_agreement_is_not_carried_and_is_to_be_completed(office):
    made, _institute = emulated(office, obliging(office, when="on_day", due_on=date(2027, 6, 1)))

    (one,) = of(made)
    assert (one.when, one.due_on) == ("", None)
    assert [str(name) for name in one.lacking] == ["due"]


def test_which_of_several_others_owes_it_is_not_told_by_a_side(office, client):
    parties = [office.host, office.partner, *institutes(office, 1)]
    facts = {"title": Text(en="Of three"), "rationale": Text(en="All want it."), "keeper": office.keeper}
    facts |= {"kind": "memorandum", "languages": ["en"], "prevailing": "en"}
    source = propose(parties=parties, at=NOW, by=office.officer, **facts)
    office.lead(source, to=Stage.DRAFTING)
    one = add_clause(source, part="article", wording=Wording("en", "Work", "They work."), at=NOW, by=office.officer)
    ours, theirs, third = source.contracting.order_by("position")
    obliged(office, source, one, party=theirs, beneficiary=ours)
    obliged(office, source, one, party=ours, beneficiary=third)
    made = ready(office, languages=["en"], prevailing="en")

    draft_from(made, modelled(office, source), at=NOW, by=office.officer)

    first, second = of(made)
    assert (first.party, first.beneficiary.organisation) == (None, office.host)
    assert (second.party.organisation, second.beneficiary) == (office.host, None)
    assert [[str(name) for name in one.lacking] for one in of(made)] == [["who undertakes it"], ["to whom"]]
    assert Side.OTHER.among([ours, theirs, third]) is None
    client.force_login(office.officer, backend=BACKEND)
    page = client.get(f"/en/agreements/{made.pk}/text/").text
    assert "who undertakes it" in page
    assert "to whom" in page


def test_what_is_to_be_completed_becomes_no_promise_until_somebody_completes_it(office):
    source = obliging(office, when="on_day", due_on=date(2027, 6, 1))
    made = ready(office, languages=["en"], prevailing="en")
    draft_from(made, modelled(office, source), at=NOW, by=office.officer)
    office.lead(made, to=Stage.IN_FORCE)
    made = Agreement.objects.get(pk=made.pk)
    assert (Commitment.objects.count(), is_waiting(made)) == (0, False)

    (one,) = of(made)
    complete(one, by=office.officer, party=one.party, beneficiary=one.beneficiary, what=HOSTS, when="open", due_on=None)

    assert is_waiting(made)
    assert promise_what_was_undertaken(made, at=NOW, by=office.officer) == 1
    assert Entry.objects.about(made).filter(act="undertaking_completed").count() == 1


def test_what_became_a_promise_is_not_completed_and_nothing_is_with_a_gap(office):
    made = obliging(office)
    (one,) = of(made)
    told = {"party": one.party, "beneficiary": one.beneficiary, "when": "open", "due_on": None}

    with pytest.raises(NotNow, match="gap"):
        complete(one, by=office.officer, what=Text(en="Host […]"), **told)
    office.lead(made, to=Stage.IN_FORCE)
    with pytest.raises(NotNow, match="promise already"):
        complete(one, by=office.officer, what=HOSTS, **told)
    assert of(made)[0].what == HOSTS


def test_a_gap_that_the_record_leaves_in_it_is_to_be_completed(office):
    source = obliging(office, what=Text(en="Host students for 5 years"))
    made = ready(office, years=None)
    draft_from(made, modelled(office, source), at=NOW, by=office.officer)

    (one,) = of(made)

    assert str(one.what) == "Host students for […]"
    assert [str(name) for name in one.lacking] == ["what, in one sentence"]


def test_a_model_is_made_of_nothing_with_a_gap_in_what_it_obliges_to(office):
    made = obliging(office, what=Text(en="Host students for […]"))

    with pytest.raises(NotNow, match="gap"):
        model_from(office, made)


def test_a_version_without_a_mark_says_nothing_of_marks(office):
    version = model_from(office, written(office, {"en": "They work together."}))

    assert "undertakings" not in version.told()["clauses"][0]


def test_a_clause_that_a_newer_version_adds_brings_what_it_obliges_to(office):
    source = written(office, {"en": "They work together."})
    version = model_from(office, source)
    made = ready(office)
    draft_from(made, model_of(version.model.code, 1), at=NOW, by=office.officer)
    new = add_clause(source, part="article", wording=Wording("en", "Hosting", "It hosts."), at=NOW, by=office.officer)
    obliged(office, source, new)
    make_next_version(version.model, source, sha256=shown(source), at=NOW, by=office.officer)

    catch_up(made, keys=[f"c{new.pk}"], at=NOW, by=office.officer)

    assert [one.clause.from_version for one in of(made)] == [2]


def test_a_faulty_mark_in_a_file_of_a_model_is_told():
    every = {"en": "a", "fr": "b", "ar": "c"}
    told = [
        ModelUndertaking("ours", "ours", Text(every), "yearly"),
        ModelUndertaking("them", "other", Text(every), "on_day"),
        ModelUndertaking("ours", "", Text(every), ""),
    ]

    assert [_faults_in(one) for one in told] == [
        ["nobody promises something to themselves"],
        ["there is no side them", "is not due on_day in a model"],
        [],
    ]
    clause = ModelClause("k", "article", Text(), Text(), False, (ModelUndertaking("", "", Text(en="{years}"), ""),))
    assert ModelText("c", 1, "memorandum", Text(), {}, (clause,)).variables() == ["years"]


# Pages


def test_what_is_to_be_completed_is_shown_at_the_text_and_completed_on_a_page(office, client):
    made, institute = emulated(office, obliging(office, when="on_day", due_on=date(2027, 6, 1)))
    (one,) = of(made)
    client.force_login(office.officer, backend=BACKEND)
    here = f"/en/agreements/{made.pk}/undertakings/{one.pk}/"
    page = client.get(f"/en/agreements/{made.pk}/text/").text
    assert "Host ten doctoral students" in page
    assert "To be completed, before it can become a promise:" in page
    assert here in page
    assert here in client.get(f"/en/agreements/{made.pk}/clauses/{one.clause_id}/undertakings/").text
    typed = {"party": one.party_id, "beneficiary": one.beneficiary_id, "what_en": "Host nine", "when": "on_day"}

    assert "To be completed" in client.get(here).text
    refused = client.post(here, typed | {"due_on": ""})
    assert (refused.status_code, "Host nine" in refused.text) == (422, True)
    client.post(here, typed | {"due_on": "2028-06-01"})

    (one,) = of(made)
    assert (str(one.what), one.due_on, one.party.organisation) == ("Host nine", date(2028, 6, 1), institute)
    assert "To be completed" not in client.get(f"/en/agreements/{made.pk}/text/").text


def test_the_other_party_sees_no_mark_of_our_office_and_completes_none(office, client):
    made = obliging(office)
    (one,) = of(made)
    office.lead(made, to=Stage.NEGOTIATING)
    client.force_login(office.counterpart, backend=BACKEND)

    assert "Host ten doctoral students" not in client.get(f"/en/agreements/{made.pk}/text/").text
    assert client.get(f"/en/agreements/{made.pk}/undertakings/{one.pk}/").status_code == 403


def test_a_model_shows_what_its_clauses_oblige_to_before_it_is_kept_and_after(office, client):
    source = obliging(office, when="yearly")
    client.force_login(office.officer, backend=BACKEND)

    making = client.get(f"/en/agreements/{source.pk}/model/").text
    model = client.get(f"/en/agreements/models/{model_from(office, source).model.code}/").text

    for page in (making, model):
        assert "who undertakes it: the other party · to whom: our office" in page
        assert "due: every year, counted from its entry into force" in page
