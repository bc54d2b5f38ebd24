"""How long a text takes to be written as a Word file, and to be compared with one that comes back.

No database takes part in what is measured here: the text is held in memory, and the file is read in the process that
reads every file, as an office would have it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from tools.bench import Asked, Row

PART = "agreements"
SENTENCE = "Each Party tells the other in writing, before the end of the year, what came of clause {n} ({at}). "
ARABIC = "يخطر كل طرف الآخر كتابةً قبل نهاية السنة بما تحقق من البند {n} ({at}). "
TIMES = 5


def measures(asked: Asked) -> list[Row]:
    """This will measure the export of 40 clauses in three languages, and the comparison of a file of 40 pages."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.settings")
    import django  # noqa: PLC0415 - the environment first

    django.setup()
    file = _written(_manuscript(["en"], clauses=40, sentences=18))
    return [
        _row(
            "export of 40 clauses in 3 languages as one Word file",
            1.0,
            lambda: _written(_manuscript(["en", "fr", "ar"], clauses=40, sentences=6)),
        ),
        _row("comparison of a Word file of 40 pages with the text", 2.0, lambda: _compared(file)),
    ]


def _row(what: str, promised: float, do: Callable[[], object]) -> Row:
    do()  # once, so that what is loaded is loaded
    spent = []
    for _round in range(TIMES):
        begun = time.perf_counter()
        do()
        spent.append(time.perf_counter() - begun)
    slowest = max(spent)
    return Row(
        part=PART,
        what=what,
        database="none",
        measured=f"{slowest:.2f} s, the slowest of {TIMES}",
        promised=f"under {promised:.0f} s",
        is_kept=slowest < promised,
        facts={"seconds": [round(one, 3) for one in spent]},
    )


def _words(language: str, clause: int, sentences: int) -> str:
    sentence = ARABIC if language == "ar" else SENTENCE
    lines = [sentence.format(n=clause, at=at) for at in range(sentences)]
    return "\n\n".join("".join(lines[at : at + 3]) for at in range(0, sentences, 3))


def _manuscript(languages: list[str], *, clauses: int, sentences: int) -> Any:
    from comity.papers.manuscripts import Manuscript, Passage, Version  # noqa: PLC0415 - the settings first

    numbering = {"recital": "(%1)", "article": "Article %1.", "annex": "Annex %1."}
    versions = [
        Version(
            code,
            "Agreement",
            [],
            "draft",
            "{page}",
            numbering,
            [
                Passage(f"comity_{n}_{code}", "article", f"Heading {n}", _words(code, n, sentences))
                for n in range(1, clauses + 1)
            ],
        )
        for code in languages
    ]
    return Manuscript("Agreement", versions)


def _written(manuscript: Any) -> bytes:
    from comity.papers.word_writing import written  # noqa: PLC0415 - the settings first

    return written(manuscript)


def _compared(file: bytes) -> int:
    """Every second clause reads otherwise than the file has it, and no mark is left in the other half."""
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - the settings first

    from comity.agreements.collating import compared, marked_by_paragraph  # noqa: PLC0415 - the settings first
    from comity.agreements.conditions_back import apart  # noqa: PLC0415 - the settings first
    from comity.agreements.matching import Known, matched, places_of  # noqa: PLC0415 - the settings first
    from comity.papers.manuscripts import RECORD, Passage  # noqa: PLC0415 - the settings first
    from comity.papers.returning import read_word  # noqa: PLC0415 - the settings first

    known = [
        Known(n, "article", f"Heading {n}", _words("en", n, 18).replace("year", "month" if n % 2 else "year"))
        for n in range(1, 41)
    ]
    text = read_word(SimpleUploadedFile("text.docx", file), largest=10 * 1024 * 1024).text
    told = {"exchanges": Passage("comity_exchanges_en", RECORD, "Exchanges", _words("en", 99, 6))}
    paragraphs, _told = apart(text.paragraphs, known, told)
    marks = places_of(paragraphs, set(range(1, 21)), "en")
    found = compared(matched(paragraphs, known, marks=marks, around=[]), known, {}, lambda _number, _was: None)
    was = {one.number: one.words for one in known}
    return sum(len(marked_by_paragraph(was.get(one.clause or 0, ""), one.words)) for one in found)
