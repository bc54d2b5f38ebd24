"""What machines ask: whether we live, whether we can work, how it goes, and where to report a weakness."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from secrets import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from comity.accounts.policies import Policy, open_to
from comity.translation.texts import languages
from comity.watch import figures
from comity.watch.fitness import findings


@open_to(Policy.EVERYBODY)
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This will say that the process lives; it asks nobody else."""
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")


@open_to(Policy.EVERYBODY)
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """This will say whether all that Comity needs is there, with a sentence for each; 503 where something lacks."""
    found = findings()
    is_ready = all(one.is_well for one in found)
    told = {"ready": is_ready, "checks": {one.name: {"well": one.is_well, "words": one.words} for one in found}}
    return JsonResponse(told, status=200 if is_ready else 503, json_dumps_params={"indent": 2})


@open_to(Policy.EVERYBODY)
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """This will tell the figures to whoever brings the token; to all others there is nothing here."""
    brought = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not compare_digest(
        brought.encode("utf-8", "replace"), f"Bearer {settings.METRICS_TOKEN}".encode()
    ):
        raise Http404
    return HttpResponse(figures.told(), content_type=CONTENT_TYPE_LATEST)


@open_to(Policy.EVERYBODY)
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """This will say where to report a weakness (RFC 9116); nothing where the operator names no contact."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = [
        *(f"Contact: {one}" for one in settings.SECURITY_CONTACT),
        f"Expires: {_end_of_validity(timezone.now()):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(languages())}",
        f"Canonical: {settings.ADDRESS}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _end_of_validity(now: datetime) -> datetime:
    """The first day of a month, three to four months ahead: as long as the server runs, somebody looks after it."""
    ahead = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0) + timedelta(days=125)
    return ahead.replace(day=1)
