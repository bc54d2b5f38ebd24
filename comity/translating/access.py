"""The one way to what is known of translations: the queue for reviewers, and what a reader is told of a page."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from comity.accounts.models import Viewer
from comity.translating.models import Passage, Suggestion, Version, VersionQuerySet
from comity.translating.permissions import may_review


def versions_visible_to(viewer: Viewer) -> VersionQuerySet:
    """This will list the translations that `viewer` may review."""
    return Version.objects.all() if may_review(viewer) else Version.objects.none()


def access_version(viewer: Viewer, number: int) -> Version:
    """This will find a translation that `viewer` may review."""
    return get_object_or_404(versions_visible_to(viewer), pk=number)


def passages_of(viewer: Viewer, version: Version) -> list[Passage]:
    """This will read the passages of a translation in their order."""
    if not may_review(viewer):
        raise Http404(version.pk)
    return list(version.passages.in_order().select_related("version"))


def access_passage(viewer: Viewer, version: int, number: int) -> Passage:
    """This will find a passage of a translation that `viewer` may review."""
    found = access_version(viewer, version)
    return get_object_or_404(found.passages.in_order().select_related("version"), pk=number)


def suggestions_on(viewer: Viewer, passages: list[Passage]) -> dict[int, list[Suggestion]]:
    """This will find what visitors would word otherwise, by passage, for whoever may review it."""
    return Suggestion.objects.by_passage(passages) if may_review(viewer) else {}


def suggestion_among(viewer: Viewer, passage: Passage, number: int | None) -> Suggestion | None:
    """This will find one of them; nothing where it is gone."""
    found = suggestions_on(viewer, [passage]).get(passage.pk, [])
    return next((one for one in found if one.pk == number), None)


def access_suggestion(viewer: Viewer, passage: Passage, number: int) -> Suggestion:
    """This will find the wording of a visitor that `viewer` may decide on."""
    found = suggestion_among(viewer, passage, number)
    if found is None:
        raise Http404(number)
    return found
