"""The text while it is written: its clauses in each language, and what the parties say of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _

from comity.accounts.models import Actor, User
from comity.agreements.models import Agreement, Clause, Edit, Outcome, Part, Party, Remark, Sort
from comity.agreements.negotiating import ask_for
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.translation.templatetags.said import isolated
from comity.translation.texts import Text, told_in_every_language


@dataclass(frozen=True)
class Wording:
    """A clause in one language, as it was typed."""

    language: str
    heading: str
    words: str
    # It says in this language what another one says already, so that it falls behind none.
    keeps_pace: bool = False
    is_about_money: bool = False


def add_clause(agreement: Agreement, *, part: str, wording: Wording, at: datetime, by: User) -> Clause:
    """This will add a clause at the end of its part. Raises NotNow where the text is not being written."""
    with acting(by=by):
        hold_written(agreement, by)
        last = Clause.objects.of(agreement).filter(part=part).aggregate(last=Max("position"))["last"] or 0
        code = wording.language
        clause = Clause.enter(
            agreement=agreement,
            part=part,
            position=last + 1,
            heading=Text({code: wording.heading}),
            words=Text({code: wording.words}),
            is_about_money=wording.is_about_money,
            turns={code: 1},
            by=by,
        )
        record(agreement, "reworded", by=by, after={"clause": called(clause)})
        ask_where_money(agreement, clause, at=at, by=by)
    return clause


def reword(clause: Clause, *, wording: Wording, was: str | None = None, at: datetime, by: User) -> None:
    """This will change a clause in one language; the others fall behind it, unless it only says what they say.

    `was` are the words that the writer had before their eyes. Raises NotNow where these are others now, where the text
    is not being written, and while it is another party's turn.
    """
    agreement, code = clause.agreement, wording.language
    with acting(by=by):
        hold_written(agreement, by)
        clause.refresh_from_db()
        stands = clause.words.get(code, "")
        if was is not None and not reads_alike(was, stands):
            raise NotNow(_("Somebody changed this clause meanwhile. Your words are kept here; theirs stand above."))
        facts: dict[str, Any] = {
            "heading": Text({**clause.heading, code: wording.heading}),
            "words": Text({**clause.words, code: stands if reads_alike(wording.words, stands) else wording.words}),
            "is_about_money": wording.is_about_money,
        }
        if _says_otherwise(clause, facts) or wording.keeps_pace:
            clause.change(by=by, **facts, turns=_turned(clause, code, keeps_pace=wording.keeps_pace))
            record(agreement, "reworded", by=by, after={"clause": called(clause)})
        ask_where_money(agreement, clause, at=at, by=by)


def reads_alike(words: str, others: str) -> bool:
    """This will tell whether two texts are the same to whoever reads them, however their lines end."""
    return _lines(words) == _lines(others)


def _lines(words: str) -> list[str]:
    return [line.rstrip() for line in words.strip().splitlines()]


def _says_otherwise(clause: Clause, facts: dict[str, Any]) -> bool:
    return any(getattr(clause, name) != value for name, value in facts.items())


def _turned(clause: Clause, code: str, *, keeps_pace: bool) -> dict[str, int]:
    newest = max(clause.turns.values(), default=0)
    return {**clause.turns, code: newest if keeps_pace and newest else newest + 1}


def move_clause(clause: Clause, *, up: bool, by: User) -> None:
    """This will let a clause change places with the one before it, or after it; at the end nothing happens."""
    agreement = clause.agreement
    with acting(by=by):
        hold_written(agreement, by)
        row = list(Clause.objects.of(agreement).filter(part=clause.part))
        here = [one.pk for one in row].index(clause.pk)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(row):
            return
        row[here], row[there] = row[there], row[here]
        for position, one in enumerate(row, start=1):
            if one.position != position:
                one.change(position=position, by=by)


def take_out(clause: Clause, *, why: str, by: User) -> None:
    """This will take a clause out of the text; what the parties said of it and did to it stays, as overtaken."""
    agreement = clause.agreement
    with acting(by=by, why=why):
        hold_written(agreement, by)
        said: list[Any] = [*Remark.objects.on(agreement).waiting().filter(clause=clause)]
        for one in [*said, *Edit.objects.on(agreement).waiting().filter(clause=clause)]:
            one.change(outcome=Outcome.OVERTAKEN, answer=why, answered_by=by.name, by=by)
        Clause.objects.after(clause).update(position=F("position") - 1)
        record(agreement, "reworded", by=by, before={"clause": called(clause)}, why=why)
        clause.remove(by=by, why=why)


def hold_written(agreement: Agreement, by: User) -> None:
    """This will hold a text that is to be written. Raises NotNow where it cannot be, or in another party's turn."""
    agreement._hold()
    agreement.refresh_from_db(fields=["turn"])
    if not agreement.is_written:
        raise NotNow(_("The text cannot be changed now: the agreement is “%s”.") % agreement.stage_in_words())
    if agreement.turn is not None and not agreement.turn.is_ours:
        raise NotNow(_("It is the turn of %s. Take the turn first; they see that you did.") % isolated(agreement.turn))


