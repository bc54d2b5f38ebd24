"""A redline comes in, and our office takes over what it does to the text, one edit at a time, or declines it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256 as digest_of
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import override

from comity.accounts.models import Actor, User
from comity.agreements.collating import Found, compared
from comity.agreements.conditions import conditions_in
from comity.agreements.conditions_back import apart, told_otherwise
from comity.agreements.conditions_told import passages_of
from comity.agreements.exporting import AGREEMENT, LANGUAGES, hash_of, remembered_in
from comity.agreements.matching import Known, matched, places_of, share_known
from comity.agreements.models import Agreement, Clause, Doing, Edit, Outcome, Part, Party, Redline
from comity.agreements.models.redlines import random_redline_name
from comity.agreements.wording import Wording, add_clause, called, reword, take_out
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.papers.manuscripts import Edited
from comity.papers.returning import Returned
from comity.translation.templatetags.said import isolated, language_name

MOST = 300  # edits of one file; a page that shows more of them could not be read
LEAST = 0.3  # of our paragraphs that a file without any mark must still have to count as this text


def receive(
    agreement: Agreement, *, party: Party, sender: Party, returned: Returned, at: datetime, by: Actor
) -> Redline:
    """This will keep a redline and list what it does to the text as it stands; nothing of the text changes.

    `sender` is the party for which `by` speaks: our office also enters what another party sent it by other ways. The
    same file of the same party is kept once. Raises NotNow for a file of another agreement or language, while it is
    another party's turn, and where nothing was changed in it.
    """
    with acting(by=by):
        _hold_open(agreement, sender, party)
        content = b"".join(returned.file.chunks())
        sha256 = digest_of(content).hexdigest()
        if known := Redline.objects.of(agreement).same_as(party, sha256).first():
            return known
        language = language_of(agreement, returned.text)
        found = edits_in(agreement, returned.text, language)
        if not found:
            raise NotNow(_("Nothing was changed in this file."), field="file")
        if len(found) > MOST:
            raise NotNow(_("This file differs from the text almost everywhere. Nobody could answer that edit by edit."))
        with _stored(returned.file) as name:
            redline = Redline.enter(
                agreement=agreement,
                party=party,
                language=language,
                file=name,
                file_name=returned.file.name or "",
                size=len(content),
                sha256=sha256,
                is_tracked=returned.text.is_tracked,
                is_on_behalf=party != sender,
                by_name=by.name,
                at=at,
                by=by,
            )
            _enter_edits(redline, found, by=by)
            told = {"party": str(party), "language": language, "sha256": sha256}
            record(agreement, "redlined", by=by, after=told)
    return redline


def _hold_open(agreement: Agreement, sender: Party, party: Party) -> None:
    """Our office redlines while it writes, a party in its turn; what another party did is entered by us alone."""
    agreement._hold()
    agreement.refresh_from_db(fields=["turn"])
    if not agreement.is_written or (agreement.turn is None and not sender.is_ours):
        raise agreement.not_now()
    if agreement.turn is not None and agreement.turn_id != sender.pk:
        raise NotNow(_("It is the turn of %s.") % isolated(agreement.turn))
    if party != sender and not (sender.is_ours and agreement.shared_at):
        raise NotNow(_("This party has not read the text yet."), field="party")


@contextmanager
def _stored(file: UploadedFile) -> Iterator[str]:
    """Stores the file under a random name for as long as the act goes well; nobody finds what a refused act left."""
    name = Redline.store().save(random_redline_name(), file)
    try:
        yield name
    except BaseException:
        Redline.store().delete(name)
        raise


def _enter_edits(redline: Redline, found: list[Found], *, by: Actor) -> None:
    clauses = {one.pk: one for one in Clause.objects.of(redline.agreement)}
    for position, one in enumerate(found, start=1):
        clause = clauses.get(one.clause) if one.clause else None
        Edit.enter(
            redline=redline,
            position=position,
            sort=one.doing,
            clause=clause,
            clause_was=called(clause) if clause else "",
            part=one.part if one.part in Part.values else Part.ARTICLE,
            after=clauses.get(one.after) if one.after else None,
            was_heading=clause.heading.get(redline.language, "") if clause else "",
            was=clause.words.get(redline.language, "") if clause else one.was,
            heading=one.heading,
            words=one.words,
            is_conflict=one.is_conflict,
            base=one.base,
            comment=one.comment,
            comment_by=one.comment_by[:200],
            by=by,
        )


# What the file is, and what it does


def known_in(agreement: Agreement, language: str) -> list[Known]:
    """This will list the clauses as they stand in one language."""
    return [
        Known(one.pk, one.part, one.heading.get(language, ""), one.words.get(language, ""))
        for one in Clause.objects.of(agreement)
    ]


def language_of(agreement: Agreement, text: Edited) -> str:
    """This will tell in which language of the agreement a file is: as it remembers, by its marks, or by its words.

    Raises NotNow for the text of another agreement, in a language that this one has not, or in several at once.
    """
    every, remembered = agreement.text_languages(), text.memory.get(LANGUAGES, "").split()
    if text.memory.get(AGREEMENT, str(agreement.pk)) != str(agreement.pk):
        raise NotNow(_("This file is the text of another agreement."), field="file")
    if len(remembered) > 1:
        words = _("This file holds the text in several languages. Edit the file of one language, and send that.")
        raise NotNow(words, field="file")
    if remembered and remembered[0] not in every:
        words = _("This file is in %s, which is no language of this text.")
        raise NotNow(words % isolated(language_name(remembered[0])), field="file")
    shares = {code: share_known(text.paragraphs, known_in(agreement, code)) for code in every}
    best = remembered[0] if remembered else _by_marks(agreement, text) or max(every, key=lambda code: shares[code])
    if shares[best] < LEAST and max(shares.values()) >= LEAST:
        raise NotNow(_("The words in this file are of another language than it says."), field="file")
    if shares[best] < LEAST and not (remembered or _by_marks(agreement, text)):
        raise NotNow(
            _("This file does not look like the text of this agreement in any of its languages."), field="file"
        )
    return best


def _by_marks(agreement: Agreement, text: Edited) -> str:
    """The language in which the marks of the file are, if they are of clauses of this agreement."""
    numbers = {one.pk for one in Clause.objects.of(agreement)}
    told = {code: len(places_of(text.paragraphs, numbers, code)) for code in agreement.text_languages()}
    best = max(told, key=lambda code: told[code])
    return best if told[best] else ""


def edits_in(agreement: Agreement, text: Edited, language: str) -> list[Found]:
    """This will list what a file does to the text as it stands."""
    standing = known_in(agreement, language)
    with override(language):
        around = [agreement.title.told_in(language), agreement.kind_in_words, *_lines_around(agreement)]
    remembered = remembered_in(text.memory, language)
    now = passages_of(conditions_in(agreement), language)
    paragraphs, told = apart(text.paragraphs, standing, now)
    marks = places_of(paragraphs, {*remembered, *(one.number for one in standing)}, language)
    file = matched(paragraphs, standing, marks=marks, around=around)
    if not any(one.clause for one in file.chunks):
        raise NotNow(
            _("No clause of this text is in the file. To take clauses out, leave the others in it."), field="file"
        )
    found = compared(file, standing, remembered, lambda number, was: _as_exported(number, language, was))
    return [*found, *told_otherwise(told, now, text.memory, language)]


def _lines_around(agreement: Agreement) -> list[str]:
    words = _("Where the languages differ, %(language)s prevails.")
    return [words % {"language": language_name(agreement.prevailing)}] if agreement.prevailing else []


def _as_exported(number: int, language: str, was: str) -> tuple[str, str] | None:
    """What a clause read when the file was written: the journal keeps every version of it."""
    heading = words = ""
    for entry in reversed(Entry.objects.about(Clause(pk=number))):
        heading = (entry.after.get("heading") or {}).get(language, heading)
        words = (entry.after.get("words") or {}).get(language, words)
        if hash_of(heading, words) == was:
            return heading, words
    return None


# What our office makes of each edit


def take(edit: Edit, *, at: datetime, by: User) -> None:
    """This will put one edit into the text; the other languages fall behind where words changed.

    Raises NotNow where the clause has changed since the redline came in, where both sides changed it, and while it is
    another party's turn.
    """
    with acting(by=by):
        _refuse_answered(edit)
        if edit.is_of_record:
            raise NotNow(_("This is told on a page of its own. Change it there, and note this."))
        if not edit.can_be_taken:
            raise NotNow(_("Both sides changed this. Read both, change the clause yourself, and note this."))
        # Answered first: a clause that goes out overtakes whatever still waits for it.
        _answer(edit, Outcome.TAKEN, "", by=by)
        TAKING[edit.sort](edit, at=at, by=by)


def _take_words(edit: Edit, *, at: datetime, by: User) -> None:
    clause, language = _unchanged(edit), edit.redline.language
    wording = Wording(language, edit.heading, edit.words, is_about_money=clause.is_about_money)
    reword(clause, wording=wording, at=at, by=by)


def _take_new(edit: Edit, *, at: datetime, by: User) -> None:
    wording = Wording(edit.redline.language, edit.heading, edit.words)
    clause = add_clause(edit.redline.agreement, part=edit.part, wording=wording, at=at, by=by)
    if edit.sort == Doing.ADDED:
        put_behind(clause, _added_before(edit) or edit.after, by=by)
    edit.change(clause=clause, by=by)


def _added_before(edit: Edit) -> Clause | None:
    """The last of the clauses that stand between in the file, and were new themselves and taken over."""
    beside = Edit.objects.in_order().filter(redline=edit.redline_id, sort=Doing.ADDED, part=edit.part, after=edit.after)
    last = beside.filter(position__lt=edit.position, outcome=Outcome.TAKEN, clause__isnull=False).last()
    return last.clause if last else None


def _take_out(edit: Edit, *, at: datetime, by: User) -> None:
    take_out(_unchanged(edit), why=_("A redline took it out."), by=by)


def _take_place(edit: Edit, *, at: datetime, by: User) -> None:
    if edit.clause is None:
        raise NotNow(_("The clause was taken out meanwhile."))
    put_behind(edit.clause, edit.after, by=by)


TAKING: dict[str, Any] = {
    Doing.CHANGED: _take_words,
    Doing.ADDED: _take_new,
    Doing.UNPLACED: _take_new,
    Doing.REMOVED: _take_out,
    Doing.MOVED: _take_place,
}


def _unchanged(edit: Edit) -> Clause:
    """The clause of an edit, where it still reads as it did when the redline came in."""
    clause, language = edit.clause, edit.redline.language
    if clause is None:
        raise NotNow(_("The clause was taken out meanwhile."))
    clause.refresh_from_db()
    if (clause.heading.get(language, ""), clause.words.get(language, "")) != (edit.was_heading, edit.was):
        raise NotNow(_("The clause has changed since this was said. Read both and change the clause yourself."))
    return clause


def put_behind(clause: Clause, other: Clause | None, *, by: User) -> None:
    """This will put a clause behind another one of its part; at the beginning of the part where there is none."""
    with acting(by=by):
        row = [one for one in Clause.objects.of(clause.agreement).filter(part=clause.part) if one.pk != clause.pk]
        numbers = [one.pk for one in row]
        at = numbers.index(other.pk) + 1 if other is not None and other.pk in numbers else 0
        if other is not None and other.pk not in numbers:
            at = len(row)
        clause.refresh_from_db(fields=["position"])
        row.insert(at, clause)
        for position, one in enumerate(row, start=1):
            if one.position != position:
                one.change(position=position, by=by)


def answer_edit(edit: Edit, *, is_declined: bool, words: str, by: User) -> None:
    """This will decline an edit, with words, or note it. Raises NotNow where it was answered."""
    with acting(by=by, why=words):
        _refuse_answered(edit)
        if is_declined and not words.strip():
            raise NotNow(_("Say why it is declined."), field="words")
        _answer(edit, Outcome.DECLINED if is_declined else Outcome.NOTED, words, by=by)


def choose(redline: Redline, chosen: Iterable[int], *, at: datetime, by: User) -> int:
    """This will take over, in one act, the chosen edits of a redline of our own; what is left is noted as left out.

    It returns how many were taken. Raises NotNow, and takes nothing, where one of them cannot be taken.
    """
    wanted, taken = set(chosen), 0
    with acting(by=by):
        redline.agreement._hold()
        for edit in Edit.objects.in_order().waiting().filter(redline=redline):
            if edit.pk in wanted:
                take(edit, at=at, by=by)
                taken += 1
            else:
                answer_edit(edit, is_declined=False, words=_("Left out by our own choice."), by=by)
    return taken


def _refuse_answered(edit: Edit) -> None:
    edit.redline.agreement._hold()
    edit.refresh_from_db(fields=["outcome", "clause", "after"])
    if not edit.is_waiting:
        raise NotNow(_("This has been answered already."))


def _answer(edit: Edit, outcome: str, words: str, *, by: User) -> None:
    edit.change(outcome=outcome, answer=words, answered_by=by.name, by=by)
    told = {"clause": edit.clause_was or edit.heading[:100], "does": edit.sort, "outcome": outcome}
    record(edit.redline.agreement, "edit_answered", by=by, after=told)
