"""A model is offered to many institutes by one act, and each of their agreements goes its own way from there."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from comity.agreements.access import agreements_visible_to
from comity.agreements.catching_up import catch_up, catch_up_of, prepare_catch_up
from comity.agreements.emulating import Wanted, add_to, roll_out
from comity.agreements.instruments import InstrumentsForm, derived_from, instruments
from comity.agreements.modelling import reword_model
from comity.agreements.models import Agreement, Amendment, Clause, Emulation, RollOut, Stage
from comity.agreements.negotiating import open_to_all
from comity.agreements.shelf import model_of
from comity.agreements.wording import take_out
from comity.journal.acting import acting
from comity.journal.models import Entry, Strand
from comity.journal.records import key_of
from comity.journal.refusals import NotNow
from comity.partners.models import Area
from comity.translation.texts import Text
from tests.agreements.test_drafting import change, clause
from tests.make import NOW, organisation


def wanted(office):
    areas = (Area.objects.get(code="education"),)
    return Wanted(Text(en="Memorandum", fr="Mémorandum"), areas, office.keeper, Text(en="All institutes get it."))


def institutes(office, count):
    return [organisation(f"Institute {n}", by=office.officer, language="en") for n in range(count)]


def offered(office, version, some):
    model = model_of(version.model.code, version.number)
    return roll_out(model, institutes=some, wanted=wanted(office), at=NOW, by=office.officer)


def agreements_of(made):
    return list(Agreement.objects.brought_about(Emulation.objects.of(made)))


def begin(office, made):
    """Every clearance is given, and its drafting begins."""
    office.lead(made, to=Stage.DRAFTING)
    return Agreement.objects.get(pk=made.pk)


def newer(office, version, key="purpose", **said):
    """The next version of the model, in which one clause reads otherwise."""
    number = version.model.model_versions.count()
    told = next(one for one in version.model.model_versions.get(number=number).told()["clauses"] if one["key"] == key)
    words = Text({code: said.get(code, f"{words} Anew.") for code, words in told["words"].items()})
    heading = Text(told["heading"])
    return reword_model(version.model, key, version=number, heading=heading, words=words, at=NOW, by=office.officer)


def test_one_act_gives_each_institute_an_agreement_like_the_one_of_the_model(office, version):
    some = institutes(office, 3)

    made = offered(office, version, some)

    found = agreements_of(made)
    assert [one.stage for one in found] == [Stage.PROPOSED] * 3
    assert {(one.kind, one.years, one.renewing, one.prevailing) for one in found} == {
        ("memorandum", 4, "letters", "fr")
    }
    assert [sorted(str(party) for party in one.parties.all()) for one in found] == [
        ["Host Organisation", f"Institute {n}"] for n in range(3)
    ]
    assert found[0].title == Text(en="Memorandum – Institute 0", fr="Mémorandum – Institute 0")
    assert [area.code for area in found[0].areas.all()] == ["education"]
    ours = found[0].contracting.get(organisation=office.host)
    assert (str(ours.legal_name), ours.represented_by) == ("The Institute", office.second)
    assert Entry.objects.about(made).filter(act="rolled_out").count() == 1
    assert Strand.objects.leaving({key_of(version.came_from)}).count() == 3


def test_its_text_is_drafted_from_that_very_version_when_its_drafting_begins(office, version):
    (first, second) = agreements_of(offered(office, version, institutes(office, 2)))
    begin(office, first)
    newer(office, version)

    begin(office, second)

    assert {one.from_version for one in Clause.objects.of_any([first, second])} == {1}
    assert "Institute 1" in str(clause(second, "parties").words["en"])


def test_a_roll_out_is_whole_or_not_at_all(office, version):
    some = institutes(office, 2)

    with pytest.raises(NotNow, match="Our own office"):
        offered(office, version, [*some, office.host])

    assert not RollOut.objects.exists()
    assert not Agreement.objects.filter(title__en__startswith="Memorandum – ").exists()


@pytest.mark.parametrize(("count", "refusal"), [(0, "at least one"), (101, "hundred")])
def test_a_roll_out_is_for_one_institute_to_a_hundred(office, version, count, refusal, monkeypatch):
    some = institutes(office, 2) if count else []
    monkeypatch.setattr("comity.agreements.emulating.MOST", 1 if count else 100)

    with pytest.raises(NotNow, match=refusal):
        offered(office, version, some)


def test_an_institute_has_one_agreement_from_a_roll_out(office, version):
    some = institutes(office, 3)
    made = offered(office, version, some[:2])

    with pytest.raises(NotNow, match="Institute 1"):
        add_to(made, institutes=some[1:], wanted=wanted(office), at=NOW, by=office.officer)
    assert Emulation.objects.of(made).count() == 2

    add_to(made, institutes=some[2:], wanted=wanted(office), at=NOW, by=office.officer)
    assert Emulation.objects.of(made).count() == 3


def test_that_an_institute_has_one_is_kept_by_the_database(office, version):
    (one,) = institutes(office, 1)
    made = offered(office, version, [one])
    with acting(by=office.officer):
        other = office.agreement()

    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=office.officer):
        Emulation.objects.create(roll_out=made, organisation=one, agreement=other)


def test_a_shipped_model_is_rolled_out_too(office):
    model = model_of("framework", 1)

    made = roll_out(model, institutes=institutes(office, 1), wanted=wanted(office), at=NOW, by=office.officer)

    (found,) = agreements_of(made)
    assert (found.kind, found.years, found.languages) == ("framework", None, ["en", "fr", "ar"])


def looked_at(office, made):
    found = agreements_visible_to(office.officer).brought_about(Emulation.objects.of(made))
    return instruments(found)


def test_where_each_of_them_stands_is_told(office, version):
    made = offered(office, version, institutes(office, 3))
    first, second, third = agreements_of(made)
    begin(office, first)
    begin(office, second)
    change(office, clause(second, "purpose"), "en", "They do something else.")
    take_out(clause(second, "mandates"), why="no need", by=office.officer)
    newer(office, version)

    told = looked_at(office, made)

    assert [(one.agreement, one.count, one.version, one.newest) for one in told] == [
        (first, 0, 1, 2),
        (second, 2, 1, 2),
        (third, 0, None, None),
    ]
    assert [one.how for one in told] == [{"unchanged", "behind"}, {"deviates", "behind"}, {"unwritten"}]
    kept = {how: len(InstrumentsForm({"how": how}).kept(told)) for how in ("behind", "deviates", "unwritten", "")}
    assert kept == {"behind": 2, "deviates": 1, "unwritten": 1, "": 3}
    assert [one.agreement for one in InstrumentsForm({"stage": "proposed"}).kept(told)] == [third]
    assert [one.agreement for one in derived_from(version.model.code, office.officer)] == [second, first]


def test_looking_at_many_costs_what_looking_at_one_costs(office, version):
    made = offered(office, version, institutes(office, 1))
    begin(office, agreements_of(made)[0])
    with CaptureQueriesContext(connection) as for_one:
        looked_at(office, made)
    more = institutes(office, 3)
    add_to(made, institutes=more, wanted=wanted(office), at=NOW, by=office.officer)
    for one in agreements_of(made)[1:]:
        begin(office, one)

    with CaptureQueriesContext(connection) as for_four:
        looked_at(office, made)

    assert len(for_four) == len(for_one)
    assert len(for_four) <= 15


# A newer version of the model


def test_a_clause_that_nobody_changed_follows_cleanly(office, version):
    (one,) = agreements_of(offered(office, version, institutes(office, 1)))
    one = begin(office, one)
    newer(office, version)

    found = catch_up_of(one)
    catch_up(one, keys=["purpose"], at=NOW, by=office.officer)

    assert [(step.key, step.is_clean) for step in found.steps] == [("purpose", True)]
    assert clause(one, "purpose").words["en"].endswith("Anew.")
    assert {that.from_version for that in Clause.objects.of(one)} == {2}
    assert catch_up_of(one) is None
    assert Entry.objects.about(one).filter(act="caught_up").count() == 1


def test_a_clause_that_was_changed_is_shown_in_three_versions(office, version):
    (one,) = agreements_of(offered(office, version, institutes(office, 1)))
    one = begin(office, one)
    change(office, clause(one, "purpose"), "en", "They do something else.")
    newer(office, version)

    (step,) = catch_up_of(one).steps

    assert not step.is_clean
    assert not step.meeting.was.words["en"].endswith("Anew.")
    assert step.meeting.now.words["en"].endswith("Anew.")
    assert step.meeting.here.words["en"] == "They do something else."


def test_what_is_not_chosen_stays_behind(office, version):
    (one,) = agreements_of(offered(office, version, institutes(office, 1)))
    one = begin(office, one)
    newer(office, version)
    newer(office, version, key="areas")

    catch_up(one, keys=["areas"], at=NOW, by=office.officer)

    assert [step.key for step in catch_up_of(one).steps] == ["purpose"]
    with pytest.raises(NotNow, match="at least one"):
        catch_up(one, keys=[], at=NOW, by=office.officer)


def test_nothing_is_taken_over_in_the_turn_of_another_party(office, version):
    (one,) = agreements_of(offered(office, version, [office.partner]))
    one = begin(office, one)
    for party in one.contracting.all():
        party.change(focal_point=office.keeper, by=office.officer)
    newer(office, version)
    open_to_all(one, to=one.contracting.get(organisation=office.partner), at=NOW, by=office.officer)

    with pytest.raises(NotNow, match="turn of"):
        catch_up(one, keys=["purpose"], at=NOW, by=office.officer)


def test_what_is_behind_no_version_takes_nothing_over(office, version):
    (one,) = agreements_of(offered(office, version, institutes(office, 1)))
    one = begin(office, one)

    assert catch_up_of(one) is None
    with pytest.raises(NotNow, match="not behind"):
        catch_up(one, keys=["purpose"], at=NOW, by=office.officer)


def test_for_what_is_in_force_an_amendment_is_prepared(office, binding):
    version, one = binding
    (step,) = version.told()["clauses"]
    after = newer(office, version, key=step["key"])

    made = prepare_catch_up(one, keys=[step["key"]], why="The model is new.", at=NOW, by=office.officer)

    assert [that.words["en"] for that in Clause.objects.of(made.instrument)] == ["They work together. Anew."]
    assert [that.words["en"] for that in Clause.objects.of(one)] == ["They work together."]
    office.lead(made.instrument, to=Stage.IN_FORCE)
    (that,) = Clause.objects.of(one)
    assert (that.words["en"], that.from_version) == ("They work together. Anew.", after.number)
    assert catch_up_of(one) is None
    assert one.text().number == 2


def test_an_amendment_is_prepared_of_what_was_signed_only(office, version):
    (one,) = agreements_of(offered(office, version, [office.partner]))
    one = begin(office, one)
    newer(office, version)

    with pytest.raises(NotNow, match="cannot be done now"):
        prepare_catch_up(one, keys=["purpose"], why="The model is new.", at=NOW, by=office.officer)

    assert not Amendment.objects.exists()


def test_what_is_signed_is_not_written_over(office, binding):
    version, one = binding
    (step,) = version.told()["clauses"]
    newer(office, version, key=step["key"])

    with pytest.raises(NotNow, match="cannot be changed now"):
        catch_up(one, keys=[step["key"]], at=NOW, by=office.officer)
