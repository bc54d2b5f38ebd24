"""A small computation that a browser does by itself, asked for only while a page is guarded (the scheme of ALTCHA)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from hashlib import sha256

import altcha
from django.core.cache import cache
from django.utils.crypto import salted_hmac

# Key derivations of a seventh of a millisecond or more, 256 of them on average: some seconds on a telephone.
ALGORITHM, COST, PREFIX = "PBKDF2/SHA-256", 4_000, "00"
LASTS = timedelta(minutes=20)


def _secret() -> str:
    return salted_hmac("comity.opinion.proving", "challenge", algorithm="sha256").hexdigest()


def challenge_for(token: str, *, now: datetime) -> str:
    """This will make the task of a computation for one form, in JSON."""
    made = altcha.create_challenge(
        ALGORITHM,
        COST,
        key_prefix=PREFIX,
        expires_at=now + LASTS,
        data={"form": _name_of(token)},
        hmac_secret=_secret(),
    )
    return json.dumps(made.to_dict())


def is_proved(proof: str, *, token: str) -> bool:
    """This will tell whether the computation was done for this form, in time, and was not brought before."""
    if not proof or not altcha.verify_solution(proof, _secret()).verified:
        return False
    parameters = altcha.Payload.from_base64(proof).challenge.parameters
    if (parameters.data or {}).get("form") != _name_of(token):
        return False
    return cache.add(f"opinion:proof:{parameters.nonce}", True, int(LASTS.total_seconds()))


def _name_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()[:32]
