"""The public address of the journal's seal: checkpoints, the key that signs them, and proofs between two of them.

Nothing here tells what the journal says: roots, hashes of salted leaves, and when they were signed.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control

from comity.accounts.policies import Policy, open_to
from comity.journal import checkpoints
from comity.journal.models import Checkpoint
from comity.journal.witnesses import proof_between

PAGE = 30


@open_to(Policy.EVERYBODY)
def seal(request: HttpRequest) -> HttpResponse:
    """This will explain how the journal is sealed, with its newest checkpoints."""
    page = Paginator(Checkpoint.objects.order_by("-size"), PAGE).get_page(request.GET.get("page"))
    told = {"checkpoints": page, "newest": Checkpoint.objects.newest(), "key": checkpoints.public_key()}
    return render(request, "journal/seal.html", told)


@open_to(Policy.EVERYBODY)
@cache_control(public=True, max_age=60)
def newest(request: HttpRequest) -> HttpResponse:
    """This will give the newest checkpoint as it was signed."""
    found = Checkpoint.objects.newest()
    if found is None:
        raise Http404("no checkpoint")
    return _text(found.text)


@open_to(Policy.EVERYBODY)
@cache_control(public=True, max_age=31_536_000, immutable=True)
def checkpoint(request: HttpRequest, size: int) -> HttpResponse:
    """This will give the checkpoint of one size."""
    return _text(get_object_or_404(Checkpoint, size=size).text)


@open_to(Policy.EVERYBODY)
@cache_control(public=True, max_age=60)
def key(request: HttpRequest) -> HttpResponse:
    """This will give the public key that signs checkpoints."""
    return _text(checkpoints.public_key() + "\n")


@open_to(Policy.EVERYBODY)
@cache_control(public=True, max_age=31_536_000, immutable=True)
def proof(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """This will prove that one checkpoint grew out of another: a hash in each line."""
    if not 0 < old <= new or Checkpoint.objects.filter(size__in={old, new}).count() != len({old, new}):
        raise Http404("no such checkpoints")
    return _text("".join(f"{step.hex()}\n" for step in proof_between(old, new)))


def _text(words: str) -> HttpResponse:
    return HttpResponse(words, content_type="text/plain; charset=utf-8")
