"""Strangers' signed files and keys are opened in a process of their own: little memory and time, no network, no folder.

What is asked and what is answered goes through pipes, so nothing of it lies on a disk. The process is started by
`verify_apart` and `refuse_key` alone; its work is in `main`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from comity.files.confinement import confine
from comity.papers.certificates import Trust

if TYPE_CHECKING:
    from comity.papers.verifying import Verdict

SECONDS = 30  # of the clock, for one file
LARGEST = 20 * 1024 * 1024  # bytes of a signed PDF: the text and what several signatures add
START = [sys.executable, "-I", "-m", "comity.papers.apart"]


def verify_apart(content: bytes, trust: Trust, *, now: datetime, known: int = 0) -> Verdict:
    """This will tell what a signed PDF proves, as `papers.verifying.verify` does, without reading it here.

    Raises Unreadable, also for what is larger than 20 MB, takes too long or needs too much memory.
    """
    from comity.papers.verifying import Unreadable, Verdict  # noqa: PLC0415 - loads slowly, where it is asked for

    if len(content) > LARGEST:
        raise Unreadable("too much")
    told = _asked("verify", {"trust": trust.told(), "now": now.isoformat(), "known": known}, content)
    if reason := told.get("refused"):
        raise Unreadable(reason)
    return Verdict.from_told(told)


def refuse_key(content: bytes, passphrase: str) -> None:
    """This will try to open a PKCS#12 file: one can be made to cost hours. Raises NotSigned where it does not open."""
    from comity.papers.signing import LARGEST_KEY, NotSigned  # noqa: PLC0415 - loads slowly, where it is asked for

    if len(content) > LARGEST_KEY:
        raise NotSigned("no key")
    if reason := _asked("key", {"passphrase": passphrase}, content).get("refused"):
        raise NotSigned("no key" if reason == "too much" else reason)


def _asked(task: str, facts: dict[str, Any], content: bytes) -> dict[str, Any]:
    """What the process says; too much, where it died or took too long before it could say a word."""
    plain = {"PATH": os.defpath, "LANG": "C.UTF-8"}
    given = json.dumps(facts).encode() + b"\n" + content
    try:
        done = subprocess.run(
            [*START, task], input=given, capture_output=True, env=plain, cwd="/", timeout=SECONDS, check=False
        )
        told: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {"refused": "too much"}
    return told


# In the process of its own


def main() -> None:
    """This will do what is asked and tell of it; whatever goes wrong is told as a damaged file."""
    confine()
    try:
        facts = json.loads(sys.stdin.buffer.readline())
        told = TASKS[sys.argv[1]](facts, sys.stdin.buffer.read())
    except MemoryError:
        told = {"refused": "too much"}
    except Exception as trouble:  # a damaged file makes a parser fail in more ways than it has names for
        told = {"refused": getattr(trouble, "reason", "damaged")}
    sys.stdout.write(json.dumps(told))


def _verify(facts: dict[str, Any], content: bytes) -> dict[str, Any]:
    from comity.papers.verifying import verify  # noqa: PLC0415 - after the limits are set

    trust, now = Trust.from_told(facts["trust"]), datetime.fromisoformat(facts["now"])
    return verify(content, trust, now=now, known=facts["known"]).told()


def _key(facts: dict[str, Any], content: bytes) -> dict[str, Any]:
    from comity.papers.signing import key_from  # noqa: PLC0415 - after the limits are set

    key_from(content, facts["passphrase"])
    return {}


TASKS: dict[str, Callable[[dict[str, Any], bytes], dict[str, Any]]] = {"verify": _verify, "key": _key}

if __name__ == "__main__":
    main()
