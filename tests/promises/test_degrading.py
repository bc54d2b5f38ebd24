"""When the database, the disk, the mail or the worker fails, the site says so and never says that something is done."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import pytest

from tests.browsing import free_port
from tests.make import PASSWORD
from tests.promises.forked import Forks
from tests.promises.ground import acceptance, adoption, copy_of, page, sign_in, upload
from tests.promises.test_durable import ENTRIES, acceptance_state, adoption_state
from tests.promises.tracing import needs_strace, traced

WORDS = "Comity cannot work right now"
WRITING = "pwrite64,write,ftruncate"


def upload_state(ground, number):
    pk = ground.subjects["uploads"][number]["pk"]
    [row] = ground.ask("SELECT stage FROM commitments_commitment WHERE id = ?", pk)
    question = ENTRIES.replace("'accepted'", "'claimed'")
    return (*row, ground.ask(question, "commitment", pk)[0][0])


# What is done, and how one sees that it is


@dataclass
class Journey:
    name: str
    send: Callable
    state: Callable
    before: tuple
    after: tuple
    typed: str = ""  # what must still stand on the page that says no


JOURNEYS = [
    Journey("adopt", adoption, adoption_state, (0, 0, "circulated", 0), (1, 0, "circulated", 1)),
    Journey("accept", acceptance, acceptance_state, (0, "claimed", 0), (1, "accepted", 1), "Thank you."),
    Journey("upload", upload, upload_state, ("in_progress", 0), ("claimed", 1), "It is done."),
]


# What fails


@contextmanager
def cannot_write(ground, fork, tmp_path, error):
    """The disk takes nothing: full, or read-only."""
    with traced(fork, tmp_path / "trace", "-e", f"inject={WRITING}:error={error}", calls=WRITING):
        yield


@contextmanager
def read_only(ground, fork, tmp_path):
    if ground.is_sqlite:
        with cannot_write(ground, fork, tmp_path, "EROFS"):
            yield
        return
    with altered(ground, "SET default_transaction_read_only = on", "RESET default_transaction_read_only"):
        yield


@contextmanager
def gone(ground, fork, tmp_path):
    """The database is not there: its file, or its server's welcome."""
    if not ground.is_sqlite:
        with altered(ground, "WITH ALLOW_CONNECTIONS false", "WITH ALLOW_CONNECTIONS true"):
            yield
        return
    away = ground.file.rename(ground.folder / "away")
    ground.file.mkdir()
    yield
    ground.file.rmdir()
    away.rename(ground.file)


@contextmanager
def altered(ground, there, back):
    name = psycopg.conninfo.conninfo_to_dict(ground.address)["dbname"]
    for words in (there, back):
        with psycopg.connect(ground.address.rpartition("/")[0] + "/postgres", autocommit=True) as server:
            server.execute(f'ALTER DATABASE "{name}" {words}')
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        if words == there:
            yield


def faults(ground):
    """What fails, and whether the database can still be read meanwhile."""
    yield "database read-only", read_only, True
    yield "database gone", gone, False
    if ground.is_sqlite:
        yield "disk full", lambda *given: cannot_write(*given, "ENOSPC"), True


class Site:
    """One server, tried through a fault and after it."""

    def __init__(self, ground, forks, tmp_path):
        self.ground, self.forks, self.tmp_path, self.number = ground, forks, tmp_path, 0

    def cells(self, fault, is_readable):
        """Each journey while the fault lasts and once more afterwards: what was tried, and whether all was right."""
        fork = self.forks.new()
        for journey in JOURNEYS:
            number, state = self.number, journey.state
            sent = journey.send(self.ground, number)
            with fault(self.ground, fork, self.tmp_path):
                told = fork.send(sent)
            is_honest = told.status == 503 and WORDS in told.page and journey.typed in told.page
            yield journey.name, is_honest and state(self.ground, number) == journey.before, told.status
            again = fork.send(sent)
            yield f"{journey.name} afterwards", again.is_done and state(self.ground, number) == journey.after, again
        fork.kill()
        fork = self.forks.new()  # which has no connection yet
        with fault(self.ground, fork, self.tmp_path):
            home, denied = fork.open(page(self.ground, "/en/")), fork.send(sign_in(self.ground, PASSWORD))
        yield "home", home.status == 200 if is_readable else (home.status == 503 and WORDS in home.page), home.status
        yield "sign in", denied.status == 503 and not denied.is_signed_in and PASSWORD not in denied.page, denied.status
        yield "sign in afterwards", fork.send(sign_in(self.ground, PASSWORD)).is_signed_in, None
        fork.kill()
        self.number += 1


@needs_strace
@pytest.mark.promise
def test_p13_the_site_says_that_the_database_or_the_disk_fails(prepared, promised, tmp_path):
    trial = promised("P13", "database read-only or gone, disk full: said in words, nothing claimed", small=1, full=8)
    ground = copy_of(prepared, tmp_path)
    with Forks(ground) as forks:
        site = Site(ground, forks, tmp_path)
        for _round in range(trial.size):
            for name, fault, is_readable in faults(ground):
                for what, kept, told in site.cells(fault, is_readable):
                    trial.count(kept, what=(name, what, told))
    with Forks(ground, TRIED_WITHOUT_WORDS="1") as forks:
        silent = Site(ground, forks, tmp_path)
        silent.number = site.number
        trial.failed_without(sum(not kept for _what, kept, _told in silent.cells(read_only, True)))


@pytest.mark.promise
def test_p13_an_act_is_done_though_mail_and_worker_are_gone_and_heads_are_told(prepared, promised, tmp_path):
    trial = promised("P13", "mail down, worker dead: acts are done, heads are told", small=1, full=30)
    ground, nobody = copy_of(prepared, tmp_path), str(free_port())
    with Forks(ground, COMITY_SMTP_HOST="127.0.0.1", COMITY_SMTP_PORT=nobody, COMITY_SMTP_SSL="0") as forks:
        fork, worker = forks.new(), forks.new("worker")
        for number in range(trial.size):
            waiting = "SELECT count(*), min(attempts) FROM journal_letter WHERE sent_at IS NULL"
            told = fork.send(adoption(ground, number))
            trial.count(told.is_done and adoption_state(ground, number)[0] == 1, what=told)
            before = ground.ask(waiting)[0][0]
            worker.work()
            trial.count(ground.ask(waiting)[0][0] == before > 0, what="a letter is gone though nobody took it")
        silent = fork.open(page(ground, "/en/desk/", "head"))
        trial.count("never been heard of" in silent.page, what=silent.page)
        ground.change("INSERT INTO safekeeping_pulse (name, at) VALUES ('worker', ?)", "2999-01-01 00:00:00+00:00")
        trial.failed_without("heard of" not in fork.open(page(ground, "/en/desk/", "head")).page)
