"""Measures the registry: importing a dump of ROR, and finding institutions among 100,000 of them.

On SQLite and on PostgreSQL, each in a process of its own. Needs the dump and the 3,000 lines of ROR in ../shared/data;
without them it says so and measures nothing. Writes build/bench_registry.json.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "build" / "bench_registry.json"
MANY = 100_000  # institutions, the real ones and others made from their words
TYPED = 400  # names of which the first letters are typed
LINES = 400  # lines that are matched among the many
SEED = 20260623
BATCH = 1_000


def data() -> Path | None:
    """This will find the folder of the dump, which lies beside the project."""
    found = (folder / "shared" / "data" for folder in ROOT.parents)
    return next((one for one in found if (one / "ror-partial-v2.json.gz").exists()), None)


def measures(databases: Container[str] = ("SQLite", "PostgreSQL")) -> dict[str, Any]:
    """This will measure on each of the databases that is here; empty where the data is not."""
    if data() is None:
        print("The dump of ROR is not in ../shared/data: the registry is not measured.", file=sys.stderr)
        return {}
    found = {"SQLite": _apart({})} if "SQLite" in databases else {}
    sys.path.insert(0, str(ROOT / "tools"))
    from cluster import programs, throwaway  # noqa: PLC0415 - the path first

    if "PostgreSQL" in databases and programs():
        with throwaway() as address:
            found["PostgreSQL"] = _apart({"DATABASE_URL": address})
    return found


def _apart(environment: dict[str, str]) -> dict[str, Any]:
    """Measure in a process of its own, whose memory is that of the import alone."""
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        laid = {
            "COMITY_DATA": folder,
            "COMITY_SECRET_KEY": "a key for measuring only, long enough to be taken for a secret one",
            "DJANGO_SETTINGS_MODULE": "comity.settings",
        }
        inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        command = [sys.executable, __file__, "--inside"]
        done = subprocess.run(command, env=inherited | laid | environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"measuring the registry failed ({done.returncode})")
    return json.loads(done.stdout.splitlines()[-1])


def inside() -> dict[str, Any]:
    """This will measure in this process, on the database of its environment."""
    sys.path.insert(0, str(ROOT))
    import django  # noqa: PLC0415 - the environment first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - the settings first

    call_command("migrate", verbosity=0)
    return {"import": _import(), **_lines(), **_many()}


def _import() -> dict[str, Any]:
    from comity.accounts.models import User  # noqa: PLC0415 - the settings first
    from comity.journal.acting import acting  # noqa: PLC0415 - the settings first
    from comity.registry.importing import import_ror  # noqa: PLC0415 - the settings first

    folder = data()
    assert folder is not None
    with acting(by=None):
        by = User.objects.machine()
    told: dict[str, Any] = {}
    for name in ("first", "again"):
        begun, busy = perf_counter(), process_time()
        run = import_ror(folder / "ror-partial-v2.json.gz", by=by, at=_now(), tell=lambda run, share: None)
        seconds, processor = perf_counter() - begun, process_time() - busy
        told[name] = {
            "records": run.position,
            "seconds": round(seconds, 1),
            "records_per_second": round(run.position / seconds),
            "processor_seconds": round(processor, 1),
            "counts": run.counts,
        }
    told["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return told


def _now() -> Any:
    from django.utils import timezone  # noqa: PLC0415 - the settings first

    return timezone.now()


def _read_lines() -> list[dict[str, Any]]:
    folder = data()
    assert folder is not None
    return json.loads((folder / "ror-match-crossref-2024.json").read_text())


def _lines() -> dict[str, Any]:
    """Match the 3,000 lines against the part of ROR that is held (docs/registry.md tells how they are counted)."""
    from comity.registry.finding import named_in  # noqa: PLC0415 - the settings first
    from comity.registry.models import Institution  # noqa: PLC0415 - the settings first

    held = set(Institution.objects.in_use().values_list("ror", flat=True))
    counted = {"tuned": [0, 0, 0, 0], "unseen": [0, 0, 0, 0]}  # right, wrong, missed, ids meant
    spent = []
    for number, line in enumerate(_read_lines()):
        meant = {one[-9:] for one in line["ror_ids"]} & held
        found, milliseconds = timed(named_in, line["affiliation"])
        spent.append(milliseconds)
        is_right = found is not None and found.pk in meant
        counts = counted["unseen" if number % 2 else "tuned"]
        for at, one in enumerate([is_right, found and not is_right, meant and not is_right]):
            counts[at] += bool(one)
        counts[3] += len(meant)
    every = [sum(pair) for pair in zip(*counted.values(), strict=True)]
    shares = {name: _shares(*counts) for name, counts in {"all": every, **counted}.items()}
    return {"lines": {**shares, **_spread(spent)}}


def _shares(right: int, wrong: int, missed: int, ids: int) -> dict[str, float]:
    return {
        "precision": round(right / (right + wrong), 4),
        "recall": round(right / (right + missed), 4),
        "recall_of_ids": round(right / ids, 4),
        "right": right,
        "wrong": wrong,
        "missed": missed,
    }


def timed(work: Callable[..., Any], *given: Any, **named: Any) -> tuple[Any, float]:
    """This will do the work and tell the milliseconds that it took."""
    begun = perf_counter()
    done = work(*given, **named)
    return done, (perf_counter() - begun) * 1000


def _spread(spent: list[float]) -> dict[str, float]:
    ranked = sorted(spent)
    return {"median_ms": round(median(ranked), 1), "p95_ms": round(ranked[int(len(ranked) * 0.95)], 1)}


def _many() -> dict[str, Any]:
    """Type the first letters of names, and match lines, among 100,000 institutions."""
    from comity.registry.finding import find, named_in  # noqa: PLC0415 - the settings first
    from comity.registry.models import Institution  # noqa: PLC0415 - the settings first

    dice = random.Random(SEED)
    fill(dice)
    names = dice.sample(list(Institution.objects.in_use().values_list("name", flat=True).order_by("ror")), TYPED)
    typed = [name[: dice.randint(3, max(4, len(name)))] for name in names]
    lines = [one["affiliation"] for one in dice.sample(_read_lines(), LINES)]
    for letters in typed[:20]:
        find(letters)
    return {
        "institutions": Institution.objects.count(),
        "typing": _spread([timed(find, letters)[1] for letters in typed]),
        "matching": _spread([timed(named_in, line)[1] for line in lines]),
    }


def fill(dice: random.Random) -> None:
    """This will add institutions made from the words of the real ones, until there are many."""
    from comity.registry.models import Institution  # noqa: PLC0415 - the settings first
    from comity.registry.ror import read  # noqa: PLC0415 - the settings first
    from comity.registry.writing import count_words, write  # noqa: PLC0415 - the settings first

    names = list(Institution.objects.in_use().values_list("name", flat=True).order_by("ror"))
    taken = set(Institution.objects.values_list("ror", flat=True))
    batch = []
    for ror in rors(MANY - len(taken), taken):
        batch.append(read(_made(ror, names, dice)))
        if len(batch) == BATCH:
            write(batch, at=_now())
            batch = []
    write(batch, at=_now())
    count_words()


def _made(ror: str, names: list[str], dice: random.Random) -> dict[str, Any]:
    """A record whose name begins as one name and ends as another."""
    first, last = (dice.choice(names).split() for _end in range(2))
    made = " ".join([*first[: len(first) // 2 + 1], *last[len(last) // 2 :]])[:300]
    kinds = {"types": ["label", "ror_display"], "lang": "en"}
    return {"id": ror, "status": "active", "types": ["other"], "names": [{"value": made, **kinds}]}


def rors(many: int, taken: set[str]) -> Iterator[str]:
    """This will make ROR ids with right check digits that no institution has."""
    signs, number = "0123456789abcdefghjkmnpqrstvwxyz", 1
    while many:
        number += 1
        bare = "0" + "".join(signs[number >> shift & 31] for shift in range(25, -1, -5))
        ror = f"{bare}{98 - number * 100 % 97:02d}"
        if ror not in taken:
            many -= 1
            yield ror


def table(found: dict[str, Any]) -> Iterator[str]:
    """This will set the measures in a table."""
    for name, told in found.items():
        first, again, lines = told["import"]["first"], told["import"]["again"], told["lines"]
        yield f"{name}"
        yield f"  import          {first['records']:,} records, {first['records_per_second']:,} a second"
        yield f"  import again    {again['records_per_second']:,} a second; peak memory {told['import']['peak_mb']} MB"
        for part in ("all", "unseen"):
            share = lines[part]
            yield f"  lines, {part:<8} precision {share['precision']:.3f}, recall {share['recall']:.3f}"
        yield f"  of {told['institutions']:,}: typing {_in_ms(told['typing'])}, a whole line {_in_ms(told['matching'])}"


def _in_ms(spread: dict[str, float]) -> str:
    return f"{spread['median_ms']} ms (95 % under {spread['p95_ms']} ms)"


def main() -> None:
    """This will measure, print, and keep the result."""
    if "--inside" in sys.argv:
        print(json.dumps(inside()))
        return
    found = measures()
    print(*table(found), sep="\n")
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
