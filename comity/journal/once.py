"""A form that is sent twice does its act once: by a double click, a retry, the back button, a reply that was lost.

Every form carries a random token. The first act of the request that brings it writes a receipt in its own
transaction, so the act and the receipt are there together or not at all. Whoever sends the same form with the same
words again gets the answer of the first time.
"""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from cryptography.fernet import Fernet
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from comity.journal.acting import answering, beginnings
from comity.journal.models import Receipt

FIELD = "once"
UNTOLD = {"csrfmiddlewaretoken", "key_password"}  # what no receipt is made of, not even as a part of its digest
SHORTEST, LONGEST = 16, 64  # characters of a token that is taken for one
PATIENCE = timedelta(seconds=5)  # that an answer is waited for, which another request is about to give
PAUSE = 0.2  # seconds between two looks for it


class AlreadyDone(Exception):
    """This form was answered before; what it asked for is done, and nothing was done twice."""


@dataclass(frozen=True)
class Sending:
    """One request that brings a form: the key of its receipt, and the seal for its answer."""

    key: str
    seal: Fernet
    number: str


_sending: ContextVar[Sending | None] = ContextVar("sending", default=None)


def sent_by(request: HttpRequest) -> Sending | None:
    """This will recognise a form that can be told from every other; nothing where it carries no token."""
    token = request.POST.get(FIELD, "") if request.method == "POST" else ""
    if not SHORTEST <= len(token) <= LONGEST:
        return None
    digest = sha256(json.dumps([_sender(request), request.path, *_typed(request)]).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(name.encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    seal = Fernet(urlsafe_b64encode(sha256(b"receipt:" + token.encode()).digest()))
    return Sending(digest.hexdigest(), seal, uuid4().hex)


def _sender(request: HttpRequest) -> int | None:
    return request.user.pk


def _typed(request: HttpRequest) -> list[Any]:
    return [pair for pair in sorted(request.POST.lists()) if pair[0] not in UNTOLD]


def write_receipt() -> None:
    """This will write, in the transaction of the act that begins, that this form was answered.

    Raises AlreadyDone where another request that brought the same form was first.
    """
    now = _sending.get()
    if now is None:
        return
    receipt, is_new = Receipt.objects.get_or_create(key=now.key, defaults={"sending": now.number, "at": timezone.now()})
    if not is_new and receipt.sending != now.number:
        raise AlreadyDone


beginnings.append(write_receipt)


class OnceOnly:
    """Middleware: names the sender of each request for the guards, and answers a form that was sent before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with answering(request):
            sending = sent_by(request)
            if sending is None:
                return self.get_response(request)
            return self._once(request, sending)

    def _once(self, request: HttpRequest, sending: Sending) -> HttpResponse:
        if Receipt.objects.filter(key=sending.key).exists():
            return answer_again(request, sending)
        token = _sending.set(sending)
        try:
            response = self.get_response(request)
        finally:
            _sending.reset(token)
        receipt = Receipt.objects.filter(key=sending.key).first()
        if receipt is None:  # no act was done; what was typed may be sent again
            return response
        if receipt.sending != sending.number:
            return answer_again(request, sending)
        if response.streaming:  # a file to be saved: it is not kept a second time, and may be asked for again
            receipt.delete()
            return response
        keep_answer(request, response, sending)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """This will end a request whose act another one did in the meantime; its answer is given in place of this."""
        return HttpResponse(status=409) if isinstance(exception, AlreadyDone) else None


def keep_answer(request: HttpRequest, response: HttpResponse, sending: Sending) -> None:
    """This will keep the answer, sealed with the form's own token, for whoever sends the form again."""
    told = {
        "status": response.status_code,
        "headers": {name: value for name, value in response.items() if name.lower() in KEPT_HEADERS},
        "body": response.content.decode("utf-8", "replace"),
        "messages": [[one.level, str(one.message)] for one in _messages(request)],
    }
    sealed = sending.seal.encrypt(json.dumps(told).encode())
    Receipt.objects.filter(key=sending.key).update(answer=sealed)


KEPT_HEADERS = {"location", "content-type", "hx-redirect", "hx-trigger", "hx-location"}


def _messages(request: HttpRequest) -> list[Any]:
    """The words for the next page; not taken from it, only looked at."""
    return list(getattr(messages.get_messages(request), "_queued_messages", []))


def answer_again(request: HttpRequest, sending: Sending) -> HttpResponse:
    """This will give the answer of the first time; where that was lost, say that it was done and lead to the page."""
    sealed = _answer_of(sending)
    if sealed is None:
        messages.info(request, _("This had been sent already. It was done once, and not a second time."))
        return redirect(_page_of_the_form(request))
    told = json.loads(sending.seal.decrypt(bytes(sealed)))
    unread = {str(one.message) for one in getattr(messages.get_messages(request), "_loaded_messages", [])}
    for level, words in told["messages"]:
        if words not in unread:
            messages.add_message(request, level, words)
    return HttpResponse(told["body"], status=told["status"], headers=told["headers"])


def _page_of_the_form(request: HttpRequest) -> str:
    page = request.headers.get("Referer", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else "home"


def _answer_of(sending: Sending) -> bytes | memoryview | None:
    """The answer, waited for where another request is giving it right now."""
    while True:
        receipt = Receipt.objects.filter(key=sending.key).first()
        if receipt is None or receipt.answer is not None:
            return receipt.answer if receipt else None
        if receipt.at < timezone.now() - PATIENCE:
            return None
        time.sleep(PAUSE)
