"""Sessions in calendars: the address of one's own, what it opens, and one session as a file."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity.accounts.policies import Asked, Policy, open_to
from comity.meetings import feeds
from comity.meetings.access import access_mail, access_session_for_calendar, mail_seen_by

PAGE = 50


@open_to(Policy.SIGNED_IN)
def calendar(request: Asked) -> HttpResponse:
    """This will say whether an address opens one's own calendar; asked to, it makes a new one and tells it once."""
    now = timezone.now()
    address = feeds.share(request.user, at=now) if request.method == "POST" else ""
    context = {"address": address, "link": feeds.address_of(request.user, at=now)}
    return render(request, "meetings/calendar.html", context)


@open_to(Policy.SIGNED_IN)
@require_POST
def calendar_ending(request: Asked) -> HttpResponse:
    """This will let the address of one's own calendar open nothing more."""
    feeds.stop_sharing(request.user, at=timezone.now())
    messages.success(request, _("The address of your calendar opens nothing more."))
    return redirect("calendar")


@open_to(Policy.LINK_HOLDERS)
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """This will give the sessions of whoever made the address, to the calendar that holds it."""
    now = timezone.now()
    response = _file(feeds.calendar_of(feeds.owner_of(secret, at=now), at=now), "sessions.ics")
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@open_to(Policy.EVERYBODY)
@require_safe
def session_file(request: HttpRequest, pk: int) -> HttpResponse:
    """This will give one session as a file that every calendar reads."""
    found = access_session_for_calendar(request.user, pk)
    return _file(feeds.calendar_with(found, request.user, at=timezone.now()), f"session-{pk}.ics")


@open_to(Policy.OFFICE)
def mail_set_aside(request: Asked) -> HttpResponse:
    """This will list the answers to invitations that were refused, and say why."""
    mail = Paginator(mail_seen_by(request.user).listed(), PAGE).get_page(request.GET.get("page"))
    return render(request, "meetings/set_aside.html", {"mail": mail})


@open_to(Policy.OFFICE)
@require_safe
def mail_as_it_came(request: Asked, pk: int) -> HttpResponse:
    """This will give a refused message byte for byte, as a file that no browser opens by itself."""
    found = access_mail(request.user, pk)
    response = HttpResponse(bytes(found.content), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="mail-{pk}.txt"'
    return response


def _file(calendar: str, name: str) -> HttpResponse:
    response = HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
