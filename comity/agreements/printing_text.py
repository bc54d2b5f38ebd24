"""The text of an agreement as a printed document: one language or all of them, with lines on which the parties sign."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from comity.agreements.approving import content_of
from comity.agreements.conditions_told import doctorate_told, exchanges_told
from comity.agreements.frozen import text_of
from comity.agreements.models import AgreedText, Agreement, Part, Party
from comity.meetings.texts import Content, fingerprint
from comity.papers.printing import printed
from comity.translation.texts import direction

LABELS = {
    "signatures": _("Signatures"),
    "name": _("Name and office"),
    "signature": _("Signature"),
    "place": _("Place"),
    "date": _("Date"),
}


@dataclass(frozen=True)
class Printout:
    """What is printed: the words that are hashed, their hash, and whether the parties agreed on them yet."""

    content: Content
    sha256: str
    agreed: AgreedText | None
    authorities: list[str]  # by what each party's representative may sign, as a code of ours

    @property
    def languages(self) -> list[str]:
        """The languages of the text, the one that prevails first."""
        first = self.content["prevailing"]
        return sorted(self.content["languages"], key=lambda code: code != first)


def printout_of(agreement: Agreement) -> Printout:
    """This will gather what is printed: the agreed text where one stands, else the words as they are written now."""
    agreed = agreement.text()
    content = json.loads(agreed.content) if agreed else content_of(agreement)
    sha256 = agreed.sha256 if agreed else fingerprint(content)
    return Printout(content, sha256, agreed, [one.authority for one in Party.objects.of(agreement)])


def print_text(printout: Printout, languages: list[str]) -> bytes:
    """This will print the text as a tagged PDF in these languages, one after the other.

    Every page says its number, the SHA-256 of the text in all its languages and, before the parties agreed, that it is
    a draft. The lines for signing come after the last language. Raises CannotPrint where the system lacks Pango.
    """
    return printed(page_of(printout, languages))


def page_of(printout: Printout, languages: list[str]) -> str:
    """This will write the page that is printed."""
    first = languages[0]
    versions = [*(_version(printout, code) for code in languages), _lines(printout, languages)]
    title = text_of(printout.content, printout.content["title"], language=first).told_in(first)
    shown = {"title": title, "versions": versions, "printout": printout}
    with override(first):
        return render_to_string("agreements/printed.html", {**shown, "language": first, "direction": direction(first)})


def _version(printout: Printout, language: str) -> SafeString:
    """The text in one language, ours and the parties' words alike."""
    content = printout.content
    told = {
        "language": language,
        "direction": direction(language),
        "title": text_of(content, content["title"], language=language),
        "parties": _parties(printout, language),
        "parts": _parts(content, language),
        "is_prevailing": content["prevailing"] == language and len(content["languages"]) > 1,
    }
    with override(language):
        told |= {"exchanges": exchanges_told(content), "doctorate": doctorate_told(content)}
        return render_to_string("agreements/parts/printed_version.html", told)


def _lines(printout: Printout, languages: list[str]) -> SafeString:
    """The lines on which the parties sign, once for all languages that are printed, and told in each of them."""
    told = zip(*(_parties(printout, code) for code in languages), strict=True)
    shown = {
        "language": languages[0],
        "direction": direction(languages[0]),
        "sides": [list(zip(languages, map(direction, languages), one, strict=True)) for one in told],
        "labels": {name: _label(words, languages) for name, words in LABELS.items()},
    }
    with override(languages[0]):
        return render_to_string("agreements/parts/printed_signatures.html", shown)


def _label(words: Any, languages: list[str]) -> list[tuple[str, str, str]]:
    """A label in each language; what two of them write alike stands once."""
    told = dict[str, str]()
    for code in languages:
        with override(code):
            told.setdefault(str(words), code)
    return [(code, direction(code), said) for said, code in told.items()]


def _parties(printout: Printout, language: str) -> list[dict[str, Any]]:
    content = printout.content
    return [_party(content, *one, language) for one in zip(content["parties"], _filled(printout), strict=True)]


def _filled(printout: Printout) -> list[str]:
    """An authority for each party that the text names; none where parties were added to the record since."""
    named = len(printout.content["parties"])
    return [*printout.authorities, *[""] * named][:named]


def _party(content: Content, told: Content, authority: str, language: str) -> dict[str, Any]:
    names = ("organisation", "unit", "represented_by", "represented_as")
    return {**{name: text_of(content, told[name], language=language) for name in names}, "authority": authority}


def _parts(content: Content, language: str) -> list[tuple[str, list[tuple[int, str, str]]]]:
    """The clauses by part, each with its number, heading and words in one language."""
    told = [
        (one["part"], (one["number"], one["heading"].get(language, ""), one["words"].get(language, "")))
        for one in content["clauses"]
    ]
    return [(part, some) for part in Part if (some := [clause for named, clause in told if named == part])]
