"""How soon `comity serve` answers its first page, and how much memory its whole tree of processes takes."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import IO

from tools.bench import ROOT, Asked, Row, databases, environment

COMITY = ("comity", "serve")
WORKERS = 2
SOON = 1.5  # seconds to the first page
MOST = 350  # megabytes
STARTS = 5
OPENED = 40  # pages opened before memory is weighed


def free_port() -> int:
    """This will find a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def get(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """This will open a page and give its status and its text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@contextmanager
def served(
    data: Path,
    address: str,
    *,
    program: Sequence[str] = COMITY,
    more: dict[str, str] | None = None,
    log: IO[bytes] | None = None,
) -> Iterator[tuple[int, float, int]]:
    """This will start a server; it gives its port, the seconds to its first page, and its process.

    `program` is what is run in place of `comity serve`, `more` goes into its environment, and what it says into `log`.
    """
    port, begun = free_port(), time.perf_counter()
    words = [sys.executable, "-m", *program, "--port", str(port), "--workers", str(WORKERS)]
    around = environment(data, address) | (more or {})
    server = subprocess.Popen(words, cwd=ROOT, env=around, stdout=subprocess.DEVNULL, stderr=log)
    try:
        while not _answers(port):
            if server.poll() is not None:
                raise RuntimeError(f"the server ended with {server.returncode}")
            time.sleep(0.005)
        yield port, time.perf_counter() - begun, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def _answers(port: int) -> bool:
    with suppress(OSError, http.client.HTTPException):
        return get(port, "/en/")[0] == 200
    return False


def migrate(data: Path, address: str) -> None:
    """This will bring an empty Comity into being."""
    words = [sys.executable, "-m", "comity", "migrate"]
    subprocess.run(words, cwd=ROOT, env=environment(data, address), check=True, stdout=subprocess.DEVNULL)


def weight(root: int) -> dict[str, int]:
    """This will weigh a tree of processes in megabytes, what they share counted once (PSS)."""
    parents = {}
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parents[int(place.name)] = int((place / "stat").read_text().rpartition(")")[2].split()[1])
    tree = {root}
    while more := {one for one, parent in parents.items() if parent in tree} - tree:
        tree |= more
    found = {}
    for one in sorted(tree):
        with suppress(OSError):
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            found[str(one)] = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024
    return found


def measures(asked: Asked) -> list[Row]:
    """This will measure the start and the memory on each database."""
    rows = []
    for kind in asked.databases:
        with databases() as made, tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
            data, address = Path(folder), made.address(kind, "serving")
            migrate(data, address)
            rows += of_server(kind, data, address)
    return rows


def of_server(kind: str, data: Path, address: str) -> list[Row]:
    """This will start the server several times and weigh it once."""
    seconds, tree = [], dict[str, int]()
    for number in range(STARTS):
        print(f"  {kind}: start {number + 1} of `comity serve`", file=sys.stderr, flush=True)
        with served(data, address) as (port, soon, process):
            seconds.append(soon)
            if number == STARTS - 1:
                for page in range(OPENED):
                    get(port, ["/en/", "/ar/commitments/", "/fr/partners/", "/en/sessions/"][page % 4])
                time.sleep(2)  # for the process that sends letters to have begun
                tree = weight(process)
    start, memory = median(seconds), sum(tree.values())
    facts = {"seconds": [round(one, 2) for one in seconds], "load": os.getloadavg()[0]}
    return [
        Row("serving", "start to first page", kind, f"{start:.2f} s", f"{SOON} s", start <= SOON, facts),
        Row("serving", "memory of all processes", kind, f"{memory} MB", f"{MOST} MB", memory <= MOST, {"pss": tree}),
    ]
