"""The seal of the journal from the command line: looking whether it holds, and writing it out for others to look."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from django.utils import timezone

from comity.cli.refusal import Refusal
from comity.journal.models import Checkpoint, Leaf
from comity.journal.sealing import seal
from comity.journal.verifying import exported, faults, unusable


def verify(asked: Namespace) -> int:
    """This will check the whole journal, and the checkpoints that were brought, and name every fault."""
    seal(now=timezone.now())
    brought, key = [_read(path) for path in asked.held], _read(asked.key).strip() if asked.key else ""
    found, useless = faults(held=brought, key=key), unusable(held=brought, key=key)
    for fault in found:
        print(f"FAULT  {fault}")
    for why in useless:
        print(f"NO USE  A checkpoint that was brought cannot be used: {why}.")
    counted = f"{Leaf.objects.count()} entries and changes, {Checkpoint.objects.count()} checkpoints"
    held = f", {len(asked.held)} brought along" if asked.held else ""
    print(f"{counted}{held}: {'the journal is NOT what it was' if found else 'everything agrees'}.")
    if useless and not found:
        print("But what was brought proves nothing: bring the checkpoint as it was kept, and the key kept with it.")
    if not asked.held and not found:
        print("Only an older checkpoint, kept elsewhere, shows what somebody changed who could sign again: --held.")
    return 1 if found or useless else 0


def export(asked: Namespace) -> int:
    """This will write the journal, leaf by leaf, for a verifier of somebody else."""
    seal(now=timezone.now())
    path = Path(asked.file)
    try:
        with path.open("x", encoding="utf-8") as file:
            lines = sum(file.write(f"{line}\n") > 0 for line in exported())
    except FileExistsError:
        raise Refusal(f"{path} is there already. Nothing was written; name another file.") from None
    except OSError as trouble:
        raise Refusal(f"{path} cannot be written ({trouble.strerror}).") from trouble
    print(f"{lines} lines written. It tells what the journal tells: keep it as carefully.")
    print(f"Check it with: node {Path(__file__).parents[1] / 'journal' / 'verifier' / 'verify.mjs'} {path}")
    return 0


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as trouble:
        raise Refusal(f"{path} cannot be read ({trouble.strerror}).") from trouble
    except UnicodeDecodeError as trouble:
        raise Refusal(f"{path} holds no text, so it is no checkpoint and no key.") from trouble
