"""The nginx of docs/operations in front of a server, and beside it the same nginx that gives one page as a file."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tools.bench import ROOT
from tools.bench.serving import free_port

SHIPPED = ROOT / "docs" / "operations" / "nginx.conf"
NGINX = which("nginx") or which("nginx", path="/usr/sbin:/usr/local/sbin")
NAME = "localhost"
PATIENCE = 20  # seconds until it listens, or has ended
# What Debian says around the shipped file. As root, nginx would turn into another user, who may not enter our folder.
AROUND = """
{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 2;
events {{ worker_connections 768; }}
http {{
  sendfile on; tcp_nopush on; access_log off; gzip on;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/temp;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  include {folder}/shipped.conf;
  server {{
    listen 127.0.0.1:{file} ssl; server_name {name}; server_tokens off;
    {tls}
    default_type "text/html; charset=utf-8"; root {folder}/files;
  }}
}}
"""
PLACES = (  # what is another one on this machine, and how often it stands in the file
    (r"/var/lib/nginx/comity", "{folder}/kept", 1),
    (r"/etc/ssl/comity", "{folder}", 2),
    (r"127\.0\.0\.1:8000", "127.0.0.1:{behind}", 2),
    (r"comity\.example\.org", NAME, 2),
    (r"listen 80\b", "listen 127.0.0.1:{http}", 2),
    (r"listen 443\b", "listen 127.0.0.1:{https}", 2),
    (r"limit_req zone=[^;]+;", "", 2),  # one address asks more often here than a whole office would
)


def turned(shipped: str, **places: object) -> str:
    """This will turn the shipped file into one that runs here: places, ports and name, and no limit of one address.

    Raises ValueError where the file is not what was known of it.
    """
    for pattern, by, times in PLACES:
        shipped, found = re.subn(pattern, by.format(**places), shipped)
        if found != times:
            raise ValueError(f"{pattern} stands {found} times in the shipped nginx.conf, not {times}")
    return shipped


def tls_of(config: str) -> str:
    """This will give the lines of the last server in a configuration that say how it speaks TLS."""
    return " ".join(re.findall(r"^ +(ssl_[^\n]*;)$", config.rpartition("server {")[2], re.MULTILINE))


@contextmanager
def fronted(folder: Path, behind: int, page: bytes) -> Iterator[tuple[int, int]]:
    """This will run nginx before the server on the port `behind`; it gives its port, and that of the page as a file."""
    https, file, http = free_port(), free_port(), free_port()
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "page").write_bytes(page)
    certify(folder)
    config = turned(SHIPPED.read_text(), folder=folder, behind=behind, https=https, http=http)
    (folder / "shipped.conf").write_text(config)
    user = "user root;" if os.geteuid() == 0 else ""
    around = AROUND.format(user=user, folder=folder, file=file, name=NAME, tls=tls_of(config))
    (folder / "nginx.conf").write_text(around)
    words = [NGINX or "nginx", "-e", folder / "error.log", "-c", folder / "nginx.conf"]
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    try:
        _wait(process, file, folder / "error.log")
        yield https, file
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"nginx does not listen: {log.read_text() if log.exists() else ''}")


def certify(folder: Path) -> None:
    """This will make a certificate that nobody else trusts, for a day."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
