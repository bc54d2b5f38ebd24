"""A PostgreSQL server of our own for the tests: made in a folder that is thrown away, reached by a socket only.

Its safety settings stay as PostgreSQL ships them, because Comity refuses to start on less.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

PORT = 54329  # names the socket; nothing listens on the network


def programs() -> Path | None:
    """This will find the folder of the newest PostgreSQL server on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda one: float(one.parts[-3]))
    elsewhere = shutil.which("pg_ctl")
    return found[-1].parent if found else Path(elsewhere).parent if elsewhere else None


@contextmanager
def throwaway() -> Iterator[str]:
    """This will start a server and give its address; at the end it is stopped and its folder deleted."""
    bin_folder = programs()
    if bin_folder is None:
        raise FileNotFoundError("pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="comity-pg-"))
    data = folder / "data"
    options = f"-k {folder} -p {PORT} -c listen_addresses=''"
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        initdb = ["--username=comity", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        _run(bin_folder / "initdb", "--pgdata", data, *initdb)
        _run(bin_folder / "pg_ctl", "--pgdata", data, "--log", folder / "log", "--wait", "-o", options, "start")
        try:
            yield f"postgres://comity@{quote(str(folder), safe='')}:{PORT}/postgres"
        finally:
            _run(bin_folder / "pg_ctl", "--pgdata", data, "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: str | Path) -> None:
    """PostgreSQL refuses to run as root; its own user does it then."""
    as_whom = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*as_whom, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")
