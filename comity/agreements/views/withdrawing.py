"""A party withdraws what it said of the text, or a file that it sent, from the page on which it stands."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.models import Actor
from comity.accounts.policies import Asked, Policy, open_to
from comity.agreements.access import access_by_link, access_redline, access_remark, access_text, party_of
from comity.agreements.models import Agreement, Party
from comity.agreements.permissions import may_remark, may_write
from comity.agreements.withdrawing import withdraw_redline, withdraw_remark
from comity.journal.refusals import NotNow


@require_POST
@open_to(Policy.SIGNED_IN)
def remark_withdrawal(request: Asked, pk: int, remark: int) -> HttpResponse:
    """This will withdraw what a party said of a clause."""
    return _withdraw_remark(request, access_text(request.user, pk), request.user, remark)


@require_POST
@open_to(Policy.LINK_HOLDERS)
def remark_withdrawal_by_link(request: HttpRequest, token: str, remark: int) -> HttpResponse:
    """This will withdraw what the party of a signed link said of a clause."""
    link, found = access_by_link(token, now=timezone.now())
    return _withdraw_remark(request, found, link, remark, token=token)


def _withdraw_remark(
    request: HttpRequest, found: Agreement, viewer: Actor, remark: int, *, token: str = ""
) -> HttpResponse:
    said = access_remark(viewer, found, remark)
    _withdraw(request, found, viewer, lambda party: withdraw_remark(said, party=party, at=timezone.now(), by=viewer))
    page = reverse("agreement-by-link", args=[token]) if token else reverse("agreement-text", args=[found.pk])
    return redirect(f"{page}#remark-{said.pk}")


@require_POST
@open_to(Policy.SIGNED_IN)
def redline_withdrawal(request: Asked, pk: int, redline: int) -> HttpResponse:
    """This will withdraw a file that a party, or our office, had sent."""
    return _withdraw_redline(request, access_text(request.user, pk), request.user, redline)


@require_POST
@open_to(Policy.LINK_HOLDERS)
def redline_withdrawal_by_link(request: HttpRequest, token: str, redline: int) -> HttpResponse:
    """This will withdraw a file that the party of a signed link had sent."""
    link, found = access_by_link(token, now=timezone.now())
    return _withdraw_redline(request, found, link, redline, token=token)


def _withdraw_redline(
    request: HttpRequest, found: Agreement, viewer: Actor, redline: int, *, token: str = ""
) -> HttpResponse:
    sent = access_redline(viewer, found, redline)
    _withdraw(request, found, viewer, lambda party: withdraw_redline(sent, party=party, at=timezone.now(), by=viewer))
    named, here = ("redline-by-link", token) if token else ("redline", found.pk)
    return redirect(named, here, sent.pk)


def _withdraw(request: HttpRequest, found: Agreement, viewer: Actor, do: Callable[[Party], None]) -> None:
    party = party_of(viewer, found)
    if party is None or not (may_write(viewer) or may_remark(viewer, found)):
        raise PermissionDenied
    try:
        do(party)
    except NotNow as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Withdrawn. It can still be read, and waits for nobody."))
