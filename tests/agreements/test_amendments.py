"""An amendment is worked on a copy of the agreed text, and merged into that very text when it comes into force."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from comity.agreements.amending import (
    AMENDED,
    amendment_of,
    has_moved,
    meetings_of,
    merge,
    prepare_amendment,
    rebase,
)
from comity.agreements.approving import agree_text, content_of
from comity.agreements.models import AgreedText, Agreement, Amendment, Clause, Signature, Stage
from comity.agreements.negotiating import withdraw
from comity.agreements.signing import come_into_force
from comity.agreements.wording import Wording, add_clause, reword, take_out
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.meetings.texts import fingerprint
from comity.translation.texts import Text
from tests.make import NOW, TODAY

WHY = "The rector asked for it."


def number_of(made, heading):
    return next(one.pk for one in Clause.objects.of(made) if one.heading["en"] == heading)


def prepared(office, parent, sort="terms", **words):
    """An amendment of the clauses with these headings."""
    clauses = {number_of(parent, heading): {"en": said} for heading, said in words.items()}
    made = prepare_amendment(parent, sort=sort, clauses=clauses, why=WHY, at=NOW, by=office.officer)
    return made


def led(office, amendment, to=Stage.IN_FORCE):
    instrument = Agreement.objects.get(pk=amendment.instrument_id)
    office.lead(instrument, to=to)
    return Agreement.objects.get(pk=instrument.pk)


def words_of(made):
    return [one.words["en"] for one in Clause.objects.of(made)]


def test_an_amendment_is_a_numbered_copy_under_its_parent(office, parent):
    made = prepared(office, parent, Costs="The host pays.")

    instrument = made.instrument
    assert (made.number, made.sort, made.base, made.onto) == (1, "terms", parent.text(), parent.text())
    assert (instrument.kind, instrument.parent, instrument.stage) == ("amendment", parent, Stage.PROPOSED)
    assert instrument.title == Text(en="Amendment 1: Memorandum")
    assert words_of(instrument) == ["They work together.", "The host pays.", "It ends."]
    assert [one.amends for one in Clause.objects.of(instrument)] == [one.pk for one in Clause.objects.of(parent)]
    assert [str(one.legal_name) for one in instrument.contracting.all()] == [
        str(one.legal_name) for one in parent.contracting.all()
    ]
    assert Entry.objects.about(parent).filter(act="amendment_prepared").count() == 1


def test_the_text_of_the_parent_stays_in_effect_until_the_amendment_is_in_force(office, parent):
    before = parent.text()
    made = prepared(office, parent, Costs="The host pays.")

    led(office, made, to=Stage.APPROVED)

    assert (parent.text(), words_of(parent)[1]) == (before, "Each pays.")


def test_in_force_it_is_merged_into_the_next_version_of_the_text(office, parent):
    first = parent.text()
    made = prepared(office, parent, Costs="The host pays.")

    instrument = led(office, made)

    second = parent.text()
    first.refresh_from_db()
    assert instrument.stage == Stage.IN_FORCE
    assert (first.number, second.number, second.amendment) == (1, 2, made)
    assert first.replaced_at is not None
    assert first.reopened_at is None
    assert words_of(parent) == ["They work together.", "The host pays.", "It ends."]
    assert '"number":1' in second.content
    assert instrument.text().sha256 in second.content
    assert first.sha256 in second.content
    assert Signature.objects.of(parent).count() == 2
    assert Entry.objects.about(parent).filter(act="amended").count() == 1


def test_clauses_are_added_and_taken_out_by_an_amendment(office, parent):
    made = prepared(office, parent)
    instrument = Agreement.objects.get(pk=made.instrument_id)
    office.lead(instrument, to=Stage.DRAFTING)
    take_out(Clause.objects.of(instrument)[1], why="not needed", by=office.officer)
    add_clause(instrument, part="article", wording=Wording("en", "Law", "No law."), at=NOW, by=office.officer)

    led(office, made)

    assert words_of(parent) == ["They work together.", "It ends.", "No law."]
    assert [one.position for one in Clause.objects.of(parent)] == [1, 2, 3]


def test_amendments_are_numbered_one_after_the_other_and_a_number_is_given_once(office, parent):
    one, other = prepared(office, parent), prepared(office, parent)
    withdraw(other.instrument, why="No need", at=NOW, by=office.officer)

    third = prepared(office, parent)

    assert [one.number, other.number, third.number] == [1, 2, 3]
    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=office.officer):
        Amendment.objects.filter(pk=third.pk).update(number=1)


def test_the_second_of_two_amendments_takes_the_new_text_over_first(office, parent):
    first, second = prepared(office, parent, Costs="The host pays."), prepared(office, parent, End="It goes on.")
    office.lead(second.instrument, to=Stage.NEGOTIATING)
    led(office, first)

    assert has_moved(second.instrument)
    rebase(second.instrument, at=NOW, by=office.officer)
    led(office, second)

    assert words_of(parent) == ["They work together.", "The host pays.", "It goes on."]
    assert [one.number for one in AgreedText.objects.of(parent)] == [3, 2, 1]


def test_an_amendment_whose_base_has_moved_is_signed_and_not_in_force(office, parent):
    first, second = prepared(office, parent, Costs="The host pays."), prepared(office, parent, End="It goes on.")
    signed = led(office, second, to=Stage.APPROVED)
    led(office, first)

    office.sign(signed)
    signed.refresh_from_db()

    assert signed.stage == Stage.SIGNED
    with pytest.raises(NotNow, match="Costs"):
        come_into_force(signed, on=TODAY, at=NOW, by=office.officer)
    assert Agreement.objects.get(pk=signed.pk).stage == Stage.SIGNED
    assert words_of(parent) == ["They work together.", "The host pays.", "It ends."]


def test_signed_it_takes_over_what_it_does_not_touch_and_then_comes_into_force(office, parent):
    first, second = prepared(office, parent, Costs="The host pays."), prepared(office, parent, End="It goes on.")
    signed = led(office, second, to=Stage.APPROVED)
    led(office, first)
    office.sign(signed)
    signed.refresh_from_db()

    rebase(signed, at=NOW, by=office.officer)
    come_into_force(signed, on=TODAY, at=NOW, by=office.officer)

    assert words_of(parent) == ["They work together.", "The host pays.", "It goes on."]
    assert signed.text().content == AgreedText.objects.get(agreement=signed).content


def test_signed_it_does_not_take_over_a_clause_that_both_changed(office, parent):
    first, second = prepared(office, parent, Costs="The host pays."), prepared(office, parent, Costs="The guest pays.")
    signed = led(office, second, to=Stage.APPROVED)
    led(office, first)

    with pytest.raises(NotNow, match="Open the agreed text again"):
        rebase(signed, at=NOW, by=office.officer)
    office.sign(signed)
    signed.refresh_from_db()
    with pytest.raises(NotNow, match="another amendment"):
        rebase(signed, at=NOW, by=office.officer)


@pytest.mark.parametrize(("choice", "words"), [("mine", "The guest pays."), ("theirs", "The host pays.")])
def test_a_clause_that_both_changed_is_decided_by_a_person(office, parent, choice, words):
    first, second = prepared(office, parent, Costs="The host pays."), prepared(office, parent, Costs="The guest pays.")
    office.lead(second.instrument, to=Stage.DRAFTING)
    led(office, first)
    pk = number_of(parent, "Costs")

    with pytest.raises(NotNow, match="Costs"):
        rebase(second.instrument, at=NOW, by=office.officer)
    rebase(second.instrument, choices={pk: choice}, at=NOW, by=office.officer)

    assert words_of(second.instrument)[1] == words
    assert not has_moved(second.instrument)


def test_changes_in_different_lines_of_a_clause_are_put_together(office, parent):
    long = "One.\nTwo.\nThree."
    base = led(office, prepared(office, parent, Costs=long)).parent
    first = prepared(office, base, Costs="ONE.\nTwo.\nThree.")
    second = prepared(office, base, Costs="One.\nTwo.\nTHREE.")
    office.lead(second.instrument, to=Stage.DRAFTING)
    led(office, first)

    rebase(second.instrument, choices={number_of(base, "Costs"): "both"}, at=NOW, by=office.officer)

    assert words_of(second.instrument)[1] == "ONE.\nTwo.\nTHREE."


def test_clauses_that_the_other_added_or_took_out_are_taken_over(office, parent):
    first, second = prepared(office, parent), prepared(office, parent, End="It goes on.")
    instrument = Agreement.objects.get(pk=first.instrument_id)
    office.lead(instrument, to=Stage.DRAFTING)
    office.lead(second.instrument, to=Stage.DRAFTING)
    take_out(Clause.objects.of(instrument)[1], why="not needed", by=office.officer)
    add_clause(instrument, part="article", wording=Wording("en", "Law", "No law."), at=NOW, by=office.officer)
    led(office, first)

    rebase(second.instrument, at=NOW, by=office.officer)

    assert sorted(words_of(second.instrument)) == ["It goes on.", "No law.", "They work together."]


def test_nothing_is_taken_over_where_nothing_moved(office, parent):
    made = prepared(office, parent)

    with pytest.raises(NotNow, match="not moved"):
        rebase(made.instrument, at=NOW, by=office.officer)


def test_merging_twice_is_refused_by_the_database(office, parent):
    made = prepared(office, parent, Costs="The host pays.")
    led(office, made)
    second = parent.text()
    facts = {"content": "{}", "sha256": "0" * 64, "agreed_at": NOW}

    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=office.officer):
        AgreedText.objects.create(agreement=parent, number=3, amendment=made, replaced_at=NOW, **facts)
    with pytest.raises(IntegrityError), transaction.atomic(), acting(by=office.officer):
        AgreedText.objects.create(agreement=parent, number=second.number, replaced_at=NOW, **facts)
    with pytest.raises(NotNow, match="moved"):
        merge(made.instrument, on=TODAY, at=NOW, by=office.officer)

    assert AgreedText.objects.of(parent).count() == 2


def test_an_extension_moves_the_end_when_it_comes_into_force(office, parent):
    until = parent.ends_on + timedelta(days=365)
    made = prepare_amendment(parent, sort="extension", until=until, why=WHY, at=NOW, by=office.officer)

    led(office, made)

    parent.refresh_from_db()
    assert parent.ends_on == until
    assert parent.renewals.get().until == until


def test_an_extension_names_a_later_end(office, parent):
    for until in (None, parent.ends_on):
        with pytest.raises(NotNow, match="new end"):
            prepare_amendment(parent, sort="extension", until=until, why=WHY, at=NOW, by=office.officer)

    assert not Amendment.objects.exists()


def test_the_term_of_an_agreement_whose_text_is_not_kept_here_can_be_extended_and_nothing_else(office):
    with acting(by=office.officer):
        old = Agreement.conclude(
            parties=[office.host, office.partner],
            title=Text(en="Old"),
            kind="memorandum",
            languages=["en"],
            prevailing="en",
            concluded_on=date(2020, 1, 1),
            ends_on=date(2027, 1, 1),
            entering="last_signature",
            keeper=office.keeper,
            by=office.officer,
        )
    for party, who in zip(old.contracting.order_by("position"), (office.second, office.theirs), strict=True):
        told = {"represented_by": who, "represented_as": Text(en="Director"), "authority": "office"}
        party.change(by=office.officer, legal_name=Text(en=str(party)), focal_point=who, **told)

    with pytest.raises(NotNow, match="not kept here"):
        prepared(office, old)
    made = prepare_amendment(old, sort="extension", until=date(2030, 1, 1), why=WHY, at=NOW, by=office.officer)
    led(office, made)

    old.refresh_from_db()
    assert (old.ends_on, old.text()) == (date(2030, 1, 1), None)


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.NEGOTIATING, Stage.APPROVED])
def test_what_is_not_signed_is_not_amended(office, stage):
    made = office.agreement(at=stage)

    with pytest.raises(NotNow, match="cannot be done now"):
        prepared(office, made)


def test_an_amendment_is_not_amended(office, parent):
    instrument = led(office, prepared(office, parent, Costs="The host pays."))

    with pytest.raises(NotNow, match="not amended"):
        prepared(office, instrument)


def test_an_amendment_of_what_has_ended_does_not_come_into_force(office, parent):
    made = prepared(office, parent, Costs="The host pays.")
    signed = led(office, made, to=Stage.APPROVED)
    parent.lapse(why="It ended", by=office.officer)

    office.sign(signed)

    with pytest.raises(NotNow, match="lapsed"):
        come_into_force(Agreement.objects.get(pk=signed.pk), on=TODAY, at=NOW, by=office.officer)


def test_an_instrument_of_its_kind_that_amends_no_text_here_is_left_alone(office):
    made = office.agreement(at=Stage.IN_FORCE)

    assert amendment_of(made) is None
    assert not has_moved(made)
    with pytest.raises(NotNow, match="no amendment"):
        rebase(made, at=NOW, by=office.officer)


def test_the_hash_that_is_agreed_covers_the_whole_text_as_amended(office, parent):
    made = prepared(office, parent, Costs="The host pays.")
    office.lead(made.instrument, to=Stage.NEGOTIATING)
    sha256 = fingerprint(content_of(made.instrument))
    reword(
        Clause.objects.of(made.instrument)[0],
        wording=Wording("en", "Purpose", "They part."),
        at=NOW,
        by=office.officer,
    )

    with pytest.raises(NotNow, match="changed since"):
        agree_text(made.instrument, sha256=sha256, at=NOW, by=office.officer)


def test_three_versions_of_each_clause_are_told(office, parent):
    made = prepared(office, parent, Costs="The host pays.")

    meetings = meetings_of(made)

    assert [one.is_touched for one in meetings.values()] == [False, True, False]
    assert not any(one.is_moved for one in meetings.values())
    assert parent.stage in AMENDED
