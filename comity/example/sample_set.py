"""A sample set: the model memorandum offered to ten institutes, at different stages. None of it ever happened.

The institutes are real and the agreements are not: each title says that it is a sample, the public reads none of them,
and nobody real is named in them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from comity.accounts.models import User
from comity.agreements.approving import agree_text, approve, content_of
from comity.agreements.conditions import tell_mobility
from comity.agreements.correcting import change_party, correct
from comity.agreements.emulating import Wanted, roll_out
from comity.agreements.models import Agreement, Cefr, Clause, Party, Who
from comity.agreements.models.clearances import Finding
from comity.agreements.models.parties import Authority
from comity.agreements.negotiating import answer_clearance, ask_for_clearances, begin_drafting, open_to_all
from comity.agreements.shelf import newest
from comity.agreements.signing import Signed, sign
from comity.agreements.terms import Entering, Kind, Renewing
from comity.agreements.undertaking import mark
from comity.agreements.wording import Wording, reword
from comity.meetings.texts import fingerprint
from comity.partners.models import Area, Organisation, Person
from comity.translation.texts import Text

# Member institutes of the Leibniz Association besides those of the example: by the names that they use in English and
# German, and, translated, in French and Arabic.
INSTITUTES = {
    "PIK": {
        "en": "Potsdam Institute for Climate Impact Research",
        "de": "Potsdam-Institut für Klimafolgenforschung",
        "fr": "Institut de Potsdam pour la recherche sur les effets du changement climatique",
        "ar": "معهد بوتسدام لأبحاث تأثير المناخ",
    },
    "Leibniz-IPHT": {
        "en": "Leibniz Institute of Photonic Technology",
        "de": "Leibniz-Institut für Photonische Technologien",
        "fr": "Institut Leibniz des technologies photoniques",
        "ar": "معهد ليبنيز للتقنيات الضوئية",
    },
    "ZMT": {
        "en": "Leibniz Centre for Tropical Marine Research",
        "de": "Leibniz-Zentrum für Marine Tropenforschung",
        "fr": "Centre Leibniz de recherche marine tropicale",
        "ar": "مركز ليبنيز لأبحاث البحار الاستوائية",
    },
    "TROPOS": {
        "en": "Leibniz Institute for Tropospheric Research",
        "de": "Leibniz-Institut für Troposphärenforschung",
        "fr": "Institut Leibniz de recherche sur la troposphère",
        "ar": "معهد ليبنيز لأبحاث التروبوسفير",
    },
    "ZALF": {
        "en": "Leibniz Centre for Agricultural Landscape Research",
        "de": "Leibniz-Zentrum für Agrarlandschaftsforschung",
        "fr": "Centre Leibniz de recherche sur les paysages agricoles",
        "ar": "مركز ليبنيز لأبحاث المشهد الزراعي",
    },
    "ATB": {
        "en": "Leibniz Institute for Agricultural Engineering and Bioeconomy",
        "de": "Leibniz-Institut für Agrartechnik und Bioökonomie",
        "fr": "Institut Leibniz de génie agricole et de bioéconomie",
        "ar": "معهد ليبنيز للهندسة الزراعية والاقتصاد الحيوي",
    },
    "IGB": {
        "en": "Leibniz Institute of Freshwater Ecology and Inland Fisheries",
        "de": "Leibniz-Institut für Gewässerökologie und Binnenfischerei",
        "fr": "Institut Leibniz d’écologie des eaux douces et de pêche continentale",
        "ar": "معهد ليبنيز لبيئة المياه العذبة ومصايد الأسماك الداخلية",
    },
    "IOW": {
        "en": "Leibniz Institute for Baltic Sea Research Warnemünde",
        "de": "Leibniz-Institut für Ostseeforschung Warnemünde",
        "fr": "Institut Leibniz de recherche sur la mer Baltique de Warnemünde",
        "ar": "معهد ليبنيز لأبحاث بحر البلطيق في فارنيمونده",
    },
    "IPK": {
        "en": "Leibniz Institute of Plant Genetics and Crop Plant Research",
        "de": "Leibniz-Institut für Pflanzengenetik und Kulturpflanzenforschung",
        "fr": "Institut Leibniz de génétique végétale et de recherche sur les plantes cultivées",
        "ar": "معهد ليبنيز لوراثة النبات وأبحاث المحاصيل",
    },
}
OWN = ("en", "de")  # the languages in which an institute names itself
TITLE = Text(
    en="Sample: memorandum of understanding",
    fr="Exemple : mémorandum d’entente",
    ar="نموذج للعرض: مذكرة تفاهم",
)
WHY = Text(
    en="Sample data. Nothing of this was ever proposed to this institute; it shows how one model is rolled out to many.",
    fr="Données d’exemple. Rien de tel n’a jamais été proposé à cet institut ; cela montre comment un modèle est décliné pour plusieurs.",
    ar="بيانات للعرض. لم يُقترح شيء من هذا قط على هذا المعهد؛ وإنما تبيّن كيف يُعمَّم نموذج واحد على معاهد كثيرة.",
)
REPRESENTATIVE = Text(en="Sample representative", fr="Représentant (exemple)", ar="ممثل (نموذج)")
AS = Text(en="sample office", fr="fonction d’exemple", ar="وظيفة للعرض")
EXCHANGED = Text(
    en="Sample data: the institute that receives a guest finds housing.",
    fr="Données d’exemple : l’institut d’accueil trouve le logement.",
    ar="بيانات للعرض: يجد المعهد المستقبِل السكن.",
)
UNDERTAKEN = Text(
    en="Sample: tell the institute once a year which fellowships are open to its researchers.",
    fr="Exemple : indiquer à l’institut, une fois par an, quelles bourses sont ouvertes à ses chercheurs.",
    ar="نموذج للعرض: إبلاغ المعهد مرة في السنة بالمنح المتاحة لباحثيه.",
)
DEVIATES = " (Sample of words that deviate from the model.)"


@dataclass(frozen=True)
class Company:
    """Who acts in the sample set: an officer, a head of office, and people of the sample."""

    officer: User
    head: User
    keeper: Person
    signatory: Person  # who stands for our own office
    representative: Person  # who stands for every institute


def enter_sample_set(organisations: dict[str, Organisation], company: Company, *, now: datetime) -> None:
    """This will roll the shipped model memorandum out to ten institutes and take each as far as the sample has it."""
    model = next(one for one in newest(first=Kind.MEMORANDUM) if one.kind == Kind.MEMORANDUM)
    institutes = [*_institutes(organisations["leibniz"], by=company.officer), organisations["aip"]]
    areas = tuple(Area.objects.filter(pk__in=["science", "education"]))
    roll_out(
        model,
        institutes=institutes,
        wanted=Wanted(title=TITLE, areas=areas, keeper=company.keeper, why=WHY),
        at=now - timedelta(days=90),
        by=company.officer,
    )
    for institute, steps in zip(institutes, STEPS, strict=True):
        agreement = Agreement.objects.of(institute).of_kind(Kind.MEMORANDUM).get()
        for days, step in enumerate(steps):
            agreement.refresh_from_db()
            step(agreement, company, now - timedelta(days=80 - 10 * days))


def _institutes(association: Organisation, *, by: User) -> list[Organisation]:
    made = []
    for acronym, names in INSTITUTES.items():
        institute = Organisation.enter(kind="institute", country="DE", by=by)
        for language, text in names.items():
            kind = "official" if language in OWN else "translated"
            institute.rename(language=language, kind=kind, text=text, by=by)
        institute.rename(language="en", kind="acronym", text=acronym, by=by)
        institute.join(association, since=None, by=by)
        made.append(institute)
    return made


# One step after the other, ten days apart


def _ask(agreement: Agreement, company: Company, at: datetime) -> None:
    ask_for_clearances(agreement, at=at, by=company.officer)


def _clear(agreement: Agreement, company: Company, at: datetime) -> None:
    for one in agreement.clearances.all():
        answer_clearance(one, finding=Finding.CLEARED, at=at, by=company.head)


def _draft(agreement: Agreement, company: Company, at: datetime) -> None:
    """The facts that the clauses ask for first, so that the text has no gap."""
    terms: dict[str, Any] = {"years": 5, "notice_months": 6, "renewing": Renewing.LETTERS}
    terms |= {"entering": Entering.LAST_SIGNATURE, "prevailing": "en"}
    correct(agreement, **terms, by=company.officer)
    for party in Party.objects.of(agreement):
        change_party(
            party,
            legal_name=Text(
                {code: party.organisation.name.get(code, str(party.organisation)) for code in ("en", "fr", "ar")}
            ),
            represented_by=company.signatory if party.is_ours else company.representative,
            represented_as=AS,
            authority=Authority.OFFICE,
            focal_point=company.keeper if party.is_ours else company.representative,
            by=company.officer,
        )
    begin_drafting(agreement, at=at, by=company.officer)


def _exchange(agreement: Agreement, company: Company, at: datetime) -> None:
    ours, theirs = Party.objects.of(agreement)
    facts: dict[str, Any] = {"who": Who.RESEARCHERS, "seats": 2, "months": 3, "first_year": at.year + 1, "level": 8}
    facts |= {"language": "en", "cefr": Cefr.B2, "terms": EXCHANGED}
    tell_mobility(agreement, sender=ours, receiver=theirs, **facts, by=company.officer)


def _deviate(agreement: Agreement, company: Company, at: datetime) -> None:
    clause = Clause.objects.of(agreement)[4]
    words = clause.words.get("en", "") + DEVIATES
    reword(clause, wording=Wording("en", clause.heading.get("en", ""), words), at=at, by=company.officer)


def _open(agreement: Agreement, company: Company, at: datetime, *, to_us: bool = True) -> None:
    to = next(one for one in Party.objects.of(agreement) if one.is_ours == to_us)
    open_to_all(agreement, to=to, at=at, by=company.officer)


def _open_to_them(agreement: Agreement, company: Company, at: datetime) -> None:
    _open(agreement, company, at, to_us=False)


def _agree(agreement: Agreement, company: Company, at: datetime) -> None:
    agree_text(agreement, sha256=fingerprint(content_of(agreement)), at=at, by=company.officer)


def _approve(agreement: Agreement, company: Company, at: datetime) -> None:
    text = agreement.text()
    for party in Party.objects.of(agreement):
        how = {"by": company.head} if party.is_ours else {"by": company.officer, "known_from": "sample data"}
        approve(agreement, party=party, sha256=text.sha256 if text else "", at=at, **how)


def _sign(agreement: Agreement, company: Company, at: datetime) -> None:
    for party in Party.objects.of(agreement):
        sign(agreement, party=party, signed=Signed(on=at.date()), at=at, by=company.officer)


def _undertake(agreement: Agreement, company: Company, at: datetime) -> None:
    ours, theirs = Party.objects.of(agreement)
    clause = Clause.objects.of(agreement).get(from_clause="undertakings")
    mark(clause, party=ours, beneficiary=theirs, what=UNDERTAKEN, by=company.officer)


Step = Callable[[Agreement, Company, datetime], None]
DRAFTED: list[Step] = [_ask, _clear, _draft]
STEPS: list[list[Step]] = [
    [*DRAFTED, _open, _agree, _approve, _sign, _undertake],
    [*DRAFTED, _open, _agree],
    [*DRAFTED, _exchange, _open_to_them],
    [*DRAFTED, _deviate, _open],
    [*DRAFTED, _deviate],
    DRAFTED,
    [_ask, _clear],
    [_ask],
    [],
    [],
]
