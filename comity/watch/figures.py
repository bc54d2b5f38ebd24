"""Figures for Prometheus: requests, acts and refused sign-ins are counted as they come, all else when asked for.

Every worker counts for itself in a folder that the server makes when it opens (PROMETHEUS_MULTIPROC_DIR); whoever is
asked adds them up. Letters, journal and database are looked up, so that any worker of any machine tells the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db import connection, models, transaction
from django.db.models import Max, Min
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from comity.engines import figures as of_engines
from comity.engines.models import Spending
from comity.journal.models import Entry, Letter
from comity.journal.records import recorded

REQUESTS = Counter("comity_requests", "Requests answered.", ["route", "method", "status"])
SECONDS = Histogram(
    "comity_request_seconds",
    "How long an answer took.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
ACTS = Counter("comity_acts", "Acts that were committed, as far as they came through the web server.", ["kind", "act"])
SIGN_INS_REFUSED = Counter("comity_sign_ins_refused", "Wrong passwords and unknown addresses.")

SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
    "postgresql": "SELECT pg_database_size(current_database())",
}


def answered(*, route: str, method: str, status: int, seconds: float) -> None:
    """This will count one answer."""
    REQUESTS.labels(route, method, status).inc()
    SECONDS.labels(route).observe(seconds)


def count_kept(method: str) -> None:
    """This will count a page that was given as it was kept (comity/website/store.py); the log says nothing of it."""
    REQUESTS.labels("kept", method, 200).inc()


def listen() -> None:
    """This will count acts and refused sign-ins from now on."""
    recorded.connect(_count_act, dispatch_uid="figures")
    user_login_failed.connect(_count_refusal, dispatch_uid="figures")


def _count_act(*, sender: type[models.Model], act: str, **_more: Any) -> None:
    transaction.on_commit(ACTS.labels(sender._meta.model_name, act).inc)


def _count_refusal(**_more: Any) -> None:
    SIGN_INS_REFUSED.inc()


def told() -> bytes:
    """This will write all figures as Prometheus reads them."""
    registry = CollectorRegistry()
    if settings.METRICS_FOLDER:
        MultiProcessCollector(registry, settings.METRICS_FOLDER)
    else:
        for one in (REQUESTS, SECONDS, ACTS, SIGN_INS_REFUSED, *of_engines.EVERY):
            registry.register(one)
    registry.register(LookedUp())
    return generate_latest(registry)


class LookedUp(Collector):
    """What the database knows, asked when somebody wants to know."""

    def describe(self) -> Iterable[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        unsent = Letter.objects.filter(sent_at=None)
        tried = unsent.filter(attempts__gt=0).exclude(trouble="")
        oldest = unsent.aggregate(at=Min("written_at"))["at"]
        age = (timezone.now() - oldest).total_seconds() if oldest else 0
        newest = Entry.objects.aggregate(number=Max("pk"))["number"] or 0
        yield GaugeMetricFamily("comity_letters_waiting", "Letters that have not left.", unsent.count())
        yield GaugeMetricFamily("comity_letters_failed", "Letters that were tried and could not leave.", tried.count())
        yield GaugeMetricFamily("comity_letters_oldest_seconds", "Age of the oldest letter that has not left.", age)
        yield GaugeMetricFamily("comity_journal_entries", "The number of the newest entry of the journal.", newest)
        yield self._spent()
        yield GaugeMetricFamily("comity_database_bytes", "Size of the database.", bytes_of_database())

    def _spent(self) -> Metric:
        words = "Characters that an engine of translation was sent in this month."
        told = GaugeMetricFamily("comity_engine_characters", words, labels=["engine"])
        for engine, characters in Spending.objects.in_month(timezone.localdate()).items():
            told.add_metric([engine], characters)
        return told


def bytes_of_database() -> int:
    """This will ask the database how much it keeps, in bytes."""
    with connection.cursor() as cursor:
        cursor.execute(SIZE[connection.vendor])
        return int(cursor.fetchone()[0])
