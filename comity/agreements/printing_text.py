"""The text of an agreement as a printed document: one language or all of them, with lines on which the parties sign."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from comity.agreements.approving import content_of
from comity.agreements.conditions_told import doctorate_told, exchanges_told
from comity.agreements.models import AgreedText, Agreement, Part, Party
from comity.meetings.texts import Content, fingerprint
from comity.papers.printing import printed
from comity.translation.texts import Text, direction


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
    versions = [_version(printout, code, is_last=code == languages[-1]) for code in languages]
    shown = {"title": Text(printout.content["title"]).told_in(first), "versions": versions, "printout": printout}
    with override(first):
        return render_to_string("agreements/printed.html", {**shown, "language": first, "direction": direction(first)})


def _version(printout: Printout, language: str, *, is_last: bool) -> SafeString:
    """The text in one language, ours and the parties' words alike."""
    content = printout.content
    told = {
        "language": language,
        "direction": direction(language),
        "title": Text(content["title"]),
        "parties": [_party(*one) for one in zip(content["parties"], _filled(printout), strict=True)],
        "parts": _parts(content, language),
        "is_prevailing": content["prevailing"] == language and len(content["languages"]) > 1,
        "is_last": is_last,
    }
    with override(language):
        told |= {"exchanges": exchanges_told(content), "doctorate": doctorate_told(content)}
        return render_to_string("agreements/parts/printed_version.html", told)


def _filled(printout: Printout) -> list[str]:
    """An authority for each party that the text names; none where parties were added to the record since."""
    named = len(printout.content["parties"])
    return [*printout.authorities, *[""] * named][:named]


def _party(told: Content, authority: str) -> dict[str, Any]:
    texts = {name: Text(told[name]) for name in ("organisation", "unit", "represented_by", "represented_as")}
    return {**texts, "authority": authority}


def _parts(content: Content, language: str) -> list[tuple[str, list[tuple[int, str, str]]]]:
    """The clauses by part, each with its number, heading and words in one language."""
    told = [
        (one["part"], (one["number"], one["heading"].get(language, ""), one["words"].get(language, "")))
        for one in content["clauses"]
    ]
    return [(part, some) for part in Part if (some := [clause for named, clause in told if named == part])]
