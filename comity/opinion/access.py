"""The one way to what visitors answered: whoever may not read it finds nothing here."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from comity.accounts.models import User, Viewer
from comity.opinion.models import (
    Answer,
    AnswerQuerySet,
    Apart,
    ApartQuerySet,
    Reply,
    ReplyQuerySet,
    Task,
    TaskQuerySet,
    Theme,
)
from comity.opinion.permissions import may_read


def answers_visible_to(viewer: Viewer) -> AnswerQuerySet:
    """This will list the answers that `viewer` may read: for the office all, for everybody else none."""
    return Answer.objects.all() if may_read(viewer) else Answer.objects.none()


def answers_told_to_all() -> AnswerQuerySet:
    """This will give the answers for the figures that are published, and for nothing else."""
    return Answer.objects.all()


def apart_visible_to(viewer: Viewer) -> ApartQuerySet:
    """This will list what was set apart, for the office."""
    return Apart.objects.newest_first() if may_read(viewer) else Apart.objects.none()


def access_apart(viewer: Viewer, number: int) -> Apart:
    """This will find what was set apart."""
    return get_object_or_404(apart_visible_to(viewer), pk=number)


def tasks_visible_to(viewer: Viewer) -> TaskQuerySet:
    """This will list the tasks, for the office."""
    return Task.objects.whole() if may_read(viewer) else Task.objects.none()


def access_task(viewer: Viewer, number: int) -> Task:
    """This will find a task."""
    return get_object_or_404(tasks_visible_to(viewer), pk=number)


def themes_visible_to(viewer: Viewer) -> list[Theme]:
    """This will list the themes of comments, for the office."""
    return list(Theme.objects.in_order()) if may_read(viewer) else []


def access_theme(viewer: Viewer, number: int) -> Theme:
    """This will find a theme."""
    return get_object_or_404(Theme, pk=number if may_read(viewer) else None)


def replies_visible_to(viewer: Viewer) -> ReplyQuerySet:
    """This will list what was done about what visitors said, as far as `viewer` may read it."""
    return Reply.objects.visible_to(viewer)


def access_reply(viewer: Viewer, number: int) -> Reply:
    """This will find one of them."""
    return get_object_or_404(replies_visible_to(viewer), pk=number)


def colleagues() -> QuerySet[User]:
    """This will find to whom a task can be given: officers and heads."""
    return User.objects.working_here().order_by("name", "pk")
