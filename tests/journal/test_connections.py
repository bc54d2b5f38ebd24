"""Every connection tells the database whose act it is, for as long as it lives."""

from types import SimpleNamespace

from comity.journal.acting import tell_postgresql
from comity.journal.apps import tell_the_database


def test_a_connection_made_within_a_request_goes_on_telling_when_the_request_is_over():
    counting = object()
    connection = SimpleNamespace(vendor="postgresql", execute_wrappers=[counting])

    tell_the_database(connection)
    connection.execute_wrappers.pop()  # as Django ends what was begun before the connection was made

    assert connection.execute_wrappers == [tell_postgresql]


def test_a_connection_made_again_tells_once():
    connection = SimpleNamespace(vendor="postgresql", execute_wrappers=[])

    tell_the_database(connection)
    tell_the_database(connection)

    assert connection.execute_wrappers == [tell_postgresql]
