"""What the page of a session tells: what was said there and what came of it, whose turn it is, what is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from comity.accounts.models import Viewer, reads_here, works_here
from comity.journal.records import Mark
from comity.journal.thread import Knot
from comity.meetings.models import AgendaItem, Session
from comity.meetings.models.sessions import SessionQuerySet, Stage
from comity.meetings.permissions import speaks_at
from comity.translation.templatetags.said import ago, number


def fetched(*found: SessionQuerySet, most: int) -> list[list[Session]]:
    """This will fetch at most `most` of each list, with what tells which act is due: the sides, and the agenda.

    The sides and items of all lists are fetched together, with one query each.
    """
    lists = [list(one[:most]) for one in found]
    prefetch_related_objects(list(chain.from_iterable(lists)), "delegations", "items")
    return lists


# The lede


def lede(session: Session, said: list[Knot], viewer: Viewer, *, now: datetime) -> str:
    """This will tell in a sentence or two what came of a session, or whose turn it is while it lies ahead.

    Whoever does not see everything is not told that nothing is recorded: it may only not be open to them.
    """
    if session.stage == Stage.CANCELLED:
        return _("The session was cancelled.")
    if session.stage == Stage.POSTPONED:
        return _("The session was put off; a new day is still to be found.")
    if session.is_ahead:
        return _ahead(session, now)
    if said:
        return _what_came_of(said, now.date())
    if reads_here(viewer):
        return _("No commitment that was made there is recorded yet.")
    return _("The commitments made there are not open to you, or none is recorded yet.")


def _ahead(session: Session, now: datetime) -> str:
    begins = _("It begins %(ago)s.") if session.begins_in_future(now) else _("It was to begin %(ago)s.")
    turn = _("It is the turn of %(owner)s.") % {"owner": session.owner}
    return f"{begins % {'ago': ago(session.starts_at)}} {turn}"


def _what_came_of(said: list[Knot], today: date) -> str:
    rest = [knot.record for knot in said if not _led_on(knot) and knot.record.is_waiting_for_results]
    silent = sum(1 for record in rest if record.is_unheard_of(today))
    count, led = len(said), sum(1 for knot in said if _led_on(knot))
    ended = count - led - len(rest)
    sentences = [
        ngettext("One thing was said.", "%(n)s things were said.", count) % {"n": _many(count)},
        led and ngettext("One led to something.", "%(n)s led to something.", led) % {"n": _many(led)},
        (waiting := len(rest) - silent)
        and ngettext("One is open.", "%(n)s are open.", waiting) % {"n": _many(waiting)},
        ended and ngettext("One came to an end.", "%(n)s came to an end.", ended) % {"n": _many(ended)},
        silent and ngettext("Of one nothing is known.", "Of %(n)s nothing is known.", silent) % {"n": _many(silent)},
    ]
    return " ".join(sentence[:1].upper() + sentence[1:] for sentence in sentences if sentence)


def _led_on(knot: Knot) -> bool:
    """Whether it was kept or something came of it; that it was put on a later agenda alone is nothing yet."""
    is_done = knot.record.standing is not None and knot.record.standing.mark == Mark.DONE
    return is_done or any(not isinstance(one, AgendaItem) for one in knot.all_below())


def _many(count: int) -> str:
    """A small number in a word, as sentences write it; a larger one in figures."""
    words = {
        2: pgettext("so many things", "two"),
        3: pgettext("so many things", "three"),
        4: pgettext("so many things", "four"),
        5: pgettext("so many things", "five"),
        6: pgettext("so many things", "six"),
        7: pgettext("so many things", "seven"),
        8: pgettext("so many things", "eight"),
        9: pgettext("so many things", "nine"),
        10: pgettext("so many things", "ten"),
    }
    return words.get(count, number(count))


# What is due

DRAFT = "text adoption"  # whoever adopts a text has it before their eyes


@dataclass
class Due:
    """The one act that waits for the reader: why, its verb, where it is done, and whether a click does it."""

    why: str
    act: str = ""
    url: str = ""
    is_click: bool = False
    here: str = ""  # the ids of what does it on the page at `url`, where that can be done away from it


def due_for(session: Session, viewer: Viewer, *, now: datetime) -> Due | None:
    """This will name what waits for `viewer`; nothing where it is not the viewer's turn."""
    if works_here(viewer):
        tell = OFFICE_DUE.get(session.stage)
        return tell(session, now) if tell and not session.compiled_from else None
    if session.stage == Stage.CIRCULATED and speaks_at(viewer, session):
        return Due(
            _("The draft minutes wait for your side: read them, ask for corrections, adopt them."),
            _("Read the draft"),
            reverse("draft", args=[session.pk]),
            here=DRAFT,
        )
    return None


def _click(why: str, act: str, route: str, session: Session) -> Due:
    return Due(why, act, reverse(route, args=[session.pk]), is_click=True)


def _go(why: str, act: str, route: str, session: Session, *, here: str = "") -> Due:
    return Due(why, act, reverse(route, args=[session.pk]), here=here)


def _to_convene(session: Session, now: datetime) -> Due:
    return _click(_("The session is proposed. Call the delegations together."), _("Convene"), "convening", session)


def _to_settle_agenda(session: Session, now: datetime) -> Due:
    if session.has_agenda():
        why = _("The agenda stands. Adopt it when both sides agree.")
        return _click(why, _("Adopt the agenda"), "agenda-adoption", session)
    return _go(_("The agenda is still empty."), _("Write the agenda"), "agenda", session)


def _to_hold(session: Session, now: datetime) -> Due:
    if session.begins_in_future(now):
        why = _("It begins %(ago)s. The pages for the minutes are ready.") % {"ago": ago(session.starts_at)}
        return _go(why, _("Open the minutes"), "minutes", session)
    why = _("The session has begun. Record that it was held once it is over.")
    return _click(why, _("Record that it was held"), "holding", session)


def _to_write(session: Session, now: datetime) -> Due:
    return _go(_("Write the minutes to their end."), _("Write the minutes"), "minutes", session)


def _to_circulate(session: Session, now: datetime) -> Due:
    why = _("The draft is complete. Circulate it, so that the other side can correct and adopt it.")
    return _click(why, _("Circulate the minutes"), "circulation", session)


def _to_adopt(session: Session, now: datetime) -> Due:
    why = _("The draft goes round. Answer what the other side asks for, then adopt the text.")
    return _go(why, _("Open the draft"), "draft", session, here=DRAFT)


def _to_close(session: Session, now: datetime) -> Due:
    why = _("The minutes are final. Close the follow-up when nothing is left to do.")
    return _go(why, _("Close the follow-up"), "closing", session, here="closing")


def _to_find_a_day(session: Session, now: datetime) -> Due:
    return _go(_("The session was put off."), _("Set a new day"), "new-day", session, here="new-day")


OFFICE_DUE: dict[Any, Callable[[Session, datetime], Due]] = {
    Stage.PROPOSED: _to_convene,
    Stage.CONVENED: _to_settle_agenda,
    Stage.AGENDA_ADOPTED: _to_hold,
    Stage.HELD: _to_write,
    Stage.DRAFTED: _to_circulate,
    Stage.CIRCULATED: _to_adopt,
    Stage.ADOPTED: _to_close,
    Stage.POSTPONED: _to_find_a_day,
}
