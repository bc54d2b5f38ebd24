"""A mail server that keeps what it is given, and can be told to fail."""

from collections import Counter
from contextlib import contextmanager
from email import message_from_bytes

from aiosmtpd.controller import Controller

from tests.browsing import free_port


class Mailbox:
    """How often each letter came, by its Message-ID."""

    def __init__(self):
        self.came = Counter()

    async def handle_DATA(self, server, session, envelope):
        self.came[message_from_bytes(envelope.content)["Message-ID"]] += 1
        return "250 kept"


@contextmanager
def mail_server():
    """A mail server on a port of its own; gives the mailbox and what Comity must know to reach it."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        port = str(controller.port)
        yield mailbox, {"COMITY_SMTP_HOST": "127.0.0.1", "COMITY_SMTP_PORT": port, "COMITY_SMTP_SSL": "0"}
    finally:
        controller.stop()
