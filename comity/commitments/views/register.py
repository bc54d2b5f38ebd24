"""The register of all commitments, and what was said outside a session."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.accounts.policies import Asked, Policy, open_to
from comity.commitments import register, tabling
from comity.commitments.forms import SayForm
from comity.commitments.models import Commitment
from comity.commitments.permissions import may_say
from comity.commitments.saying import say_elsewhere
from comity.journal.answering import beside
from comity.journal.refusals import NotNow
from comity.ui.lists import Long
from comity.ui.tables import as_csv, as_xlsx

TABLES = {"csv": as_csv, "xlsx": as_xlsx}


@open_to(Policy.EVERYBODY)
def commitments(request: HttpRequest) -> HttpResponse:
    """This will list the commitments that the viewer may see and asks for."""
    form, found = _asked(request)
    page = found.page(request.GET)
    shown = {
        "form": form,
        "page": page,
        "rows": [(one, one.standing_on(timezone.localdate())) for one in page.rows],
        "in_words": register.in_words(form.asked(), count=found.count()),
        "is_narrowed": bool(set(form.asked()) - {"sort"}),
        "may_say": may_say(request.user),
        "query": request.GET.urlencode(),
    }
    return render(request, "commitments/commitments.html", shown)


@open_to(Policy.EVERYBODY)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """This will give the list that is asked for as a table for other programs."""
    if kind not in TABLES:
        raise Http404(kind)
    _form, found = _asked(request)
    today, viewer = timezone.localdate(), request.user
    rows = tabling.rows(found.walk(), viewer=viewer, today=today, host=settings.ADDRESS)
    return TABLES[kind](tabling.columns(), rows, name=f"commitments-{today.isoformat()}", title=_("Commitments"))


def _asked(request: HttpRequest) -> tuple[register.RegisterForm, Long]:
    form = register.RegisterForm(request.GET, viewer=request.user)
    found = register.found(form.asked(), viewer=request.user, today=timezone.localdate(), now=timezone.now())
    return form, found


@open_to(Policy.OFFICE)
def new_commitment(request: Asked) -> HttpResponse:
    """This will enter what was said outside a session."""
    if not may_say(request.user):
        raise PermissionDenied
    form = SayForm(request.POST or None, officer=request.user)
    if request.method == "POST" and form.is_valid() and (said := _say(request, form)):
        messages.success(request, _("Entered."))
        return redirect("commitment", said.pk)
    return render(request, "commitments/new_commitment.html", {"form": form}, status=422 if form.errors else 200)


def _say(request: HttpRequest, form: Any) -> Commitment | None:
    facts = {"today": timezone.localdate(), "at": timezone.now(), "by": request.user, **form.facts()}
    try:
        return say_elsewhere(**facts)
    except (NotNow, ValidationError) as refusal:
        beside(form, refusal)
    return None
