"""P5: every change of a governed row is written down with who made it, or is refused, whatever way it is made."""

import sqlite3
from datetime import timedelta
from functools import partial

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from comity.example.loading import load_once
from comity.journal import guards
from comity.journal.acting import acting, naming
from comity.journal.models import Change
from tests import make

WHO = "user:"


def models_by_table():
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def changed(field, value):
    """Another value that the column can take, or nothing where there is none to think of."""
    if isinstance(field, models.BooleanField):
        return not value
    if field.is_relation or field.primary_key or field.choices or value is None:
        return None
    if isinstance(field, (models.DateField, models.DateTimeField)):
        return value + timedelta(minutes=1) if isinstance(field, models.DateTimeField) else value + timedelta(days=1)
    if isinstance(field, models.IntegerField):
        # Far from its neighbours, which may be unique; as far as the column reaches.
        return value + (
            1 if isinstance(field, (models.SmallIntegerField, models.PositiveSmallIntegerField)) else 100_003
        )
    return f"{value[:-1]}~" if isinstance(field, (models.CharField, models.TextField)) and value else None


def alterations(row, guarded):
    """The columns of a row that can be given another value, with it."""
    for field in guarded.told:
        other = changed(field, getattr(row, field.attname))
        if other is not None and other != getattr(row, field.attname):
            yield field, other


# The ways in which our own process changes a row. Each takes a row, a column, and another value for it.


def by_save(row, field, value):
    setattr(row, field.attname, value)
    models.Model.save(row, update_fields=[field.name])


def by_update(row, field, value):
    models.QuerySet(type(row)).filter(pk=row.pk).update(**{field.attname: value})


def by_bulk_update(row, field, value):
    setattr(row, field.attname, value)
    models.QuerySet(type(row)).bulk_update([row], [field.name])


def by_sql(row, field, value):
    with connection.cursor() as cursor:
        table, key = row._meta.db_table, row._meta.pk.column
        given = field.get_db_prep_save(value, connection)
        cursor.execute(f'UPDATE "{table}" SET "{field.column}" = %s WHERE "{key}" = %s', [given, row.pk])


def by_deleting(row, field, value):
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{row._meta.db_table}" WHERE "{row._meta.pk.column}" = %s', [row.pk])


def by_bulk_create(row, field, value):
    by_deleting(row, field, value)
    models.QuerySet(type(row)).bulk_create([row])


WAYS = [by_save, by_update, by_bulk_update, by_sql, by_deleting, by_bulk_create]


class Undo(Exception):
    """What was tried is taken back."""


def tried(act, by=None):
    """What came of it, taken back afterwards: the changes that were written down, or the words of the refusal."""
    before, found = Change.objects.count(), None
    try:
        with transaction.atomic():
            if by is None:
                act()
            else:
                with acting(by=by, why="to see whether it is written down"):
                    act()
            found = list(Change.objects.order_by("pk")[before:])
            raise Undo
    except Undo:
        return found
    except DatabaseError as refusal:
        return str(refusal)


def cells():
    """Every governed table that has a row, with a column and another value where there is one."""
    for guarded in guards.governed():
        row = models_by_table()[guarded.table]._base_manager.first()
        if row is not None:
            found = next(alterations(row, guarded), None)
            yield guarded, row, found


def is_written_down(found, guarded, row, by):
    mine = [one for one in found if one.table_name == guarded.table and one.row_key == str(row.pk)]
    return bool(mine) and all(one.who == f"{WHO}{by.pk}" and one.why for one in mine)


def is_right(found, guarded, row, by):
    """Whether a change in somebody's name is written down; what only grows is changed in nobody's name."""
    if guarded.table in guards.append_only():
        return is_refused(found, guarded)
    return isinstance(found, list) and is_written_down(found, guarded, row, by)


def is_refused(found, guarded):
    reasons = [guards.REFUSAL, guards.SEALED] if guarded.table in guards.append_only() else [guards.REFUSAL]
    return isinstance(found, str) and any(one in found for one in reasons)


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


