"""What is personal in the journal stands there locked: AES-256-GCM under the key of whom it is about.

The tree of the journal is made over the locked form, so that whoever destroys a key changes no leaf.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.serializers.json import DjangoJSONEncoder

NONCE = 12  # bytes, as AES-GCM takes them
LOCKED = "locked:"


def lock(secret: bytes, part: Any) -> str:
    """This will lock something that JSON can write; in base64, beginning with the nonce."""
    nonce = secrets.token_bytes(NONCE)
    told = json.dumps(part, ensure_ascii=False, cls=DjangoJSONEncoder).encode()
    return b64encode(nonce + AESGCM(secret).encrypt(nonce, told, None)).decode()


def unlock(secret: bytes, locked: str) -> Any:
    """This will read what was locked. Raises InvalidTag where it was altered, or locked under another key."""
    raw = b64decode(locked)
    return json.loads(AESGCM(secret).decrypt(raw[:NONCE], raw[NONCE:], None))


def words_locked(number: int, secret: bytes, words: str) -> str:
    """This will lock words for a column of words, with the number of their key."""
    return f"{LOCKED}{number}:{lock(secret, words)}"


def key_of_words(words: str) -> int | None:
    """This will tell which key locks the words in a column of words; nothing where they are open."""
    return int(words.split(":")[1]) if words.startswith(LOCKED) else None


def read_words(words: str, kept: Mapping[int, bytes]) -> str | None:
    """This will read words with the keys that are kept; nothing where theirs was destroyed."""
    number = key_of_words(words)
    if number is None:
        return words
    return str(unlock(kept[number], words.split(":")[2])) if number in kept else None


def read_parts(locked: Mapping[str, str], kept: Mapping[int, bytes]) -> tuple[list[dict[str, Any]], bool]:
    """This will read the parts of an entry with the keys that are kept, and tell whether one of them was destroyed."""
    parts = [unlock(kept[int(number)], part) for number, part in locked.items() if int(number) in kept]
    return parts, len(parts) < len(locked)


def keys_among(locked: Iterable[Mapping[str, str]]) -> set[int]:
    """This will name the keys under which parts of entries are locked."""
    return {int(number) for one in locked for number in one}
