"""The guards in the database: triggers that write every change of a governed row beside the act it belongs to.

Whatever program writes (a form, a bulk update, raw SQL, an import, a migration, a foreign tool): inside an act the
change is written into `journal_change`; outside of one it is refused. They are made anew from the models after every
migration; Comity does not start where one of them is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections, models

from comity.journal.acting import HIDDEN

REFUSAL = "no act is open: this may be changed by Comity only, in the name of somebody"
SEALED = "this is append-only"
# What only grows; the journal's own entries have had their seal from the beginning (migration 0002).
APPEND_ONLY = ("journal_change", "journal_leaf", "journal_checkpoint")
# Columns that change without anybody's act, by table; a model of an app above says it as BOOKKEEPING.
BOOKKEEPING = {"accounts_user": frozenset({"last_login"}), "mfa_authenticator": frozenset({"last_used_at"})}
# Tables of others that say who may sign in.
OF_OTHERS = {"mfa_authenticator": frozenset({"data"}), "account_emailaddress": frozenset({"email"})}
# What gets a leaf in the tree of the journal: entries and changes.
SEALED_KINDS = ("entry", "change")
BIND = "comity_"


@dataclass(frozen=True)
class Guarded:
    """A table whose every change is written down: its key, its columns, and those that are personal or secret."""

    table: str
    key: str
    columns: tuple[models.Field[Any, Any], ...]
    personal: frozenset[str]
    aside: frozenset[str]

    @property
    def told(self) -> list[models.Field[Any, Any]]:
        """The columns of which a change is written down."""
        return [field for field in self.columns if str(field.column) not in self.aside]


def governed() -> list[Guarded]:
    """This will list the tables that are guarded: all of ours that do not say why they are not, and who may sign in."""
    return [_guarded(model) for model in apps.get_models(include_auto_created=True) if _is_governed(model)]


def ungoverned() -> dict[str, str]:
    """This will tell which tables of ours are not guarded, and why."""
    ours = (model for model in apps.get_models(include_auto_created=True) if _is_ours(model))
    return {one._meta.db_table: why for one in ours if (why := _why_not(one))}


def append_only() -> list[str]:
    """This will list the tables that only grow: those of the journal, and those whose models say so."""
    saying = (one for one in apps.get_models() if _is_ours(one) and getattr(one, "IS_APPEND_ONLY", False))
    return [*APPEND_ONLY, *(one._meta.db_table for one in saying)]


def _why_not(model: type[models.Model]) -> str:
    """Why a table is not guarded, as its model says, or the one between whose rows and others it only stands."""
    return str(getattr(model._meta.auto_created or model, "UNGOVERNED", ""))


def _is_ours(model: type[models.Model]) -> bool:
    return str(model._meta.app_config.name).startswith("comity.") and bool(model._meta.managed)


def _is_governed(model: type[models.Model]) -> bool:
    return model._meta.db_table in OF_OTHERS or (_is_ours(model) and not _why_not(model))


def _guarded(model: type[models.Model]) -> Guarded:
    table, fields = model._meta.db_table, tuple(model._meta.local_concrete_fields)
    named = frozenset(getattr(model, "PERSONAL", OF_OTHERS.get(table, frozenset())))
    personal = {str(one.column) for one in fields if one.name in named or isinstance(one, models.BinaryField)}
    return Guarded(
        table=table,
        key=str(model._meta.pk.column),
        columns=fields,
        personal=frozenset(personal),
        aside=BOOKKEEPING.get(table, frozenset(getattr(model, "BOOKKEEPING", ()))),
    )


# The guards of SQLite


def sqlite_guards(connection: Any) -> dict[str, str]:
    """This will write the triggers of SQLite, by name."""
    found: dict[str, str] = {}
    for one in governed():
        found |= {name: sql for name, sql in _sqlite_of(one, connection)}
    for table in append_only():
        for act in ("update", "delete"):
            name = f"{BIND}{table}_refuses_{act}"
            body = f"BEGIN SELECT RAISE(ABORT, '{SEALED}'); END"
            found[name] = f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} {body}"
    name = f"{BIND}entry_needs_an_act"
    refuse = f"SELECT RAISE(ABORT, '{REFUSAL}') WHERE comity_act() IS NULL"
    found[name] = f"CREATE TRIGGER {name} BEFORE INSERT ON journal_entry BEGIN {refuse}; END"
    for kind in SEALED_KINDS:
        name = f"{BIND}{kind}_to_be_sealed"
        note = f"INSERT INTO journal_unsealed (kind, number) VALUES ('{kind}', NEW.id)"
        found[name] = f"CREATE TRIGGER {name} AFTER INSERT ON journal_{kind} BEGIN {note}; END"
    return found


def _sqlite_of(one: Guarded, connection: Any) -> Iterator[tuple[str, str]]:
    old, new = (_json_of(one, side, connection) for side in ("OLD", "NEW"))
    hidden = ",".join(sorted(one.personal))
    differs = " OR ".join(f'OLD."{field.column}" IS NOT NEW."{field.column}"' for field in one.told)
    for act, key, was, became, when in (
        ("insert", "NEW", "'{}'", f"comity_differing('{hidden}', {new}, '{{}}')", ""),
        ("delete", "OLD", f"comity_differing('{hidden}', {old}, '{{}}')", "'{}'", ""),
        (
            "update",
            "NEW",
            f"comity_differing('{hidden}', {old}, {new})",
            f"comity_differing('{hidden}', {new}, {old})",
            f"WHEN {differs} ",
        ),
    ):
        name = f"{BIND}{one.table}_{act}"
        body = f"""BEGIN
  SELECT RAISE(ABORT, '{REFUSAL}') WHERE comity_act() IS NULL;
  INSERT INTO journal_change (at, table_name, row_key, done, who, whence, why, was, became)
  SELECT strftime('%Y-%m-%d %H:%M:%f', 'now'), '{one.table}', CAST({key}."{one.key}" AS TEXT), '{act}',
    json_extract(act, '$.who'), json_extract(act, '$.whence'), json_extract(act, '$.why'), {was}, {became}
  FROM (SELECT comity_act() AS act);
