"""`comity mail receive` reads a pipe, a Maildir, an mbox file and an IMAP folder; the same message counts once."""

import io
import mailbox
import re
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from os import EX_TEMPFAIL

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import OperationalError

from comity.cli import main, post
from comity.meetings.models import Fault, ReceivedMail
from comity.meetings.post import LARGEST
from tests.meetings.calendar_mail import delegate, invitation, reply, sent, soon

NADIA = "nadia@example.org"


@pytest.fixture
def convened(office):
    made = office.session(begins=soon())
    delegate(made, office)
    made.convene(by=office.officer)
    sent()
    return made


@pytest.fixture
def letters(convened):
    """An answer, a lie, and a letter that is not for Comity."""
    lunch = b"From: a@example.org\r\nMessage-ID: <lunch@x>\r\nSubject: Lunch\r\n\r\nWhen?\r\n"
    return [reply(invitation(), comment="Gladly."), reply(invitation(), sender="eve@evil.example"), lunch]


def told(capsys):
    said = capsys.readouterr().out
    return {name: int(number) for name, number in re.findall(r"^(.+?): +(\d+)$", said, re.M)}


def pipe(monkeypatch, raw):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    return main(["mail", "receive", "-"])


FIRST = {"Taken in": 1, "Set aside": 1, "Read before": 0, "Not for Comity": 1}
NOTHING = dict.fromkeys(FIRST, 0)


# A pipe


def test_one_message_comes_through_a_pipe(letters, monkeypatch, capsys):
    assert [pipe(monkeypatch, raw) for raw in [*letters, letters[0]]] == [0, 0, 0, 0]

    assert capsys.readouterr().out.split("\n")[:4] == ["taken in", "set aside", "not for Comity", "read before"]
    assert (invitation().answer, invitation().comment) == ("accepted", "Gladly.")


def test_a_mail_server_is_told_to_bring_it_again_where_the_database_is_away(convened, monkeypatch, capsys):
    def away(*_args, **_facts):
        raise OperationalError("connection refused")

    monkeypatch.setattr(post, "receive", away)

    assert pipe(monkeypatch, reply(invitation())) == EX_TEMPFAIL

    assert "the database cannot be reached" in capsys.readouterr().err


def test_a_message_without_end_is_not_read_to_its_end(convened, monkeypatch):
    assert pipe(monkeypatch, reply(invitation()) + b"x" * 5 * LARGEST) == 0

    assert [one.fault for one in ReceivedMail.objects.all()] == [Fault.TOO_LARGE]


def test_a_message_that_breaks_its_reader_does_not_stop_those_behind_it(letters, tmp_path, monkeypatch, capsys):
    def breaks_first(raw, **facts):
        if raw == letters[1]:
            raise ZeroDivisionError
        return receive(raw, **facts)

    receive = post.receive
    monkeypatch.setattr(post, "receive", breaks_first)

    assert main(["mail", "receive", maildir(tmp_path, letters)]) == 0

    assert told(capsys) == FIRST
    assert ReceivedMail.objects.set_aside().get().fault == Fault.MALFORMED


# A folder, a file


def maildir(tmp_path, letters):
    box = mailbox.Maildir(tmp_path / "box", create=True)
    for raw in letters:
        box.add(raw)
    return str(tmp_path / "box")


def test_a_maildir_is_read_once_and_loses_nothing(letters, tmp_path, capsys):
    path = maildir(tmp_path, letters)

    assert main(["mail", "receive", path]) == 0
    assert told(capsys) == FIRST
    assert main(["mail", "receive", path]) == 0
    assert told(capsys) == NOTHING

    assert invitation().answer == "accepted"
    assert {one.get_flags() for one in mailbox.Maildir(path)} == {"S"}
    assert len(mailbox.Maildir(path)) == 3


def test_flags_of_a_maildir_are_kept(letters, tmp_path, capsys):
    path = maildir(tmp_path, letters[:1])
    box = mailbox.Maildir(path)
    for key, message in box.items():
        message.set_subdir("cur")
        message.set_flags("FR")
        box[key] = message

    main(["mail", "receive", path])

    assert {one.get_flags() for one in mailbox.Maildir(path)} == {"FRS"}


def test_an_mbox_file_is_left_as_it_is(letters, tmp_path, capsys):
    path = tmp_path / "mbox"
    box = mailbox.mbox(path, create=True)
    for raw in letters:
        box.add(raw)
    box.close()
    before = path.read_bytes()

    assert main(["mail", "receive", str(path)]) == 0
    assert told(capsys) == FIRST
    assert main(["mail", "receive", str(path)]) == 0

    assert told(capsys) == {**NOTHING, "Read before": 2, "Not for Comity": 1}
    assert path.read_bytes() == before


