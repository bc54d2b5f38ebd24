"""The pages of events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from comity.accounts.policies import Asked, Policy, open_to
from comity.events.access import access_event, events_visible_to
from comity.events.forms import CancellationForm, EventForm, HoldingForm
from comity.events.models import Event
from comity.events.permissions import may_record
from comity.journal.answering import done, status_of
from comity.journal.records import key_of
from comity.journal.thread import origins_of, threads_from
from comity.partners.forms import OfPartner

PAGE = 50


@open_to(Policy.EVERYBODY)
def events(request: HttpRequest) -> HttpResponse:
    """This will list the events that the viewer may see, newest first, of one partner where that is asked."""
    found = events_visible_to(request.user).newest_first()
    found = OfPartner(request.GET).narrow(found)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "events/events.html", {"page": page, "may_record": may_record(request.user)})


@open_to(Policy.OFFICE)
def new_event(request: Asked) -> HttpResponse:
    """This will enter an event."""
    form = EventForm(request.POST or None)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        entered = Event.announce(organisers=list(facts.pop("organisers")), by=request.user, **facts)
        return redirect(entered)
    return render(request, "events/new_event.html", {"form": form})


@open_to(Policy.EVERYBODY)
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show one event: what was expected of it, who took part, and what it came from."""
    found = access_event(request.user, pk)
    return _page(request, found)


def _page(request: HttpRequest, found: Event, **forms_sent: forms.Form) -> HttpResponse:
    context: dict[str, Any] = {
        "event": found,
        "origins": origins_of(found, viewer=request.user),
        "knot": threads_from([found], viewer=request.user)[key_of(found)],
        "may_record": may_record(request.user) and found.is_planned,
        "holding_form": HoldingForm(),
        "cancellation_form": CancellationForm(),
    }
    return render(request, "events/event.html", context | forms_sent, status=status_of(*forms_sent.values()))


def _act(request: HttpRequest, pk: int, name: str, form: forms.Form, act: Callable[[Event], None]) -> HttpResponse:
    """Do one act with what was typed; what cannot be taken comes back with everything typed."""
    found = access_event(request.user, pk)
    if not (form.is_valid() and done(form, lambda: act(found))):
        return _page(request, found, **{name: form})
    messages.success(request, found.standing.words)
    return redirect(found)


@require_POST
@open_to(Policy.OFFICE)
def holding(request: Asked, pk: int) -> HttpResponse:
    """This will record that the event took place."""
    form = HoldingForm(request.POST)
    return _act(request, pk, "holding_form", form, lambda one: one.hold(by=request.user, **form.cleaned_data))


@require_POST
@open_to(Policy.OFFICE)
def cancellation(request: Asked, pk: int) -> HttpResponse:
    """This will record that the event was called off."""
    form = CancellationForm(request.POST)
    return _act(request, pk, "cancellation_form", form, lambda one: one.cancel(by=request.user, **form.cleaned_data))
