"""Pages: all that is kept about oneself, for everybody; about anybody, and erasing it, for heads of the office."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.policies import Asked, Policy, open_to
from comity.journal.refusals import NotNow
from comity.personal.access import access_somebody
from comity.personal.erasing import erase, refusals
from comity.personal.exporting import entries_of, export, kept_about, subject_of
from comity.personal.forms import ErasureForm
from comity.personal.permissions import may_erase, may_export
from comity.personal.retention import RULES
from comity.personal.whole import Somebody, of_account


@open_to(Policy.SIGNED_IN)
def mine(request: Asked) -> HttpResponse:
    """This will show what is kept about oneself."""
    return _page(request, of_account(request.user), export_url=reverse("my-data-export"))


@open_to(Policy.SIGNED_IN)
@require_POST
def my_export(request: Asked) -> HttpResponseBase:
    """This will send all that is kept about oneself."""
    return _archive(request, of_account(request.user))


@open_to(Policy.HEADS)
def about(request: Asked, kind: str, pk: int) -> HttpResponse:
    """This will show what is kept about anybody, and what would become of it."""
    return _about(request, kind, pk, ErasureForm())


@open_to(Policy.HEADS)
@require_POST
def export_of(request: Asked, kind: str, pk: int) -> HttpResponseBase:
    """This will send all that is kept about anybody."""
    return _archive(request, access_somebody(request.user, kind, pk))


@open_to(Policy.HEADS)
@require_POST
def erasure(request: Asked, kind: str, pk: int) -> HttpResponse:
    """This will erase somebody, or say why not."""
    if not may_erase(request.user):
        raise PermissionDenied
    form = ErasureForm(request.POST)
    if not form.is_valid():
        return _about(request, kind, pk, form, status=400)
    try:
        erase(access_somebody(request.user, kind, pk), at=timezone.now(), by=request.user)
    except NotNow as refusal:
        messages.error(request, str(refusal))
        return redirect("personal-data", kind, pk)
    messages.success(request, _("The data were erased. What the office must keep names nobody any more."))
    return redirect("personal-data", kind, pk)


def _about(request: Asked, kind: str, pk: int, form: ErasureForm, *, status: int = 200) -> HttpResponse:
    somebody = access_somebody(request.user, kind, pk)
    told = {
        "form": form,
        "why_not": refusals(somebody),
        "erasure_url": reverse("personal-erasure", args=[kind, pk]),
        "may_erase": may_erase(request.user),
    }
    return _page(request, somebody, status=status, export_url=reverse("personal-export", args=[kind, pk]), **told)


def _page(request: Asked, somebody: Somebody, *, status: int = 200, **told: Any) -> HttpResponse:
    if not may_export(request.user, somebody):
        raise PermissionDenied
    kept = kept_about(somebody)
    told |= {
        "subject": subject_of(somebody),
        "kept": kept,
        "files": sum(bool(getattr(row, "file", None)) for one in kept for row in one.rows),
        "entries": entries_of(somebody, kept).count(),
        "rules": RULES,
    }
    return render(request, "personal/kept.html", told, status=status)


def _archive(request: Asked, somebody: Somebody) -> HttpResponseBase:
    if not may_export(request.user, somebody):
        raise PermissionDenied
    now = timezone.now()
    return FileResponse(
        export(somebody, at=now, by=request.user),
        as_attachment=True,
        filename=_file_name(now),
        content_type="application/zip",
    )


def _file_name(now: datetime) -> str:
    return f"comity-person-{now:%Y-%m-%d}.zip"
