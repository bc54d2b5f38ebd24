"""How often one visitor, or one network, may ask for something in an hour.

Counted under marks of the day that nobody can read back, as answers of visitors are (`comity.opinion.visitors`).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comity.journal.refusals import NotNow
from comity.opinion.limits import one_more
from comity.opinion.visitors import visitor_of

READINGS, WORDINGS = "readings", "wordings"
OF_A_VISITOR = {READINGS: 40, WORDINGS: 20}  # pages that somebody goes through in an hour
OF_A_NETWORK = {READINGS: 400, WORDINGS: 200}  # a university has one address for all


class TooOften(NotNow):
    """More than a person does in an hour."""

    def __init__(self) -> None:
        super().__init__(
            _("Very much came from your connection in the last hour, so nothing was done. Send it again in an hour.")
        )


def refuse_too_many(request: HttpRequest, what: str, *, key: UUID, now: datetime) -> None:
    """This will count one more, and raise TooOften where these are too many."""
    visitor = visitor_of(request, key, "", now=now)
    of_visitor, of_network = one_more(f"{what}:hand:{visitor.hand}"), one_more(f"{what}:net:{visitor.network}")
    if of_visitor > OF_A_VISITOR[what] or of_network > OF_A_NETWORK[what]:
        raise TooOften
