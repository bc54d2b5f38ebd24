"""The way in: texts are rendered in another language by the engines that the operator set up, and checked.

Names of the registry are taken out before and put back after, as they are called in the language of the reader.
No text stands in a log, in a figure or in the words of a fault. Call it outside of a transaction: engines take time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from comity.engines.asking import Asking, answered
from comity.engines.carrying import Translated, through
from comity.engines.checks import compared, failed_checks
from comity.engines.configured import engines
from comity.engines.engine import MOST_BYTES, MOST_TEXTS
from comity.engines.glossary import Glossary
from comity.engines.markup import Broken
from comity.engines.naming import glossary_now
from comity.engines.protecting import Guarded, guard
from comity.engines.routing import Chain, chains, name_of, targets, version_of

GLOSSARY = "glossary"  # what answers for a text in which nothing but names and signs stands
LONGEST = 50_000  # letters of one text


@dataclass(frozen=True)
class Rendered:
    """One text in another language."""

    text: str  # after protection was taken off; "" when failed
    engine: str  # e.g. "apertium" or "apertium+deepl" for a pivot chain
    version: str  # engine's version, as it says itself, or ""
    glossary: str  # version (short hash) of what the glossary says of this text
    failed: tuple[str, ...]  # names of the checks that failed, () when all passed


def can_render(source: str, target: str) -> bool:
    """This will tell whether an engine, or two in a chain, lead from one language into the other."""
    return bool(chains(engines(), source, target))


def languages_offered(source: str) -> list[str]:
    """This will list the codes of the languages into which a text of `source` can be rendered."""
    return targets(engines(), source)


def names_leading(source: str, target: str) -> list[str]:
    """This will name what renders texts of one language in the other now, as `Rendered.engine` does."""
    return [*(name_of(chain) for chain in chains(engines(), source, target)), GLOSSARY]


def glossary_for(text: str, *, source: str, target: str) -> str:
    """This will hash what the glossary says of a text now, as `Rendered.glossary` does.

    Where it differs from what was kept, somebody that the text names was renamed: it is to be rendered again.
    """
    (found,) = glossaries_for([text], source=source, target=target)
    return found


def glossaries_for(texts: Iterable[str], *, source: str, target: str) -> list[str]:
    """This will hash what the glossary says of each of some texts now, with one question to the database."""
    glossary = glossary_now()
    return [glossary.version_for(text, source, target) for text in texts]


def check(source_text: str, text: str, *, source: str, target: str) -> tuple[str, ...]:
    """This will name the checks that a translation fails, whoever wrote it."""
    return failed_checks(compared(source_text, text, glossary_now(), source=source, target=target))


def render(texts: Sequence[str], *, source: str, target: str, is_public: bool = True) -> list[Rendered]:
    """This will render texts, inline HTML or plain, one for one.

    Never raises for an engine: what is slow, wrong, empty, over quota or broken is told in `failed`. A text that fails
    with one engine is tried with the next. What is not public (`is_public=False`) goes to no engine off this machine.
    """
    return answered(rendering([texts], source=source, target=target, is_public=is_public))[0]


def rendering(
    pages: Sequence[Sequence[str]], *, source: str, target: str, is_public: bool = True
) -> Asking[list[list[Rendered]]]:
    """This will render the texts of several pages as `render` does, in as few questions as the engines allow.

    A text that stands on several of them is asked for once. Where a question fails as a whole, each page is asked for
    alone.
    """
    work = _Work(glossary_now(), source, target)
    places = {text: number for number, text in enumerate(dict.fromkeys(text for page in pages for text in page))}
    numbered = [[places[text] for text in page] for page in pages]
    done = [work.begin(text) for text in places]
    for chain in chains(engines(), source, target, is_public=is_public):
        waiting = {number: one.guarded for number, one in enumerate(done) if one.rendered.failed and one.guarded}
        carried = yield from through(chain, waiting, numbered)
        for number, words in carried.items():
            done[number] = work.go_on(done[number], words, chain)
    return [[done[number].rendered for number in page] for page in numbered]


def largest_question(source: str, target: str) -> tuple[int, int]:
    """This will tell how many texts, and how many bytes of them, the preferred way takes in one question."""
    every = [leg.engine for chain in chains(engines(), source, target)[:1] for leg in chain]
    texts = min((one.most for one in every), default=MOST_TEXTS)
    return texts, min((one.largest for one in every), default=MOST_BYTES)


@dataclass(frozen=True)
class _Done:
    """How far one text has come: what an engine may be given of it, and how it is rendered until now."""

    text: str
    guarded: Guarded | None  # nothing where no engine can be asked, or none need be
    rendered: Rendered


@dataclass(frozen=True)
class _Work:
    """The rendering of some texts from one language into another."""

    glossary: Glossary
    source: str
    target: str

    def begin(self, text: str) -> _Done:
        """This will take the names out; a text in which nothing else stands is rendered by that."""
        used = self.glossary.version_for(text, self.source, self.target)
        nobody = Rendered("", "", "", used, ("engine",))
        if len(text) > LONGEST:
            return _Done(text, None, nobody)
        try:
            guarded = guard(text, self.glossary, source=self.source, target=self.target)
        except Broken:
            return _Done(text, None, replace(nobody, failed=("tags",)))
        if guarded.has_words:
            return _Done(text, guarded, nobody)
        return _Done(text, None, Rendered(guarded.restored(guarded.words), GLOSSARY, used, used, ()))

    def go_on(self, one: _Done, words: Translated, chain: Chain) -> _Done:
        """This will put the names back into what an engine made of a text, and check it."""
        assert one.guarded is not None
        text, failed = "", words.failed
        if not failed:
            failed = one.guarded.lost(words.text)
        if not failed:
            text = one.guarded.restored(words.text)
            both = compared(one.text, text, self.glossary, source=self.source, target=self.target)
            failed = failed_checks(both)
        told = Rendered("" if failed else text, name_of(chain), version_of(chain), one.rendered.glossary, failed)
        # Of what failed everywhere, that is told which an engine came nearest to.
        is_better = not failed or one.rendered.failed == ("engine",)
        return replace(one, rendered=told) if is_better else one
