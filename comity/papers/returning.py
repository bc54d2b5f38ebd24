"""A Word file that somebody sends: looked at like every file, and read in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from comity.files.findings import Hostile
from comity.files.kinds import DOCX
from comity.files.reading import look, read_file, refusal_of
from comity.papers.manuscripts import Comment, Edited, Paragraph


@dataclass(frozen=True)
class Returned:
    """A Word file that may be kept, and what it says."""

    file: UploadedFile
    text: Edited


def read_word(file: UploadedFile, *, largest: int) -> Returned:
    """This will read a Word file of at most `largest` bytes. Raises ValidationError, in words, for one not taken."""
    kept = read_file(file, largest=largest, taken=[DOCX]).file
    try:
        told, _kept = look(kept, "word", by="comity.papers.looking")
    except Hostile as verdict:
        raise ValidationError(refusal_of(verdict, kept, [DOCX])) from None
    paragraphs = [_paragraph(**one) for one in told["paragraphs"]]
    return Returned(kept, Edited(paragraphs, told["memory"], told["is_tracked"]))


def _paragraph(*, marks: list[str], comments: list[dict[str, str]], **facts: object) -> Paragraph:
    return Paragraph(marks=tuple(marks), comments=tuple(Comment(**one) for one in comments), **facts)  # type: ignore[arg-type]
