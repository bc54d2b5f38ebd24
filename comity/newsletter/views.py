"""Asking for the news by mail, confirming it, leaving. No cookie is set, and nothing tells who is a subscriber."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from comity.accounts.policies import Asked, Policy, open_to
from comity.newsletter.access import access_to_confirm, access_to_leave, digests_visible_to, subscribers_counted_for
from comity.newsletter.forms import AskForm, is_too_often, seal
from comity.newsletter.subscribing import ask, confirm, leave
from comity.opinion.visitors import network_mark
from comity.translation.texts import current_language

ON_A_PAGE = 20


# A sealed moment stands for the token that needs a cookie; a foreign page that sends an address here does no more than
# its owner could do by typing it: see decision 27.
@csrf_exempt
@open_to(Policy.EVERYBODY)
def newsletter(request: HttpRequest) -> HttpResponse:
    """This will offer the news by mail, and write to the address that was typed; the answer is the same for all."""
    now = timezone.now()
    if request.method != "POST":
        return _asking(request, AskForm(now=now), status=200)
    form = AskForm(request.POST, now=now)
    if not form.is_valid():
        return _asking(request, form, status=422)
    if is_too_often(network_mark(request, now=now)):
        words = _("Very many addresses came from your connection in the last hour. Send yours again in an hour.")
        form.add_error(None, words)
        return _asking(request, form, status=429)
    if not form.is_trapped:
        ask(form.cleaned_data["email"], language=current_language(), now=now)
    return redirect("newsletter-asked")


def _asking(request: HttpRequest, form: AskForm, *, status: int) -> HttpResponse:
    told = {"form": form, "shown": seal(at=timezone.now())}
    return render(request, "newsletter/newsletter.html", told, status=status)


@open_to(Policy.EVERYBODY)
def asked(request: HttpRequest) -> HttpResponse:
    """This will say that a letter is on its way, whoever asked and whatever they typed."""
    return render(request, "newsletter/asked.html")


# The token in the address is what is known only from the letter; a cookie could add nothing.
@csrf_exempt
@open_to(Policy.LINK_HOLDERS)
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """This will begin the letters when its button is pressed: opening the address does nothing, as scanners open it."""
    now = timezone.now()
    subscriber = access_to_confirm(token, now=now)
    if request.method == "POST":
        confirm(subscriber, now=now)
        return redirect(f"{request.path}?done")
    is_done = subscriber.is_confirmed and subscriber.language == subscriber.wanted
    return render(request, "newsletter/confirmation.html", {"subscriber": subscriber, "is_done": is_done})


# RFC 8058: a mail program sends this POST for its reader, with no cookie, no token, and follows no redirect.
@csrf_exempt
@open_to(Policy.LINK_HOLDERS)
def leaving(request: HttpRequest, token: str) -> HttpResponse:
    """This will end the letters at one POST; opened in a browser, it asks for one press of a button."""
    subscriber = access_to_leave(token)
    if request.method == "POST":
        leave(subscriber)
        subscriber = None
    return render(request, "newsletter/leaving.html", {"subscriber": subscriber, "again": reverse("newsletter")})


@open_to(Policy.OFFICE)
def digests(request: Asked) -> HttpResponse:
    """This will show how many read the news in each language, and which digests went out; nobody sees to whom."""
    page = Paginator(digests_visible_to(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    told = {"page": page, "subscribers": subscribers_counted_for(request.user)}
    return render(request, "newsletter/digests.html", told)
