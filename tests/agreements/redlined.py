"""An agreement with the text of the corpus, and the files of the corpus as if they had been written from it."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from comity.agreements.models import Clause, Stage
from comity.agreements.negotiating import hand_turn
from comity.agreements.wording import Wording, add_clause, reword
from comity.papers.returning import read_word
from comity.translation.texts import Text
from tests.corpora.word.text import CLAUSES, TITLE
from tests.make import NOW

FILES = Path(__file__).parent.parent / "corpora" / "word"
LARGEST = 10 * 1024 * 1024
CLAUSE = re.compile(rb"comity_(\d+)_([a-z]{2}_\d+)")
HASH = re.compile(rb"(?<![\w.])(\d+)(\.[a-z]{2}\.[0-9a-f]{12})")
AGREEMENT = re.compile(rb'(name="Comity agreement".*?<vt:lpwstr>)1(</)', re.S)


def written(office, *, at=Stage.NEGOTIATING, languages=("en", "ar"), turn=None):
    """An agreement with the text of the corpus, at a stage; `turn` is the organisation whose turn it is."""
    made = office.agreement(at=Stage.DRAFTING, title=Text(TITLE), languages=list(languages))
    for part, heading, words in CLAUSES:
        first, *others = languages
        wording = Wording(first, heading.get(first, ""), words[first])
        clause = add_clause(made, part=part, wording=wording, at=NOW, by=office.officer)
        for code in others:
            wording = Wording(code, heading.get(code, ""), words[code], keeps_pace=True)
            reword(clause, wording=wording, at=NOW, by=office.officer)
    office.lead(made, to=at)
    if turn is not None:
        hand_turn(made, to=made.contracting.get(organisation=turn), at=NOW, by=office.officer)
    made.refresh_from_db()
    return made


def numbers_of(made):
    """The number of each clause, by its place in the corpus, from 1."""
    return {place: one.pk for place, one in enumerate(Clause.objects.of(made), start=1)}


def carried(name, made, instead=None):
    """A file of the corpus as if it had been written from this agreement; `instead` are bytes to put for others."""
    numbers, target = numbers_of(made), BytesIO()

    def renumbered(content):
        content = CLAUSE.sub(lambda m: b"comity_%d_%s" % (numbers[int(m[1])], m[2]), content)
        content = HASH.sub(lambda m: b"%d%s" % (numbers[int(m[1])], m[2]), content)
        return AGREEMENT.sub(lambda m: b"%s%d%s" % (m[1], made.pk, m[2]), content)

    with ZipFile(FILES / f"{name}.docx") as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for member in source.namelist():
            content = source.read(member)
            if member in ("word/document.xml", "docProps/custom.xml"):
                content = renumbered(content)
                for was, now in (instead or {}).items():
                    content = content.replace(was, now)
            copy.writestr(member, content)
    return target.getvalue()


def upload(content, name="text.docx"):
    """Bytes as a browser sends them."""
    return SimpleUploadedFile(name, content)


def returned(content, name="text.docx"):
    """A file as it was read."""
    return read_word(upload(content, name), largest=LARGEST)


def told(edits):
    """What edits do, in short: each with the heading of its clause, or its own."""
    return [(one.sort, one.was_heading or one.heading) for one in edits]
