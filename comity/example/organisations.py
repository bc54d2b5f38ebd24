"""The organisations and people of the example, as published sources name them; our translations say that they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from comity.accounts.models import User
from comity.partners.models import Area, Office, Organisation, Person
from comity.translation.texts import Text


class Name(NamedTuple):
    """What an organisation is called in one language, and when it was."""

    language: str
    kind: str
    text: str
    since: date | None = None
    until: date | None = None


ICESCO = "icesco"
LEIBNIZ = "leibniz"
LIKAT = "likat"

ORGANISATIONS: dict[str, tuple[list[Name], dict[str, Any]]] = {
    ICESCO: (
        [
            Name(
                "en",
                "official",
                "Islamic World Educational, Scientific and Cultural Organization",
                date(2020, 1, 30),
                None,
            ),
            Name(
                "fr",
                "official",
                "Organisation du monde islamique pour l’éducation, les sciences et la culture",
            ),
            Name("ar", "official", "منظمة العالم الإسلامي للتربية والعلوم والثقافة"),
            Name("en", "acronym", "ICESCO", date(2020, 1, 30), None),
            Name("fr", "acronym", "ICESCO", date(2020, 1, 30), None),
            Name("ar", "acronym", "الإيسيسكو"),
            Name(
                "en",
                "former",
                "Islamic Educational, Scientific and Cultural Organization",
                None,
                date(2020, 1, 30),
            ),
            Name("en", "former", "ISESCO", None, date(2020, 1, 30)),
        ],
        {
            "kind": "intergovernmental",
            "is_host": True,
            "country": "MA",
            "place": Text(en="Rabat", fr="Rabat", ar="الرباط"),
            "founded": "1979-05",
            "website": "https://icesco.org",
            "note": Text(
                en="Working languages: Arabic, English, French. 54 Member States; 3 more take part with observer status.",
                fr="Langues de travail : arabe, anglais, français. 54 États membres ; 3 autres ont le statut d’observateur.",
                ar="لغات العمل: العربية والإنجليزية والفرنسية. تضم 54 دولة عضوا، وثلاث أخرى بصفة مراقب.",
            ),
        },
    ),
    LEIBNIZ: (
        [
            Name("en", "official", "Leibniz Association"),
            Name("de", "official", "Leibniz-Gemeinschaft"),
            Name("fr", "official", "Association Leibniz"),
            Name("ar", "official", "مؤسسة ليبنيز"),
        ],
        {
            "kind": "association",
            "country": "DE",
            "place": Text(en="Berlin", fr="Berlin", ar="برلين"),
            "ror": "01n6r0e97",
            "wikidata": "Q680090",
            "website": "https://www.leibniz-gemeinschaft.de/en/",
            "standing_here": "partner",
            "note": Text(
                en="96 institutes at the time of the session of January 2021.",
                fr="96 instituts au moment de la séance de janvier 2021.",
                ar="كانت تضم 96 معهدا وقت جلسة يناير 2021.",
            ),
        },
    ),
    LIKAT: (
        [
            Name("en", "official", "Leibniz Institute for Catalysis"),
            Name("de", "official", "Leibniz-Institut für Katalyse"),
            Name("fr", "translated", "Institut Leibniz de catalyse"),
            Name("ar", "translated", "معهد ليبنيز للحفز الكيميائي"),
            Name("en", "acronym", "LIKAT"),
        ],
        {
            "kind": "institute",
            "country": "DE",
            "place": Text(en="Rostock", fr="Rostock", ar="روستوك"),
            "ror": "029hg0311",
            "website": "https://www.catalysis.de",
            "standing_here": "partner",
        },
    ),
    "aip": (
        [
            Name("en", "official", "Leibniz Institute for Astrophysics Potsdam"),
            Name("de", "official", "Leibniz-Institut für Astrophysik Potsdam"),
            Name("fr", "translated", "Institut Leibniz d’astrophysique de Potsdam"),
            Name("ar", "translated", "معهد ليبنيز للفيزياء الفلكية في بوتسدام"),
            Name("en", "acronym", "AIP"),
        ],
        {
            "kind": "institute",
            "country": "DE",
            "place": Text(en="Potsdam", fr="Potsdam", ar="بوتسدام"),
            "ror": "03mrbr458",
            "wikidata": "Q662864",
            "standing_here": "partner",
        },
    ),
    "daad": (
        [
            Name("en", "official", "German Academic Exchange Service"),
            Name("de", "official", "Deutscher Akademischer Austauschdienst"),
            Name("fr", "translated", "Office allemand d’échanges universitaires"),
            Name("ar", "translated", "الهيئة الألمانية للتبادل العلمي"),
            Name("en", "acronym", "DAAD"),
        ],
        {
            "kind": "funder",
            "country": "DE",
            "place": Text(en="Bonn", fr="Bonn", ar="بون"),
            "ror": "039djdh30",
            "wikidata": "Q696935",
            "website": "https://www.daad.de/en/",
            "standing_here": "partner",
        },
    ),
    "space": (
        [
            Name("en", "official", "Space Foundation"),
            Name("fr", "translated", "Fondation pour l’espace (Space Foundation)"),
            Name("ar", "translated", "مؤسسة الفضاء (Space Foundation)"),
        ],
        {"kind": "other", "standing_here": "partner"},
    ),
    "uir": (
        [
            Name("en", "official", "International University of Rabat"),
            Name("fr", "official", "Université internationale de Rabat"),
            Name("ar", "translated", "الجامعة الدولية بالرباط"),
            Name("en", "acronym", "UIR"),
        ],
        {
            "kind": "university",
            "country": "MA",
            "place": Text(en="Rabat", fr="Rabat", ar="الرباط"),
            "standing_here": "partner",
        },
    ),
    "cui": (
        [
            Name("en", "official", "COMSATS University Islamabad"),
            Name("fr", "translated", "Université COMSATS d’Islamabad"),
            Name("ar", "translated", "جامعة كومساتس في إسلام آباد"),
            Name("en", "acronym", "CUI"),
        ],
        {
            "kind": "university",
            "country": "PK",
            "place": Text(en="Islamabad", fr="Islamabad", ar="إسلام آباد"),
            "standing_here": "partner",
        },
    ),
    "cnrst": (
        [
            Name("en", "official", "National Center for Scientific and Technical Research"),
            Name("fr", "official", "Centre national pour la recherche scientifique et technique"),
            Name("ar", "official", "المركز الوطني للبحث العلمي والتقني"),
            Name("en", "acronym", "CNRST"),
        ],
        {
            "kind": "institute",
            "country": "MA",
            "place": Text(en="Rabat", fr="Rabat", ar="الرباط"),
            "ror": "00675rp98",
            "wikidata": "Q30284534",
            "standing_here": "partner",
        },
    ),
    "science-sector": (
        [
            Name("en", "official", "Science and Technology Sector"),
            Name("fr", "translated", "Secteur des sciences et de la technologie"),
            Name("ar", "translated", "قطاع العلوم والتقنية"),
        ],
        {"kind": "unit"},
    ),
    "partnerships-sector": (
        [
            Name("en", "official", "Partnerships and International Cooperation Sector"),
            Name("fr", "translated", "Secteur des partenariats et de la coopération internationale"),
            Name("ar", "translated", "قطاع الشراكات والتعاون الدولي"),
        ],
        {"kind": "unit"},
    ),
    "commissions-secretariat": (
        [
            Name("en", "official", "General Secretariat of National Commissions and Conferences"),
            Name("fr", "translated", "Secrétariat général des commissions nationales et des conférences"),
            Name("ar", "translated", "الأمانة العامة للجان الوطنية والمؤتمرات"),
        ],
        {"kind": "unit"},
    ),
}

# part, whole, since
PARTS = [
    (LIKAT, LEIBNIZ, date(2003, 1, 1)),
    ("aip", LEIBNIZ, None),
    ("science-sector", ICESCO, None),
    ("partnerships-sector", ICESCO, None),
    ("commissions-secretariat", ICESCO, None),
]

AREAS = {
    ICESCO: ["education", "science", "technology", "culture", "communication"],
    LEIBNIZ: ["science", "education", "smart-agriculture", "climate-change", "heritage"],
    LIKAT: ["catalysis", "sustainable-technologies", "science"],
    "daad": ["scholarships", "higher-education", "science-diplomacy"],
}


@dataclass
class Somebody:
    """A person of the example with the offices that a source names on a day."""

    names: dict[str, str]
    offices: list[tuple[str, Text, date]]
    title: Text = field(default_factory=Text)


SESSION_DAY = date(2021, 1, 21)
DAAD_DAY = date(2021, 9, 9)
DOCTOR = Text(en="Dr.", fr="Dr", ar="د.")
PROFESSOR = Text(en="Prof.", fr="Prof.", ar="أ.د.")

PEOPLE: dict[str, Somebody] = {
    "almalik": Somebody(
        {"en": "Salim M. AlMalik", "fr": "Salim M. AlMalik", "ar": "سالم بن محمد المالك"},
        [(ICESCO, Text(en="Director-General", fr="Directeur général", ar="المدير العام"), SESSION_DAY)],
        DOCTOR,
    ),
    "kleiner": Somebody(
        {"en": "Matthias Kleiner", "ar": "ماتياس كلاينر"},
        [(LEIBNIZ, Text(en="President", fr="Président", ar="الرئيس"), SESSION_DAY)],
        PROFESSOR,
    ),
    "beller": Somebody(
        {"en": "Matthias Beller", "ar": "ماتياس بيلر"},
        [
            (LEIBNIZ, Text(en="Vice President", fr="Vice-président", ar="نائب الرئيس"), SESSION_DAY),
            (
                LIKAT,
                Text(en="Executive Director", fr="Directeur exécutif", ar="المدير التنفيذي"),
                SESSION_DAY,
            ),
        ],
        PROFESSOR,
    ),
    "qamar": Somebody(
        {"en": "Raheel Qamar"},
        [
            (
                "science-sector",
                Text(en="Head of sector", fr="Chef de secteur", ar="رئيس القطاع"),
                date(2020, 12, 14),
            )
        ],
    ),
    "hamed": Somebody(
        {"en": "Omar Hamed"}, [("partnerships-sector", Text(en="Expert", fr="Expert", ar="خبير"), DAAD_DAY)]
    ),
    "franke": Somebody(
        {"en": "Kai Franke"},
        [
            (
                "daad",
                Text(
                    en="Director, government liaison, Berlin",
                    fr="Directeur des relations avec les pouvoirs publics, Berlin",
                    ar="مدير الاتصال الحكومي، برلين",
                ),
                DAAD_DAY,
            )
        ],
    ),
    "dieterich": Somebody({"en": "Renate Dieterich"}, [("daad", Text(en="Tunis", fr="Tunis", ar="تونس"), DAAD_DAY)]),
    "mehring": Somebody({"en": "Isabell Mehring"}, [("daad", Text(en="Cairo", fr="Le Caire", ar="القاهرة"), DAAD_DAY)]),
    "schmaeling": Somebody({"en": "Benjamin Schmäling"}, [("daad", Text(en="Amman", fr="Amman", ar="عمّان"), DAAD_DAY)]),
    "chazotte": Somebody(
        {"en": "Gudrun Chazotte"},
        [("daad", Text(en="Grants for Africa", fr="Bourses pour l’Afrique", ar="منح أفريقيا"), DAAD_DAY)],
    ),
}


def enter_organisations(*, by: User) -> dict[str, Organisation]:
    """This will enter the organisations with their names, parts and areas, and return them by key."""
    made = {}
    for key, (names, facts) in ORGANISATIONS.items():
        made[key] = Organisation.enter(by=by, **facts)
        for name in names:
            made[key].rename(**name._asdict(), by=by)
    for part, whole, since in PARTS:
        made[part].join(made[whole], since=since, by=by)
    for key, codes in AREAS.items():
        made[key].take_interest_in(list(Area.objects.filter(pk__in=codes)), by=by)
    return made


def enter_people(organisations: dict[str, Organisation], *, by: User) -> dict[str, Person]:
    """This will enter the people with the offices that a source names, and return them by key."""
    made = {}
    for key, somebody in PEOPLE.items():
        made[key] = Person.enter(title=somebody.title, by=by)
        for language, text in somebody.names.items():
            made[key].be_named(text=text, language=language, by=by)
        for precedence, (where, title, known_on) in enumerate(somebody.offices, start=1):
            Office.enter(
                person=made[key],
                organisation=organisations[where],
                title=title,
                known_on=known_on,
                is_published=known_on is not None,
                precedence=precedence * 10,
                by=by,
            )
    return made
