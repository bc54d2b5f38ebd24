"""What the tests need of the machine beside Python, and how it gets there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from cluster import programs

# The first is Chromium without what only a screen needs: the same pages cost it less than half of the work.
BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]


@dataclass(frozen=True)
class Need:
    """A program of the system, the Debian packages that bring it, and what cannot be tried without it."""

    name: str
    package: str
    without: str
    is_here: Callable[[], bool]


def browser() -> str | None:
    """This will find a Chromium on this machine."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def nginx() -> str | None:
    """This will find nginx, which Debian keeps where only root looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


BROKEN = "faults at system calls, on which the promises of durability stand"
PAIRS = {"eng-spa", "es-fr"}  # of Apertium, over which English goes into French


def has_apertium() -> bool:
    """This will tell whether the engine of translation is here, with the languages that the tests translate."""
    if shutil.which("apertium") is None:
        return False
    return set(subprocess.run(["apertium", "-l"], capture_output=True, text=True).stdout.split()) >= PAIRS


NEEDS = [
    Need("Chromium", "chromium", "the journeys and the accessibility of every page", lambda: bool(browser())),
    Need("strace", "strace", BROKEN, lambda: bool(shutil.which("strace"))),
    Need("nginx", "nginx-light", "the caches that stand in front of Comity", lambda: bool(nginx())),
    Need(
        "Apertium",
        "apertium apertium-eng-spa apertium-fr-es",
        "translation by an engine that really runs",
        has_apertium,
    ),
    Need("Node", "nodejs", "the second verifier of the journal", lambda: bool(shutil.which("node"))),
    Need("PostgreSQL", "postgresql", "everything on PostgreSQL", lambda: programs() is not None),
]


def bring() -> list[Need]:
    """This will install what is missing where that is possible, and name what is still missing."""
    lacking = [need for need in NEEDS if not need.is_here()]
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        install([name for need in lacking for name in need.package.split()])
    return [need for need in lacking if not need.is_here()]


def install(packages: list[str]) -> None:
    """This will install Debian packages, quietly; what cannot be installed is noticed by its absence."""
    print("Installing", *packages, "…", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", "-qq", *words], env=quiet, capture_output=True, text=True)
        if done.returncode:
            print(done.stderr.strip(), flush=True)
