"""What is missing in the database is brought once, the tables of packages first; what is there is recognised."""

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from comity.cli.preparing import bring_database, unapplied

OURS = {config.label for config in apps.get_app_configs() if config.name.startswith("comity.")}
RENAMED = {"app": "journal", "name": "0001_entries_changes_and_tree"}


def recorded():
    return MigrationRecorder(connection).migration_qs.order_by("pk")


def test_an_empty_database_gets_the_tables_of_others_first_and_of_ours_those_that_they_point_to(db):
    """Whoever migrates ours first waits a third longer: each migration of Wagtail would draw up all of ours."""
    last_of_others = recorded().exclude(app__in=OURS).last()

    before, after = (
        set(recorded().filter(app__in=OURS, **{f"pk__{side}": last_of_others.pk}).values_list("app", flat=True))
        for side in ("lt", "gt")
    )
    assert before == {"accounts"}
    assert after >= {"journal", "partners", "meetings", "commitments", "website"}


def test_nothing_is_brought_where_nothing_is_missing(db):
    assert unapplied() == []
    assert bring_database() is False


def test_a_database_that_has_what_a_migration_brings_under_earlier_names_takes_its_name_and_nothing_else(db):
    tables = connection.introspection.table_names()
    recorded().filter(**RENAMED).delete()
    assert unapplied() == ["journal.0001_entries_changes_and_tree"]

    assert bring_database() is True

    assert recorded().filter(**RENAMED).exists()
    assert unapplied() == []
    assert connection.introspection.table_names() == tables


def test_a_database_that_has_half_of_it_is_told_what_it_lacks(db):
    recorded().filter(app="journal", name="0002_append_only").delete()

    assert unapplied() == ["journal.0002_append_only"]
