"""The things of this app."""

from comity.opinion.models.answers import (
    Answer,
    AnswerQuerySet,
    Device,
    Found,
    Level,
    Salt,
    State,
)
from comity.opinion.models.apart import Apart, ApartQuerySet, ApartStage, Suspicion
from comity.opinion.models.pages import AskedPage
from comity.opinion.models.replies import Reply, ReplyQuerySet
from comity.opinion.models.tasks import Task, TaskQuerySet, TaskStage
from comity.opinion.models.themes import Theme
from comity.opinion.models.views import PageViews, PageViewsQuerySet

__all__ = [
    "Answer",
    "AnswerQuerySet",
    "Apart",
    "ApartQuerySet",
    "ApartStage",
    "AskedPage",
    "Device",
    "Found",
    "Level",
    "PageViews",
    "PageViewsQuerySet",
    "Reply",
    "ReplyQuerySet",
    "Salt",
    "State",
    "Suspicion",
    "Task",
    "TaskQuerySet",
    "TaskStage",
    "Theme",
]
