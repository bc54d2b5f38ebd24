"""The environment a command runs in, laid before the settings are read."""

from __future__ import annotations

import os
import secrets
from argparse import Namespace
from enum import Enum
from pathlib import Path

KEY_FILE = "secret_key"


class Surroundings(Enum):
    """What a command finds in its environment."""

    AS_GIVEN = "as the operator gives it"
    SERVER = "as given, with the address that the server listens on"
    DEMONSTRATION = "made for a demonstration on this machine"


def lay(surroundings: Surroundings, asked: Namespace) -> None:
    """This will set the environment variables that `surroundings` asks for; what the operator set stays."""
    if surroundings is Surroundings.AS_GIVEN:
        return
    os.environ.setdefault("COMITY_ADDRESS", f"http://127.0.0.1:{asked.port}")
    if surroundings is Surroundings.DEMONSTRATION:
        data = Path(os.environ.setdefault("COMITY_DATA", "var"))
        os.environ.setdefault("COMITY_SECRET_KEY", kept_key(data))
        os.environ.setdefault("COMITY_MAIL", "django.core.mail.backends.filebased.EmailBackend")
        os.environ["COMITY_DEMO"] = "1"


def kept_key(data: Path) -> str:
    """This will read the key kept in the folder `data`, made at the first use and readable by nobody else."""
    data.mkdir(parents=True, exist_ok=True)
    kept = data / KEY_FILE
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return kept.read_text().strip()
