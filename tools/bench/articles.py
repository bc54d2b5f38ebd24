"""One long article for visitors: our server, the same without our page store and with wagtail-cache, and behind nginx.

All of them run at once and are asked in turns, so that what else the machine does falls on each alike; the ratios of
their medians are what is promised. Letters are not sent meanwhile.
"""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from tools.bench import ROOT, SQLITE, Asked, Row, environment
from tools.bench.front import NAME, NGINX, fronted
from tools.bench.serving import COMITY, get, migrate, served
from tools.bench.writer import LETTERS

SECONDS = 4  # of asking, each time
CONNECTIONS = 16
LONG = 20  # seconds after which an answer counts as an error; the page made anew may take a while
AT_LEAST = {"without the page store": 50.0, "with wagtail-cache": 2.0}  # times as many pages a second
OF_A_FILE = 0.8  # of what nginx gives when the same bytes are a file
WITHIN = 20.0  # milliseconds, for 99 of 100
OURS, FRONT, FILE = "our server alone", "behind the shipped nginx", "nginx, the same as a file"
BARE = "tools.bench.without_store"
LOCK = ROOT / "requirements-bench.lock"
PACKAGES = ROOT / "build" / "bench-packages"
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
PACE = re.compile(r"^Requests/sec:\s+([\d.]+)", re.MULTILINE)
SLOWEST = re.compile(r"^\s+99%\s+([\d.]+)(us|ms|s|m)\s*$", re.MULTILINE)
CAME = re.compile(r"^Transfer/sec:\s+([\d.]+)([KMG]?)B", re.MULTILINE)
TIMES = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}
WRONG = re.compile(r"^\s*(Non-2xx.*|Socket errors:.*)$", re.MULTILINE)


@dataclass
class Asking:
    """How one of them answered: pages a second, and the milliseconds within which 99 of 100 came, for each round."""

    paces: list[float] = field(default_factory=list)
    slowest: list[float] = field(default_factory=list)

    @property
    def pace(self) -> float:
        """The median of all rounds, in pages a second."""
        return median(self.paces)

    @property
    def p99(self) -> float:
        """The median of all rounds, in milliseconds."""
        return median(self.slowest)


def measures(asked: Asked) -> list[Row]:
    """This will ask all of them in turns; without `wrk` nothing is measured, and that is said."""
    wrk = shutil.which("wrk")
    if wrk is None:
        print("  articles need wrk (apt install wrk): left out", file=sys.stderr)
        return []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="comity-bench-")))
        path = written(folder / "data", asked.empty)
        running = started(stack, folder, path)
        found: dict[str, Asking] = {name: Asking() for name in running}
        for address in running.values():
            loaded(wrk, address, seconds=1)  # until each worker made the page once
        for number in range(asked.rounds):
            print(f"  round {number + 1} of {asked.rounds}", file=sys.stderr, flush=True)
            for name, address in running.items():
                pace, slowest = parsed(loaded(wrk, address))
                found[name].paces.append(pace)
                found[name].slowest.append(slowest)
    return rows(found)


def written(data: Path, empty: Path | None) -> str:
    """This will bring a Comity with one article of 30 kB into being, and give the path of its page."""
    if empty is None:
        data.mkdir()
        migrate(data, "")
    else:
        shutil.copytree(empty, data)
    words = [sys.executable, "-m", "tools.bench.writer", str(data)]
    done = subprocess.run(words, cwd=ROOT, env=environment(data, ""), check=True, stdout=subprocess.PIPE, text=True)
    return urlsplit(done.stdout.split()[-1]).path


