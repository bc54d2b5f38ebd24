"""What came of the example's sessions, as published sources report it: two events, an agreement, a plan."""

from __future__ import annotations

from datetime import date

from comity.accounts.models import User
from comity.agreements.models import Agreement
from comity.agreements.terms import Kind
from comity.events.models import Event
from comity.example.organisations import ICESCO, LIKAT
from comity.partners.models import Organisation
from comity.translation.texts import Text

Organisations = dict[str, Organisation]


CONCLUDED = date(2021, 4, 16)  # the framework agreement


def enter_forum(organisations: Organisations, *, by: User) -> Event:
    """This will enter the forum of December 2020."""
    forum = Event.announce(
        organisers=[organisations[key] for key in (ICESCO, "uir", "cui", "cnrst", "aip")],
        by=by,
        title=Text(
            en="ICESCO Forum on Scientific Paper and Patent Writing",
            fr="Forum de l’ICESCO sur la rédaction d’articles scientifiques et de brevets",
            ar="منتدى الإيسيسكو حول كتابة الأوراق العلمية وبراءات الاختراع",
        ),
        starts_on=date(2020, 12, 14),
        ends_on=date(2020, 12, 15),
        place=Text(en="Rabat and online", fr="Rabat et en ligne", ar="الرباط وعن بعد"),
        is_online=True,
        note=Text(
            en="Opened by Raheel Qamar, head of the Science and Technology Sector. Reported later: more than 10,000 students "
            "and researchers benefited. ICESCO announced 300 scholarships as one axis of its strategy.",
            fr="Ouvert par Raheel Qamar, chef du Secteur des sciences et de la technologie. Rapporté plus tard : plus de "
            "10 000 étudiants et chercheurs en ont bénéficié. L’ICESCO a annoncé 300 bourses comme un axe de sa stratégie.",
            ar="افتتحه رحيل قمر، رئيس قطاع العلوم والتقنية. وأُفيد لاحقا أن أكثر من 10000 طالب وباحث استفادوا منه. "
            "وأعلنت الإيسيسكو 300 منحة دراسية محورا من محاور استراتيجيتها.",
        ),
        source="icesco.org, 2020-12-15 · 2021-01-22",
    )
    forum.hold(by=by)
    return forum


def enter_conference(organisations: Organisations, *, by: User) -> Event:
    """This will enter the conference of February 2021, with what was expected and who took part."""
    conference = Event.announce(
        organisers=[organisations[key] for key in (ICESCO, LIKAT, "space")],
        by=by,
        title=Text(
            en="A better world succeeds only with women in science",
            fr="Un monde meilleur ne se fera qu’avec des femmes en science",
            ar="عالم أفضل لا يتحقق إلا بالمرأة في العلوم",
        ),
        starts_on=date(2021, 2, 11),
        ends_on=date(2021, 2, 11),
        place=Text(en="Rabat and online", fr="Rabat et en ligne", ar="الرباط وعن بعد"),
        is_online=True,
        expected=5000,
        note=Text(
            en="On the International Day of Women and Girls in Science; also under the title “Narrowing the Gender Gap "
            "Starts with Science”. Participants from 350 universities were expected.",
            fr="Pour la Journée internationale des femmes et des filles de science ; aussi sous le titre « Réduire "
            "l’écart entre les sexes commence par la science ». On attendait des participants de 350 universités.",
            ar="في اليوم الدولي للمرأة والفتاة في ميدان العلوم، وأيضا تحت عنوان «تضييق الفجوة بين الجنسين يبدأ بالعلوم». "
            "وكان المتوقع مشاركون من 350 جامعة.",
        ),
        source="idw-online.de news762553, 2021-02-04 · maroc.ma, 2021-02-11 · kooperation-international.de",
    )
    conference.hold(took_part=2000, is_more_than=True, by=by)
    return conference


def enter_agreement(organisations: Organisations, *, by: User) -> Agreement:
    """This will enter the framework agreement of April 2021."""
    return Agreement.conclude(
        parties=[organisations[ICESCO], organisations[LIKAT]],
        by=by,
        title=Text(
            en="Framework agreement of ICESCO and LIKAT",
            fr="Accord-cadre de l’ICESCO et du LIKAT",
            ar="الاتفاق الإطاري بين الإيسيسكو ومعهد LIKAT",
        ),
        kind=Kind.FRAMEWORK,
        concluded_on=CONCLUDED,
        years=5,
        ends_on=date(2026, 4, 16),
        aims=Text(
            en="Joint research on environmentally friendly technologies; use of scientific results; training in chemistry, "
            "catalysis and sustainable technologies; conferences, seminars and workshops for young researchers; joint "
            "support of doctoral work in Rostock and at institutes in countries of the Islamic world.",
            fr="Recherche commune sur des technologies respectueuses de l’environnement ; mise à profit de résultats "
            "scientifiques ; formation en chimie, catalyse et technologies durables ; conférences, séminaires et ateliers "
            "pour jeunes chercheurs ; soutien commun à des thèses à Rostock et dans des instituts de pays du monde islamique.",
            ar="بحوث مشتركة في التقنيات الصديقة للبيئة، والاستفادة من النتائج العلمية، والتدريب في الكيمياء والحفز والتقنيات "
            "المستدامة، ومؤتمرات وندوات وورش للباحثين الشباب، ودعم مشترك لأعمال الدكتوراه في روستوك وفي معاهد بلدان العالم الإسلامي.",
        ),
        source="kooperation-international.de",
    )


def enter_summer_conference(organisations: Organisations, *, by: User) -> Event:
    """This will enter the conference planned for the summer of 2021, of which nothing more is known."""
    return Event.announce(
        organisers=[organisations[ICESCO], organisations[LIKAT]],
        by=by,
        title=Text(
            en="Conference on cooperation of science and industry",
            fr="Conférence sur la coopération entre science et industrie",
            ar="مؤتمر حول التعاون بين العلوم والصناعة",
        ),
        starts_on=date(2021, 6, 1),
        ends_on=date(2021, 9, 30),
        is_dated_by_months=True,
        note=Text(
            en="Planned for the summer of 2021 as the next joint activity.",
            fr="Prévue pour l’été 2021 comme prochaine activité commune.",
            ar="كان مقررا في صيف 2021 بوصفه النشاط المشترك التالي.",
        ),
        source="kooperation-international.de",
    )
