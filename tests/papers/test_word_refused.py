"""A Word file that is none, or would act when it is opened, is refused in words before a word of it is read."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from comity.papers.returning import read_word
from tests.corpora.files import LAUGHS, ODT, archive, pdf

SENT = Path(__file__).parent.parent / "corpora" / "word" / "en-sent.docx"
LARGEST = 10 * 1024 * 1024
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(content, name="text.docx", largest=LARGEST):
    return read_word(SimpleUploadedFile(name, content), largest=largest)


def sent(**more):
    """The text as Comity wrote it, with more in it; `__` stands for a slash in a name."""
    with ZipFile(BytesIO(SENT.read_bytes())) as source:
        members = {name: source.read(name) for name in source.namelist()}
    return archive(
        {**members, **{name.replace("___", "/_").replace("__", "/"): content for name, content in more.items()}}
    )


def with_paragraphs(number):
    body = "<w:p><w:r><w:t>x</w:t></w:r></w:p>" * number
    return sent(**{"word__document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'})


def nested(depth):
    body = "<w:sdt><w:sdtContent>" * depth + "</w:sdtContent></w:sdt>" * depth
    return sent(**{"word__document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'})


MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
HOSTILE = {
    "macros": (lambda: sent(**{"word__vbaProject.bin": b"x"}), "macros"),
    "macros by its type": (
        lambda: sent(
            **{"[Content_Types].xml": f'<Types><Override PartName="/word/x.xml" ContentType="{MACROS}"/></Types>'}
        ),
        "macros",
    ),
    "a template from elsewhere": (
        lambda: sent(**{"word___rels__settings.xml.rels": TEMPLATE}),
        "elsewhere",
    ),
    "a picture from elsewhere": (lambda: sent(**{"word___rels__footer9.xml.rels": PICTURE}), "elsewhere"),
    "another program inside": (lambda: sent(**{"word__embeddings__oleObject1.bin": b"x"}), "other files inside"),
    "an archive inside": (lambda: sent(**{"word__media__image1.png": archive({"a": "b"})}), "other files inside"),
    "entities": (
        lambda: sent(**{"word__document.xml": LAUGHS + f']><w:document xmlns:w="{W}">&i;</w:document>'}),
        "instructions",
    ),
    "entities in what it remembers": (
        lambda: sent(**{"docProps__custom.xml": LAUGHS + "]><d>&i;</d>"}),
        "instructions",
    ),
    "a path out of the archive": (lambda: sent(**{"..__evil.xml": "<x/>"}), "not built"),
    "a bomb": (lambda: sent(**{"word__media__x.xml": b"<x>" + b" " * 60_000_000 + b"</x>"}), "unpack"),
    "a field that fetches": (
        lambda: sent(
            **{
                "word__document.xml": f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:instrText>DDEAUTO c:\\\\x'
                "</w:instrText></w:r></w:p></w:body></w:document>"
            }
        ),
        "elsewhere",
    ),
    "too many paragraphs": (lambda: with_paragraphs(2_001), "more time or memory"),
    "a cellar of boxes": (lambda: nested(3_000), "damaged"),
    "a PDF": (pdf, "docx"),
    "an OpenDocument": (lambda: archive(ODT), "docx"),
    "an archive of anything": (lambda: archive({"a.txt": "b"}), "docx"),
    "locked with a password": (lambda: LOCKED, "docx"),
    "cut off": (lambda: SENT.read_bytes()[:9_000], "damaged"),
    "empty": (lambda: b"", "empty"),
}
RELATIONS = (
    '<Relationships><Relationship Id="r1" Type="{0}" Target="https://example.org/x" TargetMode="External"/>'
    "</Relationships>"
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
TEMPLATE, PICTURE = (RELATIONS.format(KIND + one) for one in ("attachedTemplate", "image"))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(name):
    build, words = HOSTILE[name]

    with pytest.raises(ValidationError) as refusal:
        read(build())

    assert words in " ".join(refusal.value.messages)


def test_what_is_larger_than_the_limit_is_refused_before_it_is_looked_at():
    with pytest.raises(ValidationError, match="largest that is taken"):
        read(SENT.read_bytes(), largest=1_000)


def test_another_name_does_not_make_it_a_word_file():
    with pytest.raises(ValidationError, match="name does not say"):
        read(SENT.read_bytes(), name="text.pdf")


def test_the_file_without_anything_hostile_is_read():
    assert "Purpose" in [one.words for one in read(sent(**{"word__more.xml": "<x/>"})).text.paragraphs]


def test_as_many_paragraphs_as_are_taken_are_read():
    assert len(read(with_paragraphs(2_000)).text.paragraphs) == 2_000
