"""Signs that nobody sees: those that turn text around, that part or hide letters, or that only machines read."""

import re
import unicodedata
from pathlib import PurePath

ISOLATES = "\u2066\u2067\u2068"
END_OF_ISOLATE = "\u2069"
# Overrides and embeddings, annotations, tags, halves of signs, controls: no text of a person needs them.
FORBIDDEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
# In a name also the marks and isolates that a longer text may hold, and what fills a place without being seen.
UNSEEN = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u206f\u3164\uffa0"
    "\u202a-\u202e\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# The joiners that Persian, Urdu and Indic names need, where no such letters stand on both sides.
LOST_JOINERS = re.compile("(?<![\u0590-\U0003ffff])[\u200c\u200d]|[\u200c\u200d](?![\u0590-\u1fff\u2190-\U0003ffff])")
STACKED = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
# A name that begins with a dot hides; these belong to machines.
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)")
LONGEST_FILE_NAME = 150


def without_overrides(words: str) -> str:
    """This will take out the signs that change the direction of text or cannot be seen."""
    return UNSEEN.sub("", words)


def as_name(words: str) -> str:
    """This will write a name, a title or an address as it is kept: one line, no unseen signs, letters composed."""
    plain = unicodedata.normalize("NFC", without_overrides(FORBIDDEN.sub("", words.replace("\x85", " "))))
    line = " ".join(STACKED.sub(r"\1", plain).split())
    return LOST_JOINERS.sub("", line).strip()


def as_text(words: str) -> str:
    """This will write a longer text as it is kept: no overrides, and isolates that end where their paragraph ends.

    A browser ends lines in a way of its own; here a line ends in one way, so that words compare.
    """
    plain = unicodedata.normalize("NFC", FORBIDDEN.sub("", re.sub("\r\n|[\r\u2028\u2029\x85]", "\n", words)))
    return "".join(_balanced(paragraph) for paragraph in plain.splitlines(keepends=True))


def as_file_name(words: str) -> str:
    """This will write the name of a file as it is kept: no folder, nothing that hides or is reserved."""
    name = as_name(re.split(r"[/\\]", words)[-1])
    name = re.sub(r'[<>:"|?*\u200c\u200d]', "", name).strip(". ")
    name = RESERVED.sub(r"_\1", name, count=1) if RESERVED.match(name) else name
    ending = PurePath(name).suffix[:20]
    return name[: LONGEST_FILE_NAME - len(ending)].removesuffix(ending) + ending


def has_letters(words: str) -> bool:
    """This will tell whether something of the words can be seen and read: a letter or a digit of any script."""
    return any(unicodedata.category(sign)[0] in "LN" for sign in without_overrides(words))


def holds_unseen(words: str) -> bool:
    """This will tell whether there are signs that are taken out: of a line also those that a longer text may hold."""
    is_line = len(words) <= 300 and "\n" not in words
    return bool(FORBIDDEN.search(words) or (is_line and UNSEEN.search(words)))


def _balanced(paragraph: str) -> str:
    """Drop the ends of isolates that nothing began, and end those that were left open."""
    ends, line = "", paragraph
    if not re.search(f"[{ISOLATES}{END_OF_ISOLATE}]", paragraph):
        return paragraph
    kept, depth = [], 0
    line = paragraph.rstrip("\n")
    ends = paragraph[len(line) :]
    for sign in line:
        depth += (sign in ISOLATES) - (sign == END_OF_ISOLATE)
        if depth < 0:
            depth = 0
            continue
        kept.append(sign)
    return "".join(kept) + END_OF_ISOLATE * depth + ends
