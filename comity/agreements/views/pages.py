"""The pages of agreements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from comity.accounts.policies import Asked, Policy, open_to
from comity.agreements import register
from comity.agreements.access import (
    access_agreement,
    agreements_visible_to,
    approvals_of,
    areas_of,
    clearances_of,
    conditions_of,
    is_to_be_signed,
    parties_of,
    person_of,
    registrations_of,
    signatures_of,
    signed_copies_of,
)
from comity.agreements.at_the_text import at_the_text, keeps_text
from comity.agreements.beside import beside
from comity.agreements.correcting import correct
from comity.agreements.forms import AgreementForm, EndForm, FactsForm, ProposalForm, RenewalForm
from comity.agreements.forms_acts import ActForm, AnswerClearanceForm
from comity.agreements.linking import links_to
from comity.agreements.models import Agreement, Stage
from comity.agreements.models.parties import standing_for_several
from comity.agreements.negotiating import propose
from comity.agreements.offering import offers
from comity.agreements.permissions import (
    may_clear,
    may_read_preparation,
    may_read_remarks,
    may_read_text,
    may_record,
)
from comity.agreements.registering import was_in_force
from comity.agreements.renewing import renew
from comity.agreements.required import ORDER, lacking
from comity.agreements.umbrellas import umbrellas_beside
from comity.agreements.views.life import gone, life_of
from comity.commitments.models import Commitment
from comity.commitments.pointing import record_at
from comity.journal.answering import done, not_saved, status_of
from comity.journal.records import OnTheThread, key_of
from comity.journal.thread import thread_around
from comity.meetings.models import AgendaItem
from comity.partners.models import Organisation
from comity.translation.texts import Text, languages
from comity.ui.lists import Long
from comity.ui.tables import as_csv, as_xlsx

TABLES = {"csv": as_csv, "xlsx": as_xlsx}


@open_to(Policy.EVERYBODY)
def agreements(request: HttpRequest) -> HttpResponse:
    """This will list the agreements that the viewer may see and asks for."""
    form, found = _asked(request)
    shown = {
        "form": form,
        "page": found.page(request.GET),
        "is_narrowed": bool(set(form.asked()) - {"sort"}),
        "may_record": may_record(request.user),
        "query": request.GET.urlencode(),
    }
    return render(request, "agreements/agreements.html", shown)


@open_to(Policy.EVERYBODY)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """This will give the list that is asked for as a table for other programs."""
    if kind not in TABLES:
        raise Http404(kind)
    _form, found = _asked(request)
    rows = register.rows(found.walk(), host=settings.ADDRESS)
    name = f"agreements-{timezone.localdate().isoformat()}"
    return TABLES[kind](register.columns(), rows, name=name, title=_("Agreements"))


def _asked(request: HttpRequest) -> tuple[register.RegisterForm, Long]:
    form = register.RegisterForm(request.GET, viewer=request.user)
    return form, register.found(form.asked(), viewer=request.user, today=timezone.localdate())


@open_to(Policy.OFFICE)
def new_agreement(request: Asked) -> HttpResponse:
    """This will enter an agreement."""
    form = AgreementForm(request.POST or None)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        entered = Agreement.conclude(parties=list(facts.pop("parties")), by=request.user, **facts)
        return redirect(entered)
    return render(request, "agreements/new_agreement.html", {"form": form}, status=status_of(form))


@open_to(Policy.OFFICE)
def new_proposal(request: Asked) -> HttpResponse:
    """This will enter an agreement that is proposed, tied to the record in which that was said where one is named."""
    came_from = record_at(request.GET.get("from", ""), viewer=request.user)
    form = ProposalForm(request.POST or None, initial=_said_in(came_from, request.user))
    if form.is_valid():
        facts = dict(form.cleaned_data)
        parties = list(facts.pop("parties"))
        made = propose(parties=parties, came_from=came_from, at=timezone.now(), by=request.user, **facts)
        return redirect(made)
    shown = {"form": form, "came_from": came_from}
    return render(request, "agreements/new_proposal.html", shown, status=status_of(form))


def _said_in(came_from: OnTheThread | None, viewer: Any) -> dict[str, Any]:
    """What the record in which it was said tells of it already; the keeper is whoever proposes it."""
    told: dict[str, Any] = {"proposed_on": timezone.localdate(), "keeper": person_of(viewer)}
    if isinstance(came_from, Commitment):
        sides = [came_from.promisor, came_from.beneficiary]
        told |= {"title": _title_between(*sides), "areas": areas_of(came_from)}
        told |= {"parties": sides, "rationale": came_from.deliverable}
    if isinstance(came_from, AgendaItem):
        session = came_from.session
        sides = [one.organisation for one in session.delegations.in_order()]
        told |= {"title": came_from.title, "areas": list(session.areas.all()), "parties": sides}
    return told


def _title_between(one: Organisation, other: Organisation) -> Text:
    """A title to begin with; the words of a promise are an order, and no title.

    Names stand beside each other, as no language puts them into a sentence without an article or a case.
    """
    told = {}
    for code in languages():
        with override(code):
            told[code] = _("Agreement: %(one)s – %(other)s") % {"one": one.called, "other": other.called}
    return Text(told)


@open_to(Policy.OFFICE)
def facts(request: Asked, pk: int) -> HttpResponse:
    """This will put right what was entered about an agreement."""
    found = access_agreement(request.user, pk)
    form = FactsForm(request.POST or None, instance=access_agreement(request.user, pk))
    if form.is_valid() and done(form, lambda: correct(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Corrected."))
        return redirect(found)
    return render(request, "agreements/facts.html", {"agreement": found, "form": form}, status=status_of(form))


@open_to(Policy.EVERYBODY)
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show one agreement: what it is, where it came from, what came of it."""
    try:
        found = access_agreement(request.user, pk)
    except Http404:
        return gone(request, pk)
    return _page(request, found)