def ask_where_money(agreement: Agreement, clause: Clause, *, at: datetime, by: User) -> None:
    """This will ask for legal and financial clearance of a clause about money (UNFPA, form for memoranda)."""
    if not clause.is_about_money:
        return
    because = told_in_every_language(lambda: _("The clause “%s” obliges somebody to pay.") % isolated(called(clause)))
    for sort in (Sort.LEGAL, Sort.FINANCE):
        if not agreement.clearances.filter(sort=sort, clause=clause).exists():
            ask_for(agreement, sort, because=because, clause=clause, at=at, by=by)


def called(clause: Clause) -> str:
    """This will call a clause by its part, its number there and its heading."""
    number = f"{clause.get_part_display()} {clause.position}"
    return f"{number} · {clause.heading}"[:100] if clause.heading else number


# What the parties say of a clause


def remark(
    clause: Clause, *, party: Party, language: str, words: str = "", comment: str = "", at: datetime, by: Actor
) -> Remark:
    """This will enter what a party says of a clause: words to stand there instead, or a comment.

    Raises NotNow where the text is not open to the parties, while it is another party's turn, and with nothing said.
    """
    agreement = clause.agreement
    with acting(by=by):
        agreement._hold()
        agreement.refresh_from_db(fields=["turn"])
        if agreement.turn is None:
            raise agreement.not_now()
        if agreement.turn_id != party.pk:
            raise NotNow(_("It is the turn of %s.") % isolated(agreement.turn))
        was = clause.words.get(language, "")
        words = "" if reads_alike(words, was) else words
        if not (words.strip() or comment.strip()):
            raise NotNow(_("Say how it should read, or what you think of it."), field="comment")
        said = Remark.enter(
            agreement=agreement,
            clause=clause,
            clause_was=called(clause),
            party=party,
            language=language,
            was=was,
            words=words,
            comment=comment,
            by_name=by.name,
            at=at,
            by=by,
        )
        record(agreement, "remarked", by=by, after={"clause": called(clause), "party": str(party)})
    return said


def take_over(said: Remark, *, at: datetime, by: User) -> None:
    """This will put the words that a party proposed into the text. Raises NotNow where the clause has changed since."""
    clause = said.clause
    with acting(by=by):
        _refuse_answered(said)
        if clause is None or not said.words:
            raise NotNow(_("There are no words in it that could be taken over."))
        if not reads_alike(clause.words.get(said.language, ""), said.was):
            raise NotNow(_("The clause has changed since this was said. Read both and change the clause yourself."))
        heading = clause.heading.get(said.language, "")
        wording = Wording(said.language, heading, said.words, is_about_money=clause.is_about_money)
        reword(clause, wording=wording, at=at, by=by)
        _answer(said, Outcome.TAKEN, "", by=by)


def answer(said: Remark, *, is_declined: bool, words: str, by: User) -> None:
    """This will decline what a party said of a clause, with words, or note it. Raises NotNow where it was answered."""
    with acting(by=by, why=words):
        _refuse_answered(said)
        if is_declined and not words.strip():
            raise NotNow(_("Say why it is declined."), field="words")
        _answer(said, Outcome.DECLINED if is_declined else Outcome.NOTED, words, by=by)


def _refuse_answered(said: Remark) -> None:
    said.agreement._hold()
    said.refresh_from_db(fields=["outcome"])
    if not said.is_waiting:
        raise NotNow(_("This has been answered already."))


def _answer(said: Remark, outcome: str, words: str, *, by: User) -> None:
    said.change(outcome=outcome, answer=words, answered_by=by.name, by=by)
    record(said.agreement, "remark_answered", by=by, after={"clause": said.clause_was, "outcome": outcome})


# The text as it is compared


def behind(agreement: Agreement) -> list[tuple[Clause, list[str]]]:
    """This will list the clauses of which a language is behind another, or has no words, with these languages."""
    return behind_among(Clause.objects.of(agreement), agreement.text_languages())


def behind_among(clauses: Iterable[Clause], languages: list[str]) -> list[tuple[Clause, list[str]]]:
    """This will keep the clauses of which one of these languages is behind another, with the languages that are."""
    found = [(one, one.languages_behind(languages)) for one in clauses]
    return [(one, codes) for one, codes in found if codes]


def parts_of(agreement: Agreement) -> list[tuple[Any, list[Clause]]]:
    """This will list the clauses by part, as they are read; one query."""
    clauses = list(Clause.objects.of(agreement))
    return [(part, some) for part in Part if (some := [one for one in clauses if one.part == part])]
