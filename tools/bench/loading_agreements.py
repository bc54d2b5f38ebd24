"""Fills a database with made-up agreements, each of ten clauses in three languages: see `loading`."""

from __future__ import annotations

from collections.abc import Iterator

from tools.bench.loading import FIRST, Numbers, chance, one_of, text, word

CLAUSES = 10  # of an agreement
PEOPLE = 400
IN_TWO_YEARS = 730


class Agreements(Numbers):
    """What each column of an office that concluded so many agreements holds, as SQL over the number of its row."""

    def __init__(self, agreements: int, organisations: int, host: int, partner: int) -> None:
        super().__init__(agreements, organisations, host, partner)
        self.agreements, self.people = agreements, PEOPLE

    def tables(self) -> Iterator[tuple[str, int, dict[str, str]]]:
        """This will name each table with how many rows it gets and what they hold."""
        yield "partners_organisation", self.organisations, self.organisation()
        yield "partners_organisationname", self.organisations, self.organisation_name()
        yield "partners_person", self.people, self.person()
        yield "partners_personname", self.people, self.person_name()
        yield "agreements_agreement", self.agreements, self.agreement()
        yield "agreements_party", self.agreements * 2, self.party()
        yield "agreements_agreement_areas", self.agreements, self.its_area()
        yield "agreements_clause", self.agreements * CLAUSES, self.clause()

    def agreement(self) -> dict[str, str]:
        """Concluded over ten years; what is on its way is one in twenty, and ends lie up to five years ahead."""
        ago = f"(3650 - i * 3650 / {self.agreements})"
        stage = self.its_stage()
        is_early = f"({stage}) IN ('proposed', 'drafting', 'negotiating')"
        kinds = ((3000, "'memorandum'"), (1500, "'framework'"), (2500, "'cooperation'"), (2000, "'specific'"))
        title = f"'Agreement ' || i || ' on ' || {word('i', 31, 20, 16)}"
        return {
            "id": f"{FIRST} + i",
            "title": text(title),
            "aims": text(f"'Together for ' || {word('i', 32, 20, 16)}"),
            "rationale": "json['[]']",
            "kind": one_of("i", 33, *kinds, (1000, "'letter_of_intent'")),
            "stage": stage,
            "stage_since": f"moment[{ago}]",
            "concluded_on": f"CASE WHEN {is_early} THEN NULL ELSE day[{ago}] END",
            "in_force_on": f"CASE WHEN {is_early} THEN NULL ELSE day[{ago}] END",
            "ends_on": f"CASE WHEN {is_early} OR {chance('i', 34)} < 2000 THEN NULL ELSE day[{ago} - 1825] END",
            "turn_id": f"CASE WHEN ({stage}) = 'negotiating' THEN {FIRST} + i * 2 ELSE NULL END",
            "shared_at": f"CASE WHEN ({stage}) IN ('proposed', 'drafting') THEN NULL ELSE moment[{ago}] END",
            "keeper_id": f"{FIRST} + 1 + {chance('i', 35)} % 20",
            "years": "5",
            "notice_months": "6",
            "languages": """json['["en", "fr", "ar"]']""",
            "prevailing": "'en'",
            "is_public": one_of("i", 36, (8000, "TRUE"), (2000, "FALSE")),
            "is_text_public": one_of("i", 37, (3000, "TRUE"), (7000, "FALSE")),
        }

    @staticmethod
    def its_stage() -> str:
        rare = ((150, "'proposed'"), (150, "'drafting'"), (200, "'negotiating'"), (300, "'terminated'"))
        return one_of("i", 38, *rare, (1200, "'lapsed'"), (8000, "'in_force'"))

    def party(self) -> dict[str, str]:
        agreement = "((i + 1) / 2)"
        return {
            "id": f"{FIRST} + i",
            "agreement_id": f"{FIRST} + {agreement}",
            "organisation_id": f"CASE WHEN i % 2 = 1 THEN {self.host} ELSE {self.guest(agreement)} END",
            "position": "1 - i % 2",
            "legal_name": "json['[]']",
            "represented_as": "json['[]']",
        }

    def its_area(self) -> dict[str, str]:
        area = self.area()
        kept = {name: area[name] for name in ("id", "area_id")}
        return kept | {"agreement_id": f"{FIRST} + i"}

    def clause(self) -> dict[str, str]:
        said = " || ' ' || ".join([word("i", 39, 0, 8), word("i", 40, 8, 8), word("i", 41, 20, 16)])
        sentence = f"'The parties ' || {said} || ' in clause ' || i || ' of this instrument, each at its own cost.'"
        agreement = f"((i + {CLAUSES - 1}) / {CLAUSES})"
        return {
            "id": f"{FIRST} + i",
            "agreement_id": f"{FIRST} + {agreement}",
            "part": "'article'",
            "position": f"1 + i % {CLAUSES}",
            "heading": text(word("i", 42, 20, 16)),
            "words": f"""json['[["en", "' || {sentence} || '"], ["fr", "' || {sentence} || '"], """
            f"""["ar", "' || {sentence} || '"]]']""",
            "turns": """json['{"en": 1, "fr": 1, "ar": 1}']""",
        }
