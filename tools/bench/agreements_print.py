"""Printing the text of an agreement, signing it by certificate and verifying it: how long each takes on this machine.

No database is asked, and nothing is waited for but the processor: its seconds are counted, so that other work on the
machine does not count. The median of several rounds is kept, after a first one that loads libraries and fonts.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from statistics import median
from time import process_time

from tools.bench import ROOT, Asked, Row, environment

CLAUSES = 40
ROUNDS = 9
PROMISED = {"print": 3.0, "sign": 0.5, "verify": 0.2}  # seconds of the processor
WHAT = {
    "print": f"print {CLAUSES} clauses, as PDF/UA",
    "sign": "sign by certificate, B-LTA",
    "verify": "verify one signature, B-LTA",
}
NO_DATABASE = "none"


def measures(asked: Asked) -> list[Row]:
    """This will measure printing, signing and verifying in a process of its own."""
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "tools.bench.agreements_print"]
        done = subprocess.run(command, cwd=ROOT, env=environment(data, ""), check=True, stdout=subprocess.PIPE)
    took: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return [_row(name, seconds) for name, seconds in took.items()]


def _row(name: str, seconds: list[float]) -> Row:
    usual = median(seconds)
    return Row(
        part="agreements",
        what=WHAT[name],
        database=NO_DATABASE,
        measured=f"{usual:.3f} s of the processor, at most {max(seconds):.3f} s of {len(seconds)}",
        promised=f"under {PROMISED[name]} s",
        is_kept=usual < PROMISED[name],
        facts={"seconds": seconds},
    )


# In the process that measures


def main() -> None:
    """This will print, sign and verify, and say how many seconds of the processor each round took."""
    import os  # noqa: PLC0415 - only in a process of its own

    os.environ["DJANGO_SETTINGS_MODULE"] = "comity.settings"
    import django  # noqa: PLC0415 - the environment first

    django.setup()
    from comity.agreements.printing_text import Printout, print_text  # noqa: PLC0415 - the settings first
    from comity.papers.signing import sign, with_fields  # noqa: PLC0415 - the settings first
    from comity.papers.verifying import verify  # noqa: PLC0415 - the settings first
    from tests.papers.pki import Authority  # noqa: PLC0415 - the settings first

    printout, authority = Printout(content(), "0" * 64, None, ["office", "office"]), Authority()
    key, trust, stamper = authority.key_of("Clara Counterpart"), authority.trust(), authority.stamper()
    paper = with_fields(print_text(printout, ["ar"]), ["Party1", "Party2"])
    signed, _level = sign(paper, key, field="Party1", trust=trust, stamper=stamper)
    if not verify(signed, trust).is_proven:
        sys.exit("what was signed is not proven")
    rounds: dict[str, Callable[[], object]] = {
        "print": lambda: print_text(printout, ["ar"]),
        "sign": lambda: sign(paper, key, field="Party1", trust=trust, stamper=stamper),
        "verify": lambda: verify(signed, trust),
    }
    print(json.dumps({name: [_seconds(work) for _number in range(ROUNDS)] for name, work in rounds.items()}))


def _seconds(work: Callable[[], object]) -> float:
    begun = process_time()
    work()
    return round(process_time() - begun, 4)


def content() -> dict[str, object]:
    """This will write a text of forty clauses, in Arabic, as the parties would approve it."""
    words = "يتعاون الطرفان في مجال الدكتوراه المشتركة، ويسمي كل طرف منسقًا في غضون ثلاثين يومًا. " * 4
    parties = [{"organisation": {"ar": name}, "unit": {}, "represented_by": {}, "represented_as": {}} for name in "أب"]
    clauses = [
        {"part": "article", "number": number, "heading": {"ar": f"المادة {number}"}, "words": {"ar": words}}
        for number in range(1, CLAUSES + 1)
    ]
    told = {"title": {"ar": "مذكرة تفاهم"}, "languages": ["ar"], "prevailing": "ar"}
    return {**told, "parties": parties, "clauses": clauses}


if __name__ == "__main__":
    main()
