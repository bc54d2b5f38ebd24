"""Figures on engines, without a word of any text: how often they were asked, how it went, and how long it took."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

TEXTS = Counter("comity_engine_texts", "Texts that engines of translation were asked for.", ["engine", "outcome"])
SECONDS = Histogram(
    "comity_engine_seconds",
    "How long an engine of translation took for one question.",
    ["engine"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
EVERY = (TEXTS, SECONDS)


def asked(*, engine: str, trouble: str, texts: int, seconds: float) -> None:
    """This will count one question to an engine."""
    TEXTS.labels(engine, trouble or "translated").inc(texts)
    SECONDS.labels(engine).observe(seconds)
