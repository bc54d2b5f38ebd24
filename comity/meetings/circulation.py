"""The minutes go round: signed links, corrections, adoption by each side, the frozen text, numbered corrections."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from comity.accounts.models import Actor, SignedLink, User
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.meetings.letters import send_draft
from comity.meetings.minuting import _store
from comity.meetings.models import Adoption, AgendaItem, Correction, Corrigendum, Delegation, Draft, FinalMinutes, Session
from comity.meetings.models.minutes import Outcome
from comity.meetings.models.sessions import Stage
from comity.meetings.texts import canonical, content_of, corrigendum_content, fingerprint
from comity.partners.models import Mandate, sides_of
from comity.translation.texts import Text

PURPOSE = "minutes"


def circulate(session: Session, *, at: datetime, by: User) -> Draft:
    """This will open the draft to the other sides for correction and keep the words as they were sent."""
    with transaction.atomic():
        session._move_to(Stage.CIRCULATED, by=by, act="circulated")
        return _keep_draft(session, at=at)


def _keep_draft(session: Session, *, at: datetime) -> Draft:
    content = content_of(session)
    return Draft.objects.create(session=session, content=content, sha256=fingerprint(content), circulated_at=at)


def recall(session: Session, *, why: str, by: User) -> None:
    """This will take the draft back; adoptions of it no longer count."""
    with transaction.atomic():
        session._move_to(Stage.DRAFTED, by=by, act="recalled", why=why)


def send_link(
    session: Session, *, side: Delegation, name: str, email: str, language: str, days: int, at: datetime, by: User
) -> SignedLink:
    """This will mail a signed link that opens this draft, and nothing else, to a person without an account.

    Raises NotNow while the draft is not circulated, or for our own delegation.
    """
    if session.stage != Stage.CIRCULATED:
        raise NotNow(_("Circulate the minutes first; a link opens nothing before that."))
    if side.organisation.is_host:
        raise NotNow(_("A link is for the other side; our own people sign in."))
    with transaction.atomic():
        link, secret = SignedLink.make(
            purpose=PURPOSE, opens=str(session.pk), name=name, email=email, language=language, by=by, now=at, days=days
        )
        Mandate.enter(link=link, organisation=side.organisation, by=by)
        record(session, "link_sent", by=by, after={"to": f"{name} <{email}>", "until": link.expires_at})
        send_draft(session, link=link, secret=secret)
    return link


def revoke_link(session: Session, link: SignedLink, *, at: datetime, by: User) -> None:
    """This will make a link open nothing from now on."""
    with transaction.atomic():
        link.revoke(now=at)
        record(session, "link_revoked", by=by, after={"to": f"{link.name} <{link.email}>"})


def links_to(session: Session) -> Any:
    """This will list the links that were sent for this draft, newest first."""
    return SignedLink.objects.filter(purpose=PURPOSE, opens=str(session.pk)).order_by("-pk")


def ask_for_correction(item: AgendaItem, *, language: str, words: str, at: datetime, by: Actor) -> Correction:
    """This will enter how the side of `by` would word an item; asking again replaces what still waits.

    Raises NotNow unless the draft is circulated and the side takes part in the session.
    """
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=item.session_id)
        if session.stage != Stage.CIRCULATED:
            raise NotNow(_("Corrections can be asked for only while the minutes circulate."))
        side = _side_of(session, by)
        waiting = item.corrections.waiting().filter(side=side, language=language).first()
        words = words.replace("\r\n", "\n")
        if waiting is not None:
            waiting.change(words=words, asked_by=by.name, asked_at=at, by=by)
            return waiting
        return Correction.enter(
            item=item,
            side=side,
            language=language,
            was=item.minutes.get(language, ""),
            words=words,
            asked_by=by.name,
            asked_at=at,
            by=by,
        )


def take_over(correction: Correction, *, by: Actor) -> None:
    """This will make the wording of a correction that of the minutes. Raises NotNow if it was answered already."""
    with transaction.atomic():
        _answer(correction, Outcome.TAKEN, answer="", by=by)
        item = AgendaItem.objects.select_for_update().get(pk=correction.item_id)
        _store(item, correction.language, correction.words, by=by, act="corrected")


def decline(correction: Correction, *, answer: str, by: Actor) -> None:
    """This will leave the minutes as they are and tell the other side why."""
    if not answer.strip():
        raise NotNow(_("Say why the correction is declined; the other side reads it."))
    with transaction.atomic():
        _answer(correction, Outcome.DECLINED, answer=answer, by=by)


def _answer(correction: Correction, outcome: str, *, answer: str, by: Actor) -> None:
    session = Session.objects.select_for_update().get(pk=correction.item.session_id)
    if session.stage != Stage.CIRCULATED:
        raise NotNow(_("Corrections can be answered only while the minutes circulate."))
    rows = Correction.objects.waiting().filter(pk=correction.pk).update(outcome=outcome, answer=answer)
    if not rows:
        raise NotNow(_("This correction has been answered already."))
    correction.outcome, correction.answer = outcome, answer
    record(correction, "changed", by=by, before={"outcome": "waiting"}, after={"outcome": outcome, "answer": answer})


def adopt(session: Session, *, sha256: str, at: datetime, by: Actor) -> bool:
    """This will adopt the minutes for the side of `by`, naming the text by its SHA-256; true when that was the last.

    When every side has adopted the same text it is frozen. Raises NotNow if the text has changed since `by` read
    it, if a correction still waits, or if the side has adopted this text already.
    """
    with transaction.atomic():
        session._hold()
        if session.stage != Stage.CIRCULATED:
            raise NotNow(_("The minutes cannot be adopted now: they are “%s”.") % session.stage_in_words())
        content = content_of(session)
        _refuse_another_text(sha256, fingerprint(content))
        if Correction.objects.at(session).waiting().exists():
            raise NotNow(_("A correction still waits for an answer. Adopt the minutes after it."))
        _enter_adoption(session, None, sha256, at=at, by=by)
        if _all_sides_adopted(session, None, sha256):
            FinalMinutes.enter(session=session, content=canonical(content), sha256=sha256, adopted_at=at, by=by)
            session._move_to(Stage.ADOPTED, by=by, act="adopted")
            return True
    return False


def _refuse_another_text(read: str, current: str) -> None:
    if read != current:
        raise NotNow(_("The text has changed since you read it. Nothing was adopted: read the present text first."))


def _enter_adoption(session: Session, corrigendum: Corrigendum | None, sha256: str, *, at: datetime, by: Actor) -> None:
    side = _side_of(session, by)
    try:
        with transaction.atomic():
            Adoption.objects.create(
                session=session,
                corrigendum=corrigendum,
                side=side,
                sha256=sha256,
                by_user=by if isinstance(by, User) else None,
                by_link=by if isinstance(by, SignedLink) else None,
                by_name=by.name,
                at=at,
            )
    except IntegrityError:
        raise NotNow(_("%s has adopted this text already.") % side) from None
    record(corrigendum or session, "side_adopted", by=by, after={"side": str(side), "sha256": sha256})


def _all_sides_adopted(session: Session, corrigendum: Corrigendum | None, sha256: str) -> bool:
    adopted = set(Adoption.objects.of(session, corrigendum).naming(sha256).values_list("side", flat=True))
    return adopted >= set(session.delegations.values_list("pk", flat=True))


def _side_of(session: Session, by: Actor) -> Delegation:
    side = session.delegation_of(sides_of(by))
    if side is None:
        raise NotNow(_("You do not speak for a side of this session."))
    return side


def propose_corrigendum(item: AgendaItem, *, reading: Text, why: str, by: Actor) -> Corrigendum:
    """This will propose a numbered correction of final minutes; it holds when every side has adopted it."""
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=item.session_id)
        if not session.is_frozen:
            raise NotNow(_("The minutes are not final yet; correct them directly."))
        last = session.corrigenda.aggregate(last=Max("number"))["last"] or 0
        new = Corrigendum(session=session, number=last + 1, item=item, reading=reading, why=why, proposed_by=by.name)
        new.sha256 = fingerprint(corrigendum_content(new, session.final_minutes.sha256))
        new.full_clean()
        new.save()
        record(new, "entered", by=by, after={"number": new.number, "reading": reading}, why=why)
        return new


def adopt_corrigendum(corrigendum: Corrigendum, *, at: datetime, by: Actor) -> bool:
    """This will adopt a numbered correction for the side of `by`; true when every side has now adopted it."""
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=corrigendum.session_id)
        if corrigendum.adopted_at is not None:
            raise NotNow(_("This correction is final already."))
        _enter_adoption(session, corrigendum, corrigendum.sha256, at=at, by=by)
        if not _all_sides_adopted(session, corrigendum, corrigendum.sha256):
            return False
        Corrigendum.objects.filter(pk=corrigendum.pk).update(adopted_at=at)
        corrigendum.adopted_at = at
        record(corrigendum, "adopted", by=by, after={"adopted_at": at})
        return True
