"""The one way into the journal and the outbox: what the viewer may not read is not here (Http404, or nothing)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404

from comity.accounts.models import User, Viewer
from comity.journal.models import Entry, EntryQuerySet, Letter, LetterQuerySet
from comity.journal.permissions import (
    may_read_account_history,
    may_read_history,
    may_read_letters,
    may_try_letters_again,
)
from comity.journal.records import Recorded


def entries_visible_to(viewer: Viewer) -> EntryQuerySet:
    """This will keep the entries that `viewer` may read, the newest first."""
    return Entry.objects.readable_by(viewer).newest_first().with_people()


@dataclass(frozen=True)
class History:
    """What was done to one record and to its parts, newest first, and to the record alone."""

    model: type[models.Model]
    type_number: int  # that of its content type
    entries: EntryQuerySet
    own: EntryQuerySet


def access_history(viewer: Viewer, label: str, number: int) -> History:
    """This will find what was done to one record and to its parts, even to one that is removed."""
    kind, model = _kind(label)
    if not may_read_history(viewer):
        raise PermissionDenied
    if model is User and not may_read_account_history(viewer):
        raise PermissionDenied
    own = Entry.objects.about_number(kind, number)
    if not own.exists():
        raise Http404(label)
    # Whoever reads a history may read every part of it: the table gives both to the same people.
    parts = model.parts_of(number) if issubclass(model, Recorded) else set()
    every = Entry.objects.about_any({(kind.pk, number), *parts})
    return History(model, kind.pk, every.with_people(), own)


def record_of(viewer: Viewer, model: type[models.Model], number: int) -> models.Model | None:
    """This will find the record whose history is read, where it is still here."""
    return model._base_manager.filter(pk=number).first() if may_read_history(viewer) else None


def letters_visible_to(viewer: Viewer, *, is_demo: bool) -> LetterQuerySet:
    """This will list which letters left; in a demonstration everybody reads them, since nobody gets them."""
    if not (is_demo or may_read_letters(viewer)):
        raise PermissionDenied
    return Letter.objects.newest_first()


def letters_given_up(viewer: Viewer) -> LetterQuerySet:
    """This will list the letters that nobody tries to send any more, for those who may have them tried again."""
    found = Letter.objects.given_up().newest_first()
    return found if may_try_letters_again(viewer) else found.none()


def access_letter(viewer: Viewer, number: int) -> Letter:
    """This will find a letter, for those who may have it tried again."""
    if not may_try_letters_again(viewer):
        raise Http404(number)
    return get_object_or_404(Letter, pk=number)


def _kind(label: str) -> tuple[ContentType, type[models.Model]]:
    app, _dot, model = label.partition(".")
    found = ContentType.objects.filter(app_label=app, model=model).first()
    subject_class = found.model_class() if found else None
    if found is None or subject_class is None or not issubclass(subject_class, (Recorded, User)):
        raise Http404(label)
    return found, subject_class
