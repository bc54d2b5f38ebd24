"""Finding the institution that somebody means: by a few letters, an acronym, a misspelt name or a whole affiliation.

Four questions to the database, each by a key: how common the words are, which words are spelt like the unknown ones,
which institutions have the rare words or a whole name of the line, and what these are called. The weighing is done
by `weighing`, in memory, on at most 140 of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import log1p

from comity.registry.models import Institution, Key, Status, Word
from comity.registry.weighing import Fit, Line, Weigh, fit, is_general, weigher
from comity.registry.words import PARTING, whole
from comity.registry.writing import EVERY

BUDGET = 4_000  # keys that are read for one line
LIKELY = 80  # institutions that are weighed for their rare words,
NAMED = 60  # and for a whole name that stands in the line
LONGEST_NAME = 12  # words of a name that is looked up whole
LONGEST_LINE = 80  # words of a line in which whole names are looked up
UNKNOWN = 6  # unknown words for which others are tried
SHORTEST = 5  # letters of a word that may be misspelt
COMPLETED = 20  # words that may begin with the letters typed last
FEW = 5  # words up to which a line may be letters typed into a box
NEEDED = ["ror", "name", "status", "sorts", "spoken", "country", "places", "weight"]

# What is added to the worth of a name.
COUNTRY, TOWN, REGION, TEACHES, KNOWN_WELL = 1.5, 1.5, 0.5, 2.0, 0.15
ENOUGH = 0.92  # the share of a name that must be there
TELLING = 7.0  # the weight below which a name needs its place beside it
ACRONYM = 5.0
EVEN = 0.3  # a lead below which two institutions of one name are told apart by nothing


@dataclass(frozen=True)
class Hit:
    """An institution that a line may speak of, with how well it fits."""

    institution: Institution
    fit: Fit
    worth: float
    country: float  # 1 where the line names its country, -1 where it names another
    is_in_town: bool  # the line names its town
    is_sure: bool


def named_in(line: str) -> Institution | None:
    """This will tell which institution a whole line speaks of; nothing where that is not clear."""
    search = _Search(line, complete=False)
    chosen = _chosen(search.hits())
    return chosen.institution if chosen else None


def find(letters: str, *, most: int = 10) -> list[Institution]:
    """This will find the institutions that somebody means, the likeliest first, while the letters are being typed."""
    search = _Search(letters, complete=True)
    if len(search.line.words) <= FEW:
        return [one for one, _worth in search.by_letters()[:most]]
    hits = search.hits()
    chosen = _chosen(hits)
    ranked = [chosen, *(one for one in hits if one is not chosen)] if chosen else hits
    return [one.institution for one in ranked[:most]]


class _Search:
    """One line, and the institutions that could be meant by it."""

    def __init__(self, text: str, *, complete: bool) -> None:
        self.line = Line.read(text)
        self.typed = text
        counts = Word.objects.known({*self.line.words, EVERY})
        completions = self._completed(text) if complete else []
        self._learn(counts, completions)
        counts |= Word.objects.known(set(self.line.at) - set(counts))
        self.weight: Weigh = weigher(counts, counts.get(EVERY, 1))
        self.candidates = _institutions(*_likely(self.line, counts, self.weight))

    def _completed(self, text: str) -> list[str]:
        """The words that begin with the letters typed last."""
        last = self.line.words[-1] if self.line.words and text[-1:].isalnum() else ""
        return Word.objects.beginning_with(last, COMPLETED) if len(last) > 1 else []

    def _learn(self, counts: dict[str, int], completions: list[str]) -> None:
        for word in completions:
            if word not in self.line.at:
                self.line.at[word] = [len(self.line.words) - 1]
        unknown = [one for one in dict.fromkeys(self.line.words) if one not in counts]
        misspelt = [one for one in unknown if len(one) >= SHORTEST and one.isalpha()]
        misspelt = sorted(misspelt, key=len, reverse=True)[:UNKNOWN]
        if misspelt:
            self.line.learn(misspelt, Word.objects.shaped_like(misspelt))

    def hits(self) -> list[Hit]:
        """This will weigh the institutions against a whole line, the best first."""
        found = [hit for one in self.candidates if (hit := self._hit(one)) is not None]
        return sorted(found, key=lambda hit: -hit.worth)

    def _hit(self, one: Institution) -> Hit | None:
        fits = [(found, name) for name in one.spoken if (found := self._fit(name)) is not None]
        if not fits:
            return None
        best, name = max(fits, key=lambda pair: pair[0].worth)
        place = self.line.place
        country = place.weigh_country(one.country)
        is_in_town = any(place.names(town) for town, _region, _country in one.places)
        in_region = any(place.names(region) for _town, region, _country in one.places)
        worth = best.worth + country * COUNTRY + is_in_town * TOWN + in_region * REGION
        worth += KNOWN_WELL * log1p(one.weight) + TEACHES * ("education" in one.sorts) - (one.status != Status.ACTIVE)
        is_sure = best.share >= ENOUGH and country >= 0 and _is_clear(best, name, country, is_in_town)
        return Hit(one, best, worth, country, is_in_town, is_sure)

    def _fit(self, name: str) -> Fit | None:
        if not name.startswith("="):
            return fit(name.split(), self.line, self.weight)
        acronym = name[1:]
        at = self.line.at.get(acronym, [])
        if acronym not in self.line.acronyms or len(acronym) < 3 or not at:
            return None
        return Fit(ACRONYM, 1.0, at[0], at[0], ACRONYM)

    def by_letters(self) -> list[tuple[Institution, float]]:
        """This will rank the institutions by how much of what was typed their names tell, then by the names' rest."""
        ranked = [(one, max(self._told(name) for name in one.spoken)) for one in self.candidates if one.spoken]
        ranked = [
            (one, worth + log1p(one.weight) - 5 * (one.status != Status.ACTIVE)) for one, worth in ranked if worth
        ]
        return sorted(ranked, key=lambda pair: (-pair[1], pair[0].name))

    def _told(self, name: str) -> float:
        """How well a name answers letters that were typed; nothing where it has none of their words."""
        words = name.removeprefix("=").split()
        standing = set(words)
        places = {at for word in standing for at in self.line.at.get(word, ())}
        typed = sum(map(self.weight, self.line.words))
        if not places or not typed:
            return 0.0
        told = sum(self.weight(self.line.words[at]) for at in places) / typed
        answered = sum(self.weight(word) for word in standing if word in self.line.at)
        share = answered / sum(map(self.weight, standing))
        is_same, begins = words == self.line.words, words[0] in self.line.at and 0 in self.line.at[words[0]]
        return 100 * told**2 + 20 * share + 25 * is_same + 8 * begins


