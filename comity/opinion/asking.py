"""What the form after a page carries: the page as it is at this moment, sealed with the moment at which it was shown.

The seal takes the place of Django's token against foreign forms, which needs a cookie. It says nothing of the visitor,
so that a page with the form can be kept for everybody. See also decision 21.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comity.journal.refusals import NotNow
from comity.opinion.models import Level, State

SOONEST = timedelta(seconds=3)  # a person needs longer than that for a page
LONGEST = timedelta(hours=24)
SALT = "comity.opinion.asking"
SEEN = "comity.opinion.asking.seen"


@dataclass(frozen=True)
class Asked:
    """The page that somebody reads, as whoever shows it tells it: which, in which language, how it came about."""

    key: UUID
    language: str
    title: str
    address: str
    kind: str = "article"
    version: str = ""
    state: str = State.HUMAN
    engine: str = ""
    topics: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Form:
    """The form after a page, for a template."""

    asked: Asked
    token: str

    @property
    def url(self) -> str:
        """Where it is sent."""
        return reverse("opinion-give", args=[self.asked.key])

    @property
    def dot(self) -> str:
        """The picture by which it is counted how often the question is shown."""
        return reverse("opinion-seen", args=[sign_of(self.asked)])

    @property
    def levels(self) -> list[tuple[Any, Any]]:
        """The answers that can be given, each with its words, the lowest first."""
        return Level.choices


def sign_of(asked: Asked) -> str:
    """This will name what is counted when the question is shown, signed, so that nothing else can be counted."""
    return signing.Signer(salt=SEEN).sign(f"{asked.kind}.{asked.language}.{asked.state}")


def seen(sign: str) -> tuple[str, str, str]:
    """This will read such a sign: kind, language and state. Raises BadSignature where it is none of ours."""
    kind, language, state = signing.Signer(salt=SEEN).unsign(sign).split(".")
    return kind, language, state


class Refused(NotNow):
    """A form that cannot be taken as it came, and why."""


class Altered(Refused):
    """It is not ours, or was changed on its way; nothing in it can be believed."""


class TooOld(Refused):
    """It was ours, too long ago; what it says of the page is still true."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(
            _(
                "This page was open for more than a day, or was kept somewhere on its way to you. Your answer is "
                "still here: send it again."
            )
        )
        self.asked = asked


class TooFast(Refused):
    """It came faster than a person reads; what it says of the page is true."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(
            _(
                "Your answer came within three seconds, as only programs answer. It is still here: wait a moment, "
                "then send it again."
            )
        )
        self.asked = asked


def ask(asked: Asked, *, at: datetime) -> Form:
    """This will make the form that stands after a page shown at this moment."""
    facts = [
        int(at.timestamp()),
        asked.key.hex,
        asked.language,
        asked.title,
        asked.address,
        asked.kind,
        asked.version,
        str(asked.state),
        asked.engine,
        list(asked.topics),
    ]
    return Form(asked, signing.Signer(salt=SALT).sign_object(facts, compress=True))


def read(token: str, *, key: UUID, now: datetime) -> Asked:
    """This will read what a form brings back. Raises Altered, TooOld or TooFast, each in words."""
    asked, at = _opened(token)
    if asked.key != key:
        raise Altered(_("This form belongs to another page. Open the page that you read, and answer there."))
    if now - at > LONGEST:
        raise TooOld(asked)
    if now - at < SOONEST:
        raise TooFast(asked)
    return asked


def _opened(token: str) -> tuple[Asked, datetime]:
    try:
        at, key, language, title, address, kind, version, state, engine, topics = signing.Signer(
            salt=SALT
        ).unsign_object(token)
    except (signing.BadSignature, ValueError, UnicodeError):
        words = _(
            "This form is not ours, or was changed on its way to us, so it was not taken. Answer on the page itself."
        )
        raise Altered(words) from None
    told = (language, title, address, kind, version, state, engine, tuple(topics))
    return Asked(UUID(key), *told), datetime.fromtimestamp(at, UTC)
