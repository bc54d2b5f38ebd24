"""Signed checkpoints of the journal, in the format of transparency logs (C2SP tlog-checkpoint, signed-note).

A checkpoint is five lines of text: the name of the log, how many leaves its tree has, the root, when it was signed;
and, after an empty line, the signature. Other tools for transparency logs read it too.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from comity.journal.models import Checkpoint

ED25519 = b"\x01"
KEY_FILE = "journal_key"


class NotACheckpoint(ValueError):
    """The text is no checkpoint, or was not signed by the key that it names."""


@dataclass(frozen=True)
class Told:
    """What a checkpoint says."""

    origin: str
    size: int
    root: bytes
    at: str


def origin() -> str:
    """This will name the journal of this installation, as its checkpoints do."""
    return f"{urlsplit(settings.ADDRESS).hostname}/journal"


def signing_key() -> Ed25519PrivateKey:
    """This will read the key that signs: the setting, or a file of the data folder, made at the first use."""
    if settings.JOURNAL_KEY:
        return Ed25519PrivateKey.from_private_bytes(b64decode(settings.JOURNAL_KEY))
    kept = Path(settings.DATA) / KEY_FILE
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Ed25519PrivateKey.from_private_bytes(b64decode(kept.read_text()))
    with os.fdopen(descriptor, "w") as file:
        file.write(b64encode(os.urandom(32)).decode())
        file.flush()
        os.fsync(file.fileno())
    return Ed25519PrivateKey.from_private_bytes(b64decode(kept.read_text()))


def _key_hash(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def public_key(key: Ed25519PrivateKey | None = None) -> str:
    """This will write the public key as verifiers of signed notes read it: name+hash+key."""
    public = (key or signing_key()).public_key().public_bytes_raw()
    name = origin()
    return f"{name}+{_key_hash(name, public).hex()}+{b64encode(ED25519 + public).decode()}"


def sign(*, size: int, root: bytes, at: datetime) -> Checkpoint:
    """This will sign the root of a tree of `size` leaves and keep it as a checkpoint."""
    key, name = signing_key(), origin()
    body = f"{name}\n{size}\n{b64encode(root).decode()}\n{at.isoformat(timespec='seconds')}\n"
    public = key.public_key().public_bytes_raw()
    signature = b64encode(_key_hash(name, public) + key.sign(body.encode())).decode()
    text = f"{body}\n— {name} {signature}\n"
    return Checkpoint.objects.create(size=size, root=root.hex(), at=at, key=public_key(key), text=text)


def read(text: str, *, key: str) -> Told:
    """This will read a checkpoint and check that `key`, a public key, signed it. Raises NotACheckpoint."""
    try:
        name, public = _read_key(key)
        body, _line, signed = text.partition("\n\n")
        body += "\n"
        told, size, root, at = body.split("\n")[:4]
        by, signature = signed.strip().removeprefix("— ").rsplit(" ", 1)
        raw = b64decode(signature, validate=True)
        found = Told(told, int(size), b64decode(root, validate=True), at)
        if by != name or told != name or raw[:4] != _key_hash(name, public):
            raise NotACheckpoint("it is signed in another name, or with another key")
        Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], body.encode())
    except NotACheckpoint:
        raise
    except InvalidSignature:
        raise NotACheckpoint("its signature is not of its text") from None
    except ValueError as fault:
        raise NotACheckpoint("it is not in the form of a checkpoint") from fault
    return found


def _read_key(key: str) -> tuple[str, bytes]:
    name, _hash, public = key.split("+", 2)  # base64 may hold a plus, a name may not
    raw = b64decode(public)
    if raw[:1] != ED25519 or len(raw) != 33:
        raise NotACheckpoint("its key is none of ours")
    return name, raw[1:]


def newest() -> str:
    """This will return the newest checkpoint, empty before the first."""
    found = Checkpoint.objects.newest()
    return found.text if found else ""
