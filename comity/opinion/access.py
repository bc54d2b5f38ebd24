"""The one way to what visitors answered: whoever may not read it finds nothing here."""

from __future__ import annotations

from uuid import UUID

from comity.accounts.models import Viewer
from comity.opinion.models import Answer, AnswerQuerySet, AskedPage
from comity.opinion.permissions import may_read


def answers_visible_to(viewer: Viewer) -> AnswerQuerySet:
    """This will list the answers that `viewer` may read: for the office all, for everybody else none."""
    return Answer.objects.all() if may_read(viewer) else Answer.objects.none()


def asked_page(key: UUID, language: str) -> AskedPage | None:
    """This will find a page about which somebody was asked; what it is called and where it is, everybody may know."""
    return AskedPage.objects.called(key, language)
