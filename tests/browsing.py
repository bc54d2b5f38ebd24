"""A real server with the example cooperation, and a real browser in front of it: one of each for a process."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from comity.example.loading import sign_ins
from tests import template

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
PATIENCE = 30_000  # milliseconds: a machine that does other work keeps a page waiting
expect.set_options(timeout=PATIENCE)
MOVED_CLOCK = ROOT / "tests" / "moved_clock"  # a folder that has every Python process begin on a later day
IS_OPEN = "closes it"  # what `comity demo` says last
SECONDS_TO_STOP = 15


@dataclass(frozen=True)
class Site:
    """A running Comity: where it is, and how each role signs in."""

    address: str
    passwords: dict[str, tuple[str, str]]  # role: e-mail address and password
    data: Path
    log: Path  # what the server says


class Demonstration:
    """`comity demo` as a person would run it, in a folder and on a port of its own; it can be opened again later."""

    def __init__(self, folder: str, name: str, **given: str) -> None:
        self.port, self.environment = free_port(), environment(folder, name) | given
        self.site = Site(
            f"http://localhost:{self.port}",
            {one.email.split("@")[0]: (one.email, one.password) for one in sign_ins()},
            Path(folder),
            Path(folder, "server.log"),
        )
        template.empty(folder, address=self.environment.get("DATABASE_URL"))

    def open(self, *, days_ahead: int = 0) -> Site:
        """Opens it, where `days_ahead` is told with the clock of all its processes that many days ahead of ours."""
        command = [sys.executable, "-m", "comity", "demo", "--port", str(self.port), "--workers", "1"]
        moved = {"PYTHONPATH": str(MOVED_CLOCK), "DAYS_AHEAD": str(days_ahead)} if days_ahead else {}
        self.server = begin(command, self.environment | moved, self.site.log)
        told = wait_until_open(self.server, self.site.log)
        if IS_OPEN not in told or address_in(told) != self.site.address:
            self.close()
            raise AssertionError(told)
        return self.site

    def close(self) -> None:
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(SECONDS_TO_STOP)


@pytest.fixture(scope="session")
def site(worker_id):
    """The example cooperation, open to all journeys of a process."""
    with tempfile.TemporaryDirectory(prefix="comity-site-") as folder:
        shown = Demonstration(folder, f"site_{worker_id}")
        yield shown.open()
        shown.close()


def begin(command, given, log):
    """A server that says what it says into a file: one that nobody reads from would wait once its pipe is full."""
    with log.open("w") as place:
        return subprocess.Popen(command, cwd=ROOT, env=given, stdout=place, stderr=subprocess.STDOUT)


def address_in(told):
    """Where the server said that it is open."""
    return re.search(r"^Comity is open at (\S+)", told, re.M)[1]


def environment(folder, name):
    """The environment of a person who begins: none of the tests' own settings."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "COV_", "DJANGO_"))}
    if "DATABASE_URL" in os.environ:
        plain["DATABASE_URL"] = database_of_its_own(os.environ["DATABASE_URL"], name)
    # An engine on this machine, where there is one: with it, articles are read on demand.
    engine = {"COMITY_ENGINES": "apertium:"} if shutil.which("apertium") else {}
    return plain | engine | {"COMITY_DATA": folder}


def database_of_its_own(address, name):
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_open(server, log):
    """What the server said until it was open, or until it gave up."""
    while IS_OPEN not in (told := log.read_text()) and server.poll() is None:
        time.sleep(0.1)
    return told


@pytest.fixture(scope="session")
def chromium(no_office_across):
    """One browser for all journeys of a process."""
    no_office_across()
    # Playwright keeps an event loop in this thread, in which Django would otherwise refuse to ask its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        no_office_across()
        browser.close()


class Visitors:
    """Opens the browser as one role or another; each role signs in once, then its session is kept."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site = browser, site
        self.sessions: dict[str, dict] = {}
        self.open: list[BrowserContext] = []
        self.complaints: list[str] = []

    def come(self, role: str | None = None, **options) -> Page:
        """A page of the browser, signed in as `role` (officer, head, counterpart) or as nobody."""
        if role and role not in self.sessions:
            self.sessions[role] = self._sign_in(role)
        context = self._context(storage_state=self.sessions.get(role), **options)
        return context.new_page()

    def _context(self, **options) -> BrowserContext:
        context = self.browser.new_context(base_url=self.site.address, **options)
        context.set_default_timeout(PATIENCE)
        context.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        context.on("weberror", lambda fault: self.complaints.append(str(fault.error)))
        self.open.append(context)
        return context

    def _sign_in(self, role: str) -> dict:
        email, password = self.site.passwords[role]
        context = self._context()
        page = context.new_page()
        page.goto("/en/accounts/login/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url("**/en/desk/")
        return context.storage_state()

    def leave(self) -> None:
        """Every page is closed; the sessions stay."""
        while self.open:
            self.open.pop().close()


@pytest.fixture(scope="session")
def everybody(chromium, site):
    return Visitors(chromium, site)


@pytest.fixture
def visitors(everybody):
    """Who comes to the site in this test. What the browser complains of (scripts, CSP) is a failure."""
    everybody.complaints.clear()
    yield everybody
    everybody.leave()
    assert everybody.complaints == [], f"{everybody.complaints}\n{everybody.site.log.read_text()[-5_000:]}"
