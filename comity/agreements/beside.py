"""What stands beside an agreement on its pages: its amendments, what it amends, and the model from which it came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from comity.accounts.models import Viewer
from comity.agreements.access import amendments_of, came_by, texts_of
from comity.agreements.amending import AMENDED, amendment_of, copies_of, has_moved, meetings_of
from comity.agreements.models import AgreedText, Agreement, Amendment, Clause, RollOut
from comity.agreements.permissions import may_make_models, may_read_text, may_record
from comity.agreements.terms import Kind
from comity.agreements.three_way import Said
from comity.agreements.wording import called
from comity.meetings.texts import marked_changes
from comity.translation.texts import direction


@dataclass(frozen=True)
class Beside:
    """What the page of an agreement tells beside it, as far as the viewer may read that."""

    amendments: list[Amendment]
    amends: Amendment | None
    is_moved: bool
    texts: list[AgreedText]
    roll_out: RollOut | None
    may_amend: bool
    may_model: bool

    @property
    def is_anything(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.amendments or self.amends or self.texts or self.roll_out or self.may_amend or self.may_model)


def beside(agreement: Agreement, viewer: Viewer) -> Beside:
    """This will gather what stands beside an agreement."""
    is_amendment = agreement.kind == Kind.AMENDMENT
    amends = amendment_of(agreement) if is_amendment and may_read_text(viewer, agreement) else None
    texts = texts_of(viewer, agreement)
    return Beside(
        amendments=[] if is_amendment else amendments_of(viewer, agreement),
        amends=amends,
        is_moved=amends is not None and not amends.merged_at and has_moved(agreement),
        texts=texts,
        roll_out=came_by(viewer, agreement),
        may_amend=may_amend(viewer, agreement),
        may_model=may_make_models(viewer)
        and not is_amendment
        and (bool(texts) or Clause.objects.of(agreement).exists()),
    )


def may_amend(viewer: Viewer, agreement: Agreement) -> bool:
    """This will tell whether `viewer` can prepare an amendment of what was signed."""
    return may_record(viewer) and agreement.kind != Kind.AMENDMENT and agreement.stage in AMENDED


# What an amendment changes, for those who read its text


@dataclass(frozen=True)
class Changed:
    """One clause that an amendment changes, adds or takes out, with each language marked word by word."""

    name: str
    is_added: bool
    is_taken_out: bool
    changes: list[tuple[str, str, Any]]  # language, its direction, the pieces


def changed_by(agreement: Agreement) -> list[Changed]:
    """This will list what an amendment changes in the text that it amends; nothing for another instrument."""
    amendment = amendment_of(agreement) if agreement.kind == Kind.AMENDMENT else None
    if amendment is None:
        return []
    names, codes = called_in(amendment), agreement.text_languages()
    touched = {pk: one for pk, one in meetings_of(amendment).items() if one.is_touched and one.was}
    found = [_changed(names.get(pk, ""), one.was, one.here, codes) for pk, one in touched.items()]
    added = [one for one in copies_of(amendment) if one.amends is None]
    return [*found, *(_changed(called(one), None, Said(one.heading, one.words), codes) for one in added)]


def _changed(name: str, was: Said | None, here: Said | None, codes: list[str]) -> Changed:
    pairs = [(code, _full(was, code), _full(here, code)) for code in codes]
    pieces = [(code, direction(code), marked_changes(one, other)) for code, one, other in pairs if one != other]
    return Changed(name, was is None, here is None, pieces)


def _full(said: Said | None, code: str) -> str:
    return "\n".join(filter(None, (said.heading.get(code, ""), said.words.get(code, "")))) if said else ""


def called_in(amendment: Amendment) -> dict[int, str]:
    """This will call each clause of an amendment and its parent, by the number of the clause in the parent."""
    here = {one.amends: called(one) for one in copies_of(amendment) if one.amends is not None}
    return {one.pk: called(one) for one in Clause.objects.of(amendment.parent)} | here
