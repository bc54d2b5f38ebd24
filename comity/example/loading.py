"""Loading the example cooperation into an empty Comity, through the same acts that an office uses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from comity.accounts.models import Role, User
from comity.agreements.models import Agreement
from comity.commitments.models import Commitment, ExpectedResult, Stage
from comity.events.models import Event
from comity.example.organisations import (
    DAAD_DAY,
    ICESCO,
    LEIBNIZ,
    LIKAT,
    SESSION_DAY,
    enter_organisations,
    enter_people,
)
from comity.example.sayings import ITEMS, Saying
from comity.journal.thread import tie
from comity.meetings.minuting import add_item
from comity.meetings.models import AgendaItem, Attendance, Delegation, Member, Precision, Session, Visibility
from comity.meetings.models import Stage as SessionStage
from comity.partners.models import Area, FocalPoint, Mandate, Office, Organisation, Person
from comity.translation.texts import Text

# Everybody who runs the demonstration knows it; sample accounts exist nowhere else.
PASSWORD = "the thread is kept"
ZONE = ZoneInfo("Africa/Casablanca")
REPORTS = "icesco.org, 22 January 2021 (en) · 23 January 2021 (fr)"


@dataclass
class SignIn:
    """How to sign in to the demonstration in one role."""

    role: str
    email: str
    password: str


@dataclass
class Cast:
    """Who and what the example is made of."""

    by: User
    organisations: dict[str, Organisation]
    people: dict[str, Person]
    keeper: Person


ACCOUNTS = [
    (Role.OFFICER, "officer@example.org", Text(en="Sample officer", fr="Agent (exemple)", ar="موظف (نموذج)")),
    (
        Role.HEAD,
        "head@example.org",
        Text(en="Sample head of office", fr="Chef de bureau (exemple)", ar="رئيس المكتب (نموذج)"),
    ),
    (
        Role.COUNTERPART,
        "counterpart@example.org",
        Text(en="Sample counterpart", fr="Homologue (exemple)", ar="نظير (نموذج)"),
    ),
]


def sign_ins() -> list[SignIn]:
    """This will tell how to sign in to the demonstration."""
    return [SignIn(str(role.label), email, PASSWORD) for role, email, _name in ACCOUNTS]


def load_once() -> list[SignIn]:
    """This will load the example where it is not there yet, whole or not at all, and tell how to sign in."""
    with transaction.atomic():
        if Organisation.objects.host() is None:
            load()
    return sign_ins()


def load() -> None:
    """This will enter every record of the example."""
    accounts = [
        User.objects.enter(
            email, name=name["en"], role=role, password=PASSWORD, is_sample=True, joined_at=timezone.now()
        )
        for role, email, name in ACCOUNTS
    ]
    by = accounts[0]
    organisations = enter_organisations(by=by)
    people = enter_people(organisations, by=by)
    keeper = _sample_people(accounts, organisations, by=by)
    cast = Cast(by, organisations, people, keeper)
    _first_meeting(cast)
    forum = _forum(cast)
    session, said = _working_session(cast)
    tie(session.items.in_order()[1], came_from=forum, by=by)
    _what_came_of_it(cast, said)


def _sample_people(accounts: list[User], organisations: dict[str, Organisation], *, by: User) -> Person:
    office = Text(en="Sample account", fr="Compte d’exemple", ar="حساب نموذجي")
    made = []
    for account, (role, email, name) in zip(accounts, ACCOUNTS, strict=True):
        where = organisations[LEIBNIZ if role == Role.COUNTERPART else ICESCO]
        person = Person.enter(email=email, user=account, by=by)
        for language, text in name.items():
            person.be_named(text=text, language=language, by=by)
        Office.enter(person=person, organisation=where, title=office, precedence=200, by=by)
        made.append(person)
    officer, head, counterpart = made
    Mandate.enter(user=accounts[2], organisation=organisations[LEIBNIZ], by=by)
    for person, side, rank in [
        (officer, "ours", "first"),
        (head, "ours", "back_up"),
        (counterpart, "theirs", "first"),
    ]:
        FocalPoint.enter(partner=organisations[LEIBNIZ], person=person, side=side, rank=rank, by=by)
    return officer


def _day(day: date) -> dict[str, datetime]:
    """The whole of a day by the clocks of the host's seat."""
    first = datetime.combine(day, time.min, ZONE)
    last = datetime.combine(day, time(23, 59), ZONE)
    return {"starts_at": first.astimezone(UTC), "ends_at": last.astimezone(UTC)}


