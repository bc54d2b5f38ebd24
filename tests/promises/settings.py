"""Comity's own settings for a server that is tried to destruction; a switch takes a protection away, for a control."""

import os

from comity.settings import *  # noqa: F403
from comity.settings import DATABASES, STATIC_ROOT, STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_TIMEOUT = 5
LOGGING_CONFIG = None  # what is broken on purpose is not worth a line

if without := os.environ.get("TRIED_WITHOUT_SYNC"):
    options = DATABASES["default"].setdefault("OPTIONS", {})
    if "sqlite3" in DATABASES["default"]["ENGINE"]:
        options["init_command"] += f"PRAGMA synchronous={without};"
    else:
        options["options"] = "-c synchronous_commit=off"

if os.environ.get("TRIED_WITHOUT_LASTING_FILES"):
    STORAGES["default"] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}

if os.environ.get("TRIED_WITHOUT_TRANSACTION"):
    from contextlib import suppress

    from django.core.signals import request_started
    from django.db import DatabaseError
    from django.db.backends.signals import connection_created

    def commit_each_statement(sender, connection, **kwargs):
        """Every statement lasts by itself, as if nobody had thought of transactions."""

        def execute(run, sql, params, many, context):
            with suppress(connection.Database.Error, DatabaseError):
                connection.connection.commit()  # what went before
            return run(sql, params, many, context)

        connection._savepoint_allowed = lambda: False
        connection.execute_wrappers.insert(0, execute)

    def be_asked_last(**kwargs):
        """It stands before whatever else a new connection gets: a commit after them would undo what they told it."""
        connection_created.connect(commit_each_statement, weak=False)

    request_started.connect(be_asked_last, weak=False)
