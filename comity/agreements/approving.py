"""The text is agreed under one hash, and each party approves that very hash, for itself or visibly on its behalf."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from comity.accounts.models import Actor, SignedLink, User
from comity.agreements.comparing import differing
from comity.agreements.conditions import conditions_in
from comity.agreements.deviating import why_to_clear
from comity.agreements.filling import GAP, with_gaps
from comity.agreements.models import AgreedText, Agreement, Approval, Clause, Edit, Party, Remark, Stage
from comity.agreements.required import incomplete
from comity.agreements.wording import behind, called
from comity.journal.acting import acting
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.meetings.texts import Content, canonical, fingerprint
from comity.translation.templatetags.said import isolated, language_name, listed


def content_of(agreement: Agreement) -> Content:
    """This will gather what the parties approve: who they are, the terms, every clause in every language,
    who is exchanged, and whose doctorate it is.

    Contacts and reference numbers are no part of it: they change without anybody's approval (EWP, informational data).
    """
    wanted = agreement.text_languages()
    return {
        "agreement": agreement.pk,
        "kind": agreement.kind,
        "title": dict(agreement.title),
        "languages": wanted,
        "prevailing": agreement.prevailing,
        "parties": [_party(one) for one in Party.objects.of(agreement)],
        "terms": {
            "years": agreement.years,
            "entering": agreement.entering,
            "enters_on": agreement.enters_on.isoformat() if agreement.enters_on else None,
            "notice_months": agreement.notice_months,
            "renewing": agreement.renewing,
        },
        "clauses": clauses_in(agreement, wanted),
        **conditions_in(agreement),
    }


def clauses_in(agreement: Agreement, languages: list[str]) -> list[Content]:
    """This will gather the clauses as they are hashed, in these languages."""
    return [_clause(one, languages) for one in Clause.objects.of(agreement)]


def _party(party: Party) -> Content:
    return {
        "organisation": dict(party.name_in_it),
        "unit": dict(party.unit.name) if party.unit else {},
        "represented_by": dict(party.represented_by.name) if party.represented_by else {},
        "represented_as": dict(party.represented_as),
    }


def _clause(clause: Clause, wanted: list[str]) -> Content:
    return {
        "part": clause.part,
        "number": clause.position,
        "heading": {code: clause.heading.get(code, "") for code in wanted},
        "words": {code: clause.words.get(code, "") for code in wanted},
    }


def agree_text(agreement: Agreement, *, sha256: str, differs_why: str = "", at: datetime, by: User) -> AgreedText:
    """This will freeze the text that was read, in all its languages, under one hash.

    `differs_why` says why names, days or numbers may differ between its languages; it is kept with the name of whoever
    said so. Raises NotNow where it has changed since it was read, where a fact is missing, a language is behind or
    states something else without such a reason, a remark waits for its answer, or a clearance is waited for or refused.
    """
    with acting(by=by):
        agreement._hold()
        agreement.refuse_move_to(Stage.AGREED)
        agreement.refresh_from_db()
        if words := [*incomplete(agreement, entering=Stage.AGREED), *_unsettled(agreement)]:
            raise NotNow(" ".join(words))
        accepted = _accepted(agreement, differs_why, by)
        content = content_of(agreement)
        if sha256 != fingerprint(content):
            raise NotNow(_("The text has changed since you read it. Nothing was agreed: read it once more."))
        facts: dict[str, Any] = {"stage_since": at, "turn": None, "turn_since": None}
        agreement._move_to(Stage.AGREED, by=by, act="agreed", **facts)
        text = AgreedText.enter(
            agreement=agreement,
            number=AgreedText.objects.of(agreement).count() + 1,
            content=canonical(content),
            sha256=sha256,
            agreed_at=at,
            **accepted,
            by=by,
        )
    return text


def _accepted(agreement: Agreement, why: str, by: User) -> dict[str, str]:
    """Who took it on themselves that the languages state something else, and why; nothing where they do not."""
    clauses = list(Clause.objects.of(agreement))
    found = differing(clauses, agreement)
    if not found:
        return {}
    if not why.strip():
        named = listed([isolated(called(one)) for one in clauses if one.pk in found])
        words = _("The languages of these clauses differ in names, days or numbers: %(which)s. Say why that is right.")
        raise NotNow(words % {"which": named}, field="differs_why")
    return {"differs_why": why, "differs_by": by.name}


def _unsettled(agreement: Agreement) -> Iterator[str]:
    """What has to be settled before the text is agreed, each in a sentence, so that nobody learns of one at a time."""
    if late := behind(agreement):
        clause, codes = late[0]
        words = _("%(clause)s is behind in another language (%(codes)s). Bring the languages together first.")
        yield words % {
            "clause": isolated(capfirst(called(clause))),
            "codes": listed([language_name(one) for one in codes]),
        }
    if gaps := with_gaps(Clause.objects.of(agreement), agreement.text_languages()):
        words = _("%(clause)s still has a gap, %(gap)s. Fill it first.")
        yield words % {"clause": isolated(capfirst(called(gaps[0]))), "gap": isolated(GAP)}
    if Remark.objects.on(agreement).waiting().exists():
        yield _("What a party said of a clause still waits for an answer.")
    if Edit.objects.on(agreement).waiting().exists():
        yield _("An edit of a redline still waits for an answer.")
    if why := why_to_clear(agreement):
        yield _("%(why)s Ask for legal clearance of it as it stands.") % {"why": why}


def reopen(agreement: Agreement, *, to: Party, why: str, at: datetime, by: User) -> None:
    """This will open the agreed text again: its approvals are void, and it is the turn of `to`.

    Raises NotNow once a party has signed it.
    """
    with acting(by=by, why=why):
        agreement._hold()
        agreement.refuse_move_to(Stage.NEGOTIATING)
        text = agreement.text()
        if text is None:
            raise agreement.not_now()
        if text.signatures.exists():
            raise NotNow(_("A party has signed this text. It cannot be opened again: withdraw it, or amend it later."))
        facts = {"stage_since": at, "turn": to, "turn_since": at}
        agreement._move_to(Stage.NEGOTIATING, by=by, act="reopened", why=why, **facts)
        text.change(reopened_at=at, by=by, why=why)


def approve(agreement: Agreement, *, party: Party, sha256: str, at: datetime, by: Actor, known_from: str = "") -> bool:
    """This will enter the word of one party on the text of this hash; true when it was the last.

    With `known_from` it is recorded by our office on behalf of the party, and shown as that. The frozen text is hashed
    anew before. Raises NotNow for another hash, and where the party has approved this text already.
    """
    with acting(by=by, why=known_from):
        agreement._hold()
        if agreement.stage != Stage.AGREED:
            raise NotNow(_("No text can be approved now: the agreement is “%s”.") % agreement.stage_in_words())
        text = agreement.text()
        if text is None or sha256 != text.sha256 or sha256 != _hash_anew(text):
            raise NotNow(_("This is not the text that was agreed. Nothing was approved: read it once more."))
        _enter(text, party, at=at, by=by, known_from=known_from)
        record(agreement, "approved_for", by=by, after={"party": str(party), "sha256": sha256}, why=known_from)
        is_last = text.approvals.count() == agreement.contracting.count()
        if is_last:
            text.change(approved_at=at, by=by)
            agreement._move_to(Stage.APPROVED, by=by, act="approved", stage_since=at)
    return is_last


def _hash_anew(text: AgreedText) -> str:
    return hashlib.sha256(text.content.encode()).hexdigest()


def _enter(text: AgreedText, party: Party, *, at: datetime, by: Actor, known_from: str) -> None:
    facts: dict[str, Any] = {
        "sha256": text.sha256,
        "is_on_behalf": bool(known_from),
        "known_from": known_from,
        "by_user": by if isinstance(by, User) else None,
        "by_link": by if isinstance(by, SignedLink) else None,
        "by_name": by.name,
    }
    try:
        with acting(by=by):
            Approval.objects.create(text=text, party=party, at=at, **facts)
    except IntegrityError:
        raise NotNow(_("%s has approved this text already.") % isolated(party)) from None
