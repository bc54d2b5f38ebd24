"""The one way to where people are signed in: each to their own, and to nobody else's."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404

from comity.accounts.models import SignIn, SignInQuerySet, User


def sign_ins_of(viewer: User, *, now: datetime) -> SignInQuerySet:
    """This will keep the browsers in which `viewer` is signed in."""
    return SignIn.objects.of(viewer.pk).alive(now)


def access_other_sign_in(viewer: User, handle: str, *, here: str | None, now: datetime) -> SignIn:
    """This will find another browser of the viewer's own. Raises Http404 where none is called so."""
    for one in sign_ins_of(viewer, now=now).elsewhere(here):
        if one.handle == handle:
            return one
    raise Http404(handle)
