"""Google Cloud Translation v3: a service account of the operator signs for each hour's access."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from comity.engines.devices import ELEMENTS
from comity.engines.engine import Engine, Nonsense, Refused, Setup
from comity.engines.http import in_shape, post, post_form, within

SCOPE = "https://www.googleapis.com/auth/cloud-translation"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
HOUR, EARLY = 3600, 120  # seconds that a token lives, and before its end a new one is asked for


class Google(Engine):
    """Google's translation, as the project of a service account whose file lies on this machine."""

    device = ELEMENTS
    largest = 25_000
    needs: ClassVar[tuple[str, ...]] = ("project", "credentials")
    takes: ClassVar[frozenset[str]] = frozenset({"project", "credentials", "location"})

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._lock = Lock()
        self._token, self._until = "", 0.0

    def translate(self, texts: list[str], source: str, target: str, *, seconds: float) -> list[str]:
        options = self.setup.options
        parent = f"projects/{options['project']}/locations/{options.get('location', 'global')}"
        body = {"contents": texts, "mimeType": "text/html", "sourceLanguageCode": source, "targetLanguageCode": target}
        headers = {"Authorization": f"Bearer {self._access(seconds)}"}
        told = post(f"{self.setup.address}/v3/{parent}:translateText", body, headers=headers, seconds=seconds)
        found = within(told, "translations")
        if not isinstance(found, list):
            raise Nonsense("the answer has another shape")
        return in_shape([within(one, "translatedText") for one in found])

    def _access(self, seconds: float) -> str:
        with self._lock:
            if time.time() > self._until - EARLY:
                account = _account(self.setup.options["credentials"])
                fields = {"grant_type": GRANT, "assertion": _signed(account, int(time.time()))}
                told = post_form(account["token_uri"], fields, seconds=seconds)
                token = within(told, "access_token")
                if not (isinstance(token, str) and token.isascii() and token.isprintable()):
                    raise Nonsense("the answer has another shape")
                self._token, self._until = token, time.time() + HOUR
            return self._token


def _account(path: str) -> dict[str, str]:
    try:
        found = json.loads(Path(path).read_text())
        return {name: str(found[name]) for name in ("client_email", "private_key", "token_uri")}
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused("the file of the service account cannot be read") from None


def _signed(account: dict[str, str], now: int) -> str:
    """A claim to be the service account, signed with its key (RFC 7519, RS256)."""
    claim = {"iss": account["client_email"], "scope": SCOPE, "aud": account["token_uri"], "iat": now, "exp": now + HOUR}
    words = f"{_encoded({'alg': 'RS256', 'typ': 'JWT'})}.{_encoded(claim)}"
    try:
        key = serialization.load_pem_private_key(account["private_key"].encode(), password=None)
    except ValueError:
        raise Refused("the key of the service account cannot be read") from None
    if not isinstance(key, RSAPrivateKey):
        raise Refused("the key of the service account is of another sort")
    return f"{words}.{_base64(key.sign(words.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def _encoded(facts: dict[str, Any]) -> str:
    return _base64(json.dumps(facts).encode())


def _base64(some: bytes) -> str:
    return urlsafe_b64encode(some).rstrip(b"=").decode()
