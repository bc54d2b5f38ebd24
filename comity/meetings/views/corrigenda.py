"""Numbered corrections of final minutes: proposed, and answered by the other side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from comity.accounts.models import Actor
from comity.accounts.policies import Asked, Policy, open_to
from comity.meetings.access import access_corrigendum
from comity.meetings.amended import amendment_of
from comity.meetings.amending import (
    adopt_corrigendum,
    decline_corrigendum,
    propose_corrigendum,
    refuse_unless_final,
    refuse_unless_waiting,
    waiting_at,
    withdraw_corrigendum,
)
from comity.meetings.forms import CorrigendumAnswerForm, CorrigendumForm, ItemOfFinalForm, ReadForm, WithdrawalForm
from comity.meetings.models import AgendaItem, Session
from comity.meetings.permissions import may_adopt, may_correct, may_decline, may_withdraw
from comity.meetings.texts import present_reading
from comity.meetings.views.opening import barred, carry_out, session_for, typed


@open_to(Policy.SIGNED_IN)
def corrigenda(request: Asked, pk: int) -> HttpResponse:
    """This will propose a numbered correction, which the proposing side adopts thereby."""
    session = session_for(request, pk, may_correct)
    if refused := barred(request, session, _("Propose a correction"), lambda: refuse_unless_final(session)):
        return refused
    return propose(request, session, by=request.user, way_back=reverse("session", args=[pk]))


def propose(request: HttpRequest, session: Session, *, by: Actor, way_back: str, **context: Any) -> HttpResponse:
    """This will show an item as it reads now and propose the correction that was typed over it.

    Where no item was named it offers those of the final text.
    """
    choice = ItemOfFinalForm(typed(request) or request.GET, session=session)
    context |= {"session": session, "way_back": way_back}
    item = choice.chosen()
    if item is None:
        context |= {"form": choice, "items": choice.fields["item"].queryset}  # type: ignore[attr-defined]
        return render(request, "meetings/corrigendum_item.html", context)
    stands = present_reading(item)
    form = CorrigendumForm(typed(request), words=stands.words)
    if request.method == "POST" and form.is_valid() and _enter(request, item, form, by=by):
        return redirect(way_back)
    context |= {"form": form, "item": item, "stands": stands, "waiting": waiting_at(item)}
    return render(request, "meetings/corrigendum.html", context)


def _enter(request: HttpRequest, item: AgendaItem, form: CorrigendumForm, *, by: Actor) -> bool:
    def enter() -> None:
        propose_corrigendum(item, at=timezone.now(), by=by, **form.cleaned_data)

    done = _("The correction is proposed. It holds when both sides have adopted it.")
    return carry_out(request, enter, done, form=form)


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


@dataclass(frozen=True)
class Ending:
    """How a correction that waits ends without being adopted: the act, its form, and what is said of it."""

    act: Callable[..., None]
    form: type[forms.Form]
    title: Any
    button: Any
    done: Any


DECLINING = Ending(
    decline_corrigendum,
    CorrigendumAnswerForm,
    gettext_lazy("Decline the correction"),
    gettext_lazy("Decline it for your side"),
    gettext_lazy("You have declined the correction. The item reads as it did before."),
)
WITHDRAWAL = Ending(
    withdraw_corrigendum,
    WithdrawalForm,
    gettext_lazy("Withdraw the correction"),
    gettext_lazy("Withdraw it"),
    gettext_lazy("The correction is withdrawn. The item reads as it did before."),
)


@open_to(Policy.SIGNED_IN)
def corrigendum_declining(request: Asked, pk: int, number: int) -> HttpResponse:
    """This will decline a numbered correction for the side of whoever is signed in, with words."""
    session, way_back = session_for(request, pk, may_decline), reverse("session", args=[pk])
    return end(request, session, number, DECLINING, by=request.user, way_back=way_back)


@open_to(Policy.SIGNED_IN)
def corrigendum_withdrawal(request: Asked, pk: int, number: int) -> HttpResponse:
    """This will take back a numbered correction for the side that proposed it."""
    session, way_back = session_for(request, pk, may_withdraw), reverse("session", args=[pk])
    return end(request, session, number, WITHDRAWAL, by=request.user, way_back=way_back)


def end(
    request: HttpRequest, session: Session, number: int, how: Ending, *, by: Actor, way_back: str, **context: Any
) -> HttpResponse:
    """This will show what a correction changes and ask why it is to end, then end it or say why that is refused.

    Where it ended already, it is said at once beside it.
    """
    found = access_corrigendum(by, session, number)
    way_back = f"{way_back}#correction-{number}"
    if request.method != "POST" and not carry_out(request, lambda: refuse_unless_waiting(found)):
        return redirect(way_back)
    form = how.form(typed(request))
    now: datetime = timezone.now()

    def do() -> None:
        how.act(found, at=now, by=by, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and carry_out(request, do, str(how.done), form=form):
        return redirect(way_back)
    context |= {"session": session, "form": form, "how": how, "way_back": way_back, "amendment": amendment_of(found)}
    return render(request, "meetings/corrigendum_end.html", context)
