"""The real server, with its workers: lines, figures, and broken HTTP."""

import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager

import pytest

from tests import template
from tests.browsing import database_of_its_own, free_port

TOKEN = "a token for the tests"
KEY = secrets.token_urlsafe(50)
PATIENCE = 20
LOGIN = b"POST /en/accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
PLAIN = b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"


class Server:
    """`comity serve` as an operator runs it, and what it wrote."""

    def __init__(self, port, log, process):
        self.port, self.log, self.process = port, log, process

    def send(self, raw, *, and_close=False):
        """Bytes as they are, and what came back until the server closed or fell silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
            line.sendall(raw)
            if and_close:
                line.shutdown(socket.SHUT_WR)
            told = b""
            try:
                while part := line.recv(65_536):
                    told += part
            except (TimeoutError, ConnectionResetError):
                pass
            return told

    def get(self, path, *headers):
        told = self.send(b"\r\n".join([b"GET " + path.encode() + PLAIN.rstrip(b"\r\n"), *headers, b"", b""]))
        head, _blank, body = told.partition(b"\r\n\r\n")
        return status_of(told), head.decode(), body.decode()

    def lines(self):
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]


def status_of(told):
    return int(told.split()[1]) if told else 0


@contextmanager
def serving(data, **given):
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "COV_", "DJANGO_"))}
    plain.pop("DATABASE_URL", None)
    environment = plain | {"COMITY_DATA": str(data), "COMITY_SECRET_KEY": KEY, "COMITY_METRICS_TOKEN": TOKEN} | given
    command, port, log = [sys.executable, "-m", "comity"], free_port(), data / "log"
    template.empty(data, address=given.get("DATABASE_URL"))
    subprocess.run([*command, "migrate"], env=environment, check=True, capture_output=True)
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*command, "serve", "--port", str(port)], env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        )
        assert "Comity is open" in process.stdout.readline()
        try:
            yield Server(port, log, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)


@pytest.fixture(scope="module")
def server(tmp_path_factory, worker_id):
    given = {}
    if "DATABASE_URL" in os.environ:
        given["DATABASE_URL"] = database_of_its_own(os.environ["DATABASE_URL"], f"watched_{worker_id}")
    with serving(tmp_path_factory.mktemp("served"), **given) as open_server:
        yield open_server


def test_the_server_writes_a_line_of_json_for_each_request_and_nothing_of_what_was_asked(server):
    _status, head, _page = server.get("/en/partners/?q=planted-words", b"X-Forwarded-For: 203.0.113.77")

    number = re.search(r"(?i)x-request-id: (\S+)", head)[1]
    line = next(line for line in server.lines() if line["request"] == number)
    assert (line["route"], line["method"], line["status"]) == ("partners", "GET", 200)
    assert "planted" not in server.log.read_text()
    assert "203.0.113" not in server.log.read_text()


def test_it_becomes_ready_once_letters_are_sent(server):
    deadline = time.monotonic() + PATIENCE
    while (answer := server.get("/readyz"))[0] != 200 and time.monotonic() < deadline:
        time.sleep(0.5)

    assert answer[0] == 200, answer[2]


def test_browsers_that_keep_their_connections_keep_nobody_waiting(server):
    asked = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with ExitStack() as held:
        for _number in range(150):
            line = held.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE))
            line.sendall(asked)
            assert status_of(line.recv(65_536)) == 200

        assert server.get("/healthz")[0] == 200


def test_figures_of_all_workers_are_added_up_by_any_of_them(server):
    before = counted(server)
    workers = set()
    while len(workers) < 2:
        server.get("/en/")
        workers = {line["worker"] for line in server.lines() if line.get("route") == "home"}

    asked = sum(line.get("route") == "home" for line in server.lines())

    assert [counted(server) for _again in range(4)] == [asked] * 4
    assert asked > before


def counted(server):
    _status, _head, told = server.get("/metrics", f"Authorization: Bearer {TOKEN}".encode())
    found = re.search(r'comity_requests_total\{method="GET",route="home",status="200"\} ([\d.]+)', told)
    return float(found[1]) if found else 0


BROKEN = {
    "fewer bytes than promised": (LOGIN + b"Content-Length: 300\r\nConnection: close\r\n\r\nlogin=abc", True),
    "more bytes than promised": (LOGIN + b"Content-Length: 3\r\nConnection: close\r\n\r\nlogin=abc&password=x", False),
    "a negative length": (LOGIN + b"Content-Length: -5\r\n\r\nlogin=abc", False),
    "a length of letters": (LOGIN + b"Content-Length: many\r\n\r\nlogin=abc", False),
    "two lengths": (LOGIN + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\nlogin=abc", False),
    "a length and chunks": (
        LOGIN
        + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        + b"0\r\n\r\nGET /evil HTTP/1.1\r\n\r\n",
        False,
    ),
    "chunks of no length": (LOGIN + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n", False),
    "no host": (b"GET /en/ HTTP/1.1\r\nConnection: close\r\n\r\n", False),
    "two hosts": (b"GET /en/ HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", False),
    "another host": (b"GET /en/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", False),
    "a host of no letters": (b"GET /en/ HTTP/1.1\r\nHost: \xff\xfe\r\nConnection: close\r\n\r\n", False),
    "a path with a nought": (b"GET /en/\x00" + PLAIN + b"\r\n", False),
    "a path of no letters": (b"GET /en/\xff\xfe/" + PLAIN + b"\r\n", False),
    "a path of escaped no letters": (b"GET /en/%ff%fe%00/" + PLAIN + b"\r\n", False),
    "a path that leads away": (b"GET //evil.example/en" + PLAIN + b"\r\n", False),
    "an endless language": (b"GET /" + b"a-" * 5_000 + b"/" + PLAIN + b"\r\n", False),
    "an endless question": (b"GET /en/?q=" + b"a" * 600_000 + PLAIN + b"\r\n", False),
    "an endless header": (b"GET /en/" + PLAIN + b"X-A: " + b"a" * 600_000 + b"\r\n\r\n", False),
    "two thousand headers": (b"GET /en/" + PLAIN + b"".join(b"X-%d: a\r\n" % n for n in range(2_000)) + b"\r\n", False),
    "a line break in a path": (b"GET /en/partners%0d%0aX-Evil:1" + PLAIN + b"\r\n", False),
    "an unknown method": (b"BREW /en/" + PLAIN + b"\r\n", False),
    "a tunnel": (b"CONNECT evil.example:443" + PLAIN + b"\r\n", False),
    "no HTTP at all": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", False),
}


@pytest.mark.sqlite_only  # refused by the server before a database is asked
@pytest.mark.parametrize("what", BROKEN)
def test_broken_http_is_refused_and_the_server_goes_on(server, what):
    raw, and_close = BROKEN[what]

    told = server.send(raw, and_close=and_close)

    assert 400 <= status_of(told) < 500, told[:200]
    assert told.count(b"HTTP/1.1 ") == 1
    assert b"\nx-evil" not in told.lower()
    assert server.get("/healthz")[0] == 200
