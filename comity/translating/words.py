"""What checks found, in words for people."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from comity.engines.translating import GLOSSARY
from comity.journal.records import Mark
from comity.translating.models import State
from comity.translating.telling import Translated
from comity.translation.templatetags.said import number

# By the name that a check has; one that is not named here is told by that.
FAILED = {
    "names": _("A name of the original is missing, or is another one."),
    "numbers": _("A number of the original is missing, or is another one."),
    "dates": _("A date of the original is missing, or is another one."),
    "links": _("A link of the original is missing, or is another one."),
    "tags": _("The tags of the original are not the same."),
    "markup": _("The tags and links cannot be set into the page."),
    "script": _("It is not written in the letters of the language."),
    "length": _("It is much longer or much shorter than the original."),
    "untranslated": _("It is the same as the original."),
    "empty": _("It is empty."),
}
# What stands for an engine without being one, by the name under which the ledger has it.
ENGINES = {GLOSSARY: _("the glossary of this site"), "sample engine": _("the sample engine")}
MARKS = {
    State.WAITING: Mark.OPEN,
    State.CHECKED: Mark.DUE,
    State.STALE: Mark.DUE,
    State.RENAMED: Mark.DUE,
    State.MACHINE: Mark.OPEN,
}


def in_words(failed: Iterable[str]) -> list[str]:
    """This will tell what checks found."""
    return [str(FAILED.get(one, one)) for one in failed]


def engine_name(engine: str) -> str:
    """This will call an engine by its name, and what is none in the reader's language."""
    return str(ENGINES.get(engine, engine))


def how_much(translated: Translated) -> str:
    """This will tell readers how much of a page a machine translated and no person has reviewed."""
    count = translated.unreviewed_count
    if not count:
        return gettext("The title was translated by a machine, and no person has reviewed it yet.")
    words = _of_paragraphs if translated.is_of_paragraphs else _of_parts
    told = words(count, has_title=translated.is_title_unreviewed)
    return told % {"many": number(count), "total": number(len(translated.parts))}


def _of_paragraphs(count: int, *, has_title: bool) -> str:
    if has_title:
        return ngettext(
            "The title and %(many)s of %(total)s paragraphs were translated by a machine, and no person has reviewed "
            "that yet.",
            "The title and %(many)s of %(total)s paragraphs were translated by a machine, and no person has reviewed "
            "them yet.",
            count,
        )
    return ngettext(
        "%(many)s of %(total)s paragraphs was translated by a machine, and no person has reviewed it yet.",
        "%(many)s of %(total)s paragraphs were translated by a machine, and no person has reviewed them yet.",
        count,
    )


def _of_parts(count: int, *, has_title: bool) -> str:
    if has_title:
        return ngettext(
            "The title and %(many)s of %(total)s parts (texts, tables, pictures) were translated by a machine, "
            "and no person has reviewed that yet.",
            "The title and %(many)s of %(total)s parts (texts, tables, pictures) were translated by a machine, "
            "and no person has reviewed them yet.",
            count,
        )
    return ngettext(
        "%(many)s of %(total)s parts (texts, tables, pictures) was translated by a machine, and no person has "
        "reviewed it yet.",
        "%(many)s of %(total)s parts (texts, tables, pictures) were translated by a machine, and no person has "
        "reviewed them yet.",
        count,
    )
