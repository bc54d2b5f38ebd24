"""The one way to what is known of translations: the queue for reviewers, and what a reader is told of a page."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from comity.accounts.models import Viewer
from comity.translating.models import Passage, Version, VersionQuerySet
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