def page_of(
    request: HttpRequest,
    found: Agreement,
    *,
    typed: ActForm | None = None,
    act: str = "",
    clearance: tuple[int, AnswerClearanceForm] | None = None,
) -> HttpResponse:
    """This will show the page with the form that was just refused, everything typed in it."""
    return _page(request, found, refused=(typed, act), clearance=clearance)


def _on_its_way(found: Agreement, viewer: Any, refused: Any, clearance: Any) -> dict[str, Any]:
    """The three clocks, what our house said of it, and what can be done: as far as the viewer may read that."""
    typed, act = refused or (None, "")
    offered = offers(found, viewer, today=timezone.localdate(), typed=typed, act=act)
    prepares, text = may_read_preparation(viewer, found), found.text()
    clearances = _clearances(found, viewer, clearance)
    missing = lacking(found, entering=_next(found)) if prepares and found.is_on_the_way else []
    sides = _sides(found, viewer, text)
    return {
        "text": text,
        "sides": sides,
        "stand_for_several": standing_for_several([one for one, *_rest in sides]) if prepares else [],
        "reads_text": may_read_text(viewer, found),
        "keeps_text": keeps_text(found, text),
        "reads_remarks": may_read_remarks(viewer, found),
        "prepares": prepares,
        "clearances": clearances,
        "is_to_clear": any(form for _one, form in clearances),
        "waited_for": [one for one, form in clearances if one.is_waiting and form is None],
        "lacking": [one for one in missing if not one.is_asked],
        "signed_copies": signed_copies_of(viewer, found),
        "is_to_be_signed": is_to_be_signed(viewer, found),
        "links": links_to(found) if may_record(viewer) else [],
        "now": timezone.now(),
        "at_text": at_the_text(found, viewer),
        "due": next((one for one in offered if one.is_due), None),
        "others": [one for one in offered if not one.is_due],
    }


def _next(found: Agreement) -> str:
    """The stage to which it is on its way next, in the order of the table."""
    return ORDER[min(ORDER.index(Stage(found.stage)) + 1, len(ORDER) - 1)]


