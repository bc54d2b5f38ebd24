"""The files of the corpus, made anew by the LibreOffice that is installed, say what the kept ones say."""

import os
from pathlib import Path

import pytest

from comity.papers.word_reading import edited
from tests.corpora.word.make import HERE, make
from tests.corpora.word.office import SOFFICE

pytestmark = pytest.mark.skipif(
    SOFFICE is None and not os.environ.get("CI"), reason="LibreOffice (soffice) makes the files; it is not installed"
)


def test_what_libreoffice_makes_today_is_read_like_what_it_made_then(tmp_path):
    make(tmp_path, languages=["ar"])

    for kept in sorted(HERE.glob("ar-*.docx")):
        with kept.open("rb") as then, Path(tmp_path, kept.name).open("rb") as now:
            assert edited(now).paragraphs == edited(then).paragraphs, kept.name
