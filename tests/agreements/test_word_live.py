"""The files of the corpus, made anew by the LibreOffice that is installed, say what the kept ones say."""

import os
from io import BytesIO
from pathlib import Path

import pytest

from comity.agreements.conditions import tell_mobility
from comity.agreements.exporting import word_file
from comity.agreements.redlining import edits_in
from comity.papers.word_reading import edited
from comity.translation.texts import Text
from tests.agreements.redlined import written
from tests.corpora.word.make import HERE, make
from tests.corpora.word.office import SOFFICE, LibreOffice
from tests.make import TODAY

pytestmark = pytest.mark.skipif(
    SOFFICE is None and not os.environ.get("CI"), reason="LibreOffice (soffice) makes the files; it is not installed"
)


def test_what_libreoffice_makes_today_is_read_like_what_it_made_then(tmp_path):
    make(tmp_path, languages=["ar"])

    for kept in sorted(HERE.glob("ar-*.docx")):
        with kept.open("rb") as then, Path(tmp_path, kept.name).open("rb") as now:
            assert edited(now).paragraphs == edited(then).paragraphs, kept.name


def test_libreoffice_keeps_the_exchanges_behind_the_clauses_apart(office, tmp_path):
    made = written(office)
    ours, theirs = made.contracting.order_by("position")
    facts = {"sender": ours, "receiver": theirs, "who": "students", "seats": 3, "first_year": 2027}
    tell_mobility(made, **facts, terms=Text(en="Housing is found.", ar="يُوفَّر السكن."), by=office.officer)

    for language in ("en", "ar"):
        sent = tmp_path / f"{language}.docx"
        sent.write_bytes(word_file(made, [language], today=TODAY))
        with LibreOffice() as program:
            saved = program.turn(program.turn(sent, "odt", tmp_path), "docx", tmp_path / "saved")
        assert edits_in(made, edited(BytesIO(saved.read_bytes())), language) == []
