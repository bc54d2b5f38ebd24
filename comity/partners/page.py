"""What the page of an organisation tells, gathered in few queries whatever their number."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from comity.accounts.models import Viewer
from comity.partners.access import belonging_around, focal_points_of, names_of, offices_at
from comity.partners.models import Office, Organisation, OrganisationName, PartOf
from comity.partners.models.mandates import sides_of
from comity.partners.models.takings import Taking
from comity.partners.permissions import may_keep_partners, may_see_addresses, may_see_focal_points
from comity.partners.taking import differences
from comity.registry.models import Tie

# How many parts and offices a page shows; the list of partners shows the others.
PARTS = 200
OFFICES = 200


@dataclass
class Branch:
    """A part of an organisation, and what is part of it in its turn."""

    belonging: PartOf
    branches: list[Branch] = field(default_factory=list)


@dataclass
class Offices:
    """Offices by what is known of their days."""

    now: list[Office] = field(default_factory=list)
    known: list[Office] = field(default_factory=list)
    came: list[Office] = field(default_factory=list)
    past: list[Office] = field(default_factory=list)

    @classmethod
    def sort(cls, offices: Any, today: date) -> Offices:
        """This will part offices into those held on `today`, those known from one day only, and the former ones.

        Of one day a published source tells, or the delegation in which somebody came to a session of ours.
        """
        sorted_ = cls()
        for office in offices:
            if not office.is_held(today):
                sorted_.past.append(office)
            elif office.known_on and office.until is None:
                (sorted_.known if office.is_published else sorted_.came).append(office)
            else:
                sorted_.now.append(office)
        return sorted_


def partner_context(organisation: Organisation, viewer: Viewer, *, today: date) -> dict[str, Any]:
    """This will gather all that the page of `organisation` tells of it, as far as `viewer` may see it.

    Asks the database at most seven times, besides whom the viewer speaks for.
    """
    names = list(names_of(viewer, organisation))
    taking = Taking.objects.of(organisation).first() if organisation.ror else None
    sides = sides_of(viewer)
    wholes, branches = belonging(viewer, organisation, today)
    shows_focal_points = may_see_focal_points(viewer, organisation, sides=sides)
    return {
        "partner": organisation,
        "other_names": [name for name in names if not name.is_former and not _is_shown(name, organisation)],
        "former_names": [name for name in names if name.is_former],
        "areas": list(organisation.areas.all()),
        "wholes": wholes,
        "branches": branches,
        "offices": Offices.sort(_offices(organisation, viewer), today),
        "focal_points": list(focal_points_of(viewer, organisation, sides=sides)) if shows_focal_points else [],
        "shows_focal_points": shows_focal_points and not organisation.is_host,
        "may_keep_partners": may_keep_partners(viewer),
        "taking": taking,
        "successors": taking.institution.tied(Tie.SUCCESSOR) if taking else [],
        "differences": differences(taking) if taking and may_keep_partners(viewer) else [],
        "may_see_addresses": may_see_addresses(viewer),
        "today": today,
    }


def belonging(viewer: Viewer, organisation: Organisation, today: date) -> tuple[list[PartOf], list[Branch]]:
    """This will draw what the organisation belongs to, and what is part of it, and of that today, in one query."""
    levels: tuple[list[PartOf], ...] = ([], [], [])
    around: Any = belonging_around(viewer, organisation, today)[: 2 * PARTS]
    for one in around:
        levels[one.level].append(one)
    wholes, parts, lower = levels
    below: dict[int, list[Branch]] = {}
    for one in lower:
        below.setdefault(one.whole_id, []).append(Branch(one))
    return wholes, [Branch(one, below.get(one.part_id, [])) for one in parts[:PARTS]]


def _offices(organisation: Organisation, viewer: Viewer) -> Any:
    return offices_at(viewer, organisation)[:OFFICES]


def _is_shown(name: OrganisationName, organisation: Organisation) -> bool:
    """Whether the head of the page shows this very name, in the reader's language or as the acronym."""
    return name.text in (str(organisation.name), str(organisation.short_name))
