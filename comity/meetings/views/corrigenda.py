"""Numbered corrections of final minutes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.models import Actor
from comity.accounts.policies import Asked, Policy, open_to
from comity.meetings.access import access_corrigendum
from comity.meetings.amending import adopt_corrigendum, propose_corrigendum
from comity.meetings.forms import CorrigendumForm, ReadForm
from comity.meetings.models import Session
from comity.meetings.permissions import may_adopt, may_correct
from comity.meetings.views.opening import carry_out, session_for, typed


@open_to(Policy.SIGNED_IN)
def corrigenda(request: Asked, pk: int) -> HttpResponse:
    """This will propose a numbered correction, which the proposing side adopts thereby."""
    session = session_for(request, pk, may_correct)
    return propose(request, session, by=request.user, way_back=reverse("session", args=[pk]))


def propose(request: HttpRequest, session: Session, *, by: Actor, way_back: str, **context: Any) -> HttpResponse:
    """This will propose the correction that was typed, or show the form with what stands against it."""
    form = CorrigendumForm(typed(request), session=session, initial={"item": request.GET.get("item")})

    def enter() -> None:
        propose_corrigendum(at=timezone.now(), by=by, **form.cleaned_data)

    done = _("The correction is proposed. It holds when both sides have adopted it.")
    if request.method == "POST" and form.is_valid() and carry_out(request, enter, done, form=form):
        return redirect(way_back)
    context |= {"session": session, "form": form, "way_back": way_back}
    return render(request, "meetings/corrigendum.html", context)


@open_to(Policy.SIGNED_IN)
@require_POST
def corrigendum_adoption(request: Asked, pk: int, number: int) -> HttpResponse:
    """This will adopt a numbered correction for the side of whoever is signed in."""
    adopt_correction(request, session_for(request, pk, may_adopt), number, by=request.user)
    return redirect("session", pk)


def adopt_correction(request: HttpRequest, session: Session, number: int, *, by: Actor) -> None:
    """This will adopt for the side of `by` the correction named by its SHA-256, or say why that is refused."""
    found = access_corrigendum(by, session, number)
    form = ReadForm(request.POST)
    now = timezone.now()
    if form.is_valid():
        done = _("You have adopted the correction for your side.")
        carry_out(request, lambda: adopt_corrigendum(found, at=now, by=by, **form.cleaned_data), done)
