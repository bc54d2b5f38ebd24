"""An authority of time is asked over HTTP (RFC 3161): a real one, and some that answer wrongly, slowly or not."""

import subprocess
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID

from comity.papers import signing
from comity.papers.signing import Level, NotSigned, sign, time_authority
from comity.papers.verifying import verify
from tests.papers.made import paper
from tests.papers.pki import KEYS, Authority
from tests.programs import needs

ANSWER = "application/timestamp-reply"
CONFIGURED = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/time.pem
certs = {folder}/root.pem
signer_key = {folder}/time.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.13762.3
digests = sha256, sha512
ess_cert_id_alg = sha256
"""


@pytest.fixture(scope="module")
def authority():
    return Authority()


@contextmanager
def answering(answer):
    """The address of a server that answers every question with what `answer` makes of it: a status, a type, a body."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            status, kind, body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_told):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/tsa"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def openssl(authority, tmp_path):
    """What OpenSSL answers as an authority of time."""
    needs("openssl")
    certificate = authority.certificate("Time", uses=["digital_signature"], purpose=ExtendedKeyUsageOID.TIME_STAMPING)
    pem = serialization.Encoding.PEM
    tmp_path.joinpath("time.pem").write_bytes(certificate.public_bytes(pem))
    tmp_path.joinpath("root.pem").write_bytes(authority.root.public_bytes(pem))
    kept = (pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    tmp_path.joinpath("time.key").write_bytes(KEYS[1].private_bytes(*kept))
    tmp_path.joinpath("serial").write_text("01")
    tmp_path.joinpath("tsa.cnf").write_text(CONFIGURED.format(folder=tmp_path))

    def answer(question):
        asked, told = tmp_path / "asked", tmp_path / "told"
        asked.write_bytes(question)
        command = ["openssl", "ts", "-reply", "-config", tmp_path / "tsa.cnf", "-queryfile", asked, "-out", told]
        subprocess.run(command, check=True, capture_output=True)
        return 200, ANSWER, told.read_bytes()

    return answer


def signed_at(address, authority):
    return sign(paper(), authority.key_of("Clara"), field="P", trust=authority.trust(), stamper=time_authority(address))


def test_a_real_authority_of_time_proves_when_it_was_signed(authority, openssl):
    with answering(openssl) as address:
        made, level = signed_at(address, authority)

    (one,) = verify(made, authority.trust()).signings
    assert level == Level.LASTING
    assert one.is_proven and one.proven_at


WRONG = {
    "nothing": lambda question: (200, ANSWER, b""),
    "words": lambda question: (200, ANSWER, b"<html>Sign in to this network first</html>"),
    "the question": lambda question: (200, ANSWER, question),
    "half an answer": lambda question: (200, ANSWER, b"\x30\x82\xff\xff\x02\x01"),
    "another type": lambda question: (200, "text/html", b"<html>"),
    "a refusal": lambda question: (200, ANSWER, bytes.fromhex("30053003020102")),
    "an error": lambda question: (500, "text/plain", b"no"),
    "not found": lambda question: (404, "text/plain", b"no"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_time_stamp_is_refused_and_nothing_is_signed(authority, wrong):
    with answering(WRONG[wrong]) as address, pytest.raises(NotSigned) as refusal:
        signed_at(address, authority)

    assert refusal.value.reason == "time"


def test_a_stamp_for_another_question_is_refused(authority, openssl):
    kept = []

    def old(question):
        kept.append(openssl(question))
        return kept[0]

    with answering(old) as address, pytest.raises(NotSigned) as refusal:
        signed_at(address, authority)
        signed_at(address, authority)

    assert refusal.value.reason == "time"


def test_nobody_there_and_nobody_in_time_are_refused(authority, monkeypatch):
    monkeypatch.setattr(signing, "PATIENCE", 0.2)
    late = lambda question: (sleep(1), (500, "text/plain", b""))[1]  # noqa: E731
    with answering(late) as address, pytest.raises(NotSigned) as slow:
        signed_at(address, authority)
    with pytest.raises(NotSigned) as gone:
        signed_at(address, authority)

    assert (slow.value.reason, gone.value.reason) == ("time", "time")
