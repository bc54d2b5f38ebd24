"""An empty Comity, migrated once for all tests and copied by whoever needs one: to migrate takes a while."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connection

from tools.cluster import programs

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "comity_empty"
SHARED = "COMITY_SHARED"  # a folder in which the runs on both databases find what either of them made
KEY = "a key for the tests only, long enough to be taken for a secret one"


def empty(folder, *, address=None):
    """This will put an empty Comity into a folder; where `address` names a database, that one is made anew.

    On a server that is not the one of the tests it is put into a database that is there and empty.
    """
    shutil.copytree(_made(on_server=address is not None), folder, dirs_exist_ok=True)
    if address and urlsplit(address).netloc != urlsplit(os.environ["DATABASE_URL"]).netloc:
        _fill(address)
    elif address:
        copy_database(urlsplit(address).path[1:])


def for_the_tests():
    """This will make the database of the tests of this process, under the name that it has in the settings."""
    told = settings.DATABASES["default"]
    name = told["TEST"].get("NAME") or f"test_{told['NAME']}"
    if told["ENGINE"].endswith("sqlite3"):
        shutil.copyfile(_made(on_server=False) / "comity.sqlite3", name)
    else:
        _made(on_server=True)
        copy_database(name)


def put_back():
    """Whatever a test committed, the database of the tests is again the empty one that it was copied from."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(_made(on_server=False) / "comity.sqlite3")) as made:
            made.backup(connection.connection)
    else:
        connection.close()
        copy_database(connection.settings_dict["NAME"])


def copy_database(name, *, of=DATABASE):
    _told_to_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{of}"')


def _fill(address):
    of = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{DATABASE}"))
    dump = subprocess.run([programs() / "pg_dump", "--no-owner", of], check=True, capture_output=True)
    into = [programs() / "psql", "--quiet", "--set", "ON_ERROR_STOP=1", address]
    subprocess.run(into, input=dump.stdout, check=True, stdout=subprocess.DEVNULL)


def once(name, make):
    """The folder of this name, made by `make(folder)` in whichever process comes first; the others wait."""
    place = Path(os.environ.get(SHARED) or os.environ["COMITY_DATA"], name)
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            half = place.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            make(half)
            half.rename(place)
    return place


def _made(*, on_server):
    server = os.environ["DATABASE_URL"] if on_server else ""
    return once(f"empty-{_fingerprint(server)}", lambda folder: _migrate(folder, on_server=on_server))


def _migrate(folder, *, on_server):
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "COV_", "DJANGO_"))}
    server = plain.pop("DATABASE_URL", None)
    if on_server:
        _told_to_server(f'DROP DATABASE IF EXISTS "{DATABASE}"', f'CREATE DATABASE "{DATABASE}"')
        plain["DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{DATABASE}"))
    told = plain | {"COMITY_DATA": str(folder), "COMITY_SECRET_KEY": KEY}
    done = subprocess.run(
        [sys.executable, "-m", "comity", "migrate"], cwd=ROOT, env=told, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def _told_to_server(*statements):
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        for statement in statements:
            server.execute(statement)


def _fingerprint(server):
    """Another one where a migration is another one, or a package whose migrations these are, or the server."""
    files = [*sorted(ROOT.glob("comity/*/migrations/*.py")), ROOT / "requirements.lock"]
    return sha256(b"".join(one.read_bytes() for one in files) + server.encode()).hexdigest()[:12]
