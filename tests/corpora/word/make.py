"""Makes the Word files beside it with a real LibreOffice: python -m tests.corpora.word

They are kept, so that reading them is tried where no LibreOffice is; tests/agreements/test_word_live.py makes new ones.
"""

import tempfile
from pathlib import Path

from comity.agreements.exporting import AGREEMENT, LANGUAGES, remembered
from comity.agreements.models import Clause
from comity.papers.manuscripts import Manuscript, Passage, Version
from comity.papers.word_writing import written
from comity.translation.texts import Text
from tests.corpora.word.office import LibreOffice
from tests.corpora.word.text import ADDED, CHANGED, CLAUSES, TITLE

HERE = Path(__file__).parent


def manuscript(language):
    """The text as Comity writes it; clause number n is the n-th of the text."""
    clauses = [Clause(pk=n, part=p, heading=Text(h), words=Text(w)) for n, (p, h, w) in enumerate(CLAUSES, start=1)]
    passages = [
        Passage(f"comity_{n}_{language}", part, heading.get(language, ""), words[language])
        for n, (part, heading, words) in enumerate(CLAUSES, start=1)
    ]
    words = {"en": ("Article %1.", "Annex %1."), "ar": ("المادة %1:", "الملحق %1:")}[language]
    numbering = {"recital": "(%1)", "article": words[0], "annex": words[1]}
    version = Version(language, TITLE[language], [], "draft", "{page}", numbering, passages)
    memory = {AGREEMENT: "1", LANGUAGES: language, **remembered(clauses, [language])}
    return Manuscript(TITLE[language], [version], memory)


def edits(language):
    """What the macro does, told in the words of the text."""
    changed, changed_to = CHANGED[language]
    heading, words = ADDED[language]
    return {
        "changed": changed,
        "changed_to": changed_to,
        "heading": heading,
        "words": words,
        "removed": CLAUSES[4][1][language],
        "moved": CLAUSES[5][1][language],
        "behind": CLAUSES[6][1][language],
    }


def make(folder, languages=("en", "ar")):
    """Every file, into a folder."""
    with LibreOffice() as office, tempfile.TemporaryDirectory() as scratch:
        for language in languages:
            sent = folder / f"{language}-sent.docx"
            sent.write_bytes(written(manuscript(language)))
            office.edit(sent, folder / f"{language}-edited.docx", **edits(language))
            office.edit(sent, folder / f"{language}-tracked.docx", tracked="yes", **edits(language))
            changed = folder / f"{language}-edited.docx"
            odt = office.turn(changed, "odt", Path(scratch))
            rewritten = office.turn(odt, "docx", Path(scratch))
            rewritten.replace(folder / f"{language}-rewritten.docx")
            text = office.turn(changed, "txt", Path(scratch), by="Text (encoded):UTF8")
            office.turn(text, "docx", Path(scratch)).replace(folder / f"{language}-unmarked.docx")
