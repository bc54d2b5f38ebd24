"""The page of one commitment, for those with an account and for holders of a signed link, and the acts on it."""

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

from comity.accounts.models import Viewer
from comity.accounts.policies import Asked, Policy, open_to
from comity.commitments.access import (
    access_by_link,
    access_commitment,
    access_evidence,
    access_link,
    access_result,
    item_shown,
    results_of,
)
from comity.commitments.forms import ActForm, FindingForm
from comity.commitments.linking import links_to, revoke_link
from comity.commitments.models import Commitment, Evidence
from comity.commitments.offering import BY_NAME, Act, address_of, form_of, offers
from comity.commitments.permissions import may_keep
from comity.commitments.telling import happenings
from comity.journal.answering import done
from comity.journal.back import FIELD, way_back
from comity.journal.permissions import may_read_history
from comity.journal.records import key_of
from comity.journal.thread import origins_of, threads_from
from comity.ui.forms import typed_in

# With an account


@open_to(Policy.EVERYBODY)
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """This will show one commitment."""
    found = access_commitment(request.user, pk)
    return _page(request, found, request.user)


@open_to(Policy.SIGNED_IN)
@require_POST
def act(request: Asked, pk: int, name: str) -> HttpResponse:
    """This will do one of the acts that the page of a commitment offers."""
    found = access_commitment(request.user, pk)
    return _do(request, found, request.user, name)


@open_to(Policy.OFFICE)
@require_POST
def finding(request: Asked, pk: int, result: int) -> HttpResponse:
    """This will record what became of an expected result."""
    found = access_commitment(request.user, pk)
    if not may_keep(request.user, found):
        raise PermissionDenied
    expected = access_result(request.user, found, result)
    form = _finding_form(found, request.user, result, data=request.POST)
    if form.is_valid() and done(form, lambda: expected.find(**form.cleaned_data, by=request.user)):
        return redirect("commitment", pk)
    return _page(request, found, request.user, finding=(result, form))


@open_to(Policy.OFFICE)
@require_POST
def link_revocation(request: Asked, pk: int, link: int) -> HttpResponse:
    """This will make a signed link open nothing from now on."""
    found = access_commitment(request.user, pk)
    if not may_keep(request.user, found):
        raise PermissionDenied
    revoke_link(found, access_link(request.user, found, link), at=timezone.now(), by=request.user)
    return redirect("commitment", pk)


@open_to(Policy.SIGNED_IN)
def evidence(request: Asked, pk: int) -> FileResponse:
    """This will hand out a file of evidence to the sides and to the office."""
    return _attachment(access_evidence(request.user, pk))


# By a signed link


@open_to(Policy.LINK_HOLDERS)
def commitment_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """This will show the one commitment that a signed link opens; looking at it changes nothing."""
    link, found = access_by_link(token, now=timezone.now())
    return _page(request, found, link, token=token)


