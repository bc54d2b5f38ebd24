"""The text of an agreement as a Word file that a party can edit and send back.

Each paragraph says which clause it belongs to, and the file remembers unseen from which text it was written: the
agreement, the languages, the SHA-256 of the whole, and a short hash of what each clause read then. Behind the clauses
stands what the record tells of exchanges and of a doctorate, with marks and hashes of its own.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from comity.agreements.approving import content_of
from comity.agreements.conditions import CONDITIONS
from comity.agreements.conditions_told import passages_of
from comity.agreements.models import AgreedText, Agreement, Clause, Part
from comity.meetings.texts import Content, fingerprint
from comity.papers.manuscripts import Manuscript, Passage, Version
from comity.translation.templatetags.said import day, language_name
from comity.translation.templatetags.said import number as counted

AGREEMENT, LANGUAGES, TEXT, CLAUSES = "Comity agreement", "Comity languages", "Comity text", "Comity clauses"
TOLD = "Comity told"  # with what is told behind it: exchanges, or a doctorate
LONGEST = 250  # characters of one property
# LibreOffice calls the mark of what was moved while changes are tracked a copy.
MARK = re.compile(r"comity_(\d{1,18})_([a-z]{2,3})_(\d{1,6})(?:_Copy_\d+)?", re.ASCII)
DIGITS = 12  # of the SHA-256 of a clause: enough to tell its versions apart


def word_file(agreement: Agreement, languages: list[str], *, today: date) -> bytes:
    """This will write the text in these languages as one Word file, one whole version after the other."""
    from comity.papers.word_writing import written  # noqa: PLC0415 - python-docx loads slowly, where it is asked for

    clauses, agreed = list(Clause.objects.of(agreement)), agreement.text()
    content = json.loads(agreed.content) if agreed else content_of(agreement)
    sha256 = agreed.sha256 if agreed else fingerprint(content)
    memory = {AGREEMENT: str(agreement.pk), LANGUAGES: " ".join(languages), TEXT: sha256}
    memory |= remembered(clauses, languages) | remembered_as_told(content, languages)
    versions = [
        _version(agreement, [*_passages(clauses, code), *passages_of(content, code).values()], code, agreed, today)
        for code in languages
    ]
    return written(Manuscript(agreement.title.told_in(languages[0]), versions, memory))


def file_name(agreement: Agreement, languages: list[str]) -> str:
    """This will name the file by the number of the agreement and its languages, and by nothing that anybody typed."""
    return f"agreement-{agreement.pk}-{'-'.join(languages)}.docx"


def _version(
    agreement: Agreement, passages: list[Passage], code: str, agreed: AgreedText | None, today: date
) -> Version:
    with override(code):
        lines = [agreement.kind_in_words[:1].upper() + agreement.kind_in_words[1:]]
        if agreement.prevailing and len(agreement.text_languages()) > 1:
            words = _("Where the languages differ, %(language)s prevails.")
            lines.append(words % {"language": language_name(agreement.prevailing)})
        pages = _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"}
        return Version(
            language=code,
            title=agreement.title.told_in(code),
            lines=lines,
            state=_state(agreed, today),
            footer=f"SHA-256 {agreed.sha256} · {pages}" if agreed else pages,
            numbering={
                Part.RECITAL.value: "(%1)",
                Part.ARTICLE.value: pgettext("number of a clause", "Article %(n)s.") % {"n": "%1"},
                Part.ANNEX.value: pgettext("number of a clause", "Annex %(n)s.") % {"n": "%1"},
            },
            passages=passages,
        )


def _state(agreed: AgreedText | None, today: date) -> str:
    if agreed is None:
        return _("draft of %(when)s") % {"when": day(today)}
    told = {"when": day(agreed.agreed_at), "n": counted(agreed.number)}
    return _("text agreed on %(when)s, version %(n)s") % told


def _passages(clauses: list[Clause], code: str) -> list[Passage]:
    return [
        Passage(f"comity_{one.pk}_{code}", one.part, one.heading.get(code, ""), one.words.get(code, ""))
        for one in clauses
    ]


# What the file remembers


def hash_of(heading: str, words: str) -> str:
    """This will tell versions of a clause in one language apart; spaces and the ends of lines say nothing."""
    return hashlib.sha256(" ".join(f"{heading}\n{words}".split()).encode()).hexdigest()[:DIGITS]


def remembered(clauses: list[Clause], languages: list[str]) -> dict[str, str]:
    """This will write down what each clause reads, by number and language, in as many properties as it takes."""
    lines = [""]
    for clause in clauses:
        for code in languages:
            told = f"{clause.pk}.{code}.{hash_of(clause.heading.get(code, ''), clause.words.get(code, ''))}"
            if len(lines[-1]) + len(told) >= LONGEST:
                lines.append("")
            lines[-1] = f"{lines[-1]} {told}".strip()
    return {f"{CLAUSES} {at}": line for at, line in enumerate(lines, start=1)}


def remembered_as_told(content: Content, languages: list[str]) -> dict[str, str]:
    """This will write down what was told behind the clauses in each language, a property for each of the two."""
    told = {code: passages_of(content, code) for code in languages}
    return {
        f"{TOLD} {name}": " ".join(
            f"{code}.{hash_of(some[name].heading, some[name].words)}" for code, some in told.items()
        )
        for name in CONDITIONS
        if all(name in some for some in told.values())
    }


def told_in(memory: Mapping[str, str], name: str, language: str) -> str:
    """This will read from a file the hash of what was told behind the clauses; nothing where nothing was."""
    hashes = dict(one.partition(".")[::2] for one in memory.get(f"{TOLD} {name}", "").split())
    return hashes.get(language, "")


def remembered_in(memory: dict[str, str], language: str) -> dict[int, str]:
    """This will read from a file which clauses were in it when it was written, in order, each with its hash."""
    found: dict[int, str] = {}
    for one in " ".join(_in_order(memory)).split():
        number, _dot, told = one.partition(".")
        code, _dot, digest = told.partition(".")
        if number.isdecimal() and code == language:
            found[int(number)] = digest
    return found


def _in_order(memory: dict[str, str]) -> Iterable[str]:
    """The properties that list clauses; a program may have sorted them by their names."""
    named = {name.removeprefix(CLAUSES).strip(): value for name, value in memory.items() if name.startswith(CLAUSES)}
    return [named[at] for at in sorted((one for one in named if one.isdecimal()), key=int)]
