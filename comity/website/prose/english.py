"""The facts of a session in English."""

from __future__ import annotations

import re
from datetime import date

from comity.commitments.models import Commitment
from comity.commitments.models.stages import Stage
from comity.meetings.models import Decision, Mode
from comity.partners.models import Organisation
from comity.translation.templatetags.said import listed
from comity.website.gathering import Head
from comity.website.prose.writer import Writer, lowered

# What stands with an article: a name with one of these words, unless it begins with another kind of name.
WITH_ARTICLE = re.compile(
    r"\b(academ(y|ies)|agency|alliance|association|authority|bank|board|cent(er|re)|commission|committee|community|"
    r"confederation|council|court|department|directorate|emirates|federation|forum|foundation|fund|institut(e|ion)|"
    r"kingdom|league|library|ministry|museum|network|observatory|office|organi[sz]ation|parliament|programme|republic|"
    r"secretariat|sector|service|society|states|union|university of)\b",
    re.I,
)

# Where what was said stood on a day.
STATES = {
    Stage.IN_PROGRESS: "{was} in progress on {day}",
    Stage.CLAIMED: "had been reported done by {day}",
    Stage.RETURNED: "had been reported done, and returned, by {day}",
    Stage.ACCEPTED: "had been accepted as done by {day}",
    Stage.CLOSED: "had been closed by {day}",
    Stage.CANCELLED: "had been cancelled by {day}",
    Stage.TAKEN_UP: "had been taken up by {day}",
    Stage.LAPSED: "had lapsed by {day}",
}


class English(Writer):
    """Writes English as the Oxford dictionary spells it, days before months."""

    language = "en"
    within = str.maketrans("“”", "‘’")
    quotes = ("“", "”")
    joined_by = "and "

    def the(self, name: str) -> str:
        """This will put the article before a name that stands with one."""
        is_short = name.isupper() or " " not in name
        return name if is_short or name.lower().startswith("the ") or not WITH_ARTICLE.search(name) else f"the {name}"

    def name(self, organisation: Organisation) -> str:
        return self.the(super().name(organisation))

    def short(self, organisation: Organisation) -> str:
        return super().short(organisation) or organisation.short_name.told_in("en")

    def sides(self) -> str:
        """This will name those who met."""
        return listed([self.name(one) for one in self.facts.sides])

    @classmethod
    def day_of(cls, when: str) -> str:
        return f"on {when}"

    @classmethod
    def between(cls, first: date, last: date) -> str:
        pattern = "d" if (first.year, first.month) == (last.year, last.month) else "d MMMM"
        pattern = pattern if first.year == last.year else "d MMMM y"
        return f"from {cls.shape_of(first, pattern)} to {cls.shape_of(last, 'd MMMM y')}"

    @classmethod
    def in_months(cls, first: date, last: date) -> str:
        if (first.year, first.month) == (last.year, last.month):
            return f"in {cls.shape_of(first, 'MMMM y')}"
        began = cls.shape_of(first, "MMMM" if first.year == last.year else "MMMM y")
        return f"between {began} and {cls.shape_of(last, 'MMMM y')}"

    def headline(self) -> str:
        return f"Working session of {listed([self.the(self.briefly(one)) for one in self.facts.sides])}"

    def introduction(self) -> str:
        facts = self.facts
        verbs = [("decided", facts.decisions), ("promised", facts.promises), ("proposed", facts.proposals)]
        done = listed([verb for verb, found in verbs if found])
        sides = listed([self.the(self.briefly(one)) for one in facts.sides])
        if not done:
            return capital(f"{sides} held a working session {self.when()}.")
        return f"What {sides} {done} in their working session {self.when()}."

    def met(self) -> str:
        place = self.facts.session.place.get("en", "")
        where = f" ({place})" if place else ""
        held = {
            Mode.VIRTUAL: "a virtual working session",
            Mode.IN_PERSON: f"a working session in person{where}",
            Mode.HYBRID: f"a working session in person{where} and online",
        }[Mode(self.facts.session.mode)]
        return capital(f"{self.sides()} held {held} {self.when()}.")

    def headed(self, heads: list[Head]) -> str:
        clauses: list[str] = []
        for head in heads:
            of = self.name(head.side)
            what = f"that of {of}" if clauses else f"the delegation of {of}"
            clauses.append(f"{self._titled(head)} headed {what}")
        return f"{'; '.join(clauses)}."

    def _titled(self, head: Head) -> str:
        office, name = self.office_of(head), head.name.told_in("en")
        if not office:
            return name
        return f"{name} ({office})" if "," in office or ";" in office else f"{name}, {office},"

    def covered(self, areas: list[str]) -> str:
        return f"The discussions concerned {listed([lowered(one) for one in areas])}."

    def decided(self, decision: Decision, words: str) -> str:
        addressee = f", addressed to {self.name(decision.addressee.organisation)}" if decision.addressee else ""
        return f"{self.verb(decision)}: {words} (decision {decision.number}{addressee})."

    def promised(self, said: Commitment) -> str:
        return capital(self._who(said))

    def _who(self, said: Commitment) -> str:
        verb = "proposed" if said.was_proposed else "promised"
        if said.is_mutual:
            each_other = "to each other" if said.was_proposed else "each other"
            return f"{listed([self.name(said.promisor), self.name(said.beneficiary)])} {verb} {each_other}"
        return f"{self.name(said.promisor)} {verb} to {self.name(said.beneficiary)}"

    def stood(self, said: Commitment, today: str, *, is_one: bool) -> str:
        these, was = ("this", "was") if is_one else ("these", "were")
        state = STATES[Stage(said.stage)].format(was=was, day=today)
        return f"Of what {self._who(said)}, {these} {state}"


def capital(sentence: str) -> str:
    """This will begin a sentence."""
    return sentence[:1].upper() + sentence[1:]
