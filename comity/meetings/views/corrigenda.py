"""Numbered corrections of final minutes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.policies import Asked, Policy, open_to
from comity.meetings.amending import adopt_corrigendum, propose_corrigendum
from comity.meetings.forms import CorrigendumForm, ReadForm
from comity.meetings.models import Corrigendum
from comity.meetings.permissions import may_adopt, may_correct
from comity.meetings.views.opening import carry_out, session_for, typed


@open_to(Policy.SIGNED_IN)
def corrigenda(request: Asked, pk: int) -> HttpResponse:
    """This will propose a numbered correction, which the proposing side adopts thereby."""
    session = session_for(request, pk, may_correct)
    form = CorrigendumForm(typed(request), session=session, initial={"item": request.GET.get("item")})
    if request.method == "POST" and form.is_valid():

        def propose() -> None:
            propose_corrigendum(at=timezone.now(), by=request.user, **form.cleaned_data)

        done = _("The correction is proposed. It holds when both sides have adopted it.")
        if carry_out(request, propose, done, form=form):
            return redirect("session", pk)
    return render(request, "meetings/corrigendum.html", {"session": session, "form": form})


@open_to(Policy.SIGNED_IN)
@require_POST
def corrigendum_adoption(request: Asked, pk: int, number: int) -> HttpResponse:
    """This will adopt a numbered correction for the side of whoever is signed in."""
    session = session_for(request, pk, may_adopt)
    found = get_object_or_404(Corrigendum.objects.of(session), number=number)
    form = ReadForm(request.POST)
    now = timezone.now()
    if form.is_valid():
        carry_out(
            request,
            lambda: adopt_corrigendum(found, at=now, by=request.user, **form.cleaned_data),
            _("You have adopted the correction for your side."),
        )
    return redirect("session", pk)
