"""The demonstration: Comity with the example cooperation, on this machine only."""

from __future__ import annotations

from argparse import Namespace

from django.conf import settings

from comity.cli.preparing import migrate
from comity.cli.readiness import refuse_if_unfit
from comity.cli.serving import refuse_if_taken, run
from comity.cli.surroundings import keep_address
from comity.example.loading import load_once


def demo(asked: Namespace) -> int:
    """This will prepare what is missing, load the example once, and serve it on this machine."""
    refuse_if_taken("127.0.0.1", asked.port)
    migrate()
    print("Example         ", end="", flush=True)
    known = [(str(one.role), one.email, one.password) for one in load_once()]
    print("loaded", flush=True)
    refuse_if_unfit()
    keep_address(settings.DATA, settings.ADDRESS)
    sheet = "\n".join(f"  {role:<16} {email:<28} {password}" for role, email, password in known)
    run(
        host="127.0.0.1",
        port=asked.port,
        workers=asked.workers,
        stops_with_terminal=True,
        when_open=lambda: print(f"\nComity is open at {settings.ADDRESS}\n\n{sheet}\n\nCtrl-C closes it.", flush=True),
    )
    return 0
