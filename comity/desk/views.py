"""The desk, and the pages of a partner with its thread and of a person with their sessions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from comity.accounts.models import heads_here
from comity.accounts.policies import Asked, Policy, open_to
from comity.desk.needs import sections_for
from comity.desk.threads import said_with
from comity.meetings.access import tell_sessions
from comity.partners.access import access_organisation, access_person, offices_of
from comity.partners.page import partner_context
from comity.partners.views_people import person_page
from comity.safekeeping.operations import condition


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
