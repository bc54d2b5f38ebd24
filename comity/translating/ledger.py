"""What happens to a passage is written into the ledger first; the passage sums it up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from wagtail_localize.models import StringTranslation

from comity.accounts.models import User
from comity.engines.translating import Rendered, glossaries_for, glossary_for, names_leading
from comity.journal.acting import acting
from comity.translating.models import Passage, Provenance, State, Version

UNNAMED = "?"  # an engine of which the workbench kept no name


def itself() -> User:
    """This will give the account in whose name Comity translates, publishes and compares unasked."""
    with acting(by=None):
        return User.objects.machine()


def note(passage: Passage, state: str, *, by: User, words: str = "", **more: Any) -> Provenance:
    """This will write down what happened; the passage itself is left as it is."""
    event = _event(passage, state, by=by, words=words, **more)
    event.save(force_insert=True)
    return event


def _event(passage: Passage, state: str, *, by: User, words: str, **more: Any) -> Provenance:
    return Provenance(**passage.facts(), state=state, words=words, by=by, at=timezone.now(), **more)


def stand(passage: Passage, state: str, **facts: Any) -> None:
    """This will let a passage stand in `state` from now on, with these facts.

    `names` is the glossary by which its words came about; the present one where nothing is said.
    """
    passage.state, passage.since = state, timezone.now()
    passage.names = facts.pop("names", "") or names_in(passage)
    passage.is_unreviewed = facts.pop("is_unreviewed", state == State.CHECKED)
    for name, value in facts.items():
        setattr(passage, name, value)
    passage.save()


def names_in(passage: Passage) -> str:
    """This will hash what the glossary says of the names in the original now."""
    version = passage.version
    return glossary_for(passage.source_text, source=version.source, target=version.language)


def names_in_each(version: Version, passages: Sequence[Passage]) -> list[tuple[Passage, str]]:
    """This will hash what the glossary says of the names in each of some passages of a page now."""
    for passage in passages:
        passage.version = version
    texts = (one.source_text for one in passages)
    return list(zip(passages, glossaries_for(texts, source=version.source, target=version.language), strict=True))


def wait(passage: Passage, *, by: User) -> None:
    """This will let a passage wait for a translation; the page shows the original, marked as such.

    The ledger is about words: that a new passage has none yet is no event in it, that some were taken back is one.
    """
    if passage.wording is not None:
        note(passage, State.WAITING, by=by)
    stand(passage, State.WAITING, wording=None, proposal=None)


def take_over(passage: Passage, found: Provenance, *, by: User) -> None:
    """This will give a passage the words that the same original has elsewhere, and say where they came from."""
    told = {name: getattr(found, name) for name in ("words", "engine", "version", "glossary")}
    wording = note(passage, found.state, by=by, came_from=found, **told)
    stand(passage, found.state, wording=wording, proposal=None, names=found.glossary)


def find_in_the_workbench(passage: Passage, there: StringTranslation, *, by: User) -> None:
    """This will note words that stood in the workbench before we followed it, as far as it knows whose they are."""
    author = there.last_translated_by or by
    if there.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
        wording = note(passage, State.CHECKED, by=author, words=there.data, engine=there.tool_name or UNNAMED)
    else:
        wording = note(passage, State.HUMAN, by=author, words=there.data)
    stand(passage, wording.state, wording=wording, proposal=None)


def take_from_the_page(passage: Passage, words: str, *, by: User) -> None:
    """This will note what a person wrote into the page itself; nothing where they left the passage out."""
    wording = note(passage, State.HUMAN, by=by, words=words)
    stand(passage, State.HUMAN, wording=wording, proposal=None)


def grow_stale(passage: Passage, former: Passage, *, by: User) -> None:
    """This will let a passage keep the words of what stood in its place, until it is translated anew."""
    note(passage, State.STALE, by=by, words=former.words, came_from=former.wording)
    stand(passage, State.STALE, wording=former.wording, proposal=None, is_unreviewed=former.is_unreviewed)


def be_renamed(passage: Passage, *, names: str, by: User) -> None:
    """This will note that somebody whom a passage names is called otherwise now; its words stay until others come."""
    note(passage, State.RENAMED, by=by, words=passage.words, glossary=names, came_from=passage.wording)
    kept = {"wording": passage.wording, "is_unreviewed": passage.is_unreviewed}
    stand(passage, State.RENAMED, proposal=None, names=names, **kept)


def take_rendered(made: Sequence[tuple[Passage, Rendered, Sequence[str]]], *, by: User) -> list[bool]:
    """This will note what a machine made of each passage, and tell of which of them the page may show it.

    What failed a check (the third of each) is only proposed, and so is what would take the place of a person's words.
    """
    events = Provenance.objects.bulk_create([_made(*one, by=by) for one in made])
    shown = defaultdict[str, list[int]](list)  # by what the glossary says of the names in them
    are_shown = []
    for (passage, rendered, failed), event in zip(made, events, strict=True):
        is_shown = not failed and (passage.wording is None or passage.is_unreviewed)
        if is_shown:
            shown[rendered.glossary].append(passage.pk)
        else:
            passage.proposal = event
            passage.save(update_fields=["proposal"])
        are_shown.append(is_shown)
    for names, numbers in shown.items():
        Passage.objects.filter(pk__in=numbers).stand_checked(made[0][0].version, names=names, at=timezone.now())
    return are_shown


def _made(passage: Passage, rendered: Rendered, failed: Sequence[str], *, by: User) -> Provenance:
    engine = rendered.engine or UNNAMED  # none could be asked
    told = {"engine": engine, "version": rendered.version, "glossary": rendered.glossary, "failed": list(failed)}
    return _event(passage, State.MACHINE if failed else State.CHECKED, by=by, words=rendered.text, **told)


def remembered(passage: Passage) -> Provenance | None:
    """This will find words for the same original: those for which a person answers, else a machine's.

    Of a machine only on the same page, since a sentence says something else elsewhere. What pages of records say are
    labels, the same on all of them: there whatever an engine made that would be asked now.
    """
    same = Provenance.objects.filter(source_hash=passage.source_hash).between(
        passage.version.source, passage.version.language
    )
    by_people = same.answered_for().order_by("-pk").first()
    if by_people is not None:
        return by_people
    machines = same.filter(state=State.CHECKED).order_by("-pk")
    if not passage.version.address:
        return machines.of_page(passage.version.page_key).first()
    return machines.made_by(names_leading(passage.version.source, passage.version.language)).first()
