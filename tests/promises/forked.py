"""Real processes that are killed at will: each is forked from one that has loaded Comity, and does one thing.

Run as a program it reads what to fork (a word of DOING) line by line and prints PID and port of each.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds: who is killed answers nothing at once, and who is traced on a busy machine takes long


# The side of the test


@dataclass
class Reply:
    """What came back: a status, where it leads, and the words with their level; nothing where it was cut off."""

    status: int | None = None
    location: str = ""
    words: tuple = ()
    page: str = ""
    is_signed_in: bool = False

    @property
    def is_done(self):
        """Whether the reader was told that the act is done."""
        return self.status == 302 and any(level == "success" for level, _words in self.words)


NOTHING = Reply()


@dataclass
class Fork:
    """One process that listens on a port."""

    pid: int
    port: int

    def is_alive(self):
        try:
            return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
        except OSError:
            return False

    def kill(self):
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def send(self, sent, timeout=PATIENCE):
        """What a browser gets that sends this form."""
        return reply_from(self.port, sent, timeout=timeout)

    def open(self, sent, timeout=PATIENCE):
        """What a browser gets that opens this page."""
        return reply_from(self.port, sent, method="GET", timeout=timeout)

    def work(self, timeout=PATIENCE, told=""):
        """Have a worker do its work once; false where it died over it."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as asked, suppress(OSError):
            asked.sendall(f"{told}\n".encode())
            return asked.recv(10) == b"done"
        return False


def reply_from(port, sent, *, method="POST", timeout=PATIENCE):
    connection = HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, sent.path, sent.body if method == "POST" else None, sent.headers)
        answer = connection.getresponse()
        page = answer.read().decode(errors="replace")
        cookies = answer.headers.get_all("Set-Cookie") or []
        is_signed_in = any(one.startswith("sessionid=") for one in cookies)
        return Reply(answer.status, answer.headers.get("Location", ""), tuple(words_in(cookies)), page, is_signed_in)
    except (OSError, HTTPException):
        return NOTHING
    finally:
        connection.close()


def words_in(cookies):
    from django.contrib.messages.storage.cookie import CookieStorage  # noqa: PLC0415 - also read without Django
    from django.test import RequestFactory  # noqa: PLC0415

    for cookie in cookies:
        name, _equals, value = cookie.partition(";")[0].partition("=")
        if name == "messages" and value.strip('"'):
            value = value.strip('"').encode().decode("unicode_escape") if "\\" in value else value.strip('"')
            told = CookieStorage(RequestFactory().get("/"))._decode(unquote(value)) or []
            yield from ((one.level_tag, str(one.message)) for one in told if hasattr(one, "level_tag"))


class Forks:
    """The process that has loaded Comity, and those that were forked from it."""

    def __init__(self, ground, **given):
        self.ground, self.given, self.born = ground, given, []

    def __enter__(self):
        self.parent = subprocess.Popen(
            [sys.executable, "-m", "tests.promises.forked"],
            cwd=ROOT,
            env=self.ground.environment(**self.given),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_raised):
        for one in self.born:
            one.kill()
        self.parent.stdin.close()
        self.parent.wait(120)  # it has nothing left to do, but perhaps no processor to do that on
        self.parent.stdout.close()

    def new(self, kind="server"):
        self.parent.stdin.write(f"{kind}\n")
        self.parent.stdin.flush()
        self.born.append(Fork(**json.loads(self.parent.stdout.readline())))
        return self.born[-1]


# The side of Comity


def main():
    import django  # noqa: PLC0415 - only in this program

    django.setup()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    if os.environ.get("TRIED_WITHOUT_WORDS"):
        from comity.safekeeping import trouble  # noqa: PLC0415

        trouble.is_trouble = lambda raised: False
    application = warmed()
    for line in sys.stdin:
        listening = socket.create_server(("127.0.0.1", 0))
        pid = os.fork()
        if pid == 0:
            os.close(0)
            sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - for as long as the process lives
            DOING[line.strip()](listening, application)
            os._exit(0)
        print(json.dumps({"pid": pid, "port": listening.getsockname()[1]}), flush=True)
        listening.close()


def warmed():
    """The application with everything loaded, and no connection that two processes would share."""
    from django.db import connections  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from comity.wsgi import application  # noqa: PLC0415

    if "TRIED_COLD" not in os.environ:
        Client(headers={"host": "localhost"}).get("/en/accounts/login/")
    connections.close_all()
    return application


def serve(listening, application):
    """One request after the other, in one thread, so that the k-th system call is the same each time."""
    from wsgiref.simple_server import WSGIRequestHandler, WSGIServer  # noqa: PLC0415

    class Silent(WSGIRequestHandler):
        def log_message(self, *words):
            pass

        def address_string(self):
            return self.client_address[0]

    server = WSGIServer(("127.0.0.1", 0), Silent, bind_and_activate=False)
    server.socket.close()
    server.socket = listening
    server.server_name, server.server_port = "localhost", listening.getsockname()[1]
    server.setup_environ()
    server.set_app(application)
    while True:
        with suppress(Exception):
            server._handle_request_noblock()


def send_letters(listening, application, deliver=None):
    """A letter worker that looks into the outbox whenever somebody knocks."""
    from comity.journal.outbox import send_waiting  # noqa: PLC0415

    while True:
        asked, _address = listening.accept()
        with asked, suppress(Exception):
            send_waiting(deliver=deliver)
            asked.sendall(b"done")


def forget_letters(listening, application):
    """The same without its protection: a letter is noted as sent before it is."""
    from django.utils import timezone  # noqa: PLC0415

    from comity.journal import outbox  # noqa: PLC0415

    def deliver(letter):
        letter.mark_sent(now=timezone.now(), keep_body=True)
        outbox._deliver(letter)

    send_letters(listening, application, deliver)


def restore(listening, application):
    """Bring back the archive that is named, as often as one is named."""
    from comity.safekeeping.restore import restore as bring_back  # noqa: PLC0415

    while True:
        asked, _address = listening.accept()
        with asked, suppress(Exception):
            bring_back(Path(asked.recv(4096).decode().strip()), tell=lambda words: None)
            asked.sendall(b"done")


DOING = {"restorer": restore, "server": serve, "worker": send_letters, "forgetful": forget_letters}


if __name__ == "__main__":
    time.tzset()
    main()
