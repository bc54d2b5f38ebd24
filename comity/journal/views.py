"""The pages of the journal, and the pages that say no."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import REASON_CSRF_TOKEN_MISSING
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _

from comity.accounts.policies import Asked, Policy, open_to, policy_of
from comity.journal import whereabouts
from comity.journal.access import access_history, entries_visible_to, letters_visible_to, record_of
from comity.journal.forms import JournalFilter
from comity.journal.models import Turned
from comity.journal.permissions import may_read_refusals
from comity.journal.refusing import note_refusal
from comity.journal.titles import actors_of, titles_of
from comity.journal.turning_away import turn_away, turn_away_request
from comity.translation.texts import current_language, direction
from comity.ui.last_resort import last_resort

log = logging.getLogger(__name__)
NOWHERE_ELSE = {"more_languages": ""}  # what is not here is not read in another language either
PAGE = 50


@open_to(Policy.EVERYBODY)
def front_door(request: HttpRequest) -> HttpResponse:
    """This will lead to the home page in the language that the browser asks for."""
    return redirect(f"/{get_language_from_request(request)}/")


@open_to(Policy.OFFICE)
def history(request: Asked, kind: str, pk: int) -> HttpResponse:
    """This will show every act done to one record, newest first, even to one that is removed."""
    found = access_history(request.user, kind, pk)
    page = Paginator(found.entries, PAGE).get_page(request.GET.get("page"))
    newest = found.own[0]
    titles = titles_of([newest, *page], viewer=request.user)
    told = {
        "entries": page,
        "actors": actors_of(page),
        "titles": titles,
        "subject": record_of(request.user, found.model, pk),
        "number": pk,
        "type": found.type_number,
        "name": titles.get((found.type_number, pk)) or newest.subject_name or found.model._meta.verbose_name,
        "kind": found.model._meta.verbose_name,
    }
    return render(request, "journal/history.html", told)


@open_to(Policy.OFFICE)
def journal(request: Asked) -> HttpResponse:
    """This will show the latest acts in the whole of Comity; heads also see what was tried without permission."""
    form = JournalFilter(request.GET, with_refusals=may_read_refusals(request.user))
    found = form.narrow(entries_visible_to(request.user))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    told = {
        "entries": page,
        "form": form,
        "titles": titles_of(page, viewer=request.user),
        "actors": actors_of(page),
    }
    return render(request, "journal/journal.html", told)


@open_to(Policy.EVERYBODY)
def letters(request: HttpRequest) -> HttpResponse:
    """This will show which letters left; in a demonstration everybody reads them, since nobody gets them."""
    page = Paginator(letters_visible_to(request.user, is_demo=settings.DEMO), PAGE).get_page(request.GET.get("page"))
    return render(request, "journal/letters.html", {"letters": page, "may_read_bodies": settings.DEMO})


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This will say that an act is not for this person, and write down that it was tried."""
    note_refusal(request)
    return render(request, "journal/refused.html", NOWHERE_ELSE, status=403)


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """This will say that a form was open too long, or was sent from another page, and how to send it again.

    Every form of ours holds a token; one that has none was cut short on its way, as by a length that was understated,
    or is of another site, and is told so.
    """
    turn_away(Turned.FORM, request.path)
    said = "journal/not_whole.html" if reason == REASON_CSRF_TOKEN_MISSING else "journal/too_old.html"
    return render(request, said, status=403)


def not_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This will say that there is nothing at this address, without telling whether there ever was.

    What is said at the address of a signed link depends on its pattern alone: so a link that was used, revoked or
    has expired cannot be told from one that never was, and yet its holder reads what to do.
    """
    said = "journal/link_ended.html" if policy_of(request) == Policy.LINK_HOLDERS else "journal/not_here.html"
    return render(request, said, NOWHERE_ELSE, status=404)


def only_by_form(request: HttpRequest) -> HttpResponse:
    """This will say that this address does an act and has no page: after a reload, or a sign-in that led here."""
    return render(request, "journal/only_by_form.html", status=405)


def too_often(request: HttpRequest) -> HttpResponse:
    """This will say that somebody tried too often in a short time."""
    return render(request, "journal/too_often.html", status=429)


def too_much(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This will say that what was sent cannot be read; it does not read it either. A script gets the words alone."""
    turn_away_request(request, exception)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"refused": _("the text is too large. Shorten it, or part it.")}, status=413)
    return on_its_own("journal/too_much.html", status=400)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """This will say that the fault is ours, with the number of its log line; it asks the database nothing."""
    number = whereabouts.reference()
    try:
        return on_its_own("journal/went_wrong.html", status=500, reference=number)
    except Exception:  # whatever else is broken, the reader gets words
        log.critical("the page for a fault could not be made", exc_info=True)
        return last_resort(number)


def on_its_own(template: str, *, status: int, **told: Any) -> HttpResponse:
    """This will make a page that looks at no request, no session and no database."""
    here = current_language()
    facts = {"language": here, "direction": direction(here), **told}
    return HttpResponse(render_to_string(template, facts), status=status)
