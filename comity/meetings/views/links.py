"""What a signed link opens, for somebody without an account: the minutes of one session, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from comity.accounts.models import SignedLink
from comity.accounts.policies import Policy, open_to
from comity.meetings.access import access_by_link, access_final, access_item
from comity.meetings.amended import final_for
from comity.meetings.circulation import note_opening
from comity.meetings.drafts import draft_for
from comity.meetings.models import Session, Stage
from comity.meetings.permissions import may_correct
from comity.meetings.views.corrigenda import DECLINING, WITHDRAWAL, adopt_correction, end, propose
from comity.meetings.views.draft import adopt_for, ask
from comity.meetings.views.sessions import document, text_file


def opens(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """This will hand the link and its session to the view, and keep the address out of other sites' logs."""

    @wraps(view)
    def opened(request: HttpRequest, secret: str, **kwargs: Any) -> HttpResponse:
        link, session = access_by_link(secret, now=timezone.now())
        response = view(request, secret, link, session, **kwargs)
        # Not "no-referrer": with that a browser sends `Origin: null` along with a form, which no form gets through.
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return opened


@open_to(Policy.LINK_HOLDERS)
@opens
def draft_by_link(request: HttpRequest, secret: str, link: SignedLink, session: Session) -> HttpResponse:
    """This will show the draft, or the final text, to the holder of a link."""
    note_opening(session, link)
    language = request.GET.get("in", "")
    context: dict[str, Any] = {"session": session, "link": link, "secret": secret}
    if session.is_frozen:
        context |= {"page": final_for(session, link, language=language), "may_propose": may_correct(link, session)}
        return render(request, "meetings/final_by_link.html", context)
    if session.stage != Stage.CIRCULATED:
        return render(request, "meetings/taken_back.html", context)
    context |= {
        "page": draft_for(session, link, language=language),
        "may_correct": may_correct(link, session),
        "adopt_at": reverse("adoption-by-link", args=[secret]),
    }
    return render(request, "meetings/draft.html", context)


@open_to(Policy.LINK_HOLDERS)
@require_POST
@opens
def correction_by_link(
    request: HttpRequest, secret: str, link: SignedLink, session: Session, item: int
) -> HttpResponse:
    """This will ask for other words in an item."""
    way_back = f"{reverse('draft-by-link', args=[secret])}#item-{item}"
    return ask(request, session, access_item(link, session, item), by=link, way_back=way_back)


@open_to(Policy.LINK_HOLDERS)
@require_POST
@opens
def adoption_by_link(request: HttpRequest, secret: str, link: SignedLink, session: Session) -> HttpResponse:
    """This will adopt the text that was read, for the side of the link's holder."""
    adopt_for(request, session, by=link)
    return redirect("draft-by-link", secret)


@open_to(Policy.LINK_HOLDERS)
@opens
def final_file_by_link(request: HttpRequest, secret: str, link: SignedLink, session: Session) -> HttpResponse:
    """This will give the frozen text byte for byte."""
    return text_file(access_final(link, session))


@open_to(Policy.LINK_HOLDERS)
@opens
def final_document_by_link(request: HttpRequest, secret: str, link: SignedLink, session: Session) -> HttpResponse:
    """This will give the adopted text with its corrections as a file that is read and printed anywhere."""
    return document(request, access_final(link, session))


@open_to(Policy.LINK_HOLDERS)
@opens
def corrigenda_by_link(request: HttpRequest, secret: str, link: SignedLink, session: Session) -> HttpResponse:
    """This will propose a numbered correction of final minutes for the side of the link's holder."""
    way_back = reverse("draft-by-link", args=[secret])
    if not session.is_frozen:
        return redirect(way_back)
    return propose(request, session, by=link, way_back=way_back, secret=secret)


@open_to(Policy.LINK_HOLDERS)
@require_POST
@opens
def corrigendum_adoption_by_link(
    request: HttpRequest, secret: str, link: SignedLink, session: Session, number: int
) -> HttpResponse:
    """This will adopt a numbered correction for the side of the link's holder."""
    adopt_correction(request, session, number, by=link)
    return redirect("draft-by-link", secret)


@open_to(Policy.LINK_HOLDERS)
@opens
def corrigendum_declining_by_link(
    request: HttpRequest, secret: str, link: SignedLink, session: Session, number: int
) -> HttpResponse:
    """This will decline a numbered correction for the side of the link's holder, with words."""
    way_back = reverse("draft-by-link", args=[secret])
    return end(request, session, number, DECLINING, by=link, way_back=way_back, secret=secret)


@open_to(Policy.LINK_HOLDERS)
@opens
def corrigendum_withdrawal_by_link(
    request: HttpRequest, secret: str, link: SignedLink, session: Session, number: int
) -> HttpResponse:
    """This will take back a numbered correction that the side of the link's holder proposed."""
    way_back = reverse("draft-by-link", args=[secret])
    return end(request, session, number, WITHDRAWAL, by=link, way_back=way_back, secret=secret)