END"""
        yield name, f'CREATE TRIGGER "{name}" AFTER {act.upper()} ON "{one.table}" {when}{body}'


def _json_of(one: Guarded, side: str, connection: Any) -> str:
    pairs = [f"'{field.column}', {_told(field, side, connection)}" for field in one.told]
    return f"json_object({', '.join(pairs)})"


def _told(field: models.Field[Any, Any], side: str, connection: Any) -> str:
    value = f'{side}."{field.column}"'
    if isinstance(field, models.JSONField):
        return f"json({value})"
    return f"hex({value})" if isinstance(field, models.BinaryField) else value


# The guards of PostgreSQL

POSTGRESQL_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION comity_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  act jsonb := NULLIF(current_setting('comity.act', true), '')::jsonb;
  personal text[] := string_to_array(TG_ARGV[1], ',');
  aside text[] := string_to_array(TG_ARGV[2], ',');
  was jsonb := '{{}}';
  became jsonb := '{{}}';
  row_key text;
BEGIN
  IF TG_OP <> 'INSERT' THEN was := to_jsonb(OLD) - aside; row_key := was ->> TG_ARGV[0]; END IF;
  IF TG_OP <> 'DELETE' THEN became := to_jsonb(NEW) - aside; row_key := became ->> TG_ARGV[0]; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF was = became THEN RETURN NULL; END IF;
    SELECT jsonb_object_agg(key, one.value), jsonb_object_agg(key, other.value) INTO was, became
    FROM jsonb_each(was) one JOIN jsonb_each(became) other USING (key) WHERE one.value IS DISTINCT FROM other.value;
  END IF;
  IF act IS NULL THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  INSERT INTO journal_change (at, table_name, row_key, done, who, whence, why, was, became) VALUES (
    clock_timestamp(), TG_TABLE_NAME, row_key, lower(TG_OP), act ->> 'who', act ->> 'whence', act ->> 'why',
    comity_hiding(was, personal), comity_hiding(became, personal));
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION comity_hiding(told jsonb, personal text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(jsonb_object_agg(key, CASE WHEN key = ANY(personal) AND value <> 'null' THEN '"{HIDDEN}"'::jsonb
                                             ELSE value END), '{{}}')
  FROM jsonb_each(told)
$$;
CREATE OR REPLACE FUNCTION comity_refusal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE OR REPLACE FUNCTION comity_needs_an_act() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NULLIF(current_setting('comity.act', true), '') IS NULL THEN
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION comity_to_be_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO journal_unsealed (kind, number) VALUES (TG_ARGV[0], NEW.id); RETURN NULL; END $$;
CREATE OR REPLACE FUNCTION comity_from_guards_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'only the guards write here' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
"""