@pytest.mark.promise
def test_p5_every_change_has_who_and_why_or_is_refused(promised, example):
    trial = promised("P5", "every governed table, every way: written down, or refused", small=1, full=1)
    by = make.user()

    for guarded, row, found in cells():
        for way in WAYS if found else [by_deleting, by_bulk_create]:
            field, value = found or (None, None)
            written = tried(lambda way=way, f=field, v=value, row=row: way(fresh(row), f, v), by=by)
            refused = tried(lambda way=way, f=field, v=value, row=row: way(fresh(row), f, v))
            cell = f"{guarded.table} {way.__name__}"
            trial.count(is_right(written, guarded, row, by), f"{cell}: {written}")
            trial.count(is_refused(refused, guarded), f"{cell} without an act: {refused}")

    with transaction.atomic():
        guards.lift(connection)
        unseen = [tried(partial(by_deleting, row, None, None)) for _guarded, row, _found in cells()]
        trial.failed_without(sum(one == [] for one in unseen))
        guards.install(connection)


def test_most_governed_tables_are_tried(example):
    tables = {guarded.table for guarded in guards.governed()}
    empty = tables - {guarded.table for guarded, _row, _found in cells()}

    assert len(tables) - len(empty) > len(empty)


def foreign(statement):
    """A program that is not ours, over a connection of its own; the words with which it is refused."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        other = sqlite3.connect(settings["NAME"], timeout=20)
        trouble = sqlite3.Error
    else:
        where = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"]}
        other = psycopg.connect(dbname=settings["NAME"], **where)
        trouble = psycopg.Error
    try:
        other.execute(statement)
        other.commit()
    except trouble as refusal:
        return str(refusal)
    finally:
        other.close()
    return None


def statements(guarded, row):
    key = f"WHERE \"{guarded.key}\" = '{row.pk}'"
    # What is empty already would not be changed by emptying it.
    filled = [field for field in guarded.told if not field.primary_key and getattr(row, field.attname) is not None]
    column = filled[0].column
    yield f'UPDATE "{guarded.table}" SET "{column}" = NULL {key}'
    yield f'DELETE FROM "{guarded.table}" {key}'
    if connection.vendor == "postgresql":
        yield f'TRUNCATE "{guarded.table}" CASCADE'


@pytest.mark.promise
@pytest.mark.django_db(transaction=True)
def test_p5_a_foreign_tool_is_refused(promised):
    trial = promised("P5", "a foreign tool changes no governed row and no journal", small=1, full=1)
    load_once()

    for guarded, row, _found in cells():
        for statement in statements(guarded, row):
            trial.count(foreign(statement) is not None, statement)
            trial.count(fresh(row) == row, statement)
    for table in ("journal_entry", "journal_change"):
        for statement in (
            f"UPDATE {table} SET why = 'because'",
            f"DELETE FROM {table}",
            f"INSERT INTO {table} SELECT * FROM {table} LIMIT 1",
        ):
            trial.count(foreign(statement) is not None, statement)

    guards.lift(connection)
    trial.failed_without(int(foreign("DELETE FROM partners_focalpoint") is None))
    guards.install(connection)


@pytest.mark.django_db
def test_a_migration_writes_in_the_name_of_comity(office):
    with naming(None, why="a new version of Comity"):
        models.QuerySet(type(office.host)).filter(pk=office.host.pk).update(place="Elsewhere")

    change = Change.objects.of_row(office.host)[0]
    assert (change.who, change.why, change.became) == ("comity", "a new version of Comity", {"place": "Elsewhere"})


def test_what_is_not_guarded_says_why(db):
    assert all(len(reason) > 10 for reason in guards.ungoverned().values())
    assert {one.table for one in guards.governed()} >= {"accounts_user", "meetings_session", "partners_person"}


def test_a_missing_guard_keeps_comity_from_starting(db):
    assert guards.missing(connection) == []

    with connection.cursor() as cursor:
        guards._drop(cursor, first_guard(), connection)

    assert guards.missing(connection) == [first_guard()]
    assert "Run: comity migrate" in guards.guards_stand(None, ["default"])[0].hint
    guards.install(connection)
    assert guards.missing(connection) == []


def first_guard():
    return sorted(guards._wanted(connection))[0]


def test_what_is_personal_is_named_but_not_told(office):
    with acting(by=office.head):
        office.officer.describe(name="Another Name", language="en", zone="")

    change = Change.objects.of_row(office.officer)[0]
    assert change.became == {"name": "…"}
