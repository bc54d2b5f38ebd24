"""Final minutes as they are read: the frozen text, and beside it the numbered corrections of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from comity.accounts.models import SignedLink
from comity.meetings.drafts import DraftItem, DraftPage, languages_of, own_or_record, sides_with
from comity.meetings.models import Adoption, Corrigendum, Delegation, Session
from comity.partners.models import sides_of


@dataclass
class Amendment:
    """A numbered correction of the final minutes with the sides that have adopted it."""

    corrigendum: Corrigendum
    adoptions: list[Adoption] = field(default_factory=list)
    may_be_adopted: bool = False


@dataclass
class FinalItem(DraftItem):
    """One item of the frozen text with the numbered corrections of it."""

    amendments: list[Amendment] = field(default_factory=list)


def amendments_among(adoptions: list[Adoption], own: Delegation | None) -> list[Amendment]:
    """This will find the numbered corrections in order; each can be adopted where `own` has not done so yet."""
    # Whoever proposes a correction adopts it thereby, so that each is named by at least one adoption.
    found: dict[int, Amendment] = {}
    for one in adoptions:
        if one.corrigendum is not None:
            found.setdefault(one.corrigendum.pk, Amendment(one.corrigendum)).adoptions.append(one)
    for amendment in found.values():
        has_adopted = own in [one.side for one in amendment.adoptions]
        amendment.may_be_adopted = bool(own and not has_adopted and not amendment.corrigendum.adopted_at)
    return sorted(found.values(), key=lambda one: one.corrigendum.number)


def final_for(session: Session, link: SignedLink, *, language: str = "") -> DraftPage:
    """This will gather the frozen text and what corrects it for somebody who comes by a signed link."""
    final = session.final_minutes
    content = json.loads(final.content)
    languages = languages_of(session, content)
    language = language if language in languages else own_or_record(session, content)
    adoptions = list(Adoption.objects.around(session))
    amendments = amendments_among(adoptions, session.delegation_of(sides_of(link)))
    items: list[DraftItem] = []
    for entry in content["items"]:
        of_it = [one for one in amendments if one.corrigendum.item_id == entry["item"]]
        items.append(FinalItem(entry, language, amendments=of_it))
    sides = sides_with([one for one in adoptions if one.corrigendum is None], session, final.sha256)
    return DraftPage(session, language, languages, final.sha256, items, sides, None, 0, False)