def postgresql_guards() -> dict[str, str]:
    """This will write the triggers of PostgreSQL, by name."""
    found: dict[str, str] = {}
    for one in governed():
        name, table = f"{BIND}{one.table}", f'"{one.table}"'
        given = f"'{one.key}', '{','.join(sorted(one.personal))}', '{','.join(sorted(one.aside))}'"
        each = f"AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION comity_guard({given})"
        found[f"{name}_changed"] = f'CREATE TRIGGER "{name}_changed" {each}'
        found |= _never_truncated(name, table)
    for table in append_only():
        name = f"{BIND}{table}"
        never = f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION comity_refusal('{SEALED}')"
        found[f"{name}_refuses"] = f"CREATE TRIGGER {name}_refuses {never}"
        found |= _never_truncated(name, table)
    for name, when, table, function in (
        ("entry_needs_an_act", "BEFORE", "journal_entry", "comity_needs_an_act()"),
        ("change_from_guards", "BEFORE", "journal_change", "comity_from_guards_only()"),
        ("entry_to_be_sealed", "AFTER", "journal_entry", "comity_to_be_sealed('entry')"),
        ("change_to_be_sealed", "AFTER", "journal_change", "comity_to_be_sealed('change')"),
    ):
        each = f"{when} INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {function}"
        found[f"{BIND}{name}"] = f"CREATE TRIGGER {BIND}{name} {each}"
    return found


def _never_truncated(name: str, table: str) -> dict[str, str]:
    whole = f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION comity_refusal('{REFUSAL}')"
    return {f"{name}_truncated": f'CREATE TRIGGER "{name}_truncated" {whole}'}


# Setting them, and looking whether they stand


def install(connection: Any) -> None:
    """This will set every guard that is missing or differs from the models, and take away those that guard nothing."""
    wanted, present = _wanted(connection), _present(connection)
    stale = [name for name in present if present[name] != fingerprint(wanted.get(name, ""))]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and (stale or wanted.keys() - present.keys()):
            cursor.execute(POSTGRESQL_FUNCTIONS)
        for name in stale:
            _drop(cursor, name, connection)
        for name in [*stale, *(wanted.keys() - present.keys())]:
            if name in wanted:
                cursor.execute(wanted[name])
                _mark(cursor, name, wanted[name], connection)


def lift(connection: Any) -> None:
    """This will take every guard away, for a test that empties all tables; `install` sets them again."""
    with connection.cursor() as cursor:
        for name in _present(connection):
            _drop(cursor, name, connection)


def missing(connection: Any) -> list[str]:
    """This will name the guards that are not there, or are not what the models ask for."""
    wanted, present = _wanted(connection), _present(connection)
    return sorted(name for name in wanted if present.get(name) != fingerprint(wanted[name]))


@register(Tags.database)
def guards_stand(app_configs: Any, databases: Sequence[str] | None, **kwargs: Any) -> list[CheckMessage]:
    """This will refuse a database in which something could change without anybody's name on it."""
    kept = [connections[alias] for alias in databases or []]
    lacking = [name for one in kept if "journal_change" in one.introspection.table_names() for name in missing(one)]
    words = f"{len(lacking)} guards of the tables are missing or out of date, first {lacking[0]}." if lacking else ""
    return [Error(words, hint="Run: comity migrate", id="comity.guards")] if lacking else []


def fingerprint(sql: str) -> str:
    """This will tell two versions of a guard apart."""
    return sha256(sql.encode()).hexdigest()[:16]


def _wanted(connection: Any) -> dict[str, str]:
    tables = set(connection.introspection.table_names())
    every = sqlite_guards(connection) if connection.vendor == "sqlite" else postgresql_guards()
    return {name: sql for name, sql in every.items() if _table_of(sql) in tables}


def _table_of(sql: str) -> str:
    return sql.partition(" ON ")[2].split()[0].strip('"')


PRESENT = {
    "sqlite": f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB '{BIND}*'",
    # Each guard carries the fingerprint of what it was made from as its comment.
    "postgresql": f"""SELECT tgname, coalesce(obj_description(oid, 'pg_trigger'), '') FROM pg_trigger
        WHERE NOT tgisinternal AND tgenabled <> 'D' AND starts_with(tgname, '{BIND}')""",
}


def _present(connection: Any) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(PRESENT[connection.vendor])
        rows = cursor.fetchall()
    return {name: fingerprint(told) if connection.vendor == "sqlite" else told for name, told in rows}


def _mark(cursor: Any, name: str, sql: str, connection: Any) -> None:
    if connection.vendor == "postgresql":
        cursor.execute(f'COMMENT ON TRIGGER "{name}" ON "{_table_of(sql)}" IS \'{fingerprint(sql)}\'')


def _drop(cursor: Any, name: str, connection: Any) -> None:
    if connection.vendor == "sqlite":
        cursor.execute(f'DROP TRIGGER "{name}"')
        return
    cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [name])
    for (table,) in cursor.fetchall():
        cursor.execute(f'DROP TRIGGER "{name}" ON {table}')
