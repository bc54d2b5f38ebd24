"""Every connection tells the database whose act it is, for as long as it lives."""

from types import SimpleNamespace

import pytest
from django.db import connection

from comity.journal.acting import tell_postgresql
from comity.journal.apps import tell_the_database
from comity.journal.durability import postgresql_options


def test_a_connection_made_within_a_request_goes_on_telling_when_the_request_is_over():
    counting = object()
    made = SimpleNamespace(vendor="postgresql", execute_wrappers=[counting])

    tell_the_database(made)
    made.execute_wrappers.pop()  # as Django ends what was begun before the connection was made

    assert made.execute_wrappers == [tell_postgresql]


def test_a_connection_made_again_tells_once():
    made = SimpleNamespace(vendor="postgresql", execute_wrappers=[])

    tell_the_database(made)
    tell_the_database(made)

    assert made.execute_wrappers == [tell_postgresql]


@pytest.mark.parametrize(
    ("given", "is_pooled", "options"),
    [
        ({}, False, {"options": "-c jit=off"}),
        ({"sslmode": "require", "options": "-c a=b"}, False, {"sslmode": "require", "options": "-c a=b -c jit=off"}),
        ({"sslmode": "require"}, True, {"sslmode": "require"}),
    ],
)
def test_postgresql_is_told_to_compile_nothing_where_it_can_be_told(given, is_pooled, options):
    assert postgresql_options(given, is_pooled=is_pooled) == options


@pytest.mark.django_db
def test_the_tests_themselves_run_on_a_database_that_compiles_no_question():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit" if connection.vendor == "postgresql" else "SELECT 'off'")
        assert cursor.fetchone() == ("off",)