def _is_clear(best: Fit, name: str, country: float, is_in_town: bool) -> bool:
    """Whether a name that is there tells who is meant: a common one does only together with its place."""
    if name.startswith("="):
        return is_in_town
    if is_general(name.split()):
        return is_in_town
    is_here = is_in_town or country > 0
    return is_here or (best.last > best.first and best.weight >= TELLING)


def _chosen(hits: list[Hit]) -> Hit | None:
    """The one that is meant: the best that is sure, or the university that it is a part of and that is named beside."""
    sure = [hit for hit in hits if hit.is_sure]
    if not sure:
        return None
    best, others = sure[0], sure[1:]
    parents = {ror for ror, _name in best.institution.tied("parent")} if others else set()
    for hit in others:
        if hit.institution.pk in parents and "education" in hit.institution.sorts and not hit.fit.overlaps(best.fit):
            best = hit
            break
    twins = [hit for hit in others if (hit.fit.first, hit.fit.last) == (best.fit.first, best.fit.last)]
    is_even = any(hit is not best and hit.worth > best.worth - EVEN for hit in twins)
    return None if is_even and not best.is_in_town else best


def _likely(line: Line, counts: dict[str, int], weight: Weigh) -> tuple[list[str], list[str]]:
    """The ROR ids of institutions with a whole name in the line, and of those with its rare words."""
    names, words = _whole_names(line), _rare_words(line, counts)
    named: defaultdict[str, float] = defaultdict(float)
    worth: defaultdict[str, float] = defaultdict(float)
    for key, ror in Key.objects.filter(word__in=[*names, *words]).values_list("word", "institution_id"):
        if key in names:
            named[ror] = max(named[ror], names[key])
        else:
            worth[ror] += weight(key)
    return _best(named, NAMED), _best(worth, LIKELY)


def _whole_names(line: Line) -> dict[str, int]:
    """The keys of every run of words that could be a whole name, with its length."""
    words = [word for word in line.words if word not in PARTING][:LONGEST_LINE]
    return {
        whole(words[first:last]): last - first
        for first in range(len(words))
        for last in range(first + 1, min(len(words), first + LONGEST_NAME) + 1)
    }


def _rare_words(line: Line, counts: dict[str, int]) -> list[str]:
    """The words of the line from the rarest on, as long as what they lead to can be read in time."""
    left, chosen = BUDGET, []
    for word in sorted((one for one in line.at if one in counts and one not in PARTING), key=lambda one: counts[one]):
        if counts[word] <= left:
            left -= counts[word]
            chosen.append(word)
    return chosen


def _best(worth: dict[str, float], most: int) -> list[str]:
    """The worthiest; of those that are equal where the line is drawn, the ones that are known best."""
    ranked = sorted(worth.items(), key=lambda pair: -pair[1])
    if len(ranked) <= most:
        return [ror for ror, _worth in ranked]
    edge = ranked[most - 1][1]
    above = [ror for ror, worth in ranked if worth > edge]
    equal = [ror for ror, worth in ranked if worth == edge]
    known_best = Institution.objects.numbered(equal).order_by("-weight", "ror").values_list("ror", flat=True)
    return [*above, *known_best[: most - len(above)]]


def _institutions(*rors: Iterable[str]) -> list[Institution]:
    wanted = {ror for some in rors for ror in some}
    return list(Institution.objects.numbered(wanted).only(*NEEDED))
