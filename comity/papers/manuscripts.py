"""What a document is before it is written and after it is read: its versions, its passages, its paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

RECITAL, ARTICLE, ANNEX = "recital", "article", "annex"
SORTS = (RECITAL, ARTICLE, ANNEX)
RECORD = "record"  # what is told behind them and is changed elsewhere; it has no number
# What comes after the mark of a passage in the bookmark of each of its paragraphs: the place of the paragraph in it.
LEADS = 0
BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")  # between the paragraphs of a passage


@dataclass(frozen=True)
class Passage:
    """One numbered piece of a document: its heading, if it has one, and its words in paragraphs."""

    # Letters, digits and underscores, at most 30: with the place of a paragraph behind it, it names a bookmark.
    mark: str
    sort: str  # one of SORTS, or RECORD
    heading: str
    words: str


@dataclass(frozen=True)
class Version:
    """The whole document in one language, with all that is written around its passages."""

    language: str
    title: str
    # Below the title: what it is, and which of its versions prevails.
    lines: list[str]
    # At the head of every page beside the title: what state the text is in.
    state: str
    # At the foot of every page, with {page} and {pages} in it.
    footer: str
    # How the passages of each sort are numbered, with %1 for the number.
    numbering: dict[str, str]
    passages: list[Passage]


@dataclass(frozen=True)
class Manuscript:
    """A document to be written: one version or several, and what its file remembers unseen."""

    title: str
    versions: list[Version]
    # Names and values of at most 250 characters each: what a program shows of a longer one differs.
    memory: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Comment:
    """What somebody wrote beside the text."""

    by_name: str
    words: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as it reads once every change that was tracked in it is taken over."""

    words: str
    # What it was set as, by the name of its style: a sort of SORTS, RECORD, or "" for any other style.
    sort: str = ""
    is_heading: bool = False
    # It begins a passage, by its style.
    is_lead: bool = False
    # The bookmarks that begin in it.
    marks: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    # It stands in a table, a box or a note, and not in the run of the text.
    is_aside: bool = False


@dataclass(frozen=True)
class Edited:
    """A document as somebody sent it back."""

    paragraphs: list[Paragraph]
    memory: dict[str, str]
    # Its writer let the program track what was changed.
    is_tracked: bool
