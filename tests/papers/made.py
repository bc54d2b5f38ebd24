"""Signed files as the tests need them, and what an attacker makes of them."""

from functools import cache
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from comity.papers.printing import printed
from comity.papers.signing import sign
from tests.papers.pki import Authority

HEAD = '<!doctype html><html lang="en"><head><title>Memorandum</title></head>'
PAGE = HEAD + "<body><h1>Memorandum</h1><p>{}</p></body></html>"


@cache
def paper(words="The parties work together."):
    return printed(PAGE.format(words))


def signed(authority=None, *, by=("Clara Counterpart",), lasting=True, pdf=None):
    """A PDF signed by these people one after the other, to last or with the time only claimed."""
    authority, made = authority or Authority(), pdf or paper()
    stamper = authority.stamper() if lasting else None
    for number, name in enumerate(by):
        made, _level = sign(
            made, authority.key_of(name), field=f"Party{number}", trust=authority.trust(), stamper=stamper
        )
    return made


def updated(content, change):
    """The file with one more revision, in which `change` did what it does to the writer."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    change(writer)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def first_page(writer):
    return writer.root["/Pages"]["/Kids"][0].get_object()


def replaces_the_page(writer):
    words = b"BT /F1 24 Tf 72 700 Td (The parties owe a million.) Tj ET"
    first_page(writer)["/Contents"] = writer.add_object(generic.StreamObject(stream_data=words))
    writer.update_container(first_page(writer))


def adds_an_annotation(writer):
    box = generic.ArrayObject(generic.FloatObject(one) for one in (50, 50, 550, 800))
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): box,
            pdf_name("/Contents"): generic.TextStringObject("The parties owe a million."),
            pdf_name("/DA"): generic.TextStringObject("/Helv 24 Tf 1 0 0 rg"),
        }
    )
    page = first_page(writer)
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", []), writer.add_object(note)])
    writer.update_container(page)


def shows_another_document(writer):
    """A shadow update: what was signed lies in the file, and a reader is shown other pages."""
    pages = writer.root["/Pages"]
    words = b"BT /F1 24 Tf 72 700 Td (Another agreement.) Tj ET"
    page = generic.DictionaryObject(dict(first_page(writer).items()))
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=words))
    pages["/Kids"] = generic.ArrayObject([writer.add_object(page)])
    pages["/Count"] = generic.NumberObject(1)
    writer.update_container(pages)


ATTACKS = {
    "the content of a page replaced": lambda content: updated(content, replaces_the_page),
    "an annotation laid over a page": lambda content: updated(content, adds_an_annotation),
    "another document shown": lambda content: updated(content, shows_another_document),
    "bytes appended": lambda content: content + b"\n% The parties owe a million.\n",
    "bytes appended as an end": lambda content: content + b"\n% more\nstartxref\n0\n%%EOF\n",
}


def covered_bytes(content):
    """The places of all bytes that some signature or time stamp covers."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - loads slowly

    found = set()
    for one in PdfFileReader(BytesIO(content)).embedded_signatures:
        start, length, again, rest = one.byte_range
        found |= set(range(start, start + length)) | set(range(again, again + rest))
    return sorted(found)


def flipped(content, place, bit):
    made = bytearray(content)
    made[place] ^= 1 << bit
    return bytes(made)
