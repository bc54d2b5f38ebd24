"""A person decides on a passage: the words are right as they are, or these are better."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from comity.accounts.models import User
from comity.engines.translating import check
from comity.journal.acting import act
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.translating import ledger, workbench
from comity.translating.effort import kept_of
from comity.translating.models import BY_MACHINES, Passage, Provenance, State
from comity.translating.rendering import BROKEN, publish_if_readable


def doubts(passage: Passage, words: str) -> tuple[str, ...]:
    """This will name what of the original is not found again in the words: numbers, names, links."""
    version = passage.version
    broken = () if workbench.fits(passage.source_text, words) else (BROKEN,)
    return (*check(passage.source_text, words, source=version.source, target=version.language), *broken)


def refuse_unseen(passage: Passage, seen: str) -> None:
    """This will raise NotNow where the words are not those any more that the reviewer was shown (`Passage.mark`)."""
    if seen != passage.mark:
        raise NotNow(_("Somebody else was quicker: it has just moved on. Nothing of yours was changed."))


@act
def accept(passage: Passage, *, by: User) -> None:
    """This will let the words stand as they are, for which `by` answers from now on.

    Raises NotNow where there are no words, or where somebody else was quicker.
    """
    held = _held(passage)
    offered = held.offered
    if offered is None or not offered.words:
        raise NotNow(_("There is nothing to accept yet: nobody has translated it."))
    kept = 100.0 if offered.engine and offered.state in BY_MACHINES else None
    told = _made_by(offered) | {"glossary": ledger.names_in(held)}
    wording = ledger.note(held, State.REVIEWED, by=by, words=offered.words, kept=kept, **told)
    _settle(held, wording, act="accepted", by=by)


@act
def reword(passage: Passage, words: str, *, by: User, is_suggested: bool = False) -> None:
    """This will give a passage other words; those that are the same as before are accepted, where that is still to be
    decided.

    `is_suggested` says that a visitor worded it so.

    Raises NotNow where there are no words, or where somebody else was quicker.
    """
    held = _held(passage)
    if not words:
        raise NotNow(_("A translation needs words."))
    if not workbench.fits(held.source_text, words):
        raise NotNow(_("The tags and links of the original must stay as they are."))
    offered = held.offered
    if offered is not None and offered.words == words:
        return accept(passage, by=by) if held.is_open else None
    wording = _note_words(held, words, by=by, is_suggested=is_suggested)
    done = "reworded" if offered is not None else "written"
    _settle(held, wording, act="suggestion_taken" if is_suggested else done, by=by)
    return None


def _note_words(passage: Passage, words: str, *, by: User, is_suggested: bool = False) -> Provenance:
    """Write down a person's words: their own, or a machine's that they corrected, and how much of it they kept."""
    former = passage.offered
    told: dict[str, Any] = {"failed": list(doubts(passage, words)), "is_suggested": is_suggested}
    told["glossary"] = ledger.names_in(passage)
    if former is None or not former.engine:
        return ledger.note(passage, State.HUMAN, by=by, words=words, **told)
    told = _made_by(former) | told | {"kept": kept_of(former.words, words)}
    return ledger.note(passage, State.POST_EDITED, by=by, words=words, **told)


def _made_by(former: Provenance) -> dict[str, Any]:
    return {"engine": former.engine, "version": former.version, "glossary": former.glossary}


def _held(passage: Passage) -> Passage:
    """The passage, kept from others until the act ends. Raises NotNow where it is not as it was read."""
    held = Passage.objects.select_for_update(of=("self",)).in_order().select_related("version").get(pk=passage.pk)
    refuse_unseen(held, passage.mark)
    return held


def _settle(passage: Passage, wording: Provenance, *, act: str, by: User) -> None:
    """Let the words be read, and the page follow where they are other ones than before."""
    before, was = passage.words, passage.state
    ledger.stand(passage, wording.state, wording=wording, proposal=None)
    record(passage, act, by=by, before={"state": was}, after={"state": passage.state})
    version = passage.version
    if version.is_on_demand:  # no page of it is kept
        for other in Passage.objects.that_say_the_same(passage).in_order().select_related("version"):
            ledger.take_over(other, wording, by=by)
        return
    original = workbench.original_of(version)
    if original is None:
        return
    segment = workbench.of_passage(passage, workbench.segments_of(original))
    if segment is not None:
        workbench.write(version, segment, wording.words, by=by, engine="")
    if before != wording.words or workbench.translated(version) is None:
        publish_if_readable(version, original, by=by)


@act
def typed_in_the_workbench(passage: Passage, words: str, *, by: User) -> None:
    """This will note words that somebody put into the workbench themselves; it publishes the page when they say so."""
    was, wording = passage.state, _note_words(passage, words, by=by)
    ledger.stand(passage, wording.state, wording=wording, proposal=None)
    record(passage, "reworded", by=by, before={"state": was}, after={"state": passage.state})


@act
def take_back(passage: Passage, *, by: User) -> None:
    """This will let a passage wait for a translation again; what its words were stays in the ledger."""
    was = passage.state
    ledger.wait(passage, by=by)
    record(passage, "taken_back", by=by, before={"state": was}, after={"state": passage.state})
