"""Giving an answer, and changing it on the same day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from comity.opinion import bursts
from comity.opinion.asking import Asked
from comity.opinion.masking import masked
from comity.opinion.models import Answer, Apart, AskedPage, Suspicion, Task
from comity.opinion.visitors import Visitor
from comity.translation.speech import language_of


@dataclass(frozen=True)
class Given:
    """An answer that was taken, and whether it took the place of an earlier one of the same visitor and day."""

    answer: Answer
    is_changed: bool


@dataclass(frozen=True)
class How:
    """How an answer came: into a trap, in a rush from its network, with the computation, or without it on purpose;
    and whether it was made up for the example.
    """

    is_trapped: bool = False
    is_rush: bool = False
    is_proved: bool = False
    is_unproved: bool = False
    is_sample: bool = False


PLAIN = How()


class WorkWanted(Exception):
    """Very many answers come at this moment: this one is taken with a small computation, or else set apart."""


@transaction.atomic
def give(asked: Asked, *, level: int, visitor: Visitor, now: datetime, how: How = PLAIN) -> Given:
    """This will keep how satisfied a visitor is with a page; a second answer of the same day takes the place of it.

    Raises WorkWanted where a computation is asked for; then nothing is kept.
    """
    page = AskedPage.objects.as_asked(asked)
    suspicion = _suspicion(page, how, now)
    try:
        with transaction.atomic():
            answer = _new(page, asked, level, visitor, now, how)
    except IntegrityError:  # the same visitor and day, however close together
        return _instead(Answer.objects.get(visitor=visitor.mark), level)
    if suspicion:
        apart = Apart.of(page, answer.day, suspicion)
        apart.take(Answer.objects.filter(pk=answer.pk))
        answer.apart, answer.counts = apart, not apart.is_apart
    else:
        bursts.look(page, now=now)
    return Given(answer, is_changed=False)


def _suspicion(page: AskedPage, how: How, now: datetime) -> str:
    """Why an answer is to be set apart; nothing where it counts."""
    if how.is_trapped:
        return Suspicion.TRAP
    if how.is_proved or not (how.is_rush or page.is_guarded(now)):
        return ""
    if how.is_unproved:
        return Suspicion.UNPROVED
    raise WorkWanted


def _instead(earlier: Answer, level: int) -> Given:
    earlier.level = level
    earlier.save(update_fields=["level"])
    if earlier.comment:
        Task.follow(earlier)
    return Given(earlier, is_changed=True)


def _new(page: AskedPage, asked: Asked, level: int, visitor: Visitor, now: datetime, how: How) -> Answer:
    return Answer.objects.create(
        page=page,
        day=timezone.localdate(now),
        given_at=now.replace(minute=0, second=0, microsecond=0),
        level=level,
        version=asked.version,
        state=asked.state,
        engine=asked.engine,
        device=visitor.device,
        country=visitor.country,
        visitor=visitor.mark,
        is_proved=how.is_proved,
        is_sample=how.is_sample,
    )


@transaction.atomic
def say(answer: Answer, *, level: int, found: str = "", understood: str = "", comment: str = "") -> bool:
    """This will keep what a visitor says besides, and whether they are as satisfied as they said.

    It tells whether something was taken out of the comment that could say who somebody is.
    """
    answer.level, answer.found, answer.understood, answer.comment = level, found, understood, masked(comment)
    answer.said_in = language_of(answer.comment)
    answer.save(update_fields=["level", "found", "understood", "comment", "said_in"])
    Task.follow(answer)
    return answer.comment != comment
