"""The facts of a session in French: articles, elision and contraction follow from the first noun of a name."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from comity.commitments.models import Commitment
from comity.commitments.models.stages import Stage
from comity.meetings.models import Decision, Mode
from comity.partners.models import Organisation
from comity.translation.templatetags.said import listed
from comity.translation.texts import semicolon
from comity.website.gathering import Head
from comity.website.prose.english import capital
from comity.website.prose.writer import Writer, lowered

# The first nouns of names, by the article that they have.
NOUNS = {
    "le": """
        bureau campus centre collège comité conseil consortium département fonds forum gouvernement groupe
        haut-commissariat hôpital institut laboratoire ministère musée observatoire office organisme parlement
        partenariat pôle programme réseau royaume secrétariat secteur service syndicat théâtre
    """,
    "la": """
        académie agence alliance assemblée association autorité banque bibliothèque caisse chaire chambre commission
        communauté compagnie confédération conférence coopération cour direction école entreprise faculté fédération
        fondation initiative ligue maison mission organisation république société union université ville
    """,
    "les": "archives émirats états-unis nations pays-bas",
}
ARTICLES = {noun: article for article, nouns in NOUNS.items() for noun in nouns.split()}
# For an organisation whose name tells no gender: what it is, and the gender of that.
KINDS = {
    "association": ("l’association", "la"),
    "institute": ("l’institut", "le"),
    "university": ("l’université", "la"),
    "ministry": ("le ministère", "le"),
    "state": ("l’État", "le"),
    "funder": ("l’organisme", "le"),
    "company": ("l’entreprise", "la"),
    "network": ("le réseau", "le"),
    "unit": ("le service", "le"),
}
OTHER = ("l’organisation", "la")
# Forms of address that stand with an article within a sentence; M. and Mme do not.
ADDRESSES = {
    "dr": "le Dr",
    "docteur": "le docteur",
    "dre": "la Dre",
    "docteure": "la docteure",
    "prof": "le professeur",
    "pr": "le professeur",
    "professeur": "le professeur",
    "pre": "la professeure",
    "professeure": "la professeure",
}
# Where what was said stood on a day: of one point, and of several.
STATES = {
    Stage.IN_PROGRESS: ("était en cours", "étaient en cours"),
    Stage.CLAIMED: ("avait été déclaré exécuté", "avaient été déclarés exécutés"),
    Stage.RETURNED: ("avait été renvoyé", "avaient été renvoyés"),
    Stage.ACCEPTED: ("avait été accepté", "avaient été acceptés"),
    Stage.CLOSED: ("était clos", "étaient clos"),
    Stage.CANCELLED: ("avait été annulé", "avaient été annulés"),
    Stage.TAKEN_UP: ("avait été suivi d’effet", "avaient été suivis d’effet"),
    Stage.LAPSED: ("était caduc", "étaient caducs"),
}
STANDS_ALONE = re.compile(r"^(le|la|les|l[’'])\b", re.I)


class French(Writer):
    """Writes French with the apostrophe and the spaces of its printers."""

    language = "fr"
    quotes = ("«\u00a0", "\u00a0»")
    parted_by = "\u00a0;"
    joined_by = "et "

    def inner(self, words: str) -> str:
        return re.sub(r"«\s*", "“", re.sub(r"\s*»", "”", words))

    # Names with their articles

    def short(self, organisation: Organisation) -> str:
        return super().short(organisation) or organisation.short_name.told_in("fr")

    def with_article(self, organisation: Organisation, name: str) -> str:
        """This will put the article before a name; before one that tells no gender, the kind of organisation too."""
        article = article_of(self.full(organisation))
        if article is None:
            kind, article = KINDS.get(organisation.kind, OTHER)
            return elided(article, name) if name == self.short(organisation) else f"{kind} {name}"
        return elided(article, name)

    def name(self, organisation: Organisation) -> str:
        return self.with_article(organisation, super().name(organisation))

    def brief(self, organisation: Organisation) -> str:
        """This will name it as briefly as one can, with its article."""
        return self.with_article(organisation, self.briefly(organisation))

    # Days

    @classmethod
    def day_of(cls, when: str) -> str:
        return f"le {when}"

    @classmethod
    def between(cls, first: date, last: date) -> str:
        pattern = "d" if (first.year, first.month) == (last.year, last.month) else "d MMMM"
        pattern = pattern if first.year == last.year else "d MMMM y"
        began = re.sub(r"^1\b", "1er", cls.shape_of(first, pattern))
        return f"du {began} au {re.sub(r'^1 ', '1er ', cls.shape_of(last, 'd MMMM y'))}"

    @classmethod
    def in_months(cls, first: date, last: date) -> str:
        if (first.year, first.month) == (last.year, last.month):
            return f"en {cls.shape_of(first, 'MMMM y')}"
        began = cls.shape_of(first, "MMMM" if first.year == last.year else "MMMM y")
        return f"entre {began} et {cls.shape_of(last, 'MMMM y')}"

    # Sentences

    def headline(self) -> str:
        return f"Séance de travail {listed([de(self.brief(one)) for one in self.facts.sides])}"

    def introduction(self) -> str:
        facts = self.facts
        verbs = [("décidé", facts.decisions), ("promis", facts.promises), ("proposé", facts.proposals)]
        done = listed([verb for verb, found in verbs if found])
        sides = listed([self.brief(one) for one in facts.sides])
        if not done:
            return capital(f"{sides} ont tenu une séance de travail {self.when()}.")
        return f"Ce que {sides} ont {done} lors de leur séance de travail, {self.when()}."

    def met(self) -> str:
        place = self.facts.session.place.get("fr", "")
        where = f" ({place})" if place else ""
        how = {
            Mode.VIRTUAL: "en ligne",
            Mode.IN_PERSON: f"en présentiel{where}",
            Mode.HYBRID: f"en présentiel{where} et en ligne",
        }[Mode(self.facts.session.mode)]
        sides = listed([self.name(one) for one in self.facts.sides])
        return capital(f"{sides} ont tenu une séance de travail {how} {self.when()}.")

    def headed(self, heads: list[Head]) -> str:
        clauses: list[str] = []
        for head in heads:
            of = de(self.name(head.side))
            lead = f"celle {of}, par" if clauses else f"La délégation {of} était conduite par"
            clauses.append(f"{lead} {self._titled(head)}")
        return f"{semicolon('fr').join(clauses)}."

    def _titled(self, head: Head) -> str:
        office, name = self.office_of(head), addressed(head.name.told_in("fr"))
        if not office:
            return name
        return f"{name} ({office})" if "," in office or ";" in office else f"{name}, {office}"

    def covered(self, areas: list[str]) -> str:
        return f"Les échanges ont porté sur les domaines suivants\u00a0: {listed([lowered(one) for one in areas])}."

    def decided(self, decision: Decision, words: str) -> str:
        whom = decision.addressee
        addressee = f"\u00a0; destinataire\u00a0: {self.name(whom.organisation)}" if whom else ""
        return f"{self.verb(decision)}\u00a0: {words} (décision {decision.number}{addressee})."

    def promised(self, said: Commitment) -> str:
        return capital(self._who(said))

    def _who(self, said: Commitment) -> str:
        verb = "proposé" if said.was_proposed else "promis"
        if said.is_mutual:
            return f"{listed([self.name(said.promisor), self.name(said.beneficiary)])} se sont mutuellement {verb}"
        return f"{self.name(said.promisor)} a {verb} {to(self.name(said.beneficiary))}"

    def stood(self, said: Commitment, today: str, *, is_one: bool) -> str:
        points = "le point suivant" if is_one else "les points suivants"
        state = STATES[Stage(said.stage)][0 if is_one else 1]
        return f"Parmi ce que {self._who(said)}, {points} {state} au {today}"


def addressed(name: str) -> str:
    """This will put the article before the form of address of somebody, where that stands with one."""
    address, _space, rest = name.partition(" ")
    with_article = ADDRESSES.get(address.lower().rstrip("."))
    return f"{with_article} {rest}" if with_article and rest else name


def article_of(name: str) -> str | None:
    """This will tell the article of a name by its first noun; nothing where that is none that we know."""
    first = re.split(r"[\s(,]", name.strip().lower(), maxsplit=1)[0]
    return ARTICLES.get(first, "" if STANDS_ALONE.match(name) else None)


def elided(article: str, name: str) -> str:
    """This will put an article before a name, as in l’ICESCO and le DAAD."""
    first = unicodedata.normalize("NFD", name[:1].lower())[:1]
    if not article:
        return name
    if article != "les" and first in "aeiouhœ" and not name.lower().startswith("haut"):
        return f"l’{name}"
    return f"{article} {name}"


def de(name: str) -> str:
    """This will say of a name that something is its own, as in du DAAD and de l’ICESCO."""
    return _contracted(name, {"le ": "du ", "les ": "des "}) or f"de {name}"


def to(name: str) -> str:
    """This will say of a name that something goes to it, as in au DAAD and à l’ICESCO."""
    return _contracted(name, {"le ": "au ", "les ": "aux "}) or f"à {name}"


def _contracted(name: str, articles: dict[str, str]) -> str:
    return next(
        (f"{one}{name.removeprefix(article)}" for article, one in articles.items() if name.startswith(article)), ""
    )
