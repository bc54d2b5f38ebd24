"""Who acts, from where and why: a governed record changes inside an act, or the database refuses the change.

The act is known to this process. The database asks for it: SQLite calls a function that only this process has,
PostgreSQL reads a setting of the transaction; see `guards`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from comity.accounts.models import Actor, SignedLink, User
from comity.journal.locking import words_locked
from comity.journal.models.keys import PersonalKey
from comity.journal.whereabouts import whence

Given = ParamSpec("Given")
Result = TypeVar("Result")

COMITY, VISITOR = "comity", "visitor"
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH|MERGE|COPY)\b", re.I)
# What is done at the beginning of every act, in its own transaction (see `once`).
beginnings: list[Callable[[], None]] = []
# What is done at the end of every act that comes to its end, in its own transaction (see `search.following`).
endings: list[Callable[[], None]] = []


@dataclass(frozen=True)
class Reason:
    """Why an act is done, in somebody's words, and the key under which the journal keeps them."""

    words: str
    key: PersonalKey


@dataclass(frozen=True)
class Act:
    """One act as the database writes it beside every change: who, from where, why (locked, see `locking`)."""

    who: str
    whence: str
    why: str = ""
    reason: Reason | None = None

    def __str__(self) -> str:
        return json.dumps({"who": self.who, "whence": self.whence, "why": self.why}, ensure_ascii=False)


@dataclass(frozen=True)
class Known:
    """The personal keys that the outermost act has fetched; none of them is younger than the act."""

    since: datetime
    keys: dict[tuple[int, int], PersonalKey]


_known: ContextVar[Known | None] = ContextVar("known", default=None)
_act: ContextVar[Act | None] = ContextVar("act", default=None)
_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def name_of(actor: Actor | None) -> str:
    """This will name an actor as the database writes it: `user:3`, `link:7`, or `comity` for nobody."""
    if actor is None:
        return COMITY
    return f"{'link' if isinstance(actor, SignedLink) else 'user'}:{actor.pk}"


def present_act() -> Act | None:
    """This will tell which act is open: the innermost one, else the request that is being answered, else none."""
    if (act := _act.get()) is not None:
        return act
    if (request := _request.get()) is None:
        return None
    user = getattr(request, "user", None)
    return Act(name_of(user) if isinstance(user, User) else VISITOR, whence())


@contextmanager
def acting(*, by: Actor | None, why: str = "") -> Iterator[None]:
    """This will open an act of `by`, or of Comity itself where it is None: what changes inside is one transaction.

    An act within an act belongs to it, under its own name.
    """
    is_first = _act.get() is None
    known = _known.set(Known(timezone.now(), {})) if is_first else None
    try:
        with transaction.atomic(), naming(by, why=why):
            if is_first:
                for begin in beginnings:
                    begin()
            yield
            if is_first:
                for end in endings:
                    end()
    finally:
        if known is not None:
            _known.reset(known)


def is_acting() -> bool:
    """This will tell whether an act is open whose end is still to come, so that what follows from it can wait."""
    return _known.get() is not None


def keys_of(owners: Iterable[tuple[int, int]]) -> dict[tuple[int, int], PersonalKey]:
    """This will find the personal keys of records; those from before the act are asked for once in it."""
    wanted, known = set(owners), _known.get()
    if known is None:
        return PersonalKey.objects.of(wanted)
    found = PersonalKey.objects.of(wanted - known.keys.keys())
    # A key made in the act itself may be taken back with a part of it.
    known.keys.update({owner: key for owner, key in found.items() if key.made_at < known.since})
    return found | {owner: key for owner, key in known.keys.items() if owner in wanted}


@contextmanager
def naming(by: Actor | None, *, why: str = "") -> Iterator[None]:
    """This will name whoever makes the changes inside, without making them one transaction, as a migration needs it."""
    outer = _act.get()
    token = _act.set(Act(name_of(by), whence(), outer.why if outer else "", outer.reason if outer else None))
    try:
        if why and by is None:  # Comity's own reasons name nobody
            _act.set(Act(name_of(by), whence(), why))
        elif why and (outer is None or outer.reason is None or outer.reason.words != why):
            key = PersonalKey.objects.for_words()
            reason = Reason(why, key)
            _act.set(Act(name_of(by), whence(), words_locked(key.pk, bytes(key.secret), why), reason))
        yield
    finally:
        _act.reset(token)


def present_reason() -> Reason | None:
    """This will tell why the present act is done, where its reason is kept under a key of its own."""
    now = _act.get()
    return now.reason if now else None


def act(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """This will make a function one act of whom it is given as `by`, for the reason it is given as `why`."""

    @wraps(function)
    def done(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        by: Any = kwargs.get("by")
        with acting(by=by, why=str(kwargs.get("why") or "")):
            return function(*args, **kwargs)

    return done


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """This will name the sender of a request for what it changes outside of any act, such as signing in."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


# What the database is told


def tell_sqlite(connection: Any) -> None:
    """This will give a connection of ours the functions that the guards of SQLite call; a foreign tool lacks them."""
    connection.connection.create_function("comity_act", 0, _present_act_in_words)
    connection.connection.create_function("comity_differing", 3, _differing, deterministic=True)


def _present_act_in_words() -> str | None:
    now = present_act()
    return None if now is None else str(now)


def _differing(personal: str, one: str, other: str) -> str:
    """What `one` says otherwise than `other`, in JSON; what is personal is named but not told."""
    mine, theirs, hidden = json.loads(one), json.loads(other), personal.split(",")
    told = {name: value for name, value in mine.items() if name not in theirs or value != theirs[name]}
    return json.dumps(
        {name: HIDDEN if name in hidden and value is not None else value for name, value in told.items()},
        ensure_ascii=False,
    )


HIDDEN = "…"


def tell_postgresql(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """This will tell PostgreSQL whose act it is, right before each statement that writes.

    Not once for each transaction: what is set is forgotten when a part of the transaction is rolled back.
    """
    if not WRITES.match(str(sql)):
        return execute(sql, params, many, context)
    connection, now = context["connection"], present_act()
    _set(connection, "" if now is None else str(now))
    try:
        return execute(sql, params, many, context)
    finally:
        if not connection.in_atomic_block:
            _set(connection, "")


def _set(connection: Any, words: str) -> None:
    with connection.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('comity.act', %s, %s)", [words, connection.in_atomic_block])