def test_the_mailbox_is_named_by_a_setting(letters, tmp_path, settings, capsys):
    settings.MAILBOX_SOURCE = maildir(tmp_path, letters)

    assert main(["mail", "receive"]) == 0

    assert told(capsys) == FIRST


def test_what_is_no_mailbox_is_refused_in_words(db, tmp_path, settings, capsys):
    assert main(["mail", "receive"]) == 1
    assert "there is no mailbox to read" in capsys.readouterr().err

    assert main(["mail", "receive", str(tmp_path / "nowhere")]) == 1
    assert "neither a Maildir folder nor an mbox file" in capsys.readouterr().err


# IMAP


class Imap(threading.Thread):
    """As much of an IMAP server as a reader of mail needs; its messages and their flags are kept in memory."""

    def __init__(self, context, letters, *, password="secret"):
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.context, self.letters, self.password = context, list(letters), password
        self.seen, self.asked = set(), []

    def run(self):
        while True:
            try:
                plain, _address = self.socket.accept()
            except OSError:
                return
            try:
                with self.context.wrap_socket(plain, server_side=True) as wire:
                    self.talk(wire, wire.makefile("rb"))
            except OSError:
                continue

    def talk(self, wire, lines):
        wire.sendall(b"* OK ready\r\n")
        for line in lines:
            tag, _blank, words = line.decode().strip().partition(" ")
            self.asked.append(words)
            answer, status = self.answer(words)
            wire.sendall(answer + f"{tag} {status}\r\n".encode())
            if words == "LOGOUT":
                return

    def answer(self, words):
        if words == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n", "OK done"
        if words.startswith("LOGIN"):
            return b"", "OK done" if f'"{self.password}"' in words else "NO wrong password"
        if words.startswith("UID SEARCH"):
            left = [str(n) for n in range(1, len(self.letters) + 1) if n not in self.seen]
            return f"* SEARCH {' '.join(left)}\r\n".encode(), "OK done"
        if words.startswith("UID STORE"):
            self.seen.add(int(words.split()[2]))
            return b"", "OK done"
        if words.startswith("UID FETCH"):
            return self.fetched(int(words.split()[2]), words), "OK done"
        return b"* 3 EXISTS\r\n" if words.startswith("SELECT") else b"* BYE\r\n", "OK done"

    def fetched(self, number, words):
        raw = self.letters[number - 1]
        if "RFC822.SIZE" in words:
            return f"* {number} FETCH (UID {number} RFC822.SIZE {len(raw)})\r\n".encode()
        if "HEADER" in words:
            raw = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        return f"* {number} FETCH (UID {number} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for this machine that nobody vouches for but itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    kind = serialization.Encoding.PEM
    path.write_bytes(
        key.private_bytes(kind, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(kind)
    )
    return path


@pytest.fixture
def imap(certificate, letters):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    large = letters[0].replace(b"Message-ID: <", b"Message-ID: <large-").replace(b"\n", b"\r\n") + b"x" * LARGEST
    server = Imap(context, [*letters, large])
    server.start()
    yield server
    server.socket.close()


def test_an_imap_folder_is_read_encrypted_and_what_is_too_large_is_not_fetched(imap, certificate, monkeypatch, capsys):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    address = f"imaps://comity%40example.org:secret@127.0.0.1:{imap.port}/Answers"

    assert main(["mail", "receive", address]) == 0
    assert told(capsys) == {**FIRST, "Set aside": 2}
    assert main(["mail", "receive", address]) == 0
    assert told(capsys) == NOTHING

    assert invitation().answer == "accepted"
    assert 'LOGIN comity@example.org "secret"' in imap.asked
    assert "SELECT Answers" in imap.asked
    assert "UID FETCH 4 (BODY.PEEK[])" not in imap.asked
    assert ReceivedMail.objects.set_aside()[0].fault == Fault.TOO_LARGE


def test_a_mailbox_that_cannot_be_opened_is_refused_without_telling_the_password(
    imap, certificate, monkeypatch, capsys
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    assert main(["mail", "receive", f"imaps://comity:hush-hush@127.0.0.1:{imap.port}/INBOX"]) == 1

    said = capsys.readouterr().err
    assert "the mailbox at 127.0.0.1 cannot be read (b'wrong password')" in said or "wrong password" in said
    assert "hush-hush" not in said


def test_a_server_that_nobody_vouches_for_is_not_believed(imap, monkeypatch, capsys):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)

    assert main(["mail", "receive", f"imaps://comity:secret@127.0.0.1:{imap.port}/INBOX"]) == 1

    assert "CERTIFICATE_VERIFY_FAILED" in capsys.readouterr().err
    assert imap.asked == []