def started(stack: ExitStack, folder: Path, path: str) -> dict[str, str]:
    """This will start all that is compared, and give the address of the page at each."""
    data, log = folder / "data", stack.enter_context((folder / "log").open("wb"))

    def begin(*program: str, **more: str) -> int:
        words = [*program, "--without-letters"]
        return stack.enter_context(served(data, "", program=words, more=more, log=log))[0]

    running = {OURS: begin(*COMITY), "without the page store": begin(BARE)}
    if packages := with_packages():
        more = {"DJANGO_SETTINGS_MODULE": "tools.bench.wagtail_cached", "PYTHONPATH": f"{ROOT}:{packages}"}
        running["with wagtail-cache"] = begin(BARE, **more)
        prove_kept(running["with wagtail-cache"], path)
    addresses = {name: f"http://127.0.0.1:{port}{path}" for name, port in running.items()}
    if NGINX is None:
        print("  there is no nginx on this machine: what stands behind it is left out", file=sys.stderr)
        return addresses
    behind = begin(*COMITY, COMITY_ADDRESS=f"https://{NAME}", COMITY_PROXIES="1")
    page = get(running[OURS], path)[1].encode()
    https, file = stack.enter_context(fronted(folder / "nginx", behind, page))
    return addresses | {FRONT: f"https://{NAME}:{https}{path}", FILE: f"https://{NAME}:{file}/page"}


def with_packages() -> Path | None:
    """This will install what we are compared with into a folder of its own, or say that it is left out."""
    if (PACKAGES / "wagtailcache").exists():
        return PACKAGES
    words = ["-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "--target", str(PACKAGES)]
    if subprocess.run([sys.executable, *words, "-r", str(LOCK)], capture_output=True).returncode:
        print("  wagtail-cache cannot be installed: its line is left out", file=sys.stderr)
        return None
    return PACKAGES


def prove_kept(port: int, path: str) -> None:
    """This will raise RuntimeError where wagtail-cache does not keep the page: it would be compared with nothing."""
    told = []
    for _time in range(20):  # until both workers made it once
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path)
        told.append(connection.getresponse().headers.get("X-Wagtail-Cache"))
        connection.close()
    if "hit" not in told:
        raise RuntimeError(f"wagtail-cache does not keep the page: {told}")


def loaded(wrk: str, address: str, *, seconds: int = SECONDS) -> str:
    """This will ask for a page over 16 lines that stay open, and give what `wrk` says of it."""
    words = ["-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", f"--timeout={LONG}s", "--latency", address]
    return subprocess.run([wrk, *words], check=True, stdout=subprocess.PIPE, text=True).stdout


def parsed(told: str) -> tuple[float, float]:
    """This will read pages a second, and the milliseconds of 99 in 100, from what `wrk` says.

    Raises RuntimeError where an answer was not the page, or the answers are too short to be the article.
    """
    if wrong := WRONG.search(told):
        raise RuntimeError(f"wrk: {wrong[1]}")
    pace, slowest, came = PACE.search(told), SLOWEST.search(told), CAME.search(told)
    if pace is None or slowest is None or came is None:
        raise RuntimeError(f"wrk said something else: {told}")
    if float(came[1]) * TIMES[came[2]] < float(pace[1]) * LETTERS:
        raise RuntimeError(f"these answers are no article: {told}")
    return float(pace[1]), float(slowest[1]) * UNITS[slowest[2]]


def rows(found: dict[str, Asking]) -> list[Row]:
    """This will set beside each what was promised: for us, that 99 of 100 come soon; against others, how often more."""
    told = []
    ours = found[OURS]
    for name, asking in found.items():
        measured = f"{asking.pace:,.0f} a second, 99 % within {asking.p99:.1f} ms"
        promised, is_kept = "", None
        if name == OURS:
            promised, is_kept = f"within {WITHIN:.0f} ms", asking.p99 < WITHIN
        elif name in AT_LEAST:
            ratio = ours.pace / asking.pace
            measured += f": ours × {ratio:.1f}"
            promised, is_kept = f"ours × {AT_LEAST[name]:.0f}", ratio >= AT_LEAST[name]
        elif name == FRONT:
            ratio = asking.pace / found[FILE].pace
            measured += f": × {ratio:.2f} of a file"
            promised, is_kept = f"× {OF_A_FILE} of a file", ratio >= OF_A_FILE
        facts = {"a second": asking.paces, "p99 ms": asking.slowest}
        told.append(Row("articles", name, SQLITE, measured, promised, is_kept, facts))
    return told
