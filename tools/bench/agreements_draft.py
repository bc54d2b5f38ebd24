"""How long a text of forty clauses in three languages takes to be drafted from a model, on each database.

By the clock, for each draft is a transaction that is durable when it is done. The clauses are those of the shipped
models, one after the other until there are forty, with every variable that these fill from the record.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from tools.bench import ROOT, Asked, Row, databases, environment

CLAUSES = 40
LANGUAGES = ["en", "fr", "ar"]
TIMES = 7
PROMISED = 1.0  # seconds


def measures(asked: Asked) -> list[Row]:
    """This will draft in a process of its own for each database."""
    return [_row(kind, _drafted(kind)) for kind in asked.databases]


def _drafted(kind: str) -> list[float]:
    print(f"  {kind}: drafting", file=sys.stderr, flush=True)
    with databases() as made, tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        data, address = Path(folder), made.address(kind, "drafting")
        words = [sys.executable, "-m", "tools.bench.agreements_draft", str(data), address]
        done = subprocess.run(words, cwd=ROOT, env=environment(data, address), check=True, stdout=subprocess.PIPE)
    told: list[float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _row(kind: str, seconds: list[float]) -> Row:
    slowest = max(seconds)
    return Row(
        part="agreements",
        what=f"draft {CLAUSES} clauses in {len(LANGUAGES)} languages from a model",
        database=kind,
        measured=f"{slowest:.2f} s, the slowest of {len(seconds)}",
        promised=f"under {PROMISED:.0f} s",
        is_kept=slowest < PROMISED,
        facts={"seconds": seconds},
    )


# In the process that measures


def main() -> None:
    """This will draft several agreements, once to warm up, and say how many seconds each took."""
    data, database = sys.argv[1:]
    from tools.bench.opener import settle  # noqa: PLC0415 - the environment first

    settle(data, database)
    from comity.cli.preparing import migrate  # noqa: PLC0415 - the settings first
    from tests.make import Office  # noqa: PLC0415 - the settings first

    out, sys.stdout = sys.stdout, sys.stderr
    migrate()
    office = Office()
    model = of_forty_clauses()
    took = [_seconds(office, model) for _number in range(TIMES + 1)]
    print(json.dumps(took[1:]), file=out, flush=True)


def of_forty_clauses() -> Any:
    """This will make a model of the clauses of those that are shipped."""
    from comity.agreements.shipped import shipped  # noqa: PLC0415 - the settings first

    models = shipped()
    every = islice(cycle(one for model in models for one in model.clauses), CLAUSES)
    clauses = tuple(replace(one, key=f"clause-{number}") for number, one in enumerate(every, 1))
    phrases = {fact: words for model in models for fact, words in model.phrases.items()}
    return replace(models[0], clauses=clauses, phrases=phrases)


def _seconds(office: Any, model: Any) -> float:
    from comity.agreements.drafting import draft_from  # noqa: PLC0415 - the settings first
    from comity.agreements.models import Clause, Stage  # noqa: PLC0415 - the settings first
    from tests.make import NOW  # noqa: PLC0415 - the settings first

    agreement = office.agreement(at=Stage.DRAFTING, languages=LANGUAGES)
    begun = time.perf_counter()
    draft_from(agreement, model, at=NOW, by=office.officer)
    took = time.perf_counter() - begun
    if Clause.objects.of(agreement).count() != CLAUSES:
        raise RuntimeError("not all clauses were drafted")
    return round(took, 3)


if __name__ == "__main__":
    main()
