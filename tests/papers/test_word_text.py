"""What Comity writes into a Word file, and what it reads in one that Word wrote with changes tracked."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from comity.papers.manuscripts import Manuscript, Passage, Version
from comity.papers.word_reading import edited
from comity.papers.word_writing import written
from tests.corpora.files import archive

NUMBERING = {
    "en": {"recital": "(%1)", "article": "Article %1.", "annex": "Annex %1."},
    "ar": {"recital": "(%1)", "article": "المادة %1:", "annex": "الملحق %1:"},
}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def manuscript(language="en", *passages, title="Memorandum", memory=None):
    version = Version(language, title, [], "draft", "Page {page} of {pages}", NUMBERING[language], list(passages))
    return Manuscript(title, [version], memory or {})


def part(content, name):
    with ZipFile(BytesIO(content)) as archive_read:
        return archive_read.read(name).decode()


def read(content):
    return edited(BytesIO(content))


def text_of(body, **parts):
    """A document as a program wrote it, from the XML of its body."""
    members = {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>', **parts}
    return read(archive(members))


def words_of(body, **parts):
    return [one.words for one in text_of(body, **parts).paragraphs]


# Writing


def test_headings_and_articles_have_styles_of_their_own_and_numbers_that_count_by_themselves():
    file = written(
        manuscript("en", Passage("m1", "article", "Purpose", "One.\n\nTwo."), Passage("m2", "annex", "", "X"))
    )

    styles = [one.style.name for one in docx.Document(BytesIO(file)).paragraphs]
    assert styles == ["Title", "Article Heading", "Article Text", "Article Text", "Annex"]
    assert 'w:lvlText w:val="Article %1."' in part(file, "word/numbering.xml")
    assert "Article 1" not in part(file, "word/document.xml")


def test_arabic_runs_from_the_right_in_paragraphs_runs_and_section():
    file = written(manuscript("ar", Passage("m1", "article", "الغرض", "يتعاون الطرفان مع Host Organisation.")))

    document = docx.Document(BytesIO(file))
    for paragraph in document.paragraphs:
        assert paragraph._p.pPr.find(qn("w:bidi")) is not None
    runs = [(run.text, run._r.rPr.find(qn("w:rtl")) is not None) for run in document.paragraphs[-1].runs]
    assert runs == [("يتعاون الطرفان مع ", True), ("Host Organisation", False), (".", True)]
    assert document.sections[0]._sectPr.find(qn("w:bidi")) is not None
    assert 'w:bidi="ar-SA"' in part(file, "word/document.xml")


def test_what_outsiders_typed_is_text_and_nothing_else():
    hostile = 'A & B <w:p/> "quoted"\x00\x0b ]]> {{ x }}'
    file = written(manuscript("en", Passage("m1", "article", hostile, hostile), title=hostile, memory={"a": hostile}))

    text = read(file)
    clean = hostile.replace("\x00", "").replace("\x0b", "")
    assert [one.words for one in text.paragraphs] == [clean] * 3
    assert text.memory == {"a": clean}


def test_the_file_names_nobody_and_fetches_nothing():
    file = written(manuscript("en", Passage("m1", "article", "Purpose", "One.")))

    core = docx.Document(BytesIO(file)).core_properties
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    with ZipFile(BytesIO(file)) as every:
        assert not any(b'TargetMode="External"' in every.read(one) for one in every.namelist() if one.endswith(".rels"))


def test_what_is_written_is_read_as_it_was():
    passages = [Passage("m1", "recital", "", "One,\ntwo,\n\nthree"), Passage("m2", "article", "Purpose", "Four.\tFive")]

    text = read(written(manuscript("en", *passages)))

    assert [(one.words, one.sort, one.is_heading, one.is_lead, one.marks) for one in text.paragraphs[1:]] == [
        ("One,\ntwo,", "recital", False, True, ("m1_0",)),
        ("three", "recital", False, False, ("m1_1",)),
        ("Purpose", "article", True, True, ("m2_0",)),
        ("Four.\tFive", "article", False, False, ("m2_1",)),
    ]
    assert not text.is_tracked


# Reading what Word tracked


def run(words, tag="t"):
    return f'<w:r><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'


def test_words_put_in_are_read_and_words_taken_out_are_not():
    body = f"<w:p>{run('five ')}<w:del>{run('years', 'delText')}</w:del><w:ins>{run('months')}</w:ins></w:p>"

    assert words_of(body) == ["five months"]
    assert text_of(body).is_tracked


def test_what_was_moved_is_read_where_it_went():
    body = (
        f"<w:p><w:moveFrom>{run('moved')}</w:moveFrom></w:p><w:p>{run('stays')}</w:p>"
        f"<w:p><w:moveTo>{run('moved')}</w:moveTo></w:p>"
    )

    assert [one for one in words_of(body) if one] == ["stays", "moved"]


def test_where_the_end_of_a_paragraph_was_taken_out_the_next_one_goes_on_in_its_line():
    gone = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    body = f"<w:p>{gone}{run('one ')}</w:p><w:p>{run('two')}</w:p>"

    assert words_of(body) == ["one two"]


def test_a_paragraph_that_is_gone_whole_leaves_no_mark_to_the_next_one():
    gone = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    mark = '<w:bookmarkStart w:id="{0}" w:name="m{0}"/>'
    body = (
        f"<w:p>{gone}{mark.format(1)}<w:del>{run('one', 'delText')}</w:del></w:p>"
        f"<w:p>{mark.format(2)}{run('two')}</w:p>"
    )

    assert [(one.words, one.marks) for one in text_of(body).paragraphs] == [("two", ("m2",))]


def test_comments_are_read_with_their_author_beside_their_paragraph():
    document = docx.Document()
    paragraph = document.add_paragraph("Five years.")
    document.add_comment(paragraph.runs, text="Is that enough?", author="Lina Guest", initials="LG")
    file = BytesIO()
    document.save(file)

    read_again = next(one for one in read(file.getvalue()).paragraphs if one.words)
    assert [(one.by_name, one.words) for one in read_again.comments] == [("Lina Guest", "Is that enough?")]


@pytest.mark.parametrize(
    "body",
    [
        f"<w:tbl><w:tr><w:tc><w:p>{run('aside')}</w:p></w:tc></w:tr></w:tbl>",
        f"<w:p><w:r><w:pict><w:txbxContent><w:p>{run('aside')}</w:p></w:txbxContent></w:pict></w:r></w:p>",
    ],
)
def test_what_stands_in_a_table_or_a_box_is_read_as_standing_aside(body):
    assert [one.words for one in text_of(body).paragraphs if one.is_aside] == ["aside"]


def test_what_stands_in_a_note_is_read_and_its_line_is_not():
    note = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator"><w:p>{run("-")}</w:p></w:footnote>'
        f"<w:footnote><w:p>{run('a note')}</w:p></w:footnote></w:footnotes>"
    )

    assert words_of(f"<w:p>{run('text')}</w:p>", **{"word/footnotes.xml": note}) == ["text", "a note"]


def test_what_is_linked_or_stands_in_a_control_is_read():
    body = (
        f"<w:sdt><w:sdtContent><w:p><w:hyperlink>{run('a link')}</w:hyperlink><w:sdt><w:sdtContent>{run(' here')}"
        "</w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>"
    )

    assert words_of(body) == ["a link here"]


def test_every_file_of_the_corpus_is_read():
    for one in sorted((Path(__file__).parent.parent / "corpora" / "word").glob("*.docx")):
        assert len(read(one.read_bytes()).paragraphs) > 10, one.name
