"""The one way to what registries publish: for who may not look it up there is nothing here (Http404)."""

from __future__ import annotations

from collections.abc import Iterable

from django.shortcuts import get_object_or_404

from comity.accounts.models import Viewer
from comity.registry.models import Institution, InstitutionQuerySet
from comity.registry.permissions import may_look_up


def institutions_known_to(viewer: Viewer) -> InstitutionQuerySet:
    """This will keep the institutions that `viewer` may look up."""
    return Institution.objects.all() if may_look_up(viewer) else Institution.objects.none()


def institutions_by_ror(viewer: Viewer, rors: Iterable[str]) -> dict[str, Institution]:
    """This will fetch the institutions of these ROR ids whole, each under its id."""
    return institutions_known_to(viewer).in_bulk(list(rors))


def access_institution(viewer: Viewer, ror: str) -> Institution:
    """This will find the institution of a ROR id."""
    return get_object_or_404(institutions_known_to(viewer), pk=ror)
