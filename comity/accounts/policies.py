"""Who may call a route at all; every route of ours declares one of these, and a test fails where one has none."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from comity.accounts.factors import is_on_the_way, lacks_second_factor
from comity.accounts.models import User, heads_here, reads_here, works_here

View = Callable[..., HttpResponseBase]
# Pages are read and forms are sent; nothing here answers to anything else.
METHODS = ("GET", "HEAD", "POST")


class Asked(HttpRequest):
    """A request whose sender is signed in, as a view behind such a policy may take for granted."""

    user: User  # type: ignore[assignment]


class Policy(Enum):
    """The first gate of a route. What a person sees behind it is decided per record."""

    EVERYBODY = "everybody; the record decides what is shown"
    LINK_HOLDERS = "holders of a signed link"
    SIGNED_IN = "everyone who is signed in; the record decides"
    READERS = "readers, officers and heads of the office"
    OFFICE = "officers and heads of the office"
    HEADS = "heads of the office"


GATES: dict[Policy, Callable[[Any], bool]] = {
    Policy.EVERYBODY: lambda viewer: True,
    Policy.LINK_HOLDERS: lambda viewer: True,
    Policy.SIGNED_IN: lambda viewer: isinstance(viewer, User) and viewer.is_active,
    Policy.READERS: reads_here,
    Policy.OFFICE: works_here,
    Policy.HEADS: heads_here,
}


def open_to(policy: Policy, *, methods: tuple[str, ...] = METHODS) -> Callable[[View], View]:
    """This will let only those through whom `policy` names; visitors are asked to sign in, others refused."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if not is_on_the_way(_route_of(request)) and lacks_second_factor(request.user):
                return lead_to_second_factor(request)
            if GATES[policy](request.user):
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated and request.method in ("GET", "HEAD"):
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied

        guarded.policy = policy  # type: ignore[attr-defined]
        return guarded

    return declare


def policy_of(request: HttpRequest) -> Policy | None:
    """This will name the policy of the route that was asked for; none where no route of ours has this address."""
    return getattr(request.resolver_match.func, "policy", None) if request.resolver_match else None


def _route_of(request: HttpRequest) -> str | None:
    return request.resolver_match.url_name if request.resolver_match else None


def lead_to_second_factor(request: HttpRequest) -> HttpResponseBase:
    """This will show where a second factor is set up, to somebody who needs one before anything else."""
    messages.warning(request, _("Your account needs a second factor. Set one up here, then go on."))
    return redirect("mfa_index")
