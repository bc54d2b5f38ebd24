"""A process that has the worker translate a hundred pages, and an engine alone the same texts: see `translating`."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock
from time import perf_counter, sleep
from typing import Any

from tools.bench.opener import settle

PAGES = 100
SHARING = "on demand, Apertium on the same processors"
OPENINGS = ("In the spring", "After long talks", "With new partners", "For the second time", "As it was agreed")
SENTENCES = (
    "the two institutions opened a common laboratory for young researchers.",
    "the ministers signed the agreement and <b>asked for a report</b> in the autumn.",
    "the university invited twelve students, who worked on the quality of water.",
    "the delegations visited the new library and spoke about the exchange of books.",
    "the experts compared their methods and wrote down what is still to be done.",
)


def pages() -> list[list[str]]:
    """This will write a hundred pages of eight paragraphs, no two of which are alike."""
    return [[paragraph(page, number) for number in range(8)] for page in range(PAGES)]


def paragraph(page: int, number: int) -> str:
    """This will write a paragraph of three sentences, with a number in it as news have."""
    begun = [OPENINGS[(page + number + one) % len(OPENINGS)] for one in range(3)]
    told = [SENTENCES[(page * 3 + number + one) % len(SENTENCES)] for one in range(3)]
    return f"{' '.join(f'{a} {b}' for a, b in zip(begun, told, strict=True))} It was visit {page * 8 + number + 1}."


MEASURED = ("ours", "at once", "by page", "failed")  # seconds, but for the passages that failed
Alone = Callable[[list[str]], object]
SetUp = Callable[[], AbstractContextManager[tuple[str, Alone]]]  # how the operator writes an engine, and asks it alone
PACE, START = 5_000, 0.05  # letters in a second, and seconds for each question, of the slow engine


def main(data: str, rounds: str) -> int:
    """This will print, for each way of asking, the seconds of each round and the passages that failed, as JSON."""
    os.environ |= {"COMITY_ENGINES": "", "COMITY_ON_DEMAND_BUDGET": str(10**9)}
    settle(data, "")
    from tests.make import Office  # noqa: PLC0415 - the settings first

    office = Office()  # whose names are looked for in each text
    told: dict[str, dict[str, list[float]]] = {way: {name: [] for name in MEASURED} for way in WAYS}
    for number in range(int(rounds)):
        written, into = list[Any](), set[str]()
        for way, (set_up, language) in WAYS.items():
            if not written or language in into:  # what was translated once is not asked for again
                written, into = articles(office, f"{way.replace(',', '').replace(' ', '-')}-{number}"), set()
            into.add(language)
            for name, found in measured(written, set_up, language).items():
                told[way][name].append(found)
    print(json.dumps(told))
    return 0


def measured(written: list[Any], set_up: SetUp, language: str) -> dict[str, float]:
    """This will time an engine alone, given everything at once and page by page, and then the worker with it."""
    from django.conf import settings  # noqa: PLC0415 - the settings first

    with set_up() as (engines, alone):
        settings.ENGINES = engines
        waiting = ask_for(written, language)
        asked = [[one.title, *texts] for one, texts in zip(written, pages(), strict=True)]
        at_once = timed(lambda: alone([text for page in asked for text in page]))
        by_page = timed(lambda: [alone(page) for page in asked])
        begun = perf_counter()
        failed = work(waiting)
        ours = perf_counter() - begun
    settings.ENGINES = ""
    return dict(zip(MEASURED, (ours, at_once, by_page, failed), strict=True))


def timed(do: Callable[[], object]) -> float:
    """This will tell how many seconds something takes."""
    begun = perf_counter()
    do()
    return perf_counter() - begun


def articles(office: Any, name: str) -> list[Any]:
    """This will publish the pages in English; as no engine is set up, their passages are compared and wait."""
    from comity.translating.models import Version  # noqa: PLC0415 - the settings first
    from comity.translating.rendering import translate_waiting  # noqa: PLC0415 - the settings first
    from comity.translation.texts import Text  # noqa: PLC0415 - the settings first
    from tests.website.conftest import write  # noqa: PLC0415 - the settings first

    found = []
    for number, texts in enumerate(pages()):
        body = {"en": [("text", "".join(f"<p>{text}</p>" for text in texts))]}
        told = {"title": Text(en=f"News of the day {name} {number}"), "introduction": Text(en=f"{number}")}
        found.append(write(office, f"{name}-{number}", body=body, **told)["en"])
    while Version.objects.filter(due_at__isnull=False).exists():
        translate_waiting(limit=1_000)
    return found


def ask_for(written: list[Any], language: str) -> list[int]:
    """This will ask the worker for these pages in a language: as pages of the site, or as readers ask."""
    from django.conf import settings  # noqa: PLC0415 - the settings first
    from django.utils import timezone  # noqa: PLC0415 - the settings first

    from comity.translating import on_demand  # noqa: PLC0415 - the settings first
    from comity.translating.models import Version  # noqa: PLC0415 - the settings first

    for one in written:
        if language not in dict(settings.LANGUAGES):
            on_demand.begin(one, language, today=timezone.localdate())
    found = Version.objects.of_pages([one.translation_key for one in written]).in_language(language)
    for version in found:
        version.call(now=timezone.now())
    return [version.pk for version in found]


def work(waiting: list[int]) -> float:
    """This will have the worker do all that waits, and count the passages for which nothing came."""
    from comity.translating.models import Passage  # noqa: PLC0415 - the settings first
    from comity.translating.rendering import translate_waiting  # noqa: PLC0415 - the settings first

    translate_waiting(limit=len(waiting))
    return Passage.objects.filter(version__in=waiting, wording=None).count()


@contextmanager
def apertium() -> Iterator[tuple[str, Alone]]:
    """Apertium on this machine, which is given everything in one question where it is asked alone."""
    from comity.engines.adapters.apertium import joined, run  # noqa: PLC0415 - the settings first

    yield "apertium:", lambda texts: run(["apertium", "-f", "html", "eng-spa"], joined(texts), seconds=600)


@contextmanager
def apart() -> Iterator[tuple[str, Alone]]:
    """Apertium on one processor and the worker on another, as where a machine has more than the engine takes."""
    from comity.engines.adapters.apertium import joined, run  # noqa: PLC0415 - the settings first

    every = os.sched_getaffinity(0)
    ours, its = min(every), max(every)
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        program, writer = (Path(folder) / "bin" / name for name in ("apertium", "apertium-wblank-mode"))
        program.parent.mkdir()
        (Path(folder) / "share").symlink_to("/usr/share")
        program.write_text(f'#!/bin/sh\nexec taskset -c {its} /usr/bin/apertium "$@"\n')
        # What it writes is the line of programs that stay: they begin on that processor.
        moved = f"taskset -pc {its} $$ > /dev/null; "
        writer.write_text(f"#!/bin/sh\nprintf '%s' '{moved}'\nexec /usr/bin/apertium-wblank-mode \"$@\"\n")
        for one in (program, writer):
            one.chmod(0o755)
        os.sched_setaffinity(0, {ours})
        try:
            asked = [str(program), "-f", "html", "eng-spa"]
            yield f"apertium:{program}", lambda texts: run(asked, joined(texts), seconds=600)
        finally:
            os.sched_setaffinity(0, every)


@contextmanager
def slow() -> Iterator[tuple[str, Alone]]:
    """A server that takes the time of a model of languages on a few processors, and no processor of this machine; it
    answers one question after the other.
    """
    from comity.engines.adapters.libretranslate import LibreTranslate  # noqa: PLC0415 - the settings first
    from comity.engines.configured import engine_in  # noqa: PLC0415 - the settings first
    from tests.engines.fake import ANSWER_OF, serving, turned  # noqa: PLC0415 - the settings first

    busy = Lock()

    def answer(handler: Any, engine: str, texts: list[str]) -> None:
        with busy:
            sleep(START + sum(map(len, texts)) / PACE)
        handler.say(ANSWER_OF[engine]([turned(one) for one in texts]))

    with serving() as fake:
        fake.behave(answer)
        written = f"libretranslate+{fake.address}?pairs=en>pt,en>fr"
        engine, most = engine_in(written), LibreTranslate.most

        def alone(texts: list[str]) -> None:
            for first in range(0, len(texts), most):
                engine.translate(texts[first : first + most], "en", "pt", seconds=60)

        yield written, alone


WAYS: dict[str, tuple[SetUp, str]] = {
    SHARING: (apertium, "es"),
    "on demand, Apertium on a processor of its own": (apart, "es"),
    "on demand, slow engine": (slow, "pt"),
    "published, slow engine": (slow, "fr"),
}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
