"""The server refuses to start on what is not sound, and leaves nothing behind when it ends."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import gettext, override, trans_real

from comity.cli import messages, preparing, readiness
from comity.cli.refusal import Refusal
from comity.cli.serving import refuse_if_taken
from tests import template

GOOD_KEY = "k7-" + secrets.token_urlsafe(50)
PATIENCE = 20


def environment(data, **given):
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "COV_", "DJANGO_"))}
    plain.pop("DATABASE_URL", None)
    return plain | {"COMITY_DATA": str(data)} | given


def comity(data, *words, **given):
    command = [sys.executable, "-m", "comity", *words]
    return subprocess.run(command, env=environment(data, **given), capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A Comity on SQLite, whatever the other tests run on: those that ask for it are `sqlite_only`."""
    data = tmp_path_factory.mktemp("data")
    template.empty(data)
    done = comity(data, "migrate", COMITY_SECRET_KEY=GOOD_KEY)
    assert done.returncode == 0, done.stderr
    return data


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "COMITY_SECRET_KEY is missing"),
        ({"COMITY_SECRET_KEY": "secret"}, "COMITY_SECRET_KEY is weak"),
        ({"COMITY_SECRET_KEY": "a" * 60}, "COMITY_SECRET_KEY is weak"),
        ({"COMITY_SECRET_KEY": GOOD_KEY, "COMITY_ADDRESS": "http://example.org"}, "COMITY_ADDRESS begins with http"),
        (
            {"COMITY_SECRET_KEY": GOOD_KEY, "COMITY_DEBUG": "1", "COMITY_ADDRESS": "https://example.org"},
            "COMITY_DEBUG shows our source",
        ),
    ],
)
def test_it_does_not_serve_with_unsafe_settings(prepared, given, said):
    done = comity(prepared, "serve", "--port", str(free_port()), **given)

    assert done.returncode == 1
    assert said in done.stderr


@pytest.mark.sqlite_only
def test_it_does_not_serve_what_was_never_prepared(tmp_path):
    done = comity(tmp_path, "serve", "--port", str(free_port()), COMITY_SECRET_KEY=GOOD_KEY)

    assert done.returncode == 1
    assert "Run: comity migrate" in done.stderr


@pytest.mark.sqlite_only
def test_a_worker_by_itself_is_refused_what_the_server_is(prepared, tmp_path):
    weak = comity(prepared, "worker", COMITY_SECRET_KEY="secret")
    never_prepared = comity(tmp_path, "worker", COMITY_SECRET_KEY=GOOD_KEY)

    assert (weak.returncode, never_prepared.returncode) == (1, 1)
    assert "COMITY_SECRET_KEY is weak" in weak.stderr
    assert "Run: comity migrate" in never_prepared.stderr


def test_what_only_pages_need_keeps_no_worker_from_its_letters(monkeypatch):
    monkeypatch.setattr(readiness, "faults_of_settings", lambda: [])
    monkeypatch.setattr(readiness, "faults_of_database", lambda: [])
    monkeypatch.setattr(readiness, "faults_of_files", lambda: ["not collected"])

    assert readiness.faults() == ["not collected"]
    assert readiness.faults(serves=False) == []


@pytest.mark.sqlite_only
def test_preparing_again_finds_everything_up_to_date(prepared):
    done = comity(prepared, "migrate", COMITY_SECRET_KEY=GOOD_KEY)

    assert [line.endswith("up to date") for line in done.stdout.splitlines()] == [True, True, True]


def test_a_language_that_is_spoken_while_preparing_was_compiled_before(tmp_path, settings, monkeypatch):
    said = []

    def lay_the_pages():
        with override("ar"):
            said.append(gettext("Partners"))

    shutil.copytree(settings.LOCALE_PATHS[0], tmp_path / "locale", ignore=shutil.ignore_patterns("*.mo"))
    settings.LOCALE_PATHS, settings.DATA = [tmp_path / "locale"], tmp_path / "data"
    monkeypatch.setattr(trans_real, "_translations", {})  # as in a process that begins
    monkeypatch.setattr(preparing, "bring_database", lay_the_pages)
    monkeypatch.setattr(preparing, "collect_static", lambda: False)
    monkeypatch.setattr(preparing, "erase_again", lambda at: 0)

    preparing.migrate()

    assert said == ["الشركاء"]