def _compiled(cast: Cast, *, between: list[str], source: str, **facts: object) -> Session:
    """A session of the past: held, and put together from reports; no minutes are invented for it."""
    given = {"stage": SessionStage.HELD, "zone": ZONE.key, "mode": "virtual", "is_public": True} | facts
    sides = [cast.organisations[key] for key in between]
    return Session.plan(between=sides, by=cast.by, compiled_from=source, **given)


def _first_meeting(cast: Cast) -> None:
    session = _compiled(
        cast,
        between=[ICESCO, LEIBNIZ],
        source="sauress.com/spa/2117884 (ar)",
        title=Text(
            en="First virtual meeting of ICESCO and the Leibniz Association",
            fr="Première réunion virtuelle de l’ICESCO et de l’Association Leibniz",
            ar="الاجتماع الافتراضي الأول بين الإيسيسكو ومؤسسة ليبنيز",
        ),
        precision=Precision.MONTHS,
        starts_at=datetime(2020, 7, 1, tzinfo=ZONE),
        ends_at=datetime(2020, 12, 31, 23, 59, tzinfo=ZONE),
    )
    _heads(cast, session, {ICESCO: "almalik", LEIBNIZ: "beller"})
    add_item(
        session,
        title=Text(en="Proposals for cooperation", fr="Propositions de coopération", ar="مقترحات للتعاون"),
        minutes=Text(
            en="Named were scientific research, capacity building, cultural heritage, the environment, scholarships for "
            "students from Member States, and links between the Association’s 96 institutes and research centres and "
            "universities of the Member States.",
            fr="Ont été cités la recherche scientifique, le renforcement des capacités, le patrimoine culturel, "
            "l’environnement, des bourses pour étudiants des États membres et des liens entre les 96 instituts de "
            "l’Association et les centres de recherche et universités des États membres.",
            ar="ذُكر البحث العلمي وبناء القدرات والتراث الثقافي والبيئة ومنح لطلاب الدول الأعضاء وربط معاهد المؤسسة "
            "الستة والتسعين بمراكز البحوث والجامعات في الدول الأعضاء.",
        ),
        visibility=Visibility.PUBLIC,
        by=cast.by,
    )


def _heads(cast: Cast, session: Session, heads: dict[str, str]) -> None:
    """Enter who headed each delegation, with the offices that the sources name."""
    for where, who in heads.items():
        person = cast.people[who]
        Member.enter(
            delegation=Delegation.objects.get(session=session, organisation=cast.organisations[where]),
            person=person,
            office=_offices_of(person),
            is_head=True,
            attendance=Attendance.PRESENT,
            precedence=1,
            by=cast.by,
        )


def _offices_of(person: Person) -> Text:
    """The person's offices in one line, in each language in which all of them are named."""
    lines: dict[str, list[str]] = {}
    for office in person.offices.with_both():
        for language, title in office.title.items():
            lines.setdefault(language, []).append(f"{title}, {office.organisation.called.told_in(language)}")
    return Text({language: "; ".join(titles) for language, titles in lines.items()})


