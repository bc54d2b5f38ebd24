"""What a visitor does: answers after a page, says more, changes it. No cookie is set, and none is looked at."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from comity.accounts.policies import Policy, open_to
from comity.opinion.asking import Altered, Asked, TooFast, TooOld, ask, read
from comity.opinion.forms import LevelForm, WordsForm
from comity.opinion.giving import How, WorkWanted, give, say
from comity.opinion.limits import count
from comity.opinion.proving import challenge_for, is_proved
from comity.opinion.public import public_page
from comity.opinion.receipts import Held, held_with, receipt_for
from comity.opinion.viewing import DOT
from comity.opinion.viewing import count as count_view
from comity.opinion.visitors import visitor_of
from comity.translation.texts import current_language

TRAP = "website"  # a field that people do not see, and programs fill in
TOO_MANY = _(
    "Very many answers came from your connection and browser in the last hour. This one is still here, and was not "
    "taken: send it again in an hour."
)


def without_cookie(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """This will drop what another part of Comity would tell on the next page by a cookie."""
    list(messages.get_messages(request))
    return response


# A seal that says when and on which page the form was shown stands for the token that needs a cookie: see decision 21.
@csrf_exempt
@open_to(Policy.EVERYBODY)
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """This will keep how satisfied somebody is with a page, and thank; or say why not, with what was chosen kept."""
    if request.method != "POST":
        return _to_the_page(key)
    form, token, now = LevelForm(request.POST), request.POST.get("page", ""), timezone.now()
    try:
        asked = read(token, key=key, now=now)
    except TooFast as refusal:
        return _again(request, form, refusal.asked, token, str(refusal))
    except TooOld as refusal:
        return _again(request, form, refusal.asked, ask(refusal.asked, at=now).token, str(refusal))
    except Altered as refusal:
        told: dict[str, Any] = {"form": form, "page": public_page(key, current_language()), "refusal": str(refusal)}
        return render(request, "opinion/not_taken.html", told, status=400)
    if not form.is_valid():
        return _again(request, form, asked, token, "")
    visitor = visitor_of(request, key, asked.language, now=now)
    counted = count(visitor)
    if counted.is_too_many:
        return _again(request, form, asked, token, str(TOO_MANY), status=429)
    try:
        given = give(
            asked,
            level=form.cleaned_data["level"],
            visitor=visitor,
            now=now,
            how=_how(request, token, is_rush=counted.is_a_rush),
        )
    except WorkWanted:
        told = {"form": form, "asked": asked, "token": token, "challenge": challenge_for(token, now=now)}
        return render(request, "opinion/work.html", told, status=428)
    return without_cookie(redirect("opinion-mine", receipt_for(given)), request)


def _how(request: HttpRequest, token: str, *, is_rush: bool) -> How:
    return How(
        is_trapped=bool(request.POST.get(TRAP)),
        is_rush=is_rush,
        is_proved=is_proved(request.POST.get("proof", ""), token=token),
        is_unproved=bool(request.POST.get("unproved")),
    )


def _to_the_page(key: UUID) -> HttpResponse:
    """Whoever opens the address of a form is led to the page after which it stands."""
    page = public_page(key, current_language())
    if page is None:
        raise Http404(key)
    return redirect(f"{page.address}#opinion")


def _again(
    request: HttpRequest, form: LevelForm, asked: Asked, token: str, refusal: str, *, status: int = 422
) -> HttpResponse:
    """The form once more, with what was chosen."""
    told = {"form": form, "asked": asked, "token": token, "refusal": refusal}
    return render(request, "opinion/again.html", told, status=status)


@require_safe
@open_to(Policy.EVERYBODY)
def seen(request: HttpRequest, sign: str) -> HttpResponse:
    """This will count that the question was shown, and send a dot that nobody sees."""
    try:
        if request.method == "GET":
            count_view(sign, now=timezone.now())
    except BadSignature:
        raise Http404(sign) from None
    return HttpResponse(DOT, content_type="image/gif", headers={"Cache-Control": "no-store"})


# The sealed receipt stands for the token here, for the same reason.
@csrf_exempt
@open_to(Policy.EVERYBODY)
def mine(request: HttpRequest, receipt: str) -> HttpResponse:
    """This will thank for an answer, and let whoever gave it say more and change it until the day is over."""
    held = held_with(receipt, now=timezone.now())
    if held is None:
        raise Http404(receipt)
    if request.method == "POST" and held.is_open:
        form = WordsForm(request.POST, is_of_a_machine=held.answer.is_of_a_machine)
        if form.is_valid():
            is_masked = say(held.answer, **form.cleaned_data)
            return without_cookie(redirect(f"{request.path}?kept{'&masked' if is_masked else ''}"), request)
        return _thanks(request, held, form, status=422)
    form = WordsForm(initial=_said(held), is_of_a_machine=held.answer.is_of_a_machine)
    return _thanks(request, held, form, status=409 if request.method == "POST" else 200)


def _said(held: Held) -> dict[str, Any]:
    """What was answered so far; words that somebody else may have written are not shown."""
    answer = held.answer
    told: dict[str, Any] = {"level": answer.level}
    if not held.is_changed:
        told |= {"found": answer.found, "understood": answer.understood, "comment": answer.comment}
    return told


def _thanks(request: HttpRequest, held: Held, form: WordsForm, *, status: int) -> HttpResponse:
    told = {"held": held, "answer": held.answer, "form": form}
    told |= {name: name.removeprefix("is_") in request.GET for name in ("is_kept", "is_masked")}
    return render(request, "opinion/thanks.html", told, status=status)
