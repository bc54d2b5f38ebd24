"""What became of a session, told as a dated sentence about each record."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from comity.agreements.models import Agreement
from comity.agreements.models import Stage as Agreed
from comity.events.models import Event
from comity.events.models import Stage as Planned
from comity.journal.records import OnTheThread
from comity.meetings.models import Precision, Session
from comity.translation.templatetags.said import said
from comity.website.prose import span

Words = str | Promise


def became(record: OnTheThread, today: date) -> SafeString | None:
    """This will tell what the record is and when it came about, with its title as a link; nothing of other kinds."""
    if isinstance(record, Agreement):
        return _of_agreement(record, today)
    if isinstance(record, Event):
        when = span(record.starts_on, record.ends_on, by_months=record.is_dated_by_months)
        return _told(EVENTS[record.stage], record, when)
    if isinstance(record, Session):
        return _of_session(record) if record.took_place else None
    return None


EVENTS: dict[str, Words] = {
    Planned.HELD: _("The event “%(record)s” was held %(then)s."),
    Planned.PLANNED: _("The event “%(record)s” was to be held %(then)s; whether it was is not known."),
    Planned.CANCELLED: _("The event “%(record)s” was to be held %(then)s; it was called off."),
}
ENDS: dict[str, Words] = {
    Agreed.LAPSED: _("It has lapsed since."),
    Agreed.SUPERSEDED: _("Another has taken its place since."),
}


def _of_session(session: Session) -> SafeString:
    first, last = session.day.date(), session.ends_at.astimezone(session.day.tzinfo).date()
    when = span(first, last, by_months=session.precision == Precision.MONTHS)
    return _told(_("The working session “%(record)s” was held %(then)s."), session, when)


def _of_agreement(agreement: Agreement, today: date) -> SafeString:
    if agreement.concluded_on is None:
        return _told(_("The agreement “%(record)s” has not been concluded."), agreement, "")
    when = span(agreement.concluded_on, agreement.concluded_on)
    told = _told(_("The agreement “%(record)s” was concluded %(then)s."), agreement, when)
    return format_html("{} {}", told, end) if (end := _end(agreement, today)) else told


def _end(agreement: Agreement, today: date) -> SafeString | str:
    """What became of an agreement later."""
    if agreement.has_ended(today) and agreement.ends_on:
        return str(_("It ended %(then)s; no renewal is known.")) % {"then": span(agreement.ends_on, agreement.ends_on)}
    return str(ENDS.get(agreement.stage, ""))


def _told(words: Words, record: Any, when: str) -> SafeString:
    """The sentence, with the record's own title in it."""
    title = format_html('<a href="{}">{}</a>', record.get_absolute_url(), said(record.heading))
    return SafeString(conditional_escape(str(words)) % {"record": title, "then": format_html("<bdi>{}</bdi>", when)})
