"""What runs first on a fresh machine can be read by an old Python, and says in one line why it cannot go on."""

import ast
import os
import re
import socket
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tools import bootstrap

SCRIPT = ROOT / "tools" / "bootstrap.py"


def run(*words, **given):
    return subprocess.run([sys.executable, SCRIPT, *words], capture_output=True, text=True, timeout=60, **given)


def test_an_old_python_can_read_it():
    assert ast.parse(SCRIPT.read_text(), feature_version=(3, 6))


def test_what_an_old_python_cannot_read_would_be_found():
    with pytest.raises(SyntaxError):
        ast.parse("if (n := 1): pass", feature_version=(3, 6))


@pytest.mark.parametrize("port", ["abc", "0", "99999"])
def test_what_is_no_port_is_refused(port):
    done = run("run", "--port", port)

    assert done.returncode == 1
    assert done.stderr == f"make: PORT={port} is not a port. Choose a number from 1024 to 65535: make demo PORT=8080\n"


def test_a_port_in_use_is_named_with_another_to_try():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        done = run("run", "--port", str(port))

    assert done.returncode == 1
    assert f"port {port} cannot be used" in done.stderr
    assert f"make demo PORT={port + 1}" in done.stderr


def test_a_python_that_is_too_old_is_told_so(monkeypatch):
    monkeypatch.setattr(bootstrap, "OLDEST", (3, 99))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)

    with pytest.raises(SystemExit) as told:
        bootstrap.use_a_new_enough_python()

    assert "Comity needs Python 3.11 or later" in str(told.value)


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("WARNING: Retrying … NewConnectionError", "no package index can be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "is not the one that"),
        ("Collecting x\nERROR: No space left on device", "No space left on device"),
    ],
)
def test_why_packages_cannot_be_installed_is_said_in_a_line(log, said, capsys):
    with pytest.raises(SystemExit) as told:
        bootstrap.explain(log, "requirements.lock")

    assert said in str(told.value)
    assert "\n" not in str(told.value)


def test_texts_are_compiled_by_whoever_brings_the_code(tmp_path):
    """Whoever runs Comity need not be able to write where its code lies."""
    text = tmp_path / "django.po"
    text.write_text("")
    assert bootstrap.is_stale(str(text))

    compiled = tmp_path / "django.mo"
    compiled.write_text("")
    os.utime(text, (1, 1))
    assert not bootstrap.is_stale(str(text))


def test_every_package_of_the_locks_has_a_hash():
    for lock in {lock for locks in bootstrap.LOCKS.values() for lock in locks}:
        entries = [
            entry for entry in (ROOT / lock).read_text().replace("\\\n", " ").splitlines() if entry[:1].isalpha()
        ]

        assert entries
        assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)


def versions(lock):
    return dict(re.findall(r"^([\w.\[\],-]+)==(\S+)", (ROOT / lock).read_text(), re.M))


def test_what_runs_with_object_storage_is_what_runs_without_it_and_little_more():
    plain, more = versions("requirements.lock"), versions("requirements-object-storage.lock")

    assert {name: more.get(name) for name in plain} == plain
    assert set(more) - set(plain) == {"obstore"}


def test_what_is_tried_is_what_runs():
    runs, tries = versions("requirements-object-storage.lock"), versions("requirements-test.lock")

    assert {name: version for name, version in tries.items() if runs.get(name, version) != version} == {}
