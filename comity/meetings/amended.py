"""Final minutes as they are read: the frozen text, and beside it the numbered corrections of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from comity.accounts.models import SignedLink
from comity.meetings.drafts import DraftItem, DraftPage, Pieces, languages_of, own_or_record, sides_with
from comity.meetings.models import Adoption, Corrigendum, Delegation, Session
from comity.meetings.texts import Reading, frozen_readings, marked_changes
from comity.partners.models import sides_of
from comity.translation.texts import Text


@dataclass
class Version:
    """What a correction takes out of an item and puts into it, in one language."""

    language: str
    pieces: Pieces


@dataclass
class Amendment:
    """A numbered correction of the final minutes: what it changes, which sides adopted it, what one of them may do."""

    corrigendum: Corrigendum
    adoptions: list[Adoption] = field(default_factory=list)
    before: Text = field(default_factory=Text)
    own: Delegation | None = None

    @property
    def proposed_for(self) -> Delegation:
        """The side that proposed it, which thereby was the first to adopt it."""
        return self.adoptions[0].side

    @property
    def may_be_answered(self) -> bool:
        """Whether it waits for the word of the viewer's side, which can adopt or decline it."""
        adopted = [one.side for one in self.adoptions]
        return bool(self.own and self.corrigendum.is_waiting and self.own not in adopted)

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether the viewer's side proposed it and it waits."""
        return self.corrigendum.is_waiting and self.own == self.proposed_for

    @property
    def versions(self) -> list[Version]:
        """What it changes, in each language in which the words differ, the original first."""
        reading = self.corrigendum.reading
        return [
            Version(code, marked_changes(self.before.get(code, ""), reading.get(code, "")))
            for code in dict.fromkeys([*reading, *self.before])
            if self.before.get(code, "").strip() != reading.get(code, "").strip()
        ]

    @property
    def untouched(self) -> list[str]:
        """The languages in which the item reads the same before and after."""
        changed = {one.language for one in self.versions}
        return [code for code in self.before if code not in changed]


@dataclass
class Standing:
    """How an item of final minutes reads since it was corrected, beside how it was adopted, in one language."""

    adopted: Text
    now: Text
    corrections: list[Corrigendum]
    language: str

    @property
    def pieces(self) -> Pieces:
        """What all corrections together take out and put in; empty where they leave this language as it was."""
        found = marked_changes(self.adopted.get(self.language, ""), self.now.get(self.language, ""))
        return found if any(kind != "same" for kind, _words in found) else []


def standing_of(amendments: list[Amendment], language: str) -> Standing | None:
    """This will tell how an item reads by those corrections of it that every side adopted; nothing where none was."""
    held = [one for one in amendments if one.corrigendum.is_in_force]
    if not held:
        return None
    now = held[-1].corrigendum.reading
    return Standing(held[0].before, now, [one.corrigendum for one in held], now.shown_in(language))


@dataclass
class FinalPage(DraftPage):
    """The final text with its numbered corrections, as the holder of a link reads it."""

    amendments: list[Amendment] = field(default_factory=list)

    @property
    def corrections_waiting(self) -> list[Amendment]:
        """Those that wait for the word of the viewer's side."""
        return [one for one in self.amendments if one.may_be_answered]


@dataclass
class FinalItem(DraftItem):
    """One item of the frozen text with the numbered corrections of it."""

    amendments: list[Amendment] = field(default_factory=list)

    @property
    def standing(self) -> Standing | None:
        """How it reads since it was corrected."""
        return standing_of(self.amendments, self.language)


def amendments_among(
    adoptions: list[Adoption], own: Delegation | None, *, frozen: dict[int, Reading]
) -> list[Amendment]:
    """This will find the numbered corrections in order, each beside the words that it replaces.

    `frozen` tells how each item reads in the final text itself.
    """
    # Whoever proposes a correction adopts it thereby, so that each is named by at least one adoption.
    found: dict[int, Amendment] = {}
    for one in adoptions:
        if one.corrigendum is not None:
            found.setdefault(one.corrigendum.pk, Amendment(one.corrigendum, own=own)).adoptions.append(one)
    in_order = sorted(found.values(), key=lambda one: one.corrigendum.number)
    stands = {number: reading.words for number, reading in frozen.items()}
    for amendment in in_order:
        corrigendum = amendment.corrigendum
        amendment.before = stands.get(corrigendum.item_id, Text())
        if corrigendum.is_in_force:
            stands[corrigendum.item_id] = corrigendum.reading
    return in_order


def amendment_of(corrigendum: Corrigendum) -> Amendment:
    """This will show one numbered correction beside the words that it replaces, to somebody who may end it."""
    session = corrigendum.session
    found = amendments_among(list(Adoption.objects.around(session)), None, frozen=frozen_readings(session))
    return next(one for one in found if one.corrigendum == corrigendum)


def final_for(session: Session, link: SignedLink, *, language: str = "") -> FinalPage:
    """This will gather the frozen text and what corrects it for somebody who comes by a signed link."""
    final = session.final_minutes
    content = json.loads(final.content)
    languages = languages_of(session, content)
    language = language if language in languages else own_or_record(session, content)
    adoptions = list(Adoption.objects.around(session))
    own = session.delegation_of(sides_of(link))
    amendments = amendments_among(adoptions, own, frozen=frozen_readings(session))
    items: list[DraftItem] = []
    for entry in content["items"]:
        of_it = [one for one in amendments if one.corrigendum.item_id == entry["item"]]
        items.append(FinalItem(entry, language, amendments=of_it))
    sides = sides_with([one for one in adoptions if one.corrigendum is None], session, final.sha256)
    return FinalPage(session, language, languages, final.sha256, items, sides, None, 0, False, amendments)
