"""What agreements need a person today: those on their way to force, and those that end."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from comity.accounts.models import User
from comity.agreements.access import agreements_visible_to
from comity.agreements.models import Agreement, AgreementQuerySet, Stage
from comity.agreements.models.orders import ENDING, LONGEST_AT_STAGE
from comity.agreements.models.stages import BINDING, ON_THE_WAY
from comity.agreements.permissions import may_clear, may_write
from comity.agreements.terms import LONGEST_REVIEW, months_after
from comity.desk.rows import SHOWN, Need, Section, section
from comity.translation.templatetags.said import day, isolated
from comity.ui.lists import Long, Way

# While our office prepares, nobody else can do anything to it.
BEFORE_OPENED = (Stage.PROPOSED, Stage.CLEARANCE, Stage.DRAFTING)


def on_the_way(viewer: User) -> Section:
    """Agreements that are proposed, written, negotiated, approved or signed, with whose turn it is; one question."""
    open_to = agreements_visible_to(viewer).without_parties()
    ways = [Way(open_to, {"stage": stage}) for stage in sorted(ON_THE_WAY)]
    found = Long(ways, LONGEST_AT_STAGE, dress=AgreementQuerySet.for_going_on).first(SHOWN + 1)
    return section(_("Agreements on their way"), found, lambda one: _on_its_way(one, viewer), all_at="agreements")


def _on_its_way(one: Agreement, viewer: User) -> Need:
    why = _("it is the turn of %s") % isolated(one.turn.organisation.called) if one.turn else str(one.owner)
    told = f"{one.stage_in_words()} · {why}"
    waits = one.waits_to_be_cleared  # type: ignore[attr-defined] # told by `for_going_on`
    if one.stage == Stage.CLEARANCE and waits and may_clear(viewer):
        return Need(one, told, _("Clear it"), f"{one.get_absolute_url()}#clearances", one.stage_since)
    if one.stage in BEFORE_OPENED and not may_write(viewer):
        return Need(one, told, _("See where it stands"), one.get_absolute_url(), one.stage_since)
    return Need(one, told, _("Go on with it"), f"{one.get_absolute_url()}#acts", one.turn_since or one.stage_since)


def to_review(viewer: User, *, today: date) -> Section:
    """Agreements whose term is over while nobody recorded what followed, and those that end within a year."""
    open_to = agreements_visible_to(viewer).without_parties().with_days().to_review(today)
    # No review begins earlier than that: it says nothing new, and leads along the order of the ends.
    until = months_after(today, LONGEST_REVIEW)
    ways = [Way(open_to, {"stage": stage, "ends__lte": until}) for stage in sorted(BINDING)]
    found = Long(ways, ENDING, dress=AgreementQuerySet.for_reviewing).first(SHOWN + 1)
    heading = _("Agreements that ended, or end within a year")
    return section(heading, found, lambda one: _ending(one, today), all_at="agreements")


def _ending(one: Agreement, today: date) -> Need:
    url = reverse("agreement-review", args=[one.pk]) + "#review"
    if one.has_ended(today):
        why = _("The term is over and no renewal is known.")
    elif one.notice_by and one.notice_by >= today:
        why = _("The term ends; notice can be given until %(day)s.") % {"day": day(one.notice_by)}
    else:
        why = _("The term ends.")
    kept = _("Kept by %(person)s") % {"person": isolated(one.keeper)} if one.keeper else _("nobody keeps it yet")
    return Need(one, f"{why} · {kept}", _("Review the agreement"), url, one.ends_on, here="review")
