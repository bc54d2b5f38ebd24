"""Builds what tests need, through the real acts, so that no test stands on an impossible object."""

from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import count

from comity.accounts.models import Role, User
from comity.agreements.approving import agree_text, approve
from comity.agreements.approving import content_of as text_of
from comity.agreements.models import Stage as Standing
from comity.agreements.negotiating import answer_clearance, ask_for_clearances, begin_drafting, open_to_all, propose
from comity.agreements.signing import Signed, sign
from comity.agreements.wording import Wording, add_clause
from comity.commitments.models import Commitment
from comity.journal.acting import acting
from comity.meetings.circulation import adopt, circulate
from comity.meetings.closing import close_follow_up
from comity.meetings.minuting import add_item, write
from comity.meetings.models import Session, Stage, Visibility
from comity.meetings.texts import content_of, fingerprint
from comity.partners.areas import enter_areas
from comity.partners.models import Area, Mandate, Organisation, Person
from comity.partners.models import Office as OfficeHeld
from comity.translation.texts import Text

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
PASSWORD = "a long enough password"
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # what is quick is enough where nothing is secret
_numbers = count(1)


def user(role=Role.OFFICER, *, name="Amina Officer", email=None, language="en"):
    email = email or f"person{next(_numbers)}@example.org"
    with acting(by=None):
        return User.objects.enter(email, name=name, role=role, password=PASSWORD, language=language, joined_at=NOW)


def organisation(name="Institute", *, by, kind="institute", language="en", acronym="", **facts):
    made = Organisation.enter(kind=kind, by=by, **facts)
    made.rename(text=name, language=language, kind="official", by=by)
    if acronym:
        made.rename(text=acronym, language=language, kind="acronym", by=by)
    return made


def person(name="Nadia Example", *, by, user=None, at=None, office="Expert", email="", **facts):
    made = Person.enter(by=by, user=user, email=email or (user.email if user else ""), **facts)
    made.be_named(text=name, language="en", by=by)
    if at is not None:
        OfficeHeld.enter(person=made, organisation=at, title=Text(en=office), by=by)
    return made


