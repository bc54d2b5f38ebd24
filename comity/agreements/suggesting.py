"""What a review suggests, and because of what: rules that a reader can check against the facts beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.agreements.health import Health
from comity.agreements.models import Agreement, Suggested
from comity.agreements.terms import Renewing
from comity.translation.templatetags.said import day

Because = Callable[[Agreement, Health], str]


@dataclass(frozen=True)
class Suggestion:
    """What could follow, and the facts that speak for it, in words."""

    act: Suggested
    because: list[str]

    @property
    def in_words(self) -> Any:
        """What is suggested, in words."""
        return self.act.label


def suggest(agreement: Agreement, health: Health) -> Suggestion:
    """This will suggest what should follow an agreement; the first rule of `RULES` that holds decides.

    A rule holds where every one of its conditions gives a reason.
    """
    for act, conditions in RULES:
        because = [one(agreement, health) for one in conditions]
        if all(because):
            return Suggestion(act, because)
    return Suggestion(Suggested.RENEW, _why_renew(health))


def _is_silent(agreement: Agreement, health: Health) -> str:
    since = health.dormant_since
    return _("nothing was heard of it since %(day)s") % {"day": day(since)} if since else ""


def _owes_nothing(agreement: Agreement, health: Health) -> str:
    return "" if health.open_ones or health.broken else _("no promise under it is still to be kept")


def _owes_something(agreement: Agreement, health: Health) -> str:
    n = len(health.open_ones) + len(health.broken)
    words = ngettext("%(n)d promise under it is not kept yet", "%(n)d promises under it are not kept yet", n)
    return words % {"n": n} if n else ""


def _brought_nothing(agreement: Agreement, health: Health) -> str:
    return "" if health.kept or health.results else _("nothing that came of it was recorded")


def _brought_something(agreement: Agreement, health: Health) -> str:
    n = len(health.kept) + sum(len(some) for _kind, some in health.results)
    words = ngettext("%(n)d thing came of it before", "%(n)d things came of it before", n)
    return words % {"n": n} if n else ""


def _is_not_foreseen(agreement: Agreement, health: Health) -> str:
    asks_anew = agreement.renewing in (Renewing.ANEW, Renewing.NONE)
    return _("its text does not let it go on without another instrument") if asks_anew else ""


def _breaks_more_than_it_keeps(agreement: Agreement, health: Health) -> str:
    if len(health.broken) <= len(health.kept):
        return ""
    words = _("more promises under it are overdue or cancelled (%(broken)d) than were kept (%(kept)d)")
    return words % {"broken": len(health.broken), "kept": len(health.kept)}


def _lost_its_people(agreement: Agreement, health: Health) -> str:
    n = len(health.people_gone)
    words = ngettext("%(n)d person whom it names has left", "%(n)d people whom it names have left", n)
    return words % {"n": n} if n else ""


# From what weighs most to what weighs least.
RULES: list[tuple[Suggested, list[Because]]] = [
    (Suggested.LET_LAPSE, [_is_silent, _owes_nothing, _brought_nothing]),
    (Suggested.REVIVE, [_is_silent, _owes_something]),
    (Suggested.REVIVE, [_is_silent, _brought_something]),
    (Suggested.REVISE, [_breaks_more_than_it_keeps]),
    (Suggested.REVISE, [_is_not_foreseen]),
    (Suggested.REVISE, [_lost_its_people]),
]


def _why_renew(health: Health) -> list[str]:
    """What speaks for renewing: it is alive, and nothing speaks against it."""
    told = [_("its latest trace is of %(day)s") % {"day": day(health.last_trace)}] if health.last_trace else []
    if health.kept:
        n = len(health.kept)
        told.append(ngettext("%(n)d promise under it was kept", "%(n)d promises under it were kept", n) % {"n": n})
    return [*told, _("nothing speaks against it")]
