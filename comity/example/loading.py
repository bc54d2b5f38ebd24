"""Loading the example cooperation into an empty Comity, through the same acts that an office uses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from comity.accounts.models import Role, User
from comity.commitments.models import Commitment, ExpectedResult, Stage
from comity.example.agreements import enter_cooperation, enter_memorandum
from comity.example.more_news import Told, publish_more_news
from comity.example.news import publish_news
from comity.example.opinions import answer
from comity.example.organisations import (
    DAAD_DAY,
    ICESCO,
    LEIBNIZ,
    SESSION_DAY,
    enter_organisations,
    enter_people,
)
from comity.example.outcomes import CONCLUDED, enter_agreement, enter_conference, enter_forum, enter_summer_conference
from comity.example.sample_set import REPRESENTATIVE, Company, enter_sample_set
from comity.example.sayings import ITEMS, SPOKEN_OF, Saying
from comity.journal.acting import acting
from comity.journal.thread import tie
from comity.meetings.minuting import add_item
from comity.meetings.models import AgendaItem, Attendance, Delegation, Member, Precision, Session, Visibility
from comity.meetings.models import Stage as SessionStage
from comity.partners.models import Area, FocalPoint, Mandate, Office, Organisation, Person
from comity.translation.texts import Text, comma, semicolon

# Everybody who runs the demonstration knows it; sample accounts exist nowhere else.
PASSWORD = "the thread is kept"
ZONE = ZoneInfo("Africa/Casablanca")
# Where sources are named, days are written as ISO 8601 has them: readers of every language see the same line.
REPORTS = "icesco.org, 2021-01-22 · 2021-01-23"


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
    with acting(by=None):
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
    first_meeting = _first_meeting(cast)
    forum = enter_forum(cast.organisations, by=cast.by)
    session, said = _working_session(cast)
    tie(session.items.in_order()[1], came_from=forum, by=by)
    came = _what_came_of_it(cast, said)
    conference, agreement = came["conference"], came["agreement"]
    written = publish_news(
        organisations,
        forum=forum,
        session=session,
        conference=conference,
        agreement=agreement,
        said=said,
        by=by,
    )
    spoken: dict[str, Any] = {"observer": said["observer"], "scholarship": said["scholarship"]}
    head = accounts[1]
    company = Company(by, head, keeper, Person.objects.get(user=head), _sample_representative(by=by))
    enter_sample_set(organisations, company, now=timezone.now())
    publish_more_news(organisations, Told(first_meeting, session, **spoken, **came), by=by)
    answer(written, by=by, now=timezone.now())


def _sample_representative(*, by: User) -> Person:
    """Somebody who signs in the sample set; of no organisation, because nobody real is meant."""
    person = Person.enter(by=by)
    for language, text in REPRESENTATIVE.items():
        person.be_named(text=text, language=language, by=by)
    return person


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


def _noon(day: date) -> datetime:
    """A moment that lies on this day by the clocks of nearly every reader; the hour is not known."""
    return datetime.combine(day, time(12), ZONE).astimezone(UTC)


def _compiled(cast: Cast, *, between: list[str], source: str, areas: list[str], **facts: object) -> Session:
    """A session of the past: held, and put together from reports; no minutes are invented for it."""
    given = {"stage": SessionStage.HELD, "zone": ZONE.key, "mode": "virtual", "is_public": True} | facts
    sides = [cast.organisations[key] for key in between]
    spoken_of = Area.objects.filter(pk__in=areas)
    return Session.plan(between=sides, by=cast.by, compiled_from=source, areas=spoken_of, **given)


def _first_meeting(cast: Cast) -> Session:
    session = _compiled(
        cast,
        between=[ICESCO, LEIBNIZ],
        source="sauress.com/spa/2117884",
        areas=SPOKEN_OF["first meeting"],
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
    return session


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
            lines.setdefault(language, []).append(
                f"{title}{comma(language)}{office.organisation.called.told_in(language)}"
            )
    return Text({language: semicolon(language).join(titles) for language, titles in lines.items()})


def _working_session(cast: Cast) -> tuple[Session, dict[str, Commitment]]:
    session = _compiled(
        cast,
        between=[ICESCO, LEIBNIZ],
        source=REPORTS,
        areas=SPOKEN_OF["working session"],
        title=Text(
            en="ICESCO and the Leibniz Association: ways to work together",
            fr="L’ICESCO et l’Association Leibniz : comment travailler ensemble",
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
        entered = add_item(session, title=item.title, minutes=item.minutes, visibility=Visibility.PUBLIC, by=cast.by)
        said |= {saying.key: _say(cast, saying, entered) for saying in item.sayings}
    return session, said


def _say(cast: Cast, saying: Saying, item: AgendaItem) -> Commitment:
    entered = Commitment.say(
        by=cast.by,
        at=_noon(SESSION_DAY),
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


def _what_came_of_it(cast: Cast, said: dict[str, Commitment]) -> dict[str, Any]:
    conference = enter_conference(cast.organisations, by=cast.by)
    agreement = enter_agreement(cast.organisations, by=cast.by)
    said["conference"].be_taken_up(in_record=conference, at=_noon(conference.starts_on), by=cast.by)
    said["memorandum"].be_taken_up(in_record=agreement, at=_noon(CONCLUDED), by=cast.by)
    met, planned = _daad_meeting(cast), enter_summer_conference(cast.organisations, by=cast.by)
    tie(met, came_from=said["scholarship"], by=cast.by)
    tie(planned, came_from=agreement, by=cast.by)
    facts: dict[str, Any] = {"keeper": cast.keeper, "at": _noon(SESSION_DAY), "by": cast.by}
    enter_memorandum(cast.organisations, said["memorandum"], **facts)
    enter_cooperation(cast.organisations, said["agreement"], **facts)
    return {"conference": conference, "agreement": agreement, "planned": planned, "daad_meeting": met}


def _daad_meeting(cast: Cast) -> Session:
    session = _compiled(
        cast,
        between=[ICESCO, "daad"],
        source="24haubenin.info, 2021-09",
        areas=SPOKEN_OF["daad"],
        title=Text(en="Meeting of ICESCO and DAAD", fr="Réunion de l’ICESCO et du DAAD", ar="اجتماع الإيسيسكو وDAAD"),
        precision=Precision.DAY,
        **_day(DAAD_DAY),
    )
    hosts, guests = session.delegations.in_order()
    came = [(hosts, "hamed")] + [(guests, key) for key in ("franke", "dieterich", "mehring", "schmaeling", "chazotte")]
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
