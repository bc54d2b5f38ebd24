"""Word opens the files that we write: the Open XML SDK, which Microsoft makes, finds nothing in them.

Not one of the tests that `make test` runs, because the program is large and comes from elsewhere: `make word`.
"""

import json
import os
import subprocess
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from comity.agreements.conditions import tell_doctorate, tell_mobility
from comity.agreements.exporting import word_file
from comity.agreements.models import Agreement
from comity.translation.texts import Text
from tests.agreements.test_drafting import agree, drafted, opened
from tests.corpora.word.make import HERE
from tests.make import NOW

PROGRAM = os.environ.get("COMITY_OPEN_XML_VALIDATOR", "")
VERSIONS = ["Office2007", "Office2010", "Office2013", "Office2016", "Office2019", "Office2021", "Microsoft365"]
MODELS = ["memorandum", "framework", "cotutelle"]
LANGUAGES = [["en"], ["fr"], ["ar"], ["en", "fr", "ar"]]
TODAY = NOW.date()


def faults(content, folder, version):
    """What the SDK finds in a file, as that version of Word reads it."""
    path = folder / "text.docx"
    path.write_bytes(content)
    told = json.loads(subprocess.run([PROGRAM, str(path), version], capture_output=True, check=False).stdout)
    assert told["ok"] is not bool(told["errors"])
    return [f"{one['path']} {one['xPath']}: {one['description']}" for one in told["errors"]]


def changed(content, part, before, after):
    """The same file with other words in one of its parts."""
    told = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(told, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            words = old.read(name)
            if name == part:
                assert before in words
                words = words.replace(before, after, 1)
            new.writestr(name, words)
    return told.getvalue()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("code", MODELS)
def test_the_text_of_a_model_is_valid_in_each_language_and_in_all_of_them(office, tmp_path, code, version):
    made = drafted(office, code)

    for languages in LANGUAGES:
        assert faults(word_file(made, languages, today=TODAY), tmp_path, version) == [], languages


@pytest.mark.parametrize("version", VERSIONS)
def test_an_agreed_text_is_valid(office, tmp_path, version):
    made = drafted(office)
    opened(office, made)
    agree(office, made)
    made = Agreement.objects.get(pk=made.pk)

    assert made.text() is not None
    assert faults(word_file(made, ["en", "fr", "ar"], today=TODAY), tmp_path, version) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_a_text_with_exchanges_and_a_doctorate_behind_its_clauses_is_valid(office, tmp_path, version):
    made = drafted(office, "cotutelle", kind="cotutelle", parent=office.agreement(kind="cotutelle_framework"))
    ours, theirs = made.contracting.order_by("position")
    sides = {"sender": ours, "receiver": theirs, "terms": Text(en="One line\nand another.", ar="يُوفَّر السكن.")}
    tell_mobility(made, **sides, who="doctoral", seats=2, first_year=2027, by=office.officer)
    tell_doctorate(made, candidate=office.theirs, thesis=Text(en="Light", ar="الضوء"), by=office.officer)

    for languages in LANGUAGES:
        assert faults(word_file(made, languages, today=TODAY), tmp_path, version) == [], languages


@pytest.mark.parametrize("version", VERSIONS)
def test_what_libreoffice_saved_of_it_is_valid(tmp_path, version):
    for language in ("en", "ar"):
        assert faults((HERE / f"{language}-edited.docx").read_bytes(), tmp_path, version) == [], language


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("word/document.xml", b"<w:body>", b"<w:body><w:tc/>"),  # a cell outside of a table
        ("word/document.xml", b"<w:bookmarkEnd", b"<w:bookmarkFinish"),
        ("word/styles.xml", b'w:type="paragraph"', b'w:type="passage"'),
    ],
)
def test_what_word_would_have_to_repair_is_found(office, tmp_path, part, before, after):
    whole = word_file(drafted(office), ["en"], today=TODAY)

    assert faults(changed(whole, part, before, after), tmp_path, "Microsoft365")
