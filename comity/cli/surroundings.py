"""The environment a command runs in, laid before the settings are read."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import tempfile
from argparse import Namespace
from enum import Enum
from pathlib import Path

KEY_FILE = "secret_key"
ADDRESS_FILE = "address"
FIGURES = "comity-figures-"


class Surroundings(Enum):
    """What a command finds in its environment."""

    AS_GIVEN = "as the operator gives it"
    SERVER = "as given, with the address that the server listens on"
    DEMONSTRATION = "made for a demonstration on this machine"


def lay(surroundings: Surroundings, asked: Namespace) -> None:
    """This will set the environment variables that `surroundings` asks for; what the operator set stays."""
    if surroundings is Surroundings.AS_GIVEN:
        lay_kept_address()
        return
    # By its name: a browser makes no passkey for an IP address.
    os.environ.setdefault("COMITY_ADDRESS", f"http://localhost:{asked.port}")
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", passing_folder())
    if surroundings is Surroundings.DEMONSTRATION:
        data = Path(os.environ.setdefault("COMITY_DATA", "var"))
        os.environ.setdefault("COMITY_SECRET_KEY", kept_key(data))
        os.environ.setdefault("COMITY_MAIL", "django.core.mail.backends.filebased.EmailBackend")
        os.environ["COMITY_DEMO"] = "1"
    else:
        os.environ.setdefault("COMITY_LOG", "json")


def lay_kept_address() -> None:
    """This will let a command write the address of the demonstration whose data it works on into its letters."""
    kept = Path(os.environ.get("COMITY_DATA", "var"), ADDRESS_FILE)
    if kept.is_file():
        os.environ.setdefault("COMITY_ADDRESS", kept.read_text().strip())


def keep_address(data: Path, address: str) -> None:
    """This will keep in the folder `data` the address at which its demonstration is open, or was last."""
    (data / ADDRESS_FILE).write_text(f"{address}\n")


def passing_folder() -> str:
    """This will make a folder in which the workers keep their figures, and which ends with this process."""
    clear_abandoned()
    made_by = os.getpid()
    folder = tempfile.mkdtemp(prefix=f"{FIGURES}{made_by}-")

    def leave() -> None:
        if os.getpid() == made_by:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(leave)
    return folder


def clear_abandoned() -> None:
    """This will delete the folders of servers that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FIGURES}*-*"):
        pid = folder.name.removeprefix(FIGURES).partition("-")[0]
        if pid.isdigit() and not _is_alive(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


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
