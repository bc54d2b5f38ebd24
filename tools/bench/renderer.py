"""A process that translates a hundred pages in turns through Comity and by the engine alone: see `translating`."""

from __future__ import annotations

import json
import os
import sys
from time import perf_counter

from tools.bench.opener import settle

PAGES = 100
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


def main(data: str, rounds: str) -> int:
    """This will print, for each way of asking, the seconds of each round and the texts that failed, as JSON."""
    os.environ["COMITY_ENGINES"] = "apertium:"
    settle(data, "")
    from comity.engines.adapters.apertium import joined, run  # noqa: PLC0415 - the settings first
    from comity.engines.translating import render  # noqa: PLC0415 - the settings first
    from tests.make import Office  # noqa: PLC0415 - the settings first

    Office()  # whose names are looked for in each text
    batches = {"at once": [[text for page in pages() for text in page]], "page by page": pages()}
    told: dict[str, dict[str, list[float]]] = {name: {"ours": [], "own": [], "failed": []} for name in batches}
    render(pages()[0], source="en", target="es")
    for _round in range(int(rounds)):
        for name, batch in batches.items():
            begun = perf_counter()
            for texts in batch:
                run(["apertium", "-f", "html", "eng-spa"], joined(texts), seconds=600)
            between = perf_counter()
            done = [one for texts in batch for one in render(texts, source="en", target="es")]
            told[name]["own"].append(between - begun)
            told[name]["ours"].append(perf_counter() - between)
            told[name]["failed"].append(sum(bool(one.failed) for one in done))
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
