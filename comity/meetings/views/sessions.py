"""The list of sessions, planning one, and the page of one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from comity.accounts.models import works_here
from comity.accounts.policies import Asked, Policy, open_to
from comity.journal.permissions import may_read_history
from comity.meetings.access import access_final, access_session_page, sessions_visible_to
from comity.meetings.document import document_of, language_of_document
from comity.meetings.forms import AreasForm, PlanForm, SessionForm, refuse
from comity.meetings.listing import FilterForm, listed
from comity.meetings.models import FinalMinutes, Session
from comity.meetings.permissions import may_plan, may_run
from comity.meetings.reading import page_of
from comity.meetings.views.opening import barred, carry_out, session_for, typed
from comity.partners.access import our_organisation
from comity.translation.texts import current_language

PAGE = 50


@open_to(Policy.EVERYBODY)
def sessions(request: HttpRequest) -> HttpResponse:
    """This will list the sessions that the viewer may know of: those ahead, and those held."""
    seen = sessions_visible_to(request.user)
    form = FilterForm(request.GET, seen=seen)
    lists = listed(seen.with_delegations(), form)
    pages = {name: Paginator(found, PAGE).get_page(request.GET.get("page")) for name, found in lists.items()}
    context = {"form": form, "pages": pages, "may_plan": may_plan(request.user), "now": timezone.now()}
    return render(request, "meetings/sessions.html", context)


@open_to(Policy.OFFICE)
def plan(request: Asked) -> HttpResponse:
    """This will propose a session, our own delegation being added by itself."""
    host = our_organisation()
    if host is None:
        return render(request, "meetings/no_host.html", status=409)
    begun = {"zone": request.user.zone or timezone.get_default_timezone_name(), "mode": "virtual"}
    form = PlanForm(typed(request), initial={**begun, "record_language": current_language()})
    if request.method == "POST" and form.is_valid():
        try:
            planned = Session.plan(between=form.sides(host), by=request.user, **form.facts())
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            return redirect("session", planned.pk)
    return render(request, "meetings/plan.html", {"form": form, "host": host})


@open_to(Policy.OFFICE)
def change(request: Asked, pk: int) -> HttpResponse:
    """This will change what is planned."""
    session = session_for(request, pk, may_run)
    if refused := barred(request, session, _("Change what is planned"), session.refuse_unless_ahead):
        return refused
    form = SessionForm(typed(request), initial=SessionForm.as_planned(session))
    if request.method == "POST" and form.is_valid():

        def revise() -> None:
            session.revise(by=request.user, **form.facts())

        if carry_out(request, revise, _("The change is saved."), form=form):
            return redirect("session", pk)
    return render(request, "meetings/change.html", {"form": form, "session": session})


@open_to(Policy.OFFICE)
def areas(request: Asked, pk: int) -> HttpResponse:
    """This will say which areas a session is about, also when it was held long ago."""
    found = session_for(request, pk, may_run)
    form = AreasForm(typed(request), initial={"areas": list(found.areas.all())})
    if request.method == "POST" and form.is_valid():
        found.concern(form.cleaned_data["areas"], by=request.user)
        messages.success(request, _("The areas are saved."))
        return redirect("session", pk)
    return render(request, "meetings/areas.html", {"form": form, "session": found})


@open_to(Policy.EVERYBODY)
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show a session: what was said there, what came of it, who came, and what is due."""
    found = access_session_page(request.user, pk)
    context = {
        "session": found,
        "page": page_of(found, request.user, now=timezone.now()),
        "may_run": may_run(request.user, found),
        "may_read_history": may_read_history(request.user),
        "works_here": works_here(request.user),
        # On paper a page goes from hand to hand: what is internal is printed for whoever asks for that alone.
        "prints_internal": works_here(request.user) and request.GET.get("print") == "internal",
    }
    return render(request, "meetings/session.html", context)


@open_to(Policy.EVERYBODY)
def final(request: HttpRequest, pk: int) -> HttpResponse:
    """This will give the frozen text byte for byte, so that anybody can compute its SHA-256 again."""
    return text_file(access_final(request.user, session_for(request, pk)))


@open_to(Policy.EVERYBODY)
def final_document(request: HttpRequest, pk: int) -> HttpResponse:
    """This will give the adopted text with its corrections as a file that is read and printed anywhere."""
    return document(request, access_final(request.user, session_for(request, pk)))


def document(request: HttpRequest, final: FinalMinutes) -> HttpResponse:
    """This will give the adopted text as a page of its own, in the language asked for or the reader's."""
    language = language_of_document(final, request.GET.get("in", ""))
    response = HttpResponse(document_of(final, language=language, at=timezone.now()))
    name = f"minutes-{final.session_id}-{language}.html"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def text_file(final: FinalMinutes) -> HttpResponse:
    """This will give the frozen text of a session as a file."""
    response = HttpResponse(final.content, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="minutes-{final.session_id}.json"'
    return response
