"""The answers for other programs: rows for a table, everything as JSON, and the shape of the European gateway."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models.functions import TruncMonth

from comity.opinion.analysis import Analysis, Response
from comity.opinion.counting import Mean, Tally
from comity.opinion.models import AnswerQuerySet, Level

FORMAT = "comity-opinion/1"
COLUMNS = (
    "day",
    "hour",
    "page",
    "language",
    "title",
    "kind",
    "version",
    "level",
    "state",
    "engine",
    "device",
    "country",
    "found",
    "understood",
    "comment",
    "comment_language",
    "counts",
    "set_apart_because",
    "sample",
)
# One row for each page, month, country and device, as Implementing Regulation (EU) 2020/1121 asks for feedback on a
# page; the country is empty where the server in front does not tell it.
GATEWAY = (
    "page",
    "language",
    "month",
    "country",
    "device",
    *(f"rated_{one.value}" for one in Level),
    "answers",
    "mean",
)


def rows(answers: AnswerQuerySet) -> Iterator[tuple[Any, ...]]:
    """This will give every answer, the earliest first; no mark of a visitor among them."""
    for one in answers.select_related("page", "apart").order_by("day", "pk").iterator(chunk_size=500):
        yield (
            one.day.isoformat(),
            one.given_at.isoformat(),
            one.page.address,
            one.page.language,
            one.page.title,
            one.page.kind,
            one.version,
            one.level,
            one.state,
            one.engine,
            one.device,
            one.country,
            one.found,
            one.understood,
            one.comment,
            one.said_in,
            int(one.counts),
            "" if one.counts or one.apart is None else one.apart.suspicion,
            int(one.is_sample),
        )


def gateway_rows(answers: AnswerQuerySet) -> Iterator[tuple[Any, ...]]:
    """This will give the ratings of each page by month, country and device, and their mean."""
    columns = ("page__address", "page__language", "month", "country", "device")
    found: dict[tuple[Any, ...], Counter[int]] = {}
    for row in answers.that_count().annotate(month=TruncMonth("day")).counted(*columns):
        found.setdefault(tuple(row[one] for one in columns), Counter())[row["level"]] += row["n"]
    for (address, language, month, country, device), counts in sorted(found.items()):
        n = counts.total()
        mean = round(sum(level * many for level, many in counts.items()) / n, 2)
        levels = [counts[one] for one in Level]
        yield (address, language, month.strftime("%Y-%m"), country, device, *levels, n, mean)


def as_json(analysis: Analysis, *, now: datetime) -> dict[str, Any]:
    """This will tell everything that the page shows, and every answer; shares of fewer than ten answers are null."""
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "first": analysis.first,
        "last": analysis.last,
        "interval": "Wilson, 95 %",
        "interval_of_mean": "t, 95 %",
        "all": {**_told(analysis.whole), **_answered(analysis.response)},
        "views_counted_since": analysis.since,
        "set_apart": analysis.apart,
        "split": {
            one.key: [{"group": group.key, **_told(group.tally), **_answered(group.response)} for group in one.groups]
            for one in analysis.splits
        },
        "months": [{"first": one.first, **_told(one.tally)} for one in analysis.periods("month")],
        "answers": [dict(zip(COLUMNS, row, strict=True)) for row in rows(analysis.every)],
    }


def _told(tally: Tally) -> dict[str, Any]:
    if not tally.is_told:
        return {"n": None, "levels": None, "satisfied": None, "mean": None}
    low, high = tally.satisfied.interval
    share = {"share": round(tally.satisfied.value, 4), "low": round(low, 4), "high": round(high, 4)}
    levels = {one.value: tally.counts[one] for one in Level}
    return {"n": tally.n, "levels": levels, "satisfied": share, "mean": _mean(tally.mean)}


def _mean(mean: Mean) -> dict[str, Any]:
    low, high = mean.interval or (None, None)
    ends = {"low": low and round(low, 2), "high": high and round(high, 2)}
    return {"value": round(mean.value, 2), **ends}


def _answered(response: Response | None) -> dict[str, Any]:
    """About how many views there were, and the share that answered; null where that is not known."""
    if response is None or response.share is None:
        return {"views_about": None, "answered_share_about": None}
    return {"views_about": response.views, "answered_share_about": round(response.share, 4)}
