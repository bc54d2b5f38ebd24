"""A register tells at which stage an agreement is, and how it goes on: what a row can show is recorded, and no more."""

from datetime import date

import pytest

from comity.agreements.bringing.columns import guess
from comity.agreements.bringing.entering import enter
from comity.agreements.bringing.rows import preview
from comity.agreements.bringing.states import read_renewing, read_state
from comity.agreements.models import Agreement, Stage
from comity.agreements.terms import Renewing
from comity.journal.models import Entry
from tests.agreements.test_bringing import brought, entered
from tests.make import NOW

HEADER = "Title;Partner;Signed on;End date;Status;Renewal"


def row_of(office, row):
    register = brought(office, f"{HEADER}\n{row}")
    return register, preview(register).rows[0]


@pytest.mark.parametrize(
    ("cell", "stage"),
    [
        ("In force", Stage.IN_FORCE),
        ("ACTIVE", Stage.IN_FORCE),
        ("En vigueur", Stage.IN_FORCE),
        ("سارية المفعول", Stage.IN_FORCE),
        ("Expired", Stage.LAPSED),
        ("Expirée", Stage.LAPSED),
        ("منتهية", Stage.LAPSED),
        ("Terminated", Stage.TERMINATED),
        ("Résilié", Stage.TERMINATED),
        ("ملغاة", Stage.TERMINATED),
        ("in negotiation", Stage.PROPOSED),
        ("In drafting", Stage.PROPOSED),
        ("En négociation", Stage.PROPOSED),
        ("قيد التفاوض", Stage.PROPOSED),
        ("suspended", None),
        ("somehow", None),
    ],
)
def test_a_state_is_read_in_three_languages_and_never_guessed(cell, stage):
    assert read_state(cell) == stage


@pytest.mark.parametrize(
    ("cell", "renewing"),
    [
        ("Automatic", Renewing.TACIT),
        ("tacite reconduction", Renewing.TACIT),
        ("تجديد تلقائي", Renewing.TACIT),
        ("Exchange of letters", Renewing.LETTERS),
        ("échange de lettres", Renewing.LETTERS),
        ("nouvelle convention", Renewing.ANEW),
        ("Not renewable", Renewing.NONE),
        ("by itself, unless a party gives notice", Renewing.TACIT),
        ("perhaps", ""),
    ],
)
def test_how_it_goes_on_is_read_in_three_languages(cell, renewing):
    assert read_renewing(cell) == renewing


@pytest.mark.parametrize("header", ["Title;Status;Renewal", "Intitulé;Statut;Renouvellement", "العنوان;الحالة;التجديد"])
def test_the_columns_are_known_by_their_headings(header):
    found = guess([header.split(";")])

    assert (found["state"], found["renewing"]) == (1, 2)


def test_what_is_in_force_is_entered_with_how_it_goes_on(office):
    register, _row = row_of(office, "Memorandum;PA;16.04.2021;16.04.2031;active;automatic")
    entered(register, office)

    made = Agreement.objects.get()
    assert (made.stage, made.renewing) == (Stage.IN_FORCE, Renewing.TACIT)


@pytest.mark.parametrize(
    ("state", "stage", "act"),
    [("expired", Stage.LAPSED, "lapsed"), ("terminated", Stage.TERMINATED, "terminated")],
)
def test_what_ended_is_entered_and_its_end_recorded_with_the_row_as_its_source(office, state, stage, act):
    register, _row = row_of(office, f"Memorandum;PA;16.04.2011;16.04.2016;{state};")
    entered(register, office)

    made = Agreement.objects.get()
    entry = Entry.objects.about(made).get(act=act)
    assert (made.stage, made.ends_on, made.concluded_on) == (stage, date(2016, 4, 16), date(2011, 4, 16))
    assert entry.why == "register.csv, row 2"


def test_what_is_negotiated_is_entered_as_a_proposal_that_no_visitor_sees(office):
    register, row = row_of(office, "Memorandum;PA;;;in negotiation;")
    assert str(row.state) == "ready"

    enter(register, is_public=True, at=NOW, by=office.officer)

    made = Agreement.objects.get()
    assert (made.stage, made.is_public, made.concluded_on, made.source) == (
        Stage.PROPOSED,
        False,
        None,
        "register.csv, row 2",
    )
    again = brought(office, f"{HEADER}\nMemorandum;PA;;;in negotiation;")
    assert str(preview(again).rows[0].state) == "here"


@pytest.mark.parametrize(
    ("row", "state", "words"),
    [
        ("Memorandum;PA;16.04.2011;;expired;", "doubtful", "does not say on which day"),
        ("Memorandum;PA;16.04.2021;16.04.2041;terminated;", "doubtful", "still runs"),
        ("Memorandum;PA;16.04.2021;;draft;", "doubtful", "on its way"),
        ("Memorandum;PA;;;in force;", "refused", "when it was concluded"),
        ("Memorandum;PA;;16.04.2011;expired;", "refused", "when it was concluded"),
        ("Memorandum;PA;16.04.2021;;suspended;", "refused", "No state that can be entered"),
    ],
)
def test_a_state_that_its_days_do_not_bear_out_is_not_entered(office, row, state, words):
    _register, found = row_of(office, row)

    assert str(found.state) == state
    assert words in " ".join([*found.faults, *found.doubts])


def test_words_for_how_it_goes_on_that_are_none_of_ours_leave_it_not_known(office):
    _register, row = row_of(office, "Memorandum;PA;16.04.2021;;;perhaps")

    assert (str(row.state), row.facts["renewing"]) == ("ready", "")
    assert "it stays not known" in " ".join(row.notes)
