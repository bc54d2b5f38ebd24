"""Comity's own settings, with a key and a data folder that exist for the tests only."""

import os
import tempfile

# Made by the first process that runs tests; those that it starts find it in their environment.
OWN_DATA = None if "COMITY_DATA" in os.environ else tempfile.mkdtemp(prefix="comity-tests-")
os.environ.setdefault("COMITY_DATA", OWN_DATA or "")
os.environ.setdefault("COMITY_SECRET_KEY", "a key for the tests only, long enough to be taken for a secret one")

from comity.settings import *  # noqa: E402, F403 - the environment first

# What nobody sorts comes in any order, and on SQLite in the one that was hoped for: here it comes the other way round.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA reverse_unordered_selects=ON;"  # noqa: F405

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - collected by nobody, but looked for
