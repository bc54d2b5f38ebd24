"""What is done to an agreement from stage to stage."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comity.accounts.models import Actor
from comity.accounts.policies import Asked, Policy, open_to
from comity.agreements.access import (
    access_agreement,
    access_by_link,
    access_clearance,
    access_link,
    access_party,
    access_signature,
)
from comity.agreements.correcting import change_party
from comity.agreements.forms_acts import AnswerClearanceForm, PartyForm
from comity.agreements.linking import revoke_link
from comity.agreements.models import Agreement, Finding, Stage
from comity.agreements.negotiating import answer_clearance
from comity.agreements.offering import BY_NAME, TEXT, Act, form_of
from comity.agreements.offering_life import REVIEW
from comity.agreements.views.files import as_attachment
from comity.agreements.views.life import review_page_of
from comity.agreements.views.pages import page_of
from comity.agreements.views.texts import text_page_of
from comity.journal.answering import done, not_saved, status_of
from comity.journal.refusals import NotNow

# The page to which an act leads, where that is not the page of the agreement.
LEADS_TO = {TEXT: "agreement-text", REVIEW: "agreement-review"}


@require_POST
@open_to(Policy.SIGNED_IN)
def act(request: Asked, pk: int, name: str) -> HttpResponse:
    """This will do one act, or say why it is refused, everything typed being kept."""
    return _do(request, access_agreement(request.user, pk), request.user, name)


@require_POST
@open_to(Policy.LINK_HOLDERS)
def act_by_link(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """This will do one act for the party of a signed link."""
    link, found = access_by_link(token, now=timezone.now())
    return _do(request, found, link, name, token=token)


def _do(request: HttpRequest, found: Agreement, viewer: Actor, name: str, *, token: str = "") -> HttpResponse:
    one = BY_NAME.get(name)
    if one is None:
        raise Http404(name)
    if not one.is_allowed(viewer, found):
        raise PermissionDenied
    form = form_of(one, found, today=timezone.localdate(), data=request.POST, files=request.FILES)
    if form.is_valid() and done(form, lambda: one.do(found, form, timezone.now(), viewer)):
        messages.success(request, one.done)
        if one.leads_to in LEADS_TO and not token:
            return redirect(LEADS_TO[one.leads_to], found.pk)
        return redirect(_page_of(found, token))
    return _refused(request, one, form, viewer, token=token)


def _page_of(found: Agreement, token: str) -> str:
    return reverse("agreement-by-link", args=[token]) if token else found.get_absolute_url()


def _refused(request: HttpRequest, one: Act, form: Any, viewer: Actor, *, token: str) -> HttpResponse:
    """The page comes back with what was typed, as long as it still offers the act; else the words are given back."""
    found = access_agreement(viewer, form.agreement.pk)
    if form.visible_fields() and one.is_offered(viewer, found):
        if token or one.is_beside_text:
            return text_page_of(request, found, viewer, token=token, typed=form, act=one.name)
        if one.leads_to == REVIEW:
            return review_page_of(request, found, typed=form, act=one.name)
        return page_of(request, found, typed=form, act=one.name)
    return not_saved(request, form, _page_of(found, token))


@require_POST
@open_to(Policy.OFFICE)
def link_revocation(request: Asked, pk: int, link: int) -> HttpResponse:
    """This will make a signed link open nothing from now on."""
    found = access_agreement(request.user, pk)
    sent = access_link(found, link)
    try:
        revoke_link(found, sent, at=timezone.now(), by=request.user)
    except NotNow as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The link opens nothing any more."))
    return redirect(found)


@require_POST
@open_to(Policy.HEADS)
def clearance(request: Asked, pk: int, clearance: int) -> HttpResponse:
    """This will give or refuse a clearance."""
    found = access_agreement(request.user, pk)
    asked = access_clearance(request.user, found, clearance)
    form = AnswerClearanceForm(request.POST, prefix=f"clearance-{asked.pk}")
    at = timezone.now()
    if form.is_valid() and done(form, lambda: answer_clearance(asked, **form.cleaned_data, at=at, by=request.user)):
        messages.success(request, _after(form.cleaned_data["finding"], asked.agreement))
        return redirect(found)
    return page_of(request, found, clearance=(asked.pk, form))


def _after(finding: str, agreement: Agreement) -> str:
    """What is said to whoever answered a clearance: whether the agreement can go on."""
    if finding != Finding.REFUSED:
        return _("Your answer is kept.")
    if agreement.stage == Stage.PROPOSED:
        return _("Your refusal is kept. The agreement is a proposal again, until the clearance is asked for once more.")
    return _("Your refusal is kept. The text is not agreed before the clearance is asked for once more and given.")


@open_to(Policy.OFFICE)
def party(request: Asked, pk: int, party: int) -> HttpResponse:
    """This will change what is told of a party: its legal name, who represents it, whom to turn to."""
    found = access_agreement(request.user, pk)
    side = access_party(found, party)
    form = PartyForm(request.POST or None, instance=access_party(found, party))
    if form.is_valid() and done(form, lambda: change_party(side, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Kept."))
        return redirect(found)
    shown = {"agreement": found, "party": side, "form": form}
    return render(request, "agreements/party.html", shown, status=status_of(form))


@open_to(Policy.SIGNED_IN)
def scan(request: Asked, pk: int, signature: int) -> FileResponse:
    """This will hand out the scan of what a party signed, to the parties and to our office."""
    shown = access_signature(request.user, access_agreement(request.user, pk), signature)
    if not shown.file:
        raise Http404
    return as_attachment(shown)
