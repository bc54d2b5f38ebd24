"""The text of an agreement as a PDF that is printed and read anywhere."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from comity.accounts.policies import Asked, Policy, open_to
from comity.agreements.access import (
    access_acts,
    access_agreement,
    access_by_link,
    access_signed_copy,
    access_text,
    access_to_sign,
)
from comity.agreements.models import Agreement
from comity.agreements.printing_text import Printout, print_text, printout_of
from comity.agreements.recording_acts import print_record
from comity.agreements.views.acts import as_attachment
from comity.journal.refusals import NotNow
from comity.papers.printing import CannotPrint
from comity.translation.texts import current_language

EVERY = "all"  # languages, one after the other


@open_to(Policy.EVERYBODY)
def printed_text(request: HttpRequest, pk: int) -> HttpResponse:
    """This will print the text for whoever may read it, in the language that is asked for."""
    return _print(request, access_text(request.user, pk))


@open_to(Policy.LINK_HOLDERS)
def printed_text_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """This will print the text that a signed link opens."""
    _link, found = access_by_link(token, now=timezone.now())
    return _print(request, found)


@open_to(Policy.SIGNED_IN)
def to_sign(request: Asked, pk: int) -> FileResponse:
    """This will hand out the PDF that is signed next, to the parties and to our office."""
    return as_attachment(access_to_sign(request.user, access_agreement(request.user, pk)))


@open_to(Policy.LINK_HOLDERS)
def to_sign_by_link(request: HttpRequest, token: str) -> FileResponse:
    """This will hand out the PDF that is signed next to the holder of a link."""
    link, found = access_by_link(token, now=timezone.now())
    return as_attachment(access_to_sign(link, found))


@open_to(Policy.SIGNED_IN)
def signed_copy(request: Asked, pk: int, copy: int) -> FileResponse:
    """This will hand out the PDF as one party signed it, to the parties and to our office."""
    return as_attachment(access_signed_copy(request.user, access_agreement(request.user, pk), copy))


@open_to(Policy.SIGNED_IN)
def record_of_acts(request: Asked, pk: int) -> HttpResponse:
    """This will print who approved and signed, when, and how they were identified; sealed where there is a seal."""
    found = access_acts(request.user, pk)
    try:
        made = print_record(request.user, found, at=timezone.now())
    except (CannotPrint, NotNow) as lacking:
        return render(request, "agreements/not_printed.html", {"agreement": found, "words": lacking}, status=503)
    return as_pdf(made, name=f"agreement-{found.pk}-record-of-acts.pdf")


def _print(request: HttpRequest, found: Agreement) -> HttpResponse:
    printout = printout_of(found)
    if not printout.content["clauses"]:
        raise Http404("no text")
    languages = _languages(request, printout)
    try:
        made = print_text(printout, languages)
    except CannotPrint as lacking:
        return render(request, "agreements/not_printed.html", {"agreement": found, "words": lacking}, status=503)
    return as_pdf(made, name=f"agreement-{found.pk}-{languages[0] if len(languages) == 1 else EVERY}.pdf")


def _languages(request: HttpRequest, printout: Printout) -> list[str]:
    """The one that was asked for, or all of them; else the reader's, where the text has it."""
    every, asked = printout.languages, request.GET.get("in", "")
    if asked == EVERY:
        return every
    if asked and asked not in every:
        raise Http404(asked)
    return [asked or (current_language() if current_language() in every else every[0])]


def as_pdf(made: bytes, *, name: str) -> HttpResponse:
    """This will hand out a PDF of ours to be saved; no cache keeps it and no search engine lists it."""
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
