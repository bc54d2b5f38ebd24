"""The one way to an agreement: what the viewer may not know of is not here (Http404)."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from comity.accounts.models import Viewer
from comity.agreements.models import Agreement, AgreementQuerySet


def agreements_visible_to(viewer: Viewer) -> AgreementQuerySet:
    """This will keep the agreements of which `viewer` may know, with their parties."""
    return Agreement.objects.visible_to(viewer).with_parties()


def access_agreement(viewer: Viewer, number: int) -> Agreement:
    """This will find an agreement of which `viewer` may know."""
    return get_object_or_404(agreements_visible_to(viewer), pk=number)
