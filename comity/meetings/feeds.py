"""A person's own calendar of sessions: an address with a secret, which a calendar asks again and again.

The address dies when it is renewed or ended, when its year is over, when the password changes, and with the account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from comity.accounts.models import LinkQuerySet, SignedLink, User, Viewer
from comity.journal.acting import acting
from comity.journal.records import record
from comity.meetings import calendars
from comity.meetings.access import sessions_visible_to
from comity.meetings.models import Session
from comity.meetings.permissions import may_join
from comity.translation.templatetags.said import listed
from comity.translation.texts import current_language

PURPOSE = "calendar"
DAYS = 366
LIMIT = 1_000  # sessions, the latest

Telling = Callable[[User, datetime], Iterable[calendars.WholeDay]]
_told_above: dict[Telling, Any] = {}  # what each tells, as the name of a calendar says it


def tell_too(telling: Telling, *, called: Any) -> None:
    """This will let an app that stands above this one tell days of its own to the calendar of each person.

    `called` says what they are days of, in words that follow the language: the calendar is named by it, too.
    """
    _told_above[telling] = called


def address_of(user: User, *, at: datetime) -> SignedLink | None:
    """This will find the address of a person's calendar, where one opens it; its secret is told no more."""
    return _addresses(user).alive(at).first()


def share(user: User, *, at: datetime) -> str:
    """This will make a new address for a person's calendar, told only now, and end the one before it."""
    with acting(by=user):
        _end(user, at=at)
        link, secret = SignedLink.make(
            purpose=PURPOSE,
            opens=_opens(user),
            name=user.name,
            email=user.email,
            language=current_language(),
            by=user,
            now=at,
            days=DAYS,
        )
        record(user, "calendar_shared", by=user, after={"until": link.expires_at})
    return settings.ADDRESS + reverse("calendar-feed", args=[secret])


def stop_sharing(user: User, *, at: datetime) -> None:
    """This will let the address of a person's calendar open nothing more."""
    with acting(by=user):
        if _end(user, at=at):
            record(user, "calendar_ended", by=user)


def owner_of(secret: str, *, at: datetime) -> User:
    """This will find whose calendar an address opens. Raises Http404 alike for every address that opens none."""
    link = SignedLink.objects.select_related("made_by").opened_by(secret, purpose=PURPOSE, now=at)
    if not link.made_by.is_active or link.opens != _opens(link.made_by):
        raise Http404(PURPOSE)
    return link.made_by


def calendar_of(user: User, *, at: datetime) -> str:
    """This will write the latest sessions that a person may see, and the days that apps above tell."""
    sessions = sessions_visible_to(user).for_calendars(limit=LIMIT)
    days = [one for telling in _told_above for one in telling(user, at)]
    told = ((one, shown_to(user, one)) for one in sessions)
    return calendars.published(
        told, days=days, name=listed([_("Working sessions"), *map(str, _told_above.values())]), at=at
    )


def calendar_with(session: Session, viewer: Viewer, *, at: datetime) -> str:
    """This will write one session for whoever may see it."""
    return calendars.published([(session, shown_to(viewer, session))], name="", at=at)


def shown_to(viewer: Viewer, session: Session) -> calendars.Shown:
    """This will say what a viewer may know of a session besides when and where it is."""
    page = settings.ADDRESS + reverse("session", args=[session.pk])
    return calendars.Shown(joins=may_join(viewer, session), url=page)


def _addresses(user: User) -> LinkQuerySet:
    return SignedLink.objects.to(PURPOSE, _opens(user))


def _opens(user: User) -> str:
    """The account together with a mark of its password, so that a new password ends the address."""
    return f"{user.pk}:{user.get_session_auth_hash()[:40]}"


def _end(user: User, *, at: datetime) -> bool:
    link = address_of(user, at=at)
    if link is not None:
        link.revoke(now=at)
    return link is not None
