"""Fills a database with made-up records by the million, spread as an office of thirty years would have them.

It passes the acts by, which is right for measuring and for nothing else: see `unguarded`, the one place that lifts
what guards the tables. The database itself makes the rows from their numbers, so that a million takes a minute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

FIRST = 10_000  # the numbers below belong to what was entered by acts: see `opener.begun`
KEEPERS = 20
ITEMS = 5  # of a session
SAID = 20  # at a session
BATCH = 100_000
TODAY = datetime.now(UTC).date().isoformat()
COUNTRIES = "DEFRMAEGSNIDTRUZPKMYNGJOTNKWOMQASAAEDZLYMRMLNECITGBJGACMTDSDSODJKMUGMZGMGWSLIRAFAZKZKGTJTMBDMVBNGYSRALATCH"
WORDS = (
    "Send      Review    Translate Publish   Prepare   Nominate  Host      Finance   "
    "draft     report    syllabus  dossier   catalogue agreement handbook  archive   "
    "on        about     for       towards   "
    "water     heritage  manuscriptcatalysis oceans    museums   libraries teachers  "
    "schools   youth     climate   deserts   medicine  optics    languages ethics    "
)
WIDE = 10


def fill(connection: Any, *, commitments: int, organisations: int, host: int, partner: int, tell: Any = None) -> None:
    """This will add records until there are about so many of them; `partner` takes part in every tenth session."""
    pour(connection, Numbers(commitments, organisations, host, partner), tell=tell)


def pour(connection: Any, numbers: Numbers, *, tell: Any = None) -> None:
    """This will add what `numbers` tell, and leave the database as its own housekeeping would."""
    with connection.cursor() as cursor, unguarded(cursor, connection.vendor):
        for table, last, given in numbers.tables():
            columns = defaults(table) | given
            for first in range(1, last + 1, BATCH):
                insert(cursor, connection.vendor, table, columns, first, min(first + BATCH - 1, last))
            if tell:
                tell(f"{last:>9,} of {table}")
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO commitments_words(commitments_words) VALUES ('rebuild')")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # what its own housekeeping does within minutes


@contextmanager
def unguarded(cursor: Any, vendor: str) -> Iterator[None]:
    """This will take off triggers and indexes while rows are poured in, and put them back as they were."""
    taken = TAKEN_OFF[vendor](cursor)
    try:
        yield
    finally:
        for statement in taken:
            cursor.execute(statement)


def _off_sqlite(cursor: Any) -> list[str]:
    for setting in ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -200000"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        " AND tbl_name IN (SELECT name FROM sqlite_master WHERE type = 'table') ORDER BY type"
    )
    found = cursor.fetchall()
    for kind, name, _sql in found:
        cursor.execute(f'DROP {kind} "{name}"')
    return [sql for _kind, _name, sql in found] + ["PRAGMA synchronous = EXTRA", "PRAGMA foreign_keys = ON"]


def _off_postgresql(cursor: Any) -> list[str]:
    cursor.execute("SET session_replication_role = replica")  # no trigger runs, not even that of a foreign key
    cursor.execute("SET synchronous_commit = off")
    cursor.execute("SET maintenance_work_mem = '512MB'")
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _name, definition in found] + [
        "SET session_replication_role = origin",
        "SET synchronous_commit = on",
    ]


TAKEN_OFF: dict[str, Callable[[Any], list[str]]] = {"sqlite": _off_sqlite, "postgresql": _off_postgresql}

# How the two databases say the same.
SAYS: dict[str, dict[str, str]] = {
    "sqlite": {
        "series": "WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})",
        "day": "date('{today}', (0 - ({0})) || ' days')",
        "moment": "datetime('{today} 09:00:00', (0 - ({0})) || ' days')",
        "json": "({0})",
        "true": "1",
        "false": "0",
    },
    "postgresql": {
        "series": "WITH n(i) AS (SELECT generate_series({first}::bigint, {last}::bigint))",
        "day": "(date '{today}' - ({0})::int)",
        "moment": "(timestamptz '{today} 09:00:00+00' - make_interval(days => ({0})::int))",
        "json": "({0})::jsonb",
        "true": "true",
        "false": "false",
    },
}


def insert(cursor: Any, vendor: str, table: str, columns: dict[str, str], first: int, last: int) -> None:
    """This will pour in the rows numbered `first` to `last`, each column made from the number `i` of its row.

    `day(…)` and `moment(…)` in a column count days back from the day of measuring.
    """
    says = SAYS[vendor]
    where = columns.get("WHERE", "1 = 1")
    names = [name for name in columns if name != "WHERE"]
    values = ", ".join(_spoken(columns[name], says) for name in names)
    series = says["series"].format(first=first, last=last)
    listed = ", ".join(f'"{name}"' for name in names)
    wanted = _spoken(where, says)
    cursor.execute(f'INSERT INTO "{table}" ({listed}) {series} SELECT {values} FROM n WHERE {wanted}')


def _spoken(words: str, says: dict[str, str]) -> str:
    """The same words as this database says them."""
    for name in ("day", "moment", "json"):
        while (at := words.find(f"{name}[")) >= 0:
            end = _closing(words, at + len(name))
            words = words[:at] + says[name].format(words[at + len(name) + 1 : end], today=TODAY) + words[end + 1 :]
    return words.replace("TRUE", says["true"]).replace("FALSE", says["false"])


def _closing(words: str, at: int) -> int:
    depth = 0
    for place in range(at, len(words)):
        depth += {"[": 1, "]": -1}.get(words[place], 0)
        if depth == 0:
            return place
    raise ValueError(words)


def chance(number: str, salt: int) -> str:
    """This will give SQL for a number from 0 to 9,999 that seems to be drawn, always the same for a row."""
    return f"((({number}) + {salt}) * 7919 % 1000003 * {104729 + 2 * salt} % 1000003 * {6101 + 2 * salt} / 97 % 10000)"


def one_of(number: str, salt: int, *weighed: tuple[int, str]) -> str:
    """This will give SQL that chooses among values, each with its share of 10,000."""
    cases, sum_ = [], 0
    for share, value in weighed[:-1]:
        sum_ += share
        cases.append(f"WHEN {chance(number, salt)} < {sum_} THEN {value}")
    return f"CASE {' '.join(cases)} ELSE {weighed[-1][1]} END"


def word(number: str, salt: int, first: int, many: int) -> str:
    """This will give SQL that picks one of `many` words, beginning with the one numbered `first`."""
    place = f"CAST(1 + {WIDE} * ({first} + {chance(number, salt)} % {many}) AS int)"
    return f"trim(substr('{WORDS}', {place}, {WIDE}))"


def defaults(table: str) -> dict[str, str]:
    """This will name what the other columns of a table hold: what the model gives where nothing is known."""
    from django.apps import apps  # noqa: PLC0415 - the settings first
    from django.db import models  # noqa: PLC0415 - the settings first

    model = next(one for one in apps.get_models(include_auto_created=True) if one._meta.db_table == table)
    found = {}
    for one in model._meta.concrete_fields:
        if one.null or one.primary_key:
            continue
        value = one.get_default()
        is_text = isinstance(one, models.JSONField)
        plain = str(value).upper() if isinstance(value, bool) else f"'{'' if value is None else value}'"
        found[str(one.column)] = "json['[]']" if is_text else plain
    return found


def text(words: str) -> str:
    """This will give SQL for a text that has these words in English, as `TextField` keeps it."""
    return f"""json['[["en", "' || {words} || '"]]']"""


class Numbers:
    """What each column holds, as SQL over the number of its row."""

    def __init__(self, commitments: int, organisations: int, host: int, partner: int) -> None:
        self.commitments, self.organisations = commitments, organisations
        self.host, self.partner = host, partner
        self.sessions = max(commitments // SAID, 1)
        self.people = max(commitments // 50, 400)

    def tables(self) -> Iterator[tuple[str, int, dict[str, str]]]:
        """This will name each table with how many rows it gets and what they hold."""
        yield "partners_organisation", self.organisations, self.organisation()
        yield "partners_organisationname", self.organisations, self.organisation_name()
        yield "partners_person", self.people, self.person()
        yield "partners_personname", self.people, self.person_name()
        yield "partners_office", self.people, self.office()
        yield "meetings_session", self.sessions, self.session()
        yield "meetings_delegation", self.sessions * 2, self.delegation()
        yield "meetings_agendaitem", self.sessions * ITEMS, self.item()
        yield "commitments_commitment", self.commitments, self.commitment()
        yield "commitments_commitment_areas", self.commitments, self.area()
        yield "commitments_claim", self.commitments, self.claim()
        yield "journal_strand", self.commitments, self.strand()

    def organisation(self) -> dict[str, str]:
        kinds = [(5000, "'institute'"), (3500, "'university'"), (500, "'ministry'"), (1000, "'ngo'")]
        name = f"'Institute of ' || {word('i', 3, 20, 16)} || ' ' || i"
        return {
            "id": f"{FIRST} + i",
            "kind": one_of("i", 1, *kinds),
            "name": text(name),
            "short_name": "json['[]']",
            "sort_key": f"lower({name})",
            "sort_key_fr": f"lower({name})",
            "sort_key_ar": f"'1 ' || lower({name})",
            "is_host": "FALSE",
            "standing_here": one_of("i", 2, (3000, "'partner'"), (7000, "''")),
            "ror": "''",
            "wikidata": "''",
            "country": f"substr('{COUNTRIES}', CAST(1 + 2 * ({chance('i', 4)} % {len(COUNTRIES) // 2}) AS int), 2)",
            "place": "json['[]']",
            "website": "''",
            "founded": "''",
            "note": "json['[]']",
        }

    def organisation_name(self) -> dict[str, str]:
        name = f"'Institute of ' || {word('i', 3, 20, 16)} || ' ' || i"
        return {
            "id": f"{FIRST} + i",
            "organisation_id": f"{FIRST} + i",
            "text": name,
            "language": "'en'",
            "kind": "'official'",
            "folded": f"lower({name})",
        }

    def person(self) -> dict[str, str]:
        return {
            "id": f"{FIRST} + i",
            "title": "json['[]']",
            "name": text("'Person ' || i"),
            "sort_key": "'person ' || i",
            "email": "'person' || i || '@example.org'",
            "language": "'en'",
            # Who left has handed over; one in a hundred has not.
            "left_on": f"CASE WHEN i > {KEEPERS} AND {chance('i', 5)} < 100 THEN day[90] ELSE NULL END",
        }

    def person_name(self) -> dict[str, str]:
        return {
            "id": f"{FIRST} + i",
            "person_id": f"{FIRST} + i",
            "text": "'Person ' || i",
            "language": "'en'",
            "folded": "'person ' || i",
        }

    def office(self) -> dict[str, str]:
        return {
            "id": f"{FIRST} + i",
            "person_id": f"{FIRST} + i",
            "organisation_id": f"CASE WHEN i <= {KEEPERS} THEN {self.host}"
            f" ELSE {FIRST} + i % {self.organisations} + 1 END",
            "title": text("'Expert'"),
            "precedence": "100",
        }

    # What happens at sessions: the first is the oldest, the last are ahead.

    def ago(self, session: str) -> str:
        """How many days ago a session was held, below nothing while it lies ahead: ten years in all."""
        return f"(3590 - ({session}) * 3650 / {self.sessions})"

    def guest(self, session: str) -> str:
        """Who meets the host: the big partner at one session in ten (at most 500), few often, most of them rarely."""
        drawn = f"({chance(session, 6)} * {chance(session, 7)} / 10000 * {self.organisations} / 10000)"
        every = max(10, self.sessions // 500)
        return f"CASE WHEN ({session}) % {every} = 0 THEN {self.partner} ELSE {FIRST} + 1 + {drawn} END"

    def session(self) -> dict[str, str]:
        ago = self.ago("i")
        ahead = one_of(
            "i", 8, (5000, "'proposed'"), (3500, "'convened'"), (1000, "'agenda_adopted'"), (500, "'postponed'")
        )
        recent = one_of("i", 8, (3000, "'held'"), (1000, "'drafted'"), (3000, "'circulated'"), (3000, "'adopted'"))
        old = one_of("i", 8, (300, "'cancelled'"), (1500, "'adopted'"), (8200, "'closed'"))
        return {
            "id": f"{FIRST} + i",
            "title": text(f"'Session ' || i || ' on ' || {word('i', 9, 20, 16)}"),
            "stage": f"CASE WHEN {ago} < 0 THEN {ahead} WHEN {ago} < 40 THEN {recent} ELSE {old} END",
            "mode": "'virtual'",
            "place": "json['[]']",
            "link": "''",
            "starts_at": f"moment[{self.ago('i')}]",
            "ends_at": f"moment[{self.ago('i')}]",
            "zone": "'UTC'",
            "precision": "'time'",
            "record_language": "'en'",
            "is_public": one_of("i", 10, (3000, "TRUE"), (7000, "FALSE")),
            "compiled_from": "''",
        }

    def delegation(self) -> dict[str, str]:
        session = "((i + 1) / 2)"
        return {
            "id": f"{FIRST} + i",
            "session_id": f"{FIRST} + {session}",
            "organisation_id": f"CASE WHEN i % 2 = 1 THEN {self.host} ELSE {self.guest(session)} END",
            "precedence": "2 - i % 2",
        }

    def item(self) -> dict[str, str]:
        shown = one_of("i", 11, (3000, "'public'"), (6000, "'shared'"), (1000, "'internal'"))
        return {
            "id": f"{FIRST} + i",
            "session_id": f"{FIRST} + (i + {ITEMS - 1}) / {ITEMS}",
            "number": f"1 + i % {ITEMS}",
            "title": text("'Item ' || i"),
            "visibility": shown,
            "minutes": text("'We spoke of it at some length and agreed to go on.'"),
            "version": "1",
            "is_deferred": "FALSE",
        }

    # What was said

    def commitment(self) -> dict[str, str]:
        session = f"((i + {SAID - 1}) / {SAID})"
        ago = f"(CASE WHEN {self.ago(session)} < 0 THEN 0 ELSE {self.ago(session)} END)"
        guest, is_ours = self.guest(session), f"{chance('i', 12)} < 5000"
        on = f"({ago} - 30 - {chance('i', 13)} % 330)"
        words = " || ' ' || ".join(
            [word("i", 14, 0, 8), word("i", 15, 8, 8), word("i", 16, 16, 4), word("i", 17, 20, 16)]
        )
        words = f"{words} || ' ' || i"
        when = chance("i", 18)
        return {
            "id": f"{FIRST} + i",
            "deliverable": text(words),
            "sought": f"lower({words})",
            "promisor_id": f"CASE WHEN {is_ours} THEN {self.host} ELSE {guest} END",
            "beneficiary_id": f"CASE WHEN {is_ours} THEN {guest} ELSE {self.host} END",
            "is_mutual": one_of("i", 19, (500, "TRUE"), (9500, "FALSE")),
            "said_under_id": f"CASE WHEN {chance('i', 20)} < 8000"
            f" THEN {FIRST} + ({session} - 1) * {ITEMS} + 1 + i % {ITEMS} ELSE NULL END",
            "said_by": "json['[]']",
            "said_on": f"day[{ago}]",
            "stage": self.stage(ago),
            "keeper_id": f"{FIRST} + 1 + {chance('i', 22)} % {KEEPERS}",
            "person_id": f"CASE WHEN {chance('i', 23)} < 5000 THEN {FIRST} + 1 + i % {self.people} ELSE NULL END",
            "due_on": f"CASE WHEN {when} < 7000 THEN day[{on}] ELSE NULL END",
            "trigger": f"CASE WHEN {when} BETWEEN 7000 AND 7999 THEN 'next_session' ELSE '' END",
            "trigger_words": "json['[]']",
            "priority": "'normal'",
            "stage_since": f"moment[CASE WHEN {ago} > 200 THEN {ago} - 200 ELSE {ago} / 2 END]",
        }

    @staticmethod
    def stage(ago: str) -> str:
        """Of what was said within two years much is open; of what is older nearly nothing."""
        shares = [
            *((1000, "'proposed'"), (3000, "'open'"), (1500, "'in_progress'"), (500, "'claimed'"), (300, "'returned'")),
            *((400, "'accepted'"), (2600, "'closed'"), (200, "'cancelled'"), (200, "'taken_up'"), (300, "'lapsed'")),
        ]
        old = [(100, "'open'"), (100, "'proposed'"), (8300, "'closed'"), (500, "'cancelled'"), (1000, "'lapsed'")]
        return f"CASE WHEN {ago} < 730 THEN {one_of('i', 21, *shares)} ELSE {one_of('i', 21, *old)} END"

    @staticmethod
    def area() -> dict[str, str]:
        codes = ("education", "science", "technology", "youth", "space", "innovation", "digital", "environment")
        cases = " ".join(f"WHEN {place} THEN '{code}'" for place, code in enumerate(codes))
        return {
            "id": f"{FIRST} + i",
            "commitment_id": f"{FIRST} + i",
            "area_id": f"CASE {chance('i', 24)} % {len(codes)} {cases} END",
            "WHERE": f"{chance('i', 25)} < 6000",
        }

    def claim(self) -> dict[str, str]:
        made = self.commitment()
        return {
            "id": f"{FIRST} + i",
            "commitment_id": f"{FIRST} + i",
            "side_id": made["promisor_id"],
            "words": "'Done.'",
            "by_name": "'Somebody'",
            "by_key": "'user:1'",
            "at": made["stage_since"],
            "WHERE": f"({made['stage']}) IN ('claimed', 'accepted', 'closed', 'returned')",
        }

    def strand(self) -> dict[str, str]:
        item = self.commitment()["said_under_id"]
        kind = "(SELECT id FROM django_content_type WHERE app_label = '{}' AND model = '{}')".format
        return {
            "id": f"{FIRST} + i",
            "source_type_id": kind("meetings", "agendaitem"),
            "source_id": item,
            "result_type_id": kind("commitments", "commitment"),
            "result_id": f"{FIRST} + i",
            "tied_by": "'Somebody'",
            "tied_at": "moment[100]",
            "WHERE": f"({item}) IS NOT NULL",
        }
