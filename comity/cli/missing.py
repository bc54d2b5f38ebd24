"""What an installation lacks, where a command could not do its work for it: said in words, not as a trace of code."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from comity.cli.preparing import unapplied
from comity.cli.readiness import MAKE_A_KEY


def what_lacks(fault: Exception) -> str:
    """This will name what an installation lacks, for which a command ended with `fault`; "" where it lacks nothing.

    Then the fault is one of ours, and its trace belongs to whoever mends it.
    """
    if isinstance(fault, ImproperlyConfigured):
        return "" if has_key() else f"COMITY_SECRET_KEY is missing. Make one: {MAKE_A_KEY}"
    return of_the_database() if isinstance(fault, DatabaseError) else ""


def has_key() -> bool:
    """This will tell whether there is a secret key: Django refuses to hand out an empty one."""
    try:
        return bool(settings.SECRET_KEY)
    except ImproperlyConfigured:
        return False


def of_the_database() -> str:
    """This will tell whether there is a database, whether it answers, and whether it has the tables of this version."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and not Path(name).exists():
        return f"there is no database at {name} yet. Run: comity migrate"
    try:
        lacking = unapplied()
    except DatabaseError as again:
        return f"the database does not answer ({' '.join(str(again).split())}). What was saved before is kept"
    return "the database lacks tables of this version. Run: comity migrate" if lacking else ""
