"""A Comity of its own for each test of a promise: its folder, its database, its subjects; nothing shared, all real."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

import psycopg

from tests import template
from tests.browsing import database_of_its_own
from tests.promises.prepare import TOKEN

ROOT = Path(__file__).resolve().parents[2]
KEY = "a key for the tests only, long enough to be taken for a secret one"
_numbers = count(1)


class Ground:
    """A Comity in a folder of its own."""

    def __init__(self, folder, *, address=None):
        self.folder, self.address, self.subjects = Path(folder), address, {}

    @property
    def is_sqlite(self):
        return self.address is None

    def environment(self, **given):
        plain = {name: it for name, it in os.environ.items() if not name.startswith(("COMITY_", "COV_", "DJANGO_"))}
        plain.pop("DATABASE_URL", None)
        told = {"COMITY_DATA": str(self.folder), "COMITY_SECRET_KEY": KEY, "PYTHONPATH": str(ROOT)}
        told["DJANGO_SETTINGS_MODULE"] = "tests.promises.settings"
        if self.address:
            told["DATABASE_URL"] = self.address
        return plain | told | given

    def run(self, *words, **given):
        """A Python program of ours, to its end."""
        command = [sys.executable, *map(str, words)]
        return subprocess.run(command, cwd=ROOT, env=self.environment(**given), capture_output=True, text=True)

    def comity(self, *words, **given):
        return self.run("-m", "comity", *words, **given)

    def prepare(self, *, sessions=0, promises=0):
        """Migrate, and enter sessions whose minutes wait to be adopted and promises that wait to be accepted."""
        template.empty(self.folder, address=self.address)
        done = self.run("-m", "tests.promises.prepare", sessions, promises)
        assert done.returncode == 0, done.stderr
        self.subjects = json.loads(done.stdout)
        return self

    @property
    def file(self):
        return self.folder / "comity.sqlite3"

    @contextmanager
    def connected(self):
        """The database as a foreign program sees it."""
        opened = sqlite3.connect(self.file, timeout=60) if self.is_sqlite else psycopg.connect(self.address)
        with closing(opened) as database:
            yield database

    def ask(self, question, *values):
        """The rows that answer a question; `?` stands for a value."""
        with self.connected() as database:
            return database.execute(question if self.is_sqlite else question.replace("?", "%s"), values).fetchall()

    def change(self, statement, *values):
        with self.connected() as database:
            database.execute(statement if self.is_sqlite else statement.replace("?", "%s"), values)
            database.commit()


def prepared(*, subjects):
    """A Comity with so many sessions and promises: made once for all processes of a run, to be copied only."""
    address = os.environ.get("DATABASE_URL")
    kept = urlunsplit(urlsplit(address)._replace(path="/comity_prepared")) if address else None

    def make(folder):
        folder.mkdir()
        if address:
            database_of_its_own(address, "comity_prepared")
        made = Ground(folder / "ground", address=kept).prepare(sessions=subjects, promises=subjects)
        (folder / "subjects.json").write_text(json.dumps(made.subjects))

    place = template.once(f"prepared-{subjects}-{'server' if address else 'file'}", make)
    ground = Ground(place / "ground", address=kept)
    ground.subjects = json.loads((place / "subjects.json").read_text())
    return ground


def new_ground(folder, *, name="ground"):
    """An empty place: a folder, and on PostgreSQL a database beside it."""
    folder = Path(folder, f"{name}{next(_numbers)}")
    folder.mkdir(parents=True)
    address = os.environ.get("DATABASE_URL")
    if address:
        address = database_of_its_own(address, f"{folder.name}_{os.getpid()}")
    return Ground(folder, address=address)


def copy_of(ground, folder):
    """The same Comity once more, in another place: what one does to it, the other does not feel."""
    other = Ground(Path(folder, f"copy{next(_numbers)}"))
    shutil.copytree(ground.folder, other.folder)
    if ground.address:
        name = f"{other.folder.name}_{os.getpid()}"
        template.copy_database(name, of=urlsplit(ground.address).path[1:])
        other.address = urlunsplit(urlsplit(ground.address)._replace(path=f"/{name}"))
    other.subjects = ground.subjects
    return other


# The acts that are tried, as a browser sends them


class Sent:
    """One form as a browser sends it: where, by whom, and what is typed."""

    def __init__(self, ground, path, who, **typed):
        self.path, self.cookie = path, ground.subjects["cookies"].get(who, f"csrftoken={TOKEN}")
        self.typed = {"csrfmiddlewaretoken": TOKEN, **typed}

    @property
    def body(self):
        return urlencode(self.typed).encode()

    @property
    def headers(self):
        return {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}


class SentWithFile(Sent):
    """The same with a file."""

    BOUND = "a-bound-that-stands-in-no-field"

    @property
    def body(self):
        head = f'--{self.BOUND}\r\nContent-Disposition: form-data; name="{{}}"\r\n\r\n{{}}\r\n'
        file = (
            f'--{self.BOUND}\r\nContent-Disposition: form-data; name="file"; filename="report.txt"\r\n'
            f"Content-Type: text/plain\r\n\r\n{'A report. ' * 500}\r\n--{self.BOUND}--\r\n"
        )
        return ("".join(head.format(*one) for one in self.typed.items()) + file).encode()

    @property
    def headers(self):
        return {"Cookie": self.cookie, "Content-Type": f"multipart/form-data; boundary={self.BOUND}"}


def adoption(ground, number, *, by="counterpart", **typed):
    subject = ground.subjects["adoptions"][number]
    return Sent(ground, f"/en/sessions/{subject['pk']}/adoptions/", by, sha256=subject["sha256"], **typed)


def acceptance(ground, number, **typed):
    subject = ground.subjects["acceptances"][number]
    return Sent(ground, f"/en/commitments/{subject['pk']}/acceptance/", "counterpart", words="Thank you.", **typed)


def saying(ground, words, **typed):
    """Entering what was said: nothing in the record itself refuses to enter the same sentence twice."""
    host, partner = ground.subjects["host"], ground.subjects["partner"]
    sides = {"kind": "promise", "promisor": host, "beneficiary": partner, "keeper": ground.subjects["keeper"]}
    facts = {"deliverable_en": words, "said_on": "2026-10-01", "priority": "normal"}
    return Sent(ground, "/en/commitments/new/", "officer", **sides, **facts, **typed)


def upload(ground, number, **typed):
    """A file as evidence that a promise was kept."""
    subject = ground.subjects["uploads"][number]
    return SentWithFile(ground, f"/en/commitments/{subject['pk']}/claims/", "officer", words="It is done.", **typed)


def sign_in(ground, password):
    return Sent(ground, "/en/accounts/login/", "nobody", login=ground.subjects["email"], password=password)


def page(ground, path, who="nobody"):
    return Sent(ground, path, who)
