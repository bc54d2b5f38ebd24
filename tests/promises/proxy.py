"""A line that is cut: what the server answered does not reach the browser, or what was asked not the server."""

import random
import socket
import struct
import threading
from contextlib import contextmanager, suppress

NO_FAREWELL = struct.pack("ii", 1, 0)  # closing sends RST
SECONDS = 30


class Line:
    """A proxy in front of a server that cuts so many of its lines, before or after the server heard."""

    def __init__(self, port, *, cut, dice):
        self.to, self.cut, self.dice = port, cut, dice
        self.cuts = {"question": 0, "answer": 0}
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]

    def run(self):
        with suppress(OSError):
            while True:
                browser, _address = self.listening.accept()
                threading.Thread(target=self._pass_on, args=[browser], daemon=True).start()

    def _pass_on(self, browser):
        with browser, suppress(OSError):
            browser.settimeout(SECONDS)
            question = whole(browser)
            fate = self.dice.random()
            if fate < self.cut / 4:
                return self._cut(browser, "question")
            answer = self._answer_to(question)
            if fate < self.cut:
                return self._cut(browser, "answer")
            browser.sendall(answer)

    def _cut(self, browser, what):
        self.cuts[what] += 1
        browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_FAREWELL)

    def _answer_to(self, question):
        with socket.create_connection(("127.0.0.1", self.to), timeout=SECONDS) as server:
            server.sendall(question)
            return b"".join(iter(lambda: server.recv(65536), b""))


def whole(browser):
    """A request with all of its body."""
    read = b""
    while b"\r\n\r\n" not in read:
        read += browser.recv(65536) or b"\r\n\r\n"
    head, _blank, body = read.partition(b"\r\n\r\n")
    lengths = [line.partition(b":")[2] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while len(body) < int(lengths[0] if lengths else 0):
        piece = browser.recv(65536)
        if not piece:
            break
        body += piece
    return head.replace(b"keep-alive", b"close") + b"\r\n\r\n" + body


@contextmanager
def line_to(fork, *, cut, seed=2026):
    line = Line(fork.port, cut=cut, dice=random.Random(seed))
    threading.Thread(target=line.run, daemon=True).start()
    try:
        yield line
    finally:
        line.listening.close()