def _forum(cast: Cast) -> Event:
    forum = Event.announce(
        organisers=[cast.organisations[key] for key in (ICESCO, "uir", "cui", "cnrst", "aip")],
        by=cast.by,
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
            fr="Ouvert par Raheel Qamar, chef du Secteur des sciences et de la technologie. Rapporté plus tard : plus de "
            "10 000 étudiants et chercheurs en ont bénéficié. L’ICESCO a annoncé 300 bourses comme un axe de sa stratégie.",
            ar="افتتحه رحيل قمر، رئيس قطاع العلوم والتقنية. وأُفيد لاحقا أن أكثر من 10000 طالب وباحث استفادوا منه. "
            "وأعلنت الإيسيسكو 300 منحة دراسية محورا من محاور استراتيجيتها.",
        ),
        source="icesco.org, 15 December 2020 · 22 January 2021",
    )
    forum.hold(by=cast.by)
    return forum


def _working_session(cast: Cast) -> tuple[Session, dict[str, Commitment]]:
    session = _compiled(
        cast,
        between=[ICESCO, LEIBNIZ],
        source=REPORTS,
        title=Text(
            en="ICESCO and the Leibniz Association: ways to work together",
            fr="L’ICESCO et l’Association Leibniz : comment travailler ensemble",
            ar="الإيسيسكو ومؤسسة ليبنيز: سبل العمل المشترك",
        ),
        precision=Precision.DAY,
        **_day(SESSION_DAY),
    )
    _heads(cast, session, {ICESCO: "almalik", LEIBNIZ: "kleiner"})
    hosts, guests = session.delegations.in_order()
    Member.enter(
        delegation=hosts,
        group=Text(
            en="heads of sectors, advisors and experts",
            fr="chefs de secteur, conseillers et experts",
            ar="رؤساء قطاعات ومستشارون وخبراء",
        ),
        attendance=Attendance.PRESENT,
        by=cast.by,
    )
    beller = cast.people["beller"]
    Member.enter(
        delegation=guests,
        person=beller,
        office=_offices_of(beller),
        attendance=Attendance.PRESENT,
        precedence=2,
        by=cast.by,
    )
    Member.enter(
        delegation=guests,
        group=Text(
            en="directors of institutes and specialised research centres",
            fr="directeurs d’instituts et de centres de recherche spécialisés",
            ar="مديرو معاهد ومراكز بحث متخصصة",
        ),
        attendance=Attendance.PRESENT,
        by=cast.by,
    )
    said: dict[str, Commitment] = {}
    for item in ITEMS:
        entered = add_item(
            session, title=item.title, minutes=item.minutes, visibility=Visibility.PUBLIC, by=cast.by
        )
        said |= {saying.key: _say(cast, saying, entered) for saying in item.sayings}
    return session, said


def _say(cast: Cast, saying: Saying, item: AgendaItem) -> Commitment:
    entered = Commitment.say(
        by=cast.by,
        at=timezone.now(),
        item=item,
        said_on=SESSION_DAY,
        areas=Area.objects.filter(pk__in=saying.areas),
        deliverable=saying.words,
        said_by=saying.said_by,
        stage=Stage.OPEN if saying.is_promise else Stage.PROPOSED,
        promisor=cast.organisations[saying.promisor],
        beneficiary=cast.organisations[saying.beneficiary],
        unit=cast.organisations.get(saying.unit),
        person=cast.people.get(saying.person),
        is_mutual=saying.is_mutual,
        keeper=cast.keeper,
    )
    for what in saying.expected:
        ExpectedResult.enter(commitment=entered, what=what, by=cast.by)
    return entered


def _what_came_of_it(cast: Cast, said: dict[str, Commitment]) -> None:
    now = timezone.now()
    said["conference"].be_taken_up(in_record=_conference(cast), at=now, by=cast.by)
    agreement = _agreement(cast)
    said["memorandum"].be_taken_up(in_record=agreement, at=now, by=cast.by)
    tie(_daad_meeting(cast), came_from=said["scholarship"], by=cast.by)
    tie(_summer_conference(cast), came_from=agreement, by=cast.by)