class Office:
    """A host with an officer and a head, a partner with a counterpart who has an account, and a stranger's one."""

    def __init__(self):
        self.officer = user(Role.OFFICER, name="Amina Officer")
        self.head = user(Role.HEAD, name="Hana Head")
        self.reader = user(Role.READER, name="Rami Reader")
        self.counterpart = user(Role.COUNTERPART, name="Clara Counterpart")
        self.stranger = user(Role.COUNTERPART, name="Said Stranger")
        by = self.officer
        if not Area.objects.exists():  # a test that committed took them away
            with acting(by=by, why="as migrations enter them"):
                enter_areas(Area)
        self.host = organisation("Host Organisation", by=by, kind="intergovernmental", is_host=True, acronym="HO")
        self.partner = organisation("Partner Association", by=by, kind="association", acronym="PA")
        self.other = organisation("Other University", by=by, kind="university")
        Mandate.enter(user=self.counterpart, organisation=self.partner, by=by)
        Mandate.enter(user=self.stranger, organisation=self.other, by=by)
        self.keeper = person("Amina Officer", by=by, user=self.officer, at=self.host)
        self.second = person("Hana Head", by=by, user=self.head, at=self.host, office="Head of office")

    def session(self, *, at=Stage.PROPOSED, begins=NOW - timedelta(days=1), items=1, **facts):
        """A session of host and partner, taken to the stage `at` by the acts that lead there."""
        by = self.officer
        given = {"title": Text(en="First session"), "starts_at": begins, "ends_at": begins + timedelta(hours=2)}
        made = Session.plan(between=[self.host, self.partner], by=by, **given | facts)
        for number in range(1, items + 1):
            add_item(made, title=Text(en=f"Item {number}"), by=by, visibility=Visibility.SHARED)
        self.take(made, to=at)
        return made

    def take(self, session, *, to):
        """The session goes on from where it stands to the stage `to` by the acts that lead there."""
        by = self.officer
        steps = {
            Stage.CONVENED: lambda: session.convene(by=by),
            Stage.AGENDA_ADOPTED: lambda: session.adopt_agenda(by=by),
            Stage.HELD: lambda: session.hold(now=max(NOW, session.starts_at), by=by),
            Stage.DRAFTED: lambda: session.finish_draft(by=by),
            Stage.CIRCULATED: lambda: self.circulate(session),
            Stage.ADOPTED: lambda: self.adopt(session),
            Stage.CLOSED: lambda: close_follow_up(session, by=by),
        }
        order = [Stage.PROPOSED, *steps]
        for stage in order[order.index(session.stage) + 1 : order.index(to) + 1] if to in steps else []:
            steps[stage]()

    def circulate(self, session):
        """The draft goes round."""
        circulate(session, at=NOW, by=self.officer)

    def adopt(self, session):
        """Both sides adopt the present text."""
        sha256 = fingerprint(content_of(session))
        adopt(session, sha256=sha256, at=NOW, by=self.officer)
        adopt(session, sha256=sha256, at=NOW, by=self.counterpart)

    @cached_property
    def theirs(self):
        """Who represents the partner, and whom to turn to there."""
        return person("Clara Counterpart", by=self.officer, user=self.counterpart, at=self.partner, office="Director")

    def agreement(self, *, at=Standing.PROPOSED, **facts):
        """An agreement of host and partner, taken to the stage `at` by the acts that lead there."""
        given = {
            "title": Text(en="Memorandum"),
            "kind": "memorandum",
            "rationale": Text(en="Both sides want doctorates."),
            "keeper": self.keeper,
            "languages": ["en"],
            "prevailing": "en",
            "years": 5,
            "entering": "last_signature",
            "notice_months": 6,
            "renewing": "letters",
        }
        made = propose(parties=[self.host, self.partner], at=NOW, by=self.officer, **given | facts)
        for side, who in zip(made.contracting.order_by("position"), (self.second, self.theirs), strict=True):
            side.change(
                by=self.officer,
                legal_name=Text(en=f"{side.organisation} (legal name)"),
                represented_by=who,
                represented_as=Text(en="Director"),
                authority="office",
                focal_point=who,
            )
        self.lead(made, to=at)
        return made

    def lead(self, made, *, to):
        """The agreement goes on from where it stands to the stage `to` by the acts that lead there."""
        by = self.officer
        steps = {
            Standing.CLEARANCE: lambda: ask_for_clearances(made, at=NOW, by=by),
            Standing.DRAFTING: lambda: self.clear(made),
            Standing.NEGOTIATING: lambda: self.open(made),
            Standing.AGREED: lambda: agree_text(made, sha256=fingerprint(text_of(made)), at=NOW, by=by),
            Standing.APPROVED: lambda: self.approve(made),
            Standing.SIGNED: lambda: self.sign(made),
            Standing.IN_FORCE: lambda: None,
        }
        order = [Standing.PROPOSED, *steps]
        for stage in order[order.index(made.stage) + 1 : order.index(to) + 1] if to in steps else []:
            steps[stage]()
            made.refresh_from_db()

    def clear(self, made):
        """Every clearance that is waited for is given, and the text can be written."""
        for one in made.clearances.all():
            answer_clearance(one, finding="cleared", at=NOW, by=self.head)
        begin_drafting(made, at=NOW, by=self.officer)

    def open(self, made):
        """The text has a clause, is open to both parties, and it is our turn."""
        if not made.clauses.exists():
            wording = Wording("en", "Purpose", "The parties work together.")
            add_clause(made, part="article", wording=wording, at=NOW, by=self.officer)
        open_to_all(made, to=made.contracting.get(organisation=self.host), at=NOW, by=self.officer)

    def approve(self, made):
        """Each party approves the agreed text for itself."""
        for organisation, who in ((self.host, self.head), (self.partner, self.counterpart)):
            party = made.contracting.get(organisation=organisation)
            approve(made, party=party, sha256=made.text().sha256, at=NOW, by=who)

    def sign(self, made, *, on=TODAY):
        """Each party signs by hand."""
        for party in made.contracting.all():
            sign(made, party=party, signed=Signed(on=on), at=NOW, by=self.officer)

    def commitment(self, *, by_host=True, item=None, said_on=TODAY - timedelta(days=30), **facts):
        """A promise of the host to the partner, or the other way round."""
        sides = (self.host, self.partner) if by_host else (self.partner, self.host)
        given = {"deliverable": Text(en="Send the draft"), "promisor": sides[0], "beneficiary": sides[1]}
        return Commitment.say(
            by=self.officer, at=NOW, item=item, said_on=said_on, **given | {"keeper": self.keeper} | facts
        )


__all__ = ["NOW", "TODAY", "Office", "organisation", "person", "user", "write"]
