"""A PostgreSQL of a test's own that can be stopped as if its power went, and started again."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from tools.cluster import programs

PORT = 54330  # names the socket; nothing listens on the network


class Server:
    """One server in a folder of its own."""

    def __init__(self, folder, *options):
        self.folder, self.data = Path(folder), Path(folder, "data")
        self.options = " ".join(["-k", str(folder), "-p", str(PORT), "-c listen_addresses=''", *options])

    def run(self, program, *words):
        as_whom = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_whom, str(programs() / program), *map(str, words)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def start(self):
        self.run("pg_ctl", "--pgdata", self.data, "--log", self.folder / "log", "--wait", "-o", self.options, "start")

    def stop_at_once(self):
        """As a power cut: what only lay in memory is gone."""
        self.run("pg_ctl", "--pgdata", self.data, "--mode", "immediate", "stop")

    def put_writer_to_sleep(self):
        """What need not be written at once is not: whoever does not wait for the disk is acknowledged all the same."""
        with psycopg.connect(self.address("postgres")) as server:
            found = server.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'").fetchone()
        os.kill(found[0], signal.SIGSTOP)  # it is killed with the others when the server is stopped at once

    def database(self, name):
        with psycopg.connect(self.address("postgres"), autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"')
        return self.address(name)

    def copy(self, name, other, setting):
        """The same database once more, with another setting."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{other}" TEMPLATE "{name}"')
            server.execute(f'ALTER DATABASE "{other}" SET {setting}')
        return self.address(other)

    def address(self, name):
        return f"postgres://comity@{quote(str(self.folder), safe='')}:{PORT}/{name}"


@contextmanager
def server(*options):
    folder = tempfile.mkdtemp(prefix="comity-pg-")
    made = Server(folder, *options)
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        account = ["--username=comity", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        made.run("initdb", "--pgdata", made.data, *account)
        made.start()
        try:
            yield made
        finally:
            made.stop_at_once()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
