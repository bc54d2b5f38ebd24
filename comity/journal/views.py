"""The pages of the journal, and the pages that say no."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_from_request

from comity.accounts.policies import Policy, open_to
from comity.journal.models import Entry, Letter
from comity.journal.records import Recorded
from comity.journal.permissions import may_read_letters
from comity.journal.refusing import note_refusal

PAGE = 50


@open_to(Policy.EVERYBODY)
def front_door(request: HttpRequest) -> HttpResponse:
    """This will lead to the home page in the language that the browser asks for."""
    return redirect(f"/{get_language_from_request(request)}/")


@open_to(Policy.OFFICE)
def history(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """This will show every act done to one record, newest first."""
    subject = _subject(kind, pk)
    entries = Paginator(Entry.objects.about(subject).with_people(), PAGE).get_page(request.GET.get("page"))
    return render(request, "journal/history.html", {"subject": subject, "entries": entries})


def _subject(kind: str, pk: int) -> Recorded:
    app, _dot, model = kind.partition(".")
    found = ContentType.objects.filter(app_label=app, model=model).first()
    subject_class = found.model_class() if found else None
    if subject_class is None or not issubclass(subject_class, Recorded):
        raise Http404(kind)
    return get_object_or_404(subject_class, pk=pk)


@open_to(Policy.OFFICE)
def journal(request: HttpRequest) -> HttpResponse:
    """This will show the latest acts in the whole of Comity."""
    entries = Paginator(Entry.objects.latest().with_people(), PAGE).get_page(request.GET.get("page"))
    return render(request, "journal/journal.html", {"entries": entries})


@open_to(Policy.EVERYBODY)
def letters(request: HttpRequest) -> HttpResponse:
    """This will show which letters left; in a demonstration everybody reads them, since nobody gets them."""
    if not (settings.DEMO or may_read_letters(request.user)):
        raise PermissionDenied
    page = Paginator(Letter.objects.latest(), PAGE).get_page(request.GET.get("page"))
    return render(request, "journal/letters.html", {"letters": page})


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This will say that an act is not for this person, and write down that it was tried."""
    note_refusal(request)
    return render(request, "journal/refused.html", status=403)


def not_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This will say that there is nothing at this address, without telling whether there ever was."""
    return render(request, "journal/not_here.html", status=404)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """This will say that the fault is ours."""
    return render(request, "journal/went_wrong.html", status=500)
