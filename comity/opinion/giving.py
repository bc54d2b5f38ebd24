"""Giving an answer, and changing it on the same day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from comity.opinion.asking import Asked
from comity.opinion.masking import masked
from comity.opinion.models import Answer, AskedPage
from comity.opinion.visitors import Visitor


@dataclass(frozen=True)
class Given:
    """An answer that was taken, and whether it took the place of an earlier one of the same visitor and day."""

    answer: Answer
    is_changed: bool


@transaction.atomic
def give(asked: Asked, *, level: int, visitor: Visitor, now: datetime) -> Given:
    """This will keep how satisfied a visitor is with a page; a second answer of the same day takes the place of it."""
    page = AskedPage.objects.as_asked(asked)
    earlier = Answer.objects.filter(visitor=visitor.mark).first()
    if earlier is None:
        try:
            with transaction.atomic():
                return Given(_new(page, asked, level, visitor, now), is_changed=False)
        except IntegrityError:  # the same visitor, in the same moment, on another worker
            earlier = Answer.objects.get(visitor=visitor.mark)
    earlier.level = level
    earlier.save(update_fields=["level"])
    return Given(earlier, is_changed=True)


def _new(page: AskedPage, asked: Asked, level: int, visitor: Visitor, now: datetime) -> Answer:
    return Answer.objects.create(
        page=page,
        day=timezone.localdate(now),
        given_at=now.replace(minute=0, second=0, microsecond=0),
        level=level,
        version=asked.version,
        state=asked.state,
        engine=asked.engine,
        device=visitor.device,
        visitor=visitor.mark,
    )


@transaction.atomic
def say(answer: Answer, *, level: int, found: str = "", understood: str = "", comment: str = "") -> None:
    """This will keep what a visitor says besides, and whether they are as satisfied as they said."""
    answer.level, answer.found, answer.understood, answer.comment = level, found, understood, masked(comment)
    answer.save(update_fields=["level", "found", "understood", "comment"])
