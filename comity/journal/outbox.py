"""Letters leave through here: written with the act they follow from, sent after it by a worker."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from comity.accounts.samples import name_for_reader
from comity.journal.models import Letter
from comity.translation.directions import without_needless_isolates

log = logging.getLogger(__name__)
_signers: list[Callable[[], object]] = []
# What a template leaves out would show as a hole.
MORE_THAN_ONE_BLANK_LINE = re.compile(r"\n(?:[ \t]*\n){2,}")


@dataclass(frozen=True)
class OfList:
    """What makes a letter one of many: the name of the list, and the address at which its reader ends such letters.

    That address takes a POST without sign-in, cookie or token (RFC 8058), so it must open nothing else.
    """

    identity: str
    leave_at: str


def write(
    key: str,
    *,
    template: str,
    to_name: str,
    to_email: str,
    language: str,
    calendar: str | None = None,
    method: str | None = None,
    of_list: OfList | None = None,
    **context: Any,
) -> Letter | None:
    """This will put a letter into the outbox, in the reader's language; nothing where its `key` is already there.

    The first line of the template is the subject. Letters are plain text: nobody's name can become a link.
    `calendar` is what calendars read beside the words, `method` what it asks of them, as its own METHOD says.
    """
    now = timezone.now()
    with override(language):
        told = {**context, "to_name": name_for_reader(to_name), "address": settings.ADDRESS, "office": _office()}
        words = render_to_string(template, told).strip()
    subject, _nothing, body = MORE_THAN_ONE_BLANK_LINE.sub("\n\n", words).partition("\n")
    letter, is_new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "to_name": to_name,
            "to_email": to_email,
            "language": language,
            "subject": without_needless_isolates(subject.strip(), language)[:300],
            "body": body.strip() + "\n",
            "calendar": calendar,
            "method": method,
            "list_id": of_list.identity if of_list else None,
            "leave_at": of_list.leave_at if of_list else None,
            "written_at": now,
            "not_before": now,
        },
    )
    return letter if is_new else None


def keep(message: EmailMessage, *, key: str, to_name: str, to_email: str, language: str) -> Letter:
    """This will put what a library wrote into the outbox, as plain words to one reader.

    Its words may hold the secret of a link: like those of every letter, they are forgotten once it left.
    Raises ValueError where it brings files, which no letter of ours takes along.
    """
    if message.attachments:
        raise ValueError("a letter through the outbox takes no files along")
    now = timezone.now()
    with override(language):
        signed = render_to_string("journal/letters/signature.txt", {"address": settings.ADDRESS, "office": _office()})
    return Letter.objects.create(
        key=key,
        to_name=to_name,
        to_email=to_email,
        language=language,
        subject=" ".join(str(message.subject).split())[:300],
        body=MORE_THAN_ONE_BLANK_LINE.sub("\n\n", f"{message.body}\n\n{signed}").strip() + "\n",
        written_at=now,
        not_before=now,
    )


def _office() -> object:
    return next((found for name in _signers if (found := name())), None)


def sign_with(name: Callable[[], object]) -> None:
    """This will sign letters with what `name` gives when one is written: the organisation whose office writes."""
    _signers.append(name)


def send_waiting(*, limit: int = 50, deliver: Callable[[Letter], None] | None = None) -> int:
    """This will send the letters that wait and return how many left.

    A worker killed between sending and noting it sends the letter again, with the same Message-ID.
    """
    sent = 0
    for letter in Letter.objects.waiting(timezone.now()).order_by("not_before", "pk")[:limit]:
        if not letter.lease(now=timezone.now()):
            continue
        try:
            (deliver or _deliver)(letter)
        except Exception as trouble:  # a mail server may fail in any way; the letter stays and is tried again
            log.warning("letter %s did not leave: %s", letter.pk, type(trouble).__name__)
            letter.put_off(f"{type(trouble).__name__}: {trouble}", now=timezone.now())
        else:
            letter.mark_sent(now=timezone.now(), keep_body=settings.DEMO)
            sent += 1
    return sent


def is_any_waiting(*, now: datetime) -> bool:
    """This will tell whether a letter could be sent now."""
    return Letter.objects.waiting(now).exists()


def message_id(letter: Letter) -> str:
    """This will make the Message-ID of a letter, the same at every attempt."""
    host = urlsplit(settings.ADDRESS).hostname or "localhost"
    return f"<{sha256(letter.key.encode()).hexdigest()[:32]}@{host}>"


def _headers_of_list(letter: Letter) -> dict[str, str]:
    """What lets a mail program offer "unsubscribe" with one click, and tell people's letters from a list's."""
    if not letter.leave_at:
        return {}
    return {
        "List-Id": f"<{letter.list_id}>",
        "List-Unsubscribe": f"<{letter.leave_at}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }


def _deliver(letter: Letter) -> None:
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.body,
        from_email=settings.MAILBOX if letter.calendar else None,  # whoever invites must be who organises
        to=[letter.to_email],
        headers={"Message-ID": message_id(letter), "Content-Language": letter.language, **_headers_of_list(letter)},
        connection=get_connection(settings.MAIL_CARRIER),
    )
    if letter.calendar:
        message.attach_alternative(letter.calendar, f"text/calendar; method={letter.method}")
        message.attach("invite.ics", letter.calendar.encode(), "application/ics")
    message.send()
