"""What the public may read of a session, gathered for an article: nothing that is internal, no text in the making."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from comity.commitments.access import commitments_visible_to
from comity.commitments.models import Commitment
from comity.journal.refusals import NotNow
from comity.meetings.access import decisions_visible_at, delegations_shown_at, sessions_visible_to
from comity.meetings.models import Decision, Delegation, Session
from comity.partners.areas import AREAS
from comity.partners.models import Organisation
from comity.translation.texts import Text

PUBLIC = AnonymousUser()


@dataclass(frozen=True)
class Head:
    """Who headed a delegation, with the title held that day."""

    side: Organisation
    name: Text
    office: Text


@dataclass(frozen=True)
class SessionFacts:
    """What anybody may read of a session."""

    session: Session
    sides: list[Organisation]
    heads: list[Head]
    area_codes: set[str]
    decisions: list[Decision]
    said: list[Commitment]

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day, by the clocks of its own place."""
        zone = ZoneInfo(self.session.zone)
        return self.session.starts_at.astimezone(zone).date(), self.session.ends_at.astimezone(zone).date()

    @property
    def areas(self) -> list[Text]:
        """The areas of the session and of what was said there, in the order of the vocabulary."""
        return [name for code, name in AREAS.items() if code in self.area_codes]

    @property
    def promises(self) -> list[Commitment]:
        """What was promised, by its state."""
        return [one for one in self.said if not one.was_proposed]

    @property
    def proposals(self) -> list[Commitment]:
        """What was only proposed, by its state."""
        return [one for one in self.said if one.was_proposed]


def refuse_unless_public(session: Session) -> None:
    """This will raise NotNow, in words, where nothing can be told to the public of the session."""
    if not session.took_place:
        raise NotNow(_("News is written of a session that was held."))
    if not sessions_visible_to(PUBLIC).filter(pk=session.pk).exists():
        raise NotNow(_("The public does not see this session. Let the public see the extract first."))


def facts_of_session(session: Session) -> SessionFacts:
    """This will gather them as a visitor would find them. Raises NotNow where a visitor finds nothing."""
    refuse_unless_public(session)
    delegations = list(delegations_shown_at(PUBLIC, session))
    said = _by_state(commitments_visible_to(PUBLIC).said_at(session).for_its_page())
    of_what_was_said = {area.pk for one in said for area in one.areas.all()}
    return SessionFacts(
        session=session,
        sides=[one.organisation for one in delegations],
        heads=[head for one in delegations if (head := _head_of(one))],
        area_codes=of_what_was_said | {area.pk for area in session.areas.all()},
        decisions=list(decisions_visible_at(PUBLIC, session)),
        said=said,
    )


def _head_of(delegation: Delegation) -> Head | None:
    """Who headed it, unless nothing may name them any more."""
    head = delegation.head()
    if head is None or head.person is None or head.person.erased_at:
        return None
    return Head(delegation.organisation, head.person.heading, head.office)


def _by_state(found: Iterable[Commitment]) -> list[Commitment]:
    """What was said one after the other, kept together by whether it was promised, by its state, and between whom."""
    order = list(Commitment.MOVES)
    return sorted(
        found,
        key=lambda one: (one.was_proposed, order.index(one.stage), not one.is_mutual, _pair(one), one.pk),
    )


def _pair(said: Commitment) -> list[int]:
    """Between whom; what is mutual is said by neither first."""
    both = [said.promisor_id, said.beneficiary_id]
    return sorted(both) if said.is_mutual else both
