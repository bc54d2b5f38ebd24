"""The minutes go round: the draft as it was sent, signed links, adoption by each side, the frozen text."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _

from comity.accounts.models import Actor, LinkQuerySet, SignedLink, User
from comity.journal.acting import acting
from comity.journal.models import Entry
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.meetings import letters
from comity.meetings.models import (
    Adoption,
    Correction,
    Corrigendum,
    Delegation,
    Draft,
    FinalMinutes,
    Session,
)
from comity.meetings.models.sessions import Stage
from comity.meetings.permissions import PURPOSE, is_opened_by
from comity.meetings.texts import canonical, content_of, fingerprint
from comity.partners.models import Mandate, sides_of
from comity.translation.templatetags.said import isolated


def circulate(session: Session, *, at: datetime, by: User) -> Draft:
    """This will open the draft to the other sides for correction and keep the words as they were sent."""
    with acting(by=by):
        session._move_to(Stage.CIRCULATED, by=by, act="circulated")
        content = content_of(session)
        draft = Draft.objects.create(session=session, content=content, sha256=fingerprint(content), circulated_at=at)
    return draft


def recall(session: Session, *, why: str, by: User) -> None:
    """This will take the draft back, so that nobody can adopt it; a link opens nothing meanwhile."""
    with acting(by=by, why=why):
        session._move_to(Stage.DRAFTED, by=by, act="recalled", why=why)


# Signed links


def send_link(
    session: Session,
    *,
    side: Delegation,
    name: str,
    email: str,
    language: str,
    days: int,
    at: datetime,
    by: User,
) -> SignedLink:
    """This will mail a signed link that opens these minutes, and nothing else, to a person without an account.

    Raises NotNow before the draft is circulated, while it is taken back, or for our own delegation.
    """
    if session.stage != Stage.CIRCULATED and session.final() is None:
        raise NotNow(_("Circulate the minutes first; a link opens nothing before that."))
    if side.organisation.is_host:
        raise NotNow(_("A link is for the other side; our own people sign in."))
    with acting(by=by):
        link, secret = SignedLink.make(
            purpose=PURPOSE,
            opens=str(session.pk),
            name=name,
            email=email,
            language=language,
            by=by,
            now=at,
            days=days,
        )
        Mandate.enter(link=link, organisation=side.organisation, by=by)
        record(session, "link_sent", by=by, after={"to": f"{name} <{email}>", "until": link.expires_at})
        letters.send_link(session, link=link, secret=secret)
    return link


def revoke_link(session: Session, link: SignedLink, *, at: datetime, by: User) -> None:
    """This will make a link open nothing from now on. Raises NotNow where it was revoked before."""
    with acting(by=by):
        if not links_to(session).alive(at).filter(pk=link.pk).exists():
            raise NotNow(_("This link opens nothing any more."))
        link.revoke(now=at)
        record(session, "link_revoked", by=by, after={"to": f"{link.name} <{link.email}>"})


def links_to(session: Session) -> LinkQuerySet:
    """This will list the links that were sent for this draft, newest first."""
    return SignedLink.objects.filter(purpose=PURPOSE, opens=str(session.pk)).order_by("-pk")


def note_opening(session: Session, link: SignedLink) -> None:
    """This will write down that a link was opened, the first time."""
    if link.pk not in opened_links(session):
        record(session, "link_opened", by=link)


def opened_links(session: Session) -> dict[int, datetime]:
    """This will tell when each link of the session was opened first."""
    entries = Entry.objects.about(session).filter(act="link_opened").values_list("by_link_id", "at")
    return dict(entries)


# Adoption


def adopt(session: Session, *, sha256: str, at: datetime, by: Actor) -> bool:
    """This will adopt the minutes for the side of `by`, naming the text by its SHA-256; true when last.

    When every side has adopted the same text it is frozen. Raises NotNow if the text has changed since `by`
    read it, if a correction still waits, or if the side has adopted this text already.
    """
    with acting(by=by):
        session._hold()
        if session.stage != Stage.CIRCULATED:
            raise NotNow(_("The minutes cannot be adopted now: they are “%s”.") % session.stage_in_words())
        content = content_of(session)
        if sha256 != fingerprint(content):
            raise NotNow(_("The text has changed since you read it. Nothing was adopted: read it once more."))
        if Correction.objects.at(session).waiting().exists():
            raise NotNow(_("A correction still waits for an answer. Adopt the minutes after it."))
        enter_adoption(session, None, sha256, at=at, by=by)
        is_last = all_sides_adopted(session, None, sha256)
        if is_last:
            _freeze(session, canonical(content), sha256, at=at, by=by)
    return is_last


def _freeze(session: Session, content: str, sha256: str, *, at: datetime, by: Actor) -> None:
    FinalMinutes.enter(session=session, content=content, sha256=sha256, adopted_at=at, by=by)
    session._move_to(Stage.ADOPTED, by=by, act="adopted")


def enter_adoption(session: Session, corrigendum: Corrigendum | None, sha256: str, *, at: datetime, by: Actor) -> None:
    """This will enter the word of one side on one text. Raises NotNow where it has been given already."""
    side = side_of(session, by)
    try:
        with acting(by=by):
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
        raise NotNow(_("%s has adopted this text already.") % isolated(side)) from None
    record(corrigendum or session, "side_adopted", by=by, after={"side": str(side), "sha256": sha256})


def all_sides_adopted(session: Session, corrigendum: Corrigendum | None, sha256: str) -> bool:
    """This will tell whether every delegation has adopted exactly this text."""
    adopted = set(Adoption.objects.of(session, corrigendum).naming(sha256).values_list("side", flat=True))
    return adopted >= set(session.delegations.values_list("pk", flat=True))


def side_of(session: Session, by: Actor) -> Delegation:
    """This will find the delegation for which `by` speaks. Raises NotNow where there is none."""
    side = session.delegation_of(sides_of(by)) if is_opened_by(by, session) else None
    if side is None:
        raise NotNow(_("You do not speak for a side of this session."))
    return side
