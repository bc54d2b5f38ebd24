"""The tables of who may see and do what: whole, drawn as they are, and meaning what the code knows."""

import pytest
from django.db.models import Q

from comity.accounts.matrix import COLUMNS, FALLS_BACK_ON, Matrix, Word, holds
from comity.accounts.models import Role, User
from comity.meetings import matrix as of_meetings
from comity.meetings.models import sessions
from tests import make
from tools import access

HEAD = " " * 8 + "| " + " | ".join(COLUMNS)
TABLES = [table for tables in access.matrices().values() for table in tables]


def test_the_pages_of_the_tables_are_drawn_as_they_are():
    assert {path: path.read_text() for path in access.FOLDER.glob("*.md")} == access.pages(), "run: make docs"


def test_every_app_with_permissions_has_a_table():
    asking = {path.parent.name for path in (access.ROOT / "comity").glob("*/permissions.py")}

    assert asking == set(access.matrices())


def test_no_field_is_read_through_two_rows_of_a_table():
    told = [field for table in TABLES for fields in table.covers.values() for field in fields]

    # That a session was adopted under a fingerprint is told where it is final, and again beside who adopted it.
    assert sorted({one for one in told if told.count(one) > 1}) == []


def test_the_tables_mean_the_stages_that_the_code_means():
    assert set(of_meetings.HELD) == {str(stage) for stage in sessions.TOOK_PLACE}
    assert set(of_meetings.FINAL) == {str(stage) for stage in sessions.FROZEN}
    assert set(of_meetings.AHEAD) == {str(stage) for stage in sessions.AHEAD}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.thing)
def test_whoever_is_concerned_may_at_least_what_others_may(table):
    for cells in table.rows.values():
        for column, other in FALLS_BACK_ON.items():
            assert cells[column] != "no" or cells[other] == "no"


def table_of(cells, **words):
    row = "see it | " + " | ".join(cells)
    return Matrix("Thing", f"{HEAD}\n{row}", words={name: Word(name, given) for name, given in words.items()})


def test_a_cell_that_says_what_nobody_explains_is_refused():
    with pytest.raises(ValueError, match="nobody says"):
        table_of(["no"] * 6 + ["perhaps"])


def test_a_table_that_lacks_a_column_is_refused():
    with pytest.raises(ValueError, match="columns"):
        Matrix("Thing", "| visitor | head\nsee it | no | yes")


def test_words_are_joined_as_they_read():
    table = table_of(["a and b or c", *["no"] * 6], a=Q(pk=1), b=Q(email="x"), c=Q(name="c"))

    def sees(**facts):
        return table.may("see it", None, User(**facts))

    assert (sees(pk=1, email="x"), sees(pk=1, email="y"), sees(pk=2, name="c")) == (True, False, True)


def test_a_condition_holds_of_a_thing_as_it_does_in_the_database(db):
    made = [make.user(role, name=role) for role in Role.values]
    conditions = [
        Q(role="head"),
        ~Q(role="head"),
        Q(role__in=["head", "reader"], is_active=True),
        Q(role="head") | Q(role="reader"),
        ~(Q(role="head") | Q(zone="")),
        Q(joined_at=None),
        ~Q(joined_at=None),
        Q(joined_at__isnull=True),
    ]

    for one in conditions:
        found = set(User.objects.filter(one))
        assert {user for user in made if holds(one, user)} == found
