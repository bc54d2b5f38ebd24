"""What a visitor holds of an answer: the address under which it can be changed until the day is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.utils import timezone

from comity.opinion.giving import Given
from comity.opinion.models import Answer

SALT = "comity.opinion.receipts"


@dataclass(frozen=True)
class Held:
    """An answer as whoever gave it comes back to it.

    `is_changed` says that an earlier answer from the same address and browser was there: somebody beside them may have
    given that, so its words are shown to nobody.
    """

    answer: Answer
    is_changed: bool
    is_open: bool


def receipt_for(given: Given) -> str:
    """This will make what opens the answer again."""
    return signing.Signer(salt=SALT).sign_object([given.answer.pk, int(given.is_changed)])


def held_with(receipt: str, *, now: datetime) -> Held | None:
    """This will find the answer that a receipt opens; nothing where it is none of ours, or the answer is gone."""
    try:
        number, is_changed = signing.Signer(salt=SALT).unsign_object(receipt)
    except (signing.BadSignature, ValueError, UnicodeError):
        return None
    answer = Answer.objects.select_related("page").filter(pk=number).first()
    if answer is None:
        return None
    return Held(answer, bool(is_changed), is_open=answer.day == timezone.localdate(now))
