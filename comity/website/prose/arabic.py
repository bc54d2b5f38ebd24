"""The facts of a session in Arabic: sentences in which no verb has to know the gender of a name or a person."""

from __future__ import annotations

from datetime import date

from comity.commitments.models import Commitment
from comity.commitments.models.stages import Stage
from comity.meetings.models import Decision, Mode
from comity.website.gathering import Head
from comity.website.prose.writer import Writer

# Where what was said stood on a day; the same of one thing and of several.
STATES = {
    Stage.IN_PROGRESS: "كان قيد التنفيذ في {day}",
    Stage.CLAIMED: "أُفيد بإنجازه حتى {day}",
    Stage.RETURNED: "أُعيد حتى {day}",
    Stage.ACCEPTED: "قُبل حتى {day}",
    Stage.CLOSED: "أُغلق حتى {day}",
    Stage.CANCELLED: "أُلغي حتى {day}",
    Stage.TAKEN_UP: "جرى الأخذ به حتى {day}",
    Stage.LAPSED: "انقضى حتى {day}",
}


class Arabic(Writer):
    """Writes modern standard Arabic with the months and digits that the interface uses."""

    language = "ar"
    within = str.maketrans("«»", "“”")
    quotes = ("«", "»")

    def sides(self, *, in_brief: bool = False) -> str:
        """This will name those between whom it was."""
        return joined([self.briefly(one) if in_brief else self.name(one) for one in self.facts.sides])

    # Days

    @classmethod
    def day_of(cls, when: str) -> str:
        return f"يوم {when}"

    @classmethod
    def between(cls, first: date, last: date) -> str:
        pattern = "d" if (first.year, first.month) == (last.year, last.month) else "d MMMM"
        pattern = pattern if first.year == last.year else "d MMMM y"
        return f"من {cls.shape_of(first, pattern)} إلى {cls.shape_of(last, 'd MMMM y')}"

    @classmethod
    def in_months(cls, first: date, last: date) -> str:
        if (first.year, first.month) == (last.year, last.month):
            return f"في {cls.shape_of(first, 'MMMM y')}"
        began = cls.shape_of(first, "MMMM" if first.year == last.year else "MMMM y")
        return f"بين {began} و{cls.shape_of(last, 'MMMM y')}"

    # Sentences

    def headline(self) -> str:
        return f"جلسة عمل بين {self.sides(in_brief=True)}"

    def introduction(self) -> str:
        facts = self.facts
        kinds = [("ما تقرر", facts.decisions), ("ما جرى التعهد به", facts.promises), ("ما اقتُرح", facts.proposals)]
        done = joined([words for words, found in kinds if found])
        if not done:
            return f"عُقدت جلسة عمل بين {self.sides(in_brief=True)} {self.when()}."
        return f"{done} في جلسة العمل بين {self.sides(in_brief=True)} {self.when()}."

    def met(self) -> str:
        place = self.facts.session.place.get("ar", "")
        where = f" ({place})" if place else ""
        held = {
            Mode.VIRTUAL: "جلسة عمل افتراضية",
            Mode.IN_PERSON: f"جلسة عمل حضورية{where}",
            Mode.HYBRID: f"جلسة عمل حضورية{where} وعن بعد",
        }[Mode(self.facts.session.mode)]
        return f"عُقدت {held} بين {self.sides()} {self.when()}."

    def headed(self, heads: list[Head]) -> str:
        delegations = [f"وفد {self.name(head.side)} برئاسة {self._titled(head)}" for head in heads]
        return f"وشارك فيها {'، و'.join(delegations)}."

    def _titled(self, head: Head) -> str:
        office, name = self.office_of(head), head.name.told_in("ar")
        if not office:
            return name
        return f"{name} ({office})" if "،" in office or "؛" in office else f"{name}، {office}"

    def covered(self, areas: list[str]) -> str:
        return f"وتناولت المناقشات المجالات الآتية: {'، و'.join(areas)}."

    def decided(self, decision: Decision, words: str) -> str:
        whom = decision.addressee
        addressee = f"؛ موجه إلى: {self.name(whom.organisation)}" if whom else ""
        return f"{self.verb(decision)}: {words} (القرار {decision.number}{addressee})."

    def promised(self, said: Commitment) -> str:
        return f"ومن {self._what(said)}"

    def _what(self, said: Commitment) -> str:
        promisor, beneficiary = self.name(said.promisor), self.name(said.beneficiary)
        if said.is_mutual:
            what = "المقترحات المتبادلة" if said.was_proposed else "الالتزامات المتبادلة"
            return f"{what} بين {joined([promisor, beneficiary])}"
        if said.was_proposed:
            return f"مقترحات {promisor} المقدمة إلى {beneficiary}"
        return f"التزامات {promisor} تجاه {beneficiary}"

    def stood(self, said: Commitment, today: str, *, is_one: bool) -> str:
        return f"ومما {STATES[Stage(said.stage)].format(day=today)} من {self._what(said)}"

    @classmethod
    def in_a_row(cls, clauses: list[str]) -> list[str]:
        first, *others = clauses
        *before, last = [first, *(f"و{one}" for one in others)]
        return [*(f"{one}،" for one in before), last]


def joined(names: list[str]) -> str:
    """This will join names or clauses by the conjunction, which Arabic writes onto each but the first."""
    return " و".join(names)
