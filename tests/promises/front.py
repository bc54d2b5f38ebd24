"""The nginx of docs/operations in front of a server: its very file, on ports and in folders of the test."""

import json
import os
import re
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from shutil import which
from socket import create_connection
from urllib.parse import parse_qsl, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.browsing import free_port
from tests.conftest import ROOT

SHIPPED = ROOT / "docs" / "operations" / "nginx.conf"
NGINX = which("nginx") or which("nginx", path="/usr/sbin:/usr/local/sbin")
NAME = "comity.example.org"
# What Debian says of http, which reaches each server that does not say otherwise. As root, nginx would turn into
# another user, who may not enter the folder of a test.
AROUND = """
{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 128; }}
http {{
  access_log off; gzip on; ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers on;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/temp;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  include {folder}/shipped.conf;
}}
"""


# The shipped file with something taken away, for the controls


def as_shipped(config):
    return config


def by_headers_alone(config):
    """Nothing but what Comity says keeps a page out of the cache."""
    return replaced(config, r"proxy_(cache_bypass|no_cache) \$is_somebody;", "", times=2)


def heedless(config):
    """What Comity says of its pages is not heard."""
    ignored = (
        "proxy_ignore_headers X-Accel-Expires Cache-Control Expires Set-Cookie Vary; "
        "proxy_cache_valid any 10m; proxy_cache comity;"
    )
    return replaced(config, r"proxy_cache comity;", ignored)


def careless(config):
    """Neither is heard nor looked at who asks."""
    return heedless(by_headers_alone(config))


def with_any_tls(config):
    """Old protocols and ciphers, as before somebody chose."""
    config = replaced(config, r"ssl_protocols [^;]+;", "ssl_protocols TLSv1.1 TLSv1.2;", times=2)
    return replaced(config, r"ssl_ciphers [^;]+;", "ssl_ciphers ALL:@SECLEVEL=0;")


def without_overwriting(config):
    """What a browser says of its own origin is passed on."""
    return replaced(config, r"proxy_set_header (X-|F|P)[^;]+;", "", times=6)


def without_limit(config):
    return replaced(config, r"client_max_body_size [^;]+;", "client_max_body_size 0;")


def without_a_pace(config):
    """Whoever asks may ask as often as they like."""
    return replaced(config, r"limit_req zone=[^;]+;", "", times=2)


def for_any_name(config):
    """Without the server that answers to other names than ours, ours answers to all of them."""
    return replaced(config, r"server \{\s+listen \S+ default_server;[^}]+\}", "")


def replaced(config, pattern, by, *, times=1):
    """The text with a pattern replaced as often as it must stand there."""
    changed, found = re.subn(pattern, by, config)
    assert found == times, (pattern, found)
    return changed


# Running


@dataclass
class Told:
    """What came through: status, headers, body."""

    status: int
    headers: object
    body: bytes

    @property
    def kept(self):
        """What nginx says of its cache: HIT, MISS, BYPASS, …"""
        return self.headers.get("X-Cache")

    @property
    def number(self):
        return self.headers.get("X-Request-ID")

    @property
    def text(self):
        return self.body.decode()


class Front:
    """A running nginx; what is asked of it goes through TLS."""

    def __init__(self, port, http):
        self.port, self.http = port, http

    def ask(self, path, *, method="GET", body=None, **headers):
        """What a browser gets that asks for a path; `_` in the name of a header stands for `-`."""
        line = Line(self.port)
        try:
            line.request(
                method, path, body, {"Host": NAME} | {one.replace("_", "-"): it for one, it in headers.items()}
            )
            answer = line.getresponse()
            return Told(answer.status, answer.headers, answer.read())
        finally:
            line.close()


class Line(HTTPSConnection):
    """A line to this machine that asks for our name."""

    def __init__(self, port):
        super().__init__("127.0.0.1", port, timeout=30, context=trusting())

    def connect(self):
        self.sock = self._context.wrap_socket(create_connection((self.host, self.port), 30), server_hostname=NAME)


def trusting():
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


@contextmanager
def nginx(folder, behind, change=as_shipped):
    """The nginx of docs/operations in front of the server on the port `behind`, its file changed by `change`."""
    folder.mkdir(parents=True)
    https, http = free_port(), free_port()
    certify(folder)
    (folder / "shipped.conf").write_text(moved(change(SHIPPED.read_text()), folder, behind, https=https, http=http))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(user=user, folder=folder))
    process = subprocess.Popen(
        [NGINX, "-e", folder / "error.log", "-c", folder / "nginx.conf"], stderr=subprocess.DEVNULL
    )
    try:
        wait_until_it_listens(process, https, folder / "error.log")
        yield Front(https, http)
    finally:
        process.terminate()
        process.wait(20)


def moved(config, folder, behind, *, https, http):
    """The same configuration in a folder of the test, on its ports."""
    config = re.sub(r"listen 80\b", f"listen 127.0.0.1:{http}", config)
    config = re.sub(r"listen 443\b", f"listen 127.0.0.1:{https}", config)
    config = replaced(config, "/var/lib/nginx/comity", str(folder / "kept"))
    config = replaced(config, "/etc/ssl/comity", str(folder), times=2)
    return replaced(config, r"127\.0\.0\.1:8000", f"127.0.0.1:{behind}", times=2)


def wait_until_it_listens(process, port, log):
    deadline = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < deadline:
        try:
            create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise AssertionError(f"nginx does not listen: {log.read_text() if log.exists() else ''}")


def certify(folder):
    """A certificate that nobody else trusts, for a day."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    whole = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "fullchain.pem").write_bytes(whole)
    (folder / "privkey.pem").write_bytes(secret)


# A server that sets traps


class Trap(BaseHTTPRequestHandler):
    """Answers with the headers that its address names, and tells in the body what it was asked with and how often."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = json.dumps({"number": next_number(), "headers": dict(self.headers)}).encode()
        self.send_response_only(200)
        for name, value in parse_qsl(urlsplit(self.path).query):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *given):
        pass


def next_number():
    next_number.last = getattr(next_number, "last", 0) + 1
    return next_number.last


@contextmanager
def traps():
    """The port of a server that sets traps."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Trap)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()
