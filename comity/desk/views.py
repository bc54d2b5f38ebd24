"""The public home, the desk, and the pages of a partner with its thread and of a person with their sessions."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from comity.accounts.models import heads_here
from comity.accounts.policies import Asked, Policy, open_to
from comity.desk.needs import sections_for
from comity.desk.threads import latest_sessions, said_with
from comity.example.loading import sign_ins as sample_sign_ins
from comity.meetings.access import sessions_visible_to, tell_sessions
from comity.partners.access import access_organisation, access_person, offices_of, our_organisation
from comity.partners.page import partner_context
from comity.partners.views_people import person_page
from comity.safekeeping.operations import condition

AHEAD = 3


@open_to(Policy.EVERYBODY)
def home(request: HttpRequest) -> HttpResponse:
    """This will show the thread at its widest: the sessions held last, what came of them, and what is ahead."""
    context = {
        "host": our_organisation(),
        "threads": latest_sessions(request.user, now=timezone.now()),
        "ahead": sessions_visible_to(request.user).ahead()[:AHEAD],
    }
    return render(request, "desk/home.html", context)


@open_to(Policy.SIGNED_IN)
def desk(request: Asked) -> HttpResponse:
    """This will show what needs the reader today."""
    today, now = timezone.localdate(), timezone.now()
    told = {"sections": sections_for(request.user, today=today, now=now), "today": today}
    if heads_here(request.user):
        told["condition"] = condition(now=now)
    return render(request, "desk/desk.html", told)


@open_to(Policy.EVERYBODY)
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show an organisation with the thread: what was said with it, and what came of that."""
    found = access_organisation(request.user, pk)
    context = partner_context(found, request.user, today=timezone.localdate())
    tell_sessions(context["offices"].came, request.user)
    return render(request, "desk/partner.html", context | {"knots": said_with(found, request.user)})


@open_to(Policy.EVERYBODY)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show a person, with the sessions for which they were named, as far as the viewer may see them."""
    found = access_person(request.user, pk)
    held = list(offices_of(request.user, found))
    tell_sessions(held, request.user)
    return person_page(request, found, held=held)


@open_to(Policy.EVERYBODY)
def sign_ins(request: HttpRequest) -> HttpResponse:
    """This will show how to sign in to the demonstration; outside of one there is nothing here."""
    if not settings.DEMO:
        raise Http404("not a demonstration")
    return render(request, "desk/sign_ins.html", {"sign_ins": sample_sign_ins()})
