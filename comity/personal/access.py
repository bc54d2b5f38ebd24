"""The one way to what is kept about somebody: whom the viewer may not ask about is not here (Http404)."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from comity.accounts.models import User, Viewer
from comity.partners.models import Person
from comity.personal.permissions import may_export
from comity.personal.whole import Somebody, of_account, of_person


def access_somebody(viewer: Viewer, kind: str, number: int) -> Somebody:
    """This will find everything that belongs to one account or one person."""
    if kind == "account":
        somebody = of_account(get_object_or_404(User, pk=number))
    elif kind == "person":
        somebody = of_person(get_object_or_404(Person, pk=number))
    else:
        raise Http404(kind)
    if not may_export(viewer, somebody):
        raise Http404(kind)
    return somebody
