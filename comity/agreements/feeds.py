"""The days of agreements in a person's own calendar: when notice can be given last, when a review begins, the end.

They come with the sessions, at the same secret address (comity/meetings/feeds.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from comity.accounts.models import User
from comity.agreements.access import agreements_visible_to
from comity.agreements.models import Agreement
from comity.meetings import feeds
from comity.meetings.calendars import WholeDay
from comity.translation.templatetags.said import day

LIMIT = 1_000  # agreements, those that end first
PAST = timedelta(days=366)  # what is over for longer leaves the calendar


def tell_calendars() -> None:
    """This will tell the calendars of people of agreements from now on."""
    feeds.tell_too(days_of, called=pgettext_lazy("calendar", "agreements"))


def days_of(user: User, at: datetime) -> Iterator[WholeDay]:
    """This will tell the days of the agreements in force that concern a person: for the office all, else its own."""
    today = timezone.localdate(at)
    found = agreements_visible_to(user).ending_from(today - PAST)
    if not user.works_here:
        found = found.concerning(user)
    for one in found[:LIMIT]:
        yield from _days(one)


def _days(one: Agreement) -> Iterator[WholeDay]:
    told: list[tuple[str, date | None, str]] = [
        ("review", one.review_on, _("Review: %(title)s")),
        ("notice", one.notice_by, _("Last day for notice: %(title)s")),
        ("end", one.ends_on, _("End of term: %(title)s")),
    ]
    url = settings.ADDRESS + one.get_absolute_url()
    for name, on, words in told:
        if on is not None:
            more = _("The term ends %(day)s.") % {"day": day(one.ends_on)}
            title = words % {"title": str(one.title)}
            # A renewal moves the days: what is known under the same number moves with them.
            yield WholeDay(
                f"agreement-{one.pk}-{name}", title, on, more, url, one.is_public, version=len(one.renewals.all())
            )
