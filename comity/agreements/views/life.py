"""The life of an agreement in force: its review with the evidence, and what its clauses oblige to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.policies import Asked, Policy, open_to
from comity.agreements.access import (
    access_agreement,
    access_clause,
    access_undertaking,
    gone_since,
    papers_of,
    parties_of,
    promises_of,
    review_of,
    undertakings_of,
)
from comity.agreements.beside import may_amend
from comity.agreements.forms import EndForm, RenewalForm
from comity.agreements.forms_acts import ActForm
from comity.agreements.forms_life import LetterForm, UndertakingForm
from comity.agreements.health import Health, health_of
from comity.agreements.models import Agreement, Stage
from comity.agreements.offering import offers
from comity.agreements.offering_life import REVIEW
from comity.agreements.permissions import may_record
from comity.agreements.reviewing import unreached
from comity.agreements.suggesting import suggest
from comity.agreements.undertaking import complete, mark, unmark
from comity.journal.answering import done, status_of
from comity.journal.records import key_of
from comity.journal.refusals import NotNow
from comity.journal.thread import Knot, threads_from


@open_to(Policy.READERS)
def review(request: Asked, pk: int) -> HttpResponse:
    """This will show on one page what should be looked at before an agreement ends, and what can follow it."""
    return review_page_of(request, access_agreement(request.user, pk))


def review_page_of(
    request: HttpRequest, found: Agreement, *, typed: ActForm | None = None, act: str = ""
) -> HttpResponse:
    """This will show the page with the form that was just refused, everything typed in it."""
    viewer, today = request.user, timezone.localdate()
    parties = list(parties_of(found))
    knot = threads_from([found], viewer=viewer)[key_of(found)]
    told = health_of(found, knot=knot, parties=parties, viewer=viewer, today=today)
    offered = offers(found, viewer, today=today, place=REVIEW, typed=typed, act=act)
    evidence = review_of(viewer, found)
    shown: dict[str, Any] = {
        "agreement": found,
        "health": told,
        "suggestion": suggest(found, told) if found.is_binding else None,
        "has_ended": found.has_ended(today),
        "may_amend": may_amend(viewer, found),
        "unreached": unreached(parties),
        "promises": promises_of(viewer, found),
        "offers": {one.act.name.replace("-", "_"): one for one in offered},
        "letter_typed": typed if isinstance(typed, LetterForm) else None,
        **evidence,
    }
    if may_record(viewer) and found.is_in_force:
        shown |= {
            "is_to_review": found.is_to_review(today),
            "renewal_form": RenewalForm(initial={"on": today}),
            "lapse_form": EndForm(prefix="lapse"),
            "superseding_form": EndForm(prefix="superseding"),
        }
    return render(request, "agreements/review.html", shown, status=status_of(typed))


def life_of(found: Agreement, viewer: Any, *, knot: Knot, sides: list[tuple[Any, Any, Any]]) -> dict[str, Any]:
    """This will gather what the page of an agreement tells of its life: its traces, promises and documents."""
    if found.concluded_on is None:
        return {"health": None, "promises": [], "papers": []}
    parties = [party for party, _approval, _signature in sides]
    told: Health = health_of(found, knot=knot, parties=parties, viewer=viewer, today=timezone.localdate())
    return {"health": told, "promises": promises_of(viewer, found), "papers": papers_of(viewer, found)}


def gone(request: HttpRequest, pk: int) -> HttpResponse:
    """This will say, at the address of an entry that was public, since when it is not any more; 404 for any other."""
    return render(request, "agreements/gone.html", {"since": gone_since(pk)}, status=410)


# What clauses oblige to


@open_to(Policy.OFFICE)
def undertakings(request: Asked, pk: int, clause: int) -> HttpResponse:
    """This will mark what a clause obliges a party to, and list what was marked."""
    found = access_agreement(request.user, pk)
    shown = access_clause(request.user, found, clause)
    data = request.POST if request.method == "POST" else None
    form = UndertakingForm(data, agreement=found, today=timezone.localdate(), name="undertaking")
    if form.is_valid() and done(form, lambda: mark(shown, by=request.user, **form.cleaned_data)):
        messages.success(request, _told_of_a_mark(found))
        return redirect("undertakings", pk, clause)
    marked = [one for one in undertakings_of(request.user, found) if one.clause_id == shown.pk]
    context = {"agreement": found, "clause": shown, "form": form, "undertakings": marked}
    return render(request, "agreements/undertakings.html", context, status=status_of(form))


def _told_of_a_mark(agreement: Agreement) -> str:
    if agreement.stage == Stage.IN_FORCE:
        return _("Kept. Make a promise of it on the page of the review.")
    return _("Kept. When the agreement comes into force, it becomes a promise.")


@open_to(Policy.OFFICE)
def undertaking(request: Asked, pk: int, undertaking: int) -> HttpResponse:
    """This will complete what a model could not tell of an undertaking, or correct it before it becomes a promise."""
    found = access_agreement(request.user, pk)
    marked = access_undertaking(request.user, found, undertaking)
    told = {name: getattr(marked, name) for name in ("party", "beneficiary", "what", "when", "due_on")}
    lacking = marked.lacking
    data = request.POST if request.method == "POST" else None
    form = UndertakingForm(data, agreement=found, today=timezone.localdate(), name="undertaking", initial=told)
    if form.is_valid() and done(form, lambda: complete(marked, by=request.user, **form.cleaned_data)):
        messages.success(request, _told_of_a_mark(found))
        return redirect("undertakings", pk, marked.clause_id)
    context = {"agreement": found, "clause": marked.clause, "form": form, "lacking": lacking}
    return render(request, "agreements/undertaking.html", context, status=status_of(form))


@require_POST
@open_to(Policy.OFFICE)
def undertaking_removal(request: Asked, pk: int, undertaking: int) -> HttpResponse:
    """This will take back that a clause obliges to something."""
    found = access_agreement(request.user, pk)
    marked = access_undertaking(request.user, found, undertaking)
    clause = marked.clause_id
    try:
        unmark(marked, by=request.user)
    except NotNow as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back."))
    return redirect("undertakings", pk, clause)