def test_texts_that_cannot_be_compiled_are_told_with_what_to_do(tmp_path, settings, monkeypatch):
    shutil.copytree(settings.LOCALE_PATHS[0], tmp_path / "locale", ignore=shutil.ignore_patterns("*.mo"))
    settings.LOCALE_PATHS = [tmp_path / "locale"]

    def refuses(*_given):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(messages, "write_mo", refuses)

    with pytest.raises(Refusal, match=r"Permission denied.*tools/bootstrap.py run"):
        messages.compile_stale()


@pytest.mark.sqlite_only
def test_check_finds_a_prepared_installation_fit(prepared):
    done = comity(prepared, "check", COMITY_SECRET_KEY=GOOD_KEY)

    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "Comity is fit to serve."


def test_a_database_that_can_lose_what_it_acknowledged_is_a_fault(db, monkeypatch):
    monkeypatch.setattr("comity.journal.durability.sqlite_faults", lambda connection: ["too low"])
    monkeypatch.setattr("comity.journal.durability.postgresql_faults", lambda connection: ["too low"])
    monkeypatch.setattr(readiness.connections, "close_all", lambda: None)  # the test still needs it

    assert list(readiness.faults_of_database()) == ["too low"]


def test_a_missing_migration_is_a_fault(db, monkeypatch):
    monkeypatch.setattr(readiness, "unapplied", lambda: ["partners.0002_more"])
    monkeypatch.setattr(readiness.connections, "close_all", lambda: None)

    assert "first partners.0002_more. Run: comity migrate" in next(readiness.faults_of_database())


def test_static_files_that_were_not_collected_are_a_fault(tmp_path):
    settings.STATIC_ROOT = tmp_path

    assert list(readiness.faults_of_files()) == ["The static files are not collected. Run: comity migrate"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_port_in_use_is_named():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(Refusal, match=f"port {port} is in use by another program"):
            refuse_if_taken("127.0.0.1", port)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_when_the_server_ends(prepared, told):
    """Ctrl-C reaches every process of the terminal, SIGTERM and SIGKILL only the first."""
    server, family = opened(prepared)

    os.killpg(server.pid, told) if told is signal.SIGINT else os.kill(server.pid, told)

    server.wait(PATIENCE)
    server.stdout.close()
    assert len(family) == 4  # itself, two workers, and the one that sends letters
    assert still_running(family) == []


@pytest.mark.sqlite_only
def test_a_signal_that_another_thread_of_the_server_takes_ends_it_too(prepared):
    """The system hands a signal to any thread; Python answers it in the first one, which may be asleep."""
    server, family = opened(prepared)
    others = {int(one.name) for one in Path("/proc", str(server.pid), "task").iterdir()} - {server.pid}

    os.kill(max(others), signal.SIGTERM)

    server.wait(PATIENCE)
    server.stdout.close()
    assert still_running(family) == []


def opened(prepared):
    """A server that answers, and the numbers of its processes."""
    server = subprocess.Popen(
        [sys.executable, "-m", "comity", "serve", "--port", str(free_port())],
        env=environment(prepared, COMITY_SECRET_KEY=GOOD_KEY),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert "Comity is open" in server.stdout.readline()
    return server, [server.pid, *children_of(server.pid)]


def children_of(pid):
    return [
        int(one.name) for one in Path("/proc").glob("[0-9]*") if (told := facts_of(one.name)) and told[1] == str(pid)
    ]


def facts_of(pid):
    """The state and the parent of a process; nothing where it is gone."""
    try:
        return Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return None


def still_running(family):
    """Who of the family lives on after some seconds of grace; a process that ended but was not buried is dead."""
    deadline = time.monotonic() + PATIENCE
    while alive := [pid for pid in family if is_alive(pid)]:
        if time.monotonic() > deadline:
            return alive
        time.sleep(0.2)
    return []


def is_alive(pid):
    told = facts_of(pid)
    return told is not None and told[0] != "Z"
