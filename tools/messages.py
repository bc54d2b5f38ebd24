"""Collects our texts for the translators, merges them into comity/locale, and tells what is not translated.

Usage: messages.py update | untranslated
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "comity"
LANGUAGES = ["fr", "ar"]
# How each language counts, in the order that Django's own texts and most translators use.
PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5;",
}
HEADER = """# The texts of Comity.
msgid ""
msgstr ""
"Project-Id-Version: Comity\\n"
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""
TEMPLATES = {".html", ".txt", ".svg", ".xml"}
# What Django calls the functions, with the places of message, plural and context among their arguments.
KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}


def collected() -> Catalog:
    """This will find every text of ours in Python and in templates."""
    found = Catalog(project="Comity", charset="utf-8")
    for path in sorted(PACKAGE.rglob("*")):
        for message, comments, context in messages_in(path):
            where = (str(path.relative_to(ROOT)), 0)
            found.add(message, locations=[where], auto_comments=comments, context=context)
    return found


def messages_in(path: Path) -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    """This will find the texts in one file, with the comments for translators and the context of each."""
    is_python = path.suffix == ".py" and "migrations" not in path.parts
    if not is_python and not (path.suffix in TEMPLATES and "templates" in path.parts):
        return
    source = path.read_text()
    code = source if is_python else as_python(source, path)
    for _line, message, comments, context in extract(
        "python", BytesIO(code.encode()), keywords=KEYWORDS, comment_tags=["Translators:"]
    ):
        yield message, comments, context


def as_python(template: str, path: Path) -> str:
    """This will turn a template into calls of gettext; its indentation would mean something in Python."""
    return "\n".join(line.lstrip() for line in templatize(template, origin=str(path)).splitlines())


def file_of(language: str) -> Path:
    """This will name the translators' file of a language."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def catalogue_of(language: str) -> Catalog:
    """This will read what the translators wrote."""
    path = file_of(language)
    return read_po(BytesIO(path.read_bytes() if path.exists() else header_of(language)), locale=language)


def header_of(language: str) -> bytes:
    """This will write the head of a translators' file, without dates, so that only texts make a difference."""
    return HEADER.format(language=language, plurals=PLURALS[language]).encode()


def update() -> None:
    """This will add new texts to the translators' files and take out those that are gone; nothing is guessed."""
    texts = collected()
    for language in LANGUAGES:
        catalogue = catalogue_of(language)
        catalogue.update(texts, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
        path = file_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(header_of(language) + b"\n")
            write_po(
                file,
                catalogue,
                width=110,
                omit_header=True,
                sort_output=True,
                include_lineno=False,
                ignore_obsolete=True,
            )
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {len(untranslated(language))} to translate")


def untranslated(language: str) -> list[str]:
    """This will name every text of ours that lacks its words in `language`, with the file where it stands."""
    catalogue = catalogue_of(language)
    return [
        f"{text.locations[0][0]}: {text.id if isinstance(text.id, str) else text.id[0]}"
        for text in collected()
        if text.id and not is_translated(catalogue.get(text.id, text.context))
    ]


def is_translated(text: Message | None) -> bool:
    """This will tell whether a text has words in every form that its language counts with."""
    if text is None or text.fuzzy:
        return False
    return all(text.string) if isinstance(text.string, (tuple, list)) else bool(text.string)


def main() -> None:
    """This will do what was asked for."""
    if sys.argv[1:] == ["update"]:
        update()
    elif sys.argv[1:] == ["untranslated"]:
        for language in LANGUAGES:
            print(language, *untranslated(language), sep="\n  ")
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.settings")
    os.environ.setdefault("COMITY_SECRET_KEY", "no secret is needed to read templates")
    main()
