"""What a kind of record has to do with people: whose it is, and what becomes of it when a person's data are erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop

# What stands in the place of a name. Kept in this one form, and shown in the reader's language.
ERASED = gettext_noop("a person whose data were erased")
# Nobody receives letters under this domain (RFC 2606).
NOWHERE = "erased.invalid"
# The way from a record that is itself the account, the person or the link.
ITSELF = "itself"


@dataclass(frozen=True)
class About:
    """What one kind of record says about people.

    `whose` are the ways to the account, person or signed link that it is about, `also` to those it only points to;
    `addresses` the columns with an e-mail address;
    `author` the column with the name of whoever wrote the row, `written` what else of them is put into such a row
    upon erasure; `signed` are the columns with the names of those who did something to the row later;
    `is_given` says that rows are theirs who wrote them, and `key` names the column with their number.
    `is_theirs` is what says nothing but something about one person: the journal keeps it under that person's key.
    """

    whose: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    author: str = ""
    written: Mapping[str, Any] = field(default_factory=dict)
    signed: tuple[str, ...] = ()
    is_given: bool = False
    key: str = ""
    is_theirs: bool = False
    # Upon erasure: the columns that get another value (a function of the row may give it), or the whole row goes.
    erased: Mapping[str, Any] = field(default_factory=dict)
    is_removed: bool = False
    mentions: tuple[str, ...] = ()  # columns of words in which the name is replaced
    kept: Any = ""  # why the rest stays
    impersonal: str = ""  # why it says nothing about the people it points to


def nowhere(row: Any) -> str:
    """This will make an address under which nobody is written to, another one for each row."""
    return f"erased-{row.pk}@{NOWHERE}"


def is_nowhere(address: str) -> bool:
    """This will tell whether an address was made by `nowhere`: the one that stood there is forgotten."""
    return address.endswith(f"@{NOWHERE}")