@open_to(Policy.LINK_HOLDERS)
@require_POST
def act_by_link(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """This will do an act for the side of a signed link."""
    link, found = access_by_link(token, now=timezone.now())
    return _do(request, found, link, name, token=token)


@open_to(Policy.LINK_HOLDERS)
def evidence_by_link(request: HttpRequest, token: str, pk: int) -> FileResponse:
    """This will hand out a file of evidence shown for the commitment that a signed link opens."""
    link, _found = access_by_link(token, now=timezone.now())
    return _attachment(access_evidence(link, pk))


# What both share


def _do(request: HttpRequest, found: Commitment, viewer: Any, name: str, *, token: str = "") -> HttpResponse:
    act = BY_NAME.get(name)
    if act is None:
        raise Http404(name)
    if not act.is_allowed(viewer, found):
        raise PermissionDenied
    form = form_of(act, found, viewer, today=timezone.localdate(), data=request.POST, files=request.FILES)
    if not act.is_timely(found):
        return _too_late(request, found, token, form, act.refusal(found))
    if form.is_valid() and done(form, lambda: act.do(found, form, timezone.now(), viewer)):
        messages.success(request, act.done)
    else:
        found = access_commitment(viewer, found.pk)  # as it is now
        is_bare = FIELD in request.POST and not typed_in(form)  # pressed elsewhere: nothing is there to be mended
        if form.visible_fields() and act.is_offered(viewer, found) and not is_bare:
            form.shown_again(found)
            return _page(request, found, viewer, token=token, typed=form, act=name)
        return _too_late(request, found, token, form, " ".join(map(str, form.non_field_errors())) or act.refusal(found))
    return redirect(_page_of(found, token))


def _too_late(request: HttpRequest, found: Commitment, token: str, form: ActForm, words: str) -> HttpResponse:
    """The record went on meanwhile and its page offers this act no more: what was typed for it is given back."""
    if typed := typed_in(form):
        way_on = way_back(request) or _page_of(found, token)
        context = {"words": words, "typed": typed, "way_back": way_on, "back": _("Look at it as it is now")}
        return render(request, "ui/not_saved.html", context, status=422)
    messages.error(request, words)
    return redirect(_page_of(found, token))


def _page_of(found: Commitment, token: str) -> str:
    return reverse("commitment-by-link", args=[token]) if token else found.get_absolute_url()


def _page(
    request: HttpRequest,
    found: Commitment,
    viewer: Viewer,
    *,
    token: str = "",
    typed: ActForm | None = None,
    act: str = "",
    finding: tuple[int, ActForm] | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    is_full, keeps = found.seen_fully_by(viewer), may_keep(viewer, found)
    offered = offers(found, viewer, today=today, typed=typed, act=act)
    for offer in offered:
        offer.url = _address_of(offer.act, found, token)
    due = next((offer for offer in offered if offer.is_due), None)
    answers = [offer for offer in offered if offer.act.about]
    if not is_full:
        found.keep_wishes_from(viewer)
    shown = {
        "commitment": found,
        "standing": found.standing_on(today),
        "said_under": item_shown(viewer, found),
        "token": token,
        "viewer": viewer,
        "is_full": is_full,
        "origins": [one for one in origins_of(found, viewer=request.user) if one != found.said_under],
        "knot": threads_from([found], viewer=request.user)[key_of(found)],
        "happenings": happenings(found) if is_full else [],
        "wishes": [(one, [offer for offer in answers if offer.act.about == one.kind]) for one in found.wishes_shown],
        "answers": answers,
        "due": due,
        "others": [offer for offer in offered if offer is not due and not offer.act.about],
        "turn": [one.called for one in found.whose_turn()],
        "turn_since": found.turn_since() if is_full else found.stage_since,
        "results": _results(found, viewer, finding) if keeps else [],
        "links": links_to(found) if keeps else [],
        "keeps": keeps,
        "now": timezone.now(),
        "may_read_history": may_read_history(viewer),
    }
    response = render(request, "commitments/commitment.html", shown, status=422 if typed or finding else 200)
    if token:
        response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _address_of(act: Act, found: Commitment, token: str) -> str:
    if token:
        return reverse("commitment-act-by-link", args=[token, act.name])
    return address_of(act.name, found)


def _results(found: Commitment, viewer: Viewer, typed: tuple[int, ActForm] | None) -> list[tuple[Any, ActForm]]:
    """Each expected result with the form that says what became of it."""
    given = dict([typed] if typed else [])
    return [
        (
            one,
            given.get(one.pk)
            or _finding_form(found, viewer, one.pk, initial={"known": one.known, "source": one.source}),
        )
        for one in results_of(viewer, found)
    ]


def _finding_form(found: Commitment, viewer: Viewer, result: int, **given: Any) -> FindingForm:
    return FindingForm(commitment=found, viewer=viewer, today=timezone.localdate(), name=f"result-{result}", **given)


def _attachment(shown: Evidence) -> FileResponse:
    """Never shown inside a page of ours, never taken for anything but what its bytes are."""
    response = FileResponse(
        shown.file.open("rb"), as_attachment=True, filename=shown.name_to_save, content_type=shown.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