def _sides(found: Agreement, viewer: Any, text: Any) -> list[tuple[Any, Any, Any]]:
    """Each party with its approval and its signature of the text that stands."""
    approvals = {one.party_id: one for one in approvals_of(viewer, found, text)}
    signatures = {one.party_id: one for one in signatures_of(viewer, found)}
    return [(one, approvals.get(one.pk), signatures.get(one.pk)) for one in parties_of(found)]


def _clearances(found: Agreement, viewer: Any, sent: Any) -> list[tuple[Any, Any]]:
    """Each clearance, with a form where it waits for whoever reads the page."""
    number, form = sent or (0, None)
    answers = may_clear(viewer)
    return [
        (one, _answering(one, form if one.pk == number else None) if answers and one.waits_for(viewer) else None)
        for one in clearances_of(viewer, found)
    ]


def _answering(one: Any, sent: AnswerClearanceForm | None) -> AnswerClearanceForm:
    return sent or AnswerClearanceForm(prefix=f"clearance-{one.pk}")


def _page(
    request: HttpRequest, found: Agreement, *, refused: Any = None, clearance: Any = None, **forms_sent: forms.Form
) -> HttpResponse:
    today, seen = timezone.localdate(), agreements_visible_to(request.user).without_parties()
    sent = [*forms_sent.values(), (refused or (None,))[0], (clearance or (0, None))[1]]
    way = _on_its_way(found, request.user, refused, clearance)
    knots, origins = thread_around(found, [found], viewer=request.user)
    knot = knots[key_of(found)]
    context: dict[str, Any] = {
        **way,
        **life_of(found, request.user, knot=knot, sides=way["sides"]),
        **conditions_of(request.user, found),
        "agreement": found,
        "beside": beside(found, request.user),
        "origins": origins,
        "knot": knot,
        "may_record": may_record(request.user) and found.is_in_force,
        "may_correct": may_record(request.user),
        "may_register": may_record(request.user) and was_in_force(found),
        "registrations": registrations_of(found),
        "has_ended": found.has_ended(today),
        "is_to_review": found.is_to_review(today),
        "umbrellas": umbrellas_beside(found, request.user, today=today),
        "parent": found.parent and seen.numbered(found.parent_id).first(),
        "dependents": seen.under(found),
        "renewal_form": RenewalForm(initial={"on": today}),
        "lapse_form": EndForm(prefix="lapse"),
        "superseding_form": EndForm(prefix="superseding"),
    }
    return render(request, "agreements/agreement.html", context | forms_sent, status=status_of(*sent))


def _act(request: HttpRequest, pk: int, name: str, form: forms.Form, act: Callable[[Agreement], None]) -> HttpResponse:
    """Do one act with what was typed; what cannot be taken comes back with everything typed."""
    found = access_agreement(request.user, pk)
    if not (form.is_valid() and done(form, lambda: act(found))):
        found = access_agreement(request.user, pk)
        return (
            _page(request, found, **{name: form})
            if found.is_in_force
            else not_saved(request, form, found.get_absolute_url())
        )
    messages.success(request, found.standing.words)
    return redirect(found)


@require_POST
@open_to(Policy.OFFICE)
def renewal(request: Asked, pk: int) -> HttpResponse:
    """This will record that the parties renewed it."""
    form, at = RenewalForm(request.POST, request.FILES), timezone.now()
    return _act(request, pk, "renewal_form", form, lambda one: renew(one, at=at, by=request.user, **form.cleaned_data))


@require_POST
@open_to(Policy.OFFICE)
def lapse(request: Asked, pk: int) -> HttpResponse:
    """This will record that it was let lapse."""
    form = EndForm(request.POST, prefix="lapse")
    return _act(request, pk, "lapse_form", form, lambda one: one.lapse(by=request.user, **form.cleaned_data))


@require_POST
@open_to(Policy.OFFICE)
def superseding(request: Asked, pk: int) -> HttpResponse:
    """This will record that another instrument took its place."""
    form = EndForm(request.POST, prefix="superseding")
    return _act(
        request,
        pk,
        "superseding_form",
        form,
        lambda one: one.be_superseded(by=request.user, **form.cleaned_data),
    )