def _conference(cast: Cast) -> Event:
    conference = Event.announce(
        organisers=[cast.organisations[key] for key in (ICESCO, LIKAT, "space")],
        by=cast.by,
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
            fr="Pour la Journée internationale des femmes et des filles de science ; aussi sous le titre « Réduire "
            "l’écart entre les sexes commence par la science ». On attendait des participants de 350 universités.",
            ar="في اليوم الدولي للمرأة والفتاة في ميدان العلوم، وأيضا تحت عنوان «تضييق الفجوة بين الجنسين يبدأ بالعلوم». "
            "وكان المتوقع مشاركون من 350 جامعة.",
        ),
        source="idw-online.de news762553, 4 February 2021 · maroc.ma, 11 February 2021 · kooperation-international.de",
    )
    conference.hold(took_part=2000, is_more_than=True, by=cast.by)
    return conference


def _agreement(cast: Cast) -> Agreement:
    return Agreement.conclude(
        parties=[cast.organisations[ICESCO], cast.organisations[LIKAT]],
        by=cast.by,
        title=Text(
            en="Framework agreement of ICESCO and LIKAT",
            fr="Accord-cadre de l’ICESCO et du LIKAT",
            ar="الاتفاق الإطاري بين الإيسيسكو ومعهد LIKAT",
        ),
        concluded_on=date(2021, 4, 16),
        years=5,
        ends_on=date(2026, 4, 16),
        aims=Text(
            en="Joint research on environmentally friendly technologies; use of scientific results; training in chemistry, "
            "catalysis and sustainable technologies; conferences, seminars and workshops for young researchers; joint "
            "support of doctoral work in Rostock and at institutes in countries of the Islamic world.",
            fr="Recherche commune sur des technologies respectueuses de l’environnement ; mise à profit de résultats "
            "scientifiques ; formation en chimie, catalyse et technologies durables ; conférences, séminaires et ateliers "
            "pour jeunes chercheurs ; soutien commun à des thèses à Rostock et dans des instituts de pays du monde islamique.",
            ar="بحوث مشتركة في التقنيات الصديقة للبيئة، والاستفادة من النتائج العلمية، والتدريب في الكيمياء والحفز والتقنيات "
            "المستدامة، ومؤتمرات وندوات وورش للباحثين الشباب، ودعم مشترك لأعمال الدكتوراه في روستوك وفي معاهد بلدان العالم الإسلامي.",
        ),
        source="kooperation-international.de",
    )


def _summer_conference(cast: Cast) -> Event:
    return Event.announce(
        organisers=[cast.organisations[ICESCO], cast.organisations[LIKAT]],
        by=cast.by,
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


def _daad_meeting(cast: Cast) -> Session:
    session = _compiled(
        cast,
        between=[ICESCO, "daad"],
        source="24haubenin.info, September 2021 (fr)",
        title=Text(
            en="Meeting of ICESCO and DAAD", fr="Réunion de l’ICESCO et du DAAD", ar="اجتماع الإيسيسكو وDAAD"
        ),
        precision=Precision.DAY,
        **_day(DAAD_DAY),
    )
    hosts, guests = session.delegations.in_order()
    came = [(hosts, "hamed")] + [
        (guests, key) for key in ("franke", "dieterich", "mehring", "schmaeling", "chazotte")
    ]
    for precedence, (delegation, key) in enumerate(came, start=1):
        Member.enter(
            delegation=delegation,
            person=cast.people[key],
            office=_offices_of(cast.people[key]),
            attendance=Attendance.PRESENT,
            precedence=precedence,
            by=cast.by,
        )
    add_item(
        session,
        title=Text(en="Fields of cooperation", fr="Domaines de coopération", ar="مجالات التعاون"),
        minutes=Text(
            en="Exchange of professors and students, joint research, scholarships, and science diplomacy were discussed.",
            fr="Il a été question d’échanges de professeurs et d’étudiants, de recherche commune, de bourses et de "
            "diplomatie scientifique.",
            ar="تناول الاجتماع تبادل الأساتذة والطلاب والبحث المشترك والمنح والدبلوماسية العلمية.",
        ),
        visibility=Visibility.PUBLIC,
        by=cast.by,
    )
    return session
