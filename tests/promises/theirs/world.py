"""Two partners beside each other, each with one of everything, and in every field a word that is found nowhere else."""

import re
from datetime import timedelta
from itertools import count
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from comity.accounts.models import Role, SignedLink
from comity.agreements import linking as text_links
from comity.agreements.amending import prepare_amendment
from comity.agreements.approving import agree_text, approve
from comity.agreements.approving import content_of as text_of
from comity.agreements.bringing.columns import guess
from comity.agreements.conditions import tell_doctorate, tell_mobility
from comity.agreements.emulating import Wanted, roll_out
from comity.agreements.modelling import content_for, make_model, proposed
from comity.agreements.models import (
    Agreement,
    BroughtRegister,
    Edit,
    Paper,
    Redline,
    Signature,
    SignedCopy,
    SigningCopy,
)
from comity.agreements.models.redlines import random_redline_name
from comity.agreements.negotiating import (
    answer_clearance,
    ask_for_clearances,
    begin_drafting,
    hand_turn,
    open_to_all,
    propose,
)
from comity.agreements.redlining import answer_edit
from comity.agreements.registering import register
from comity.agreements.renewing import give_notice, record_letter
from comity.agreements.reviewing import begin_review, change_letter
from comity.agreements.scans import Scan
from comity.agreements.shelf import model_of
from comity.agreements.signing import Signed, confirm, sign
from comity.agreements.undertaking import mark
from comity.agreements.withdrawing import withdraw_redline, withdraw_remark
from comity.agreements.wording import Wording, add_clause, remark
from comity.agreements.wording import answer as answer_remark
from comity.commitments import linking, wishing
from comity.commitments.extending import extend
from comity.commitments.fulfilment import Shown, accept, claim_done, give_back
from comity.commitments.models import Commitment, ExpectedResult
from comity.commitments.reminding import remind
from comity.commitments.saying import say_under
from comity.events.models import Event
from comity.journal.acting import acting
from comity.journal.models import Letter, Strand
from comity.journal.records import key_of
from comity.meetings import circulation, feeds
from comity.meetings.agenda import add_item
from comity.meetings.amending import adopt_corrigendum, decline_corrigendum, propose_corrigendum
from comity.meetings.closing import close_follow_up
from comity.meetings.correcting import ask_for_correction, decline
from comity.meetings.delegating import add_group, add_member, add_new_person
from comity.meetings.minuting import decide, write
from comity.meetings.models import Invitation, ReceivedMail, Session, Stage, Visibility
from comity.meetings.texts import content_of, fingerprint
from comity.newsletter.models import Subscriber
from comity.opinion.asking import Asked
from comity.opinion.giving import give, say
from comity.opinion.models import Device, Reply, Task, Theme
from comity.opinion.visitors import Visitor
from comity.partners import inviting
from comity.partners.enrolling import turn_to
from comity.partners.models import Import, Mandate, Organisation, Person, Taking
from comity.partners.models import Office as OfficeHeld
from comity.registry.models import Institution, Run
from comity.safekeeping.models import WORKER, Pulse
from comity.translation.texts import Text
from tests import make

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n% {}\n%%EOF\n"
ORDER = [Stage.PROPOSED, Stage.CONVENED, Stage.AGENDA_ADOPTED, Stage.HELD, Stage.DRAFTED, Stage.CIRCULATED]
ORDER += [Stage.ADOPTED, Stage.CLOSED]
ALL = [*ORDER, Stage.POSTPONED, Stage.CANCELLED]
SOME = [Stage.CIRCULATED, Stage.ADOPTED]
ROR = "029hg0311"
_numbers = count(1)


def word():
    """A word of letters that nobody would write: zq…qz."""
    number, letters = next(_numbers), ""
    for _place in range(5):
        number, letter = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[letter].replace("q", "y").replace("z", "a")
    return f"zq{letters}qz"


def text(what):
    return Text(en=f"{what} {word()}", fr=f"{what} {word()}")


class Side:
    """A partner: its organisation, who speaks for it with an account, its people, and all that is between it and us."""

    def __init__(self, world, name):
        by = world.officer
        self.counterpart = make.user(Role.COUNTERPART, name=f"{name} {word()}", email=f"{word()}@example.org")
        self.organisation = world.organisation(name)
        Mandate.enter(user=self.counterpart, organisation=self.organisation, by=by)
        self.person = world.person(self.organisation, user=self.counterpart)
        self.second = world.person(self.organisation)  # has no account: is written to, and gets links
        for person, rank in ((self.person, "back_up"), (self.second, "first")):
            turn_to(person, partner=self.organisation, side="theirs", rank=rank, by=by)
        turn_to(world.keeper, partner=self.organisation, side="ours", rank="first", by=by)
        self.sessions, self.commitments, self.links = [], [], {}


class World:
    """Our office between two partners and a third one, with accounts of every kind."""

    def __init__(self, *, full=False):
        self.now = timezone.now()
        self.today = timezone.localdate()
        self.secrets = {}  # of signed links: what they are, and their secret
        self.items = {}  # by session: a public one, a shared one, an internal one
        self.calendars = {}  # the secret in the address of a calendar, and whose it is
        self.files = {}  # a word inside a file, and the evidence whose file it is
        self._open_office()
        Pulse.beat(WORKER, at=self.now)
        self.ours, self.foreign = Side(self, "Partner"), Side(self, "Foreign")
        self._people_without_a_side()
        for side, stages in (
            (self.ours, ALL if full else [Stage.DRAFTED, *SOME]),
            (self.foreign, ALL if full else SOME),
        ):
            for stage in stages:
                side.sessions.append(self.session(side, at=stage))
            for at in (Stage.CONVENED, Stage.HELD, Stage.ADOPTED) if full else [Stage.ADOPTED]:
                side.sessions.append(self.session(side, at=at, is_public=True))
            if side is self.ours and not full:
                self.ours.sessions.append(self.session(side, at=Stage.CONVENED))
            self._agreements_and_events(side)
            self._on_the_way(side)
            self._said_outside(side)
        self.together = self.session(self.ours, at=Stage.CIRCULATED, third=self.foreign)
        self._compiled()
        self._rest()
        with acting(by=None):
            remind(today=self.today, now=self.now)

    def _open_office(self):
        self.officer = make.user(Role.OFFICER, name=f"Officer {word()}", email=f"{word()}@example.org")
        self.head = make.user(Role.HEAD, name=f"Head {word()}", email=f"{word()}@example.org")
        self.reader = make.user(Role.READER, name=f"Reader {word()}", email=f"{word()}@example.org")
        self.host = self.organisation("Host", kind="intergovernmental", is_host=True)
        self.keeper = self.person(self.host, user=self.officer)
        self.person(self.host, user=self.head)

    def _people_without_a_side(self):
        by, host = self.head, self.foreign.organisation
        self.nobody = make.user(Role.COUNTERPART, name=f"Nobody {word()}", email=f"{word()}@example.org")
        self.closed = make.user(Role.COUNTERPART, name=f"Closed {word()}", email=f"{word()}@example.org")
        Mandate.enter(user=self.closed, organisation=self.ours.organisation, by=by)
        inviting.close(self.closed, at=self.now, by=by)
        # A reader who once spoke for a partner.
        Mandate.enter(user=self.reader, organisation=host, by=by)
        self.invited = inviting.invite(
            email=f"{word()}@example.org",
            name=f"Invited {word()}",
            role=Role.OFFICER,
            language="en",
            at=self.now,
            by=by,
        )

    def organisation(self, name, *, kind="association", **facts):
        made = Organisation.enter(kind=kind, by=self.officer, place=text("place"), note=text("note"), **facts)
        made.rename(text=f"{name} {word()}", language="en", kind="official", by=self.officer)
        return made

    def person(self, where, *, user=None, **facts):
        by = self.officer
        made = Person.enter(
            by=by, user=user, title=text("Prof."), email=user.email if user else f"{word()}@example.org"
        )
        made.be_named(text=f"Person {word()}", language="en", by=by)
        OfficeHeld.enter(person=made, organisation=where, title=text("Office"), by=by, **facts)
        return made

    # Sessions

    def session(self, side, *, at, third=None, **facts):
        by, is_ahead = self.officer, at in (*ORDER[:3], Stage.POSTPONED, Stage.CANCELLED)
        begins = self.now + timedelta(days=10 if is_ahead else -2)
        between = [self.host, side.organisation, *([third.organisation] if third else [])]
        given = {"title": text("Session"), "place": text("place"), "link": f"https://example.org/{word()}"}
        when = {"starts_at": begins, "ends_at": begins + timedelta(hours=2)}
        made = Session.plan(between=between, by=by, **given, **when, **facts)
        self._take_part(made, side)
        self.items[made.pk] = [
            add_item(made, title=text("Item"), by=by, visibility=visibility, introduced_by=side.second)
            for visibility in Visibility
        ]
        self._take_to(made, at, side)
        return made

    def _take_part(self, session, side):
        for delegation in session.delegations.all():
            ours = delegation.organisation == self.host
            add_member(delegation, person=self.keeper if ours else side.person, office=text("office"), by=self.officer)
        add_group(delegation, group=text("group"), by=self.officer)
        add_new_person(delegation, name=f"New {word()}", office=text("office"), by=self.officer)

    def _take_to(self, session, at, side):
        by = self.officer
        steps = {
            Stage.CONVENED: lambda: session.convene(by=by),
            Stage.AGENDA_ADOPTED: lambda: session.adopt_agenda(by=by),
            Stage.HELD: lambda: (session.hold(now=self.now, by=by), self._minutes(session, side)),
            Stage.DRAFTED: lambda: session.finish_draft(by=by),
            Stage.CIRCULATED: lambda: self._circulate(session, side, is_last=at == Stage.CIRCULATED),
            Stage.ADOPTED: lambda: self._adopt(session, side),
            Stage.CLOSED: lambda: close_follow_up(session, why=f"why {word()}", by=by),
        }
        for stage in ORDER[1 : ORDER.index(at) + 1 if at in ORDER else 2]:
            steps[stage]()
        if at == Stage.POSTPONED:
            session.postpone(why=f"why {word()}", by=by)
        elif at == Stage.CANCELLED:
            session.cancel(why=f"why {word()}", by=by)

    def _minutes(self, session, side):
        for item in self.items[session.pk]:
            write(item, language="en", words=f"Said {word()}.", read_version=0, was="", by=self.officer)
            decide(item, verb="agrees", text=text("decision"), addressee=None, taking="consensus", by=self.officer)
            is_shared = item.visibility == Visibility.SHARED
            facts = self._facts(side) | {"stage": "open" if is_shared else "proposed"}
            facts |= {"due_on": self.today + timedelta(days=3)} if is_shared else {}
            if item.visibility == Visibility.PUBLIC:
                facts |= {"trigger": "words", "trigger_words": text("occasion")}
            said = say_under(item, at=self.now, by=self.officer, **facts)
            ExpectedResult.enter(commitment=said, what=text("result"), by=self.officer)
            side.commitments.append(said)

    def _circulate(self, session, side, *, is_last):
        by = self.officer
        circulation.circulate(session, at=self.now, by=by)
        if not is_last:
            return
        shared = self.items[session.pk][:2]
        for counterpart in (self.ours.counterpart, self.foreign.counterpart):
            if session.delegation_of({self.organisation_of(counterpart).pk}):
                for item in shared:
                    asked = ask_for_correction(
                        item, language="en", words=f"Rather {word()}.", at=self.now, by=self._fresh(counterpart)
                    )
                decline(asked, answer=f"No {word()}.", by=by)
                strand = Strand.objects.leaving({key_of(shared[0])}).get()
                wrong = f"But {word()}."
                ask_for_correction(
                    shared[0], language="en", said=strand, objection=wrong, at=self.now, by=self._fresh(counterpart)
                )
        delegation = session.delegation_of({side.organisation.pk})
        link = {"name": f"Linked {word()}", "email": f"{word()}@example.org", "language": "en", "days": 9}
        self._keep_secret(
            "draft", side, circulation.send_link(session, side=delegation, at=self.now, by=by, **link), session
        )

    def organisation_of(self, counterpart):
        return Mandate.objects.of(counterpart).get().organisation

    @staticmethod
    def _fresh(user):
        """As the next request would find the account: what is known of its sides is asked anew."""
        return type(user).objects.get(pk=user.pk)

    def _adopt(self, session, side):
        by, other = self._fresh(self.officer), self._fresh(side.counterpart)
        link = {"name": f"Linked {word()}", "email": f"{word()}@example.org", "language": "en", "days": 9}
        delegation = session.delegation_of({side.organisation.pk})
        made = circulation.send_link(session, side=delegation, at=self.now, by=self.officer, **link)
        self._keep_secret("final", side, made, session)
        sha256 = fingerprint(content_of(session))
        for one in (by, other):
            circulation.adopt(session, sha256=sha256, at=self.now, by=one)
        items = self.items[session.pk][:2]
        for item in items:
            new = propose_corrigendum(item, reading=text("reading"), why=f"why {word()}", at=self.now, by=other)
            if item.visibility == Visibility.PUBLIC:
                adopt_corrigendum(new, sha256=new.sha256, at=self.now, by=by)
        told = {"reading": text("reading"), "why": f"why {word()}", "at": self.now}
        declined = propose_corrigendum(items[0], by=other, **told)
        decline_corrigendum(declined, answer=f"No {word()}.", at=self.now, by=by)
        again = propose_corrigendum(items[0], reading=text("reading"), why=f"why {word()}", at=self.now, by=by)
        assert again.adopted_at is None

    def _keep_secret(self, kind, side, link, opened):
        """The secret of a link stands only in the letter that was written with it."""
        secret = self._secret_in_letter_to(link.email)
        self.secrets[secret] = (kind, link, opened)
        side.links.setdefault(kind, []).append((secret, link, opened))

    @staticmethod
    def _secret_in_letter_to(email):
        body = Letter.objects.filter(to_email=email).latest("pk").body
        return re.search(r"/([\w-]{43})(?:/|\s|$)", body)[1]

    def _compiled(self):
        made = self.session(self.ours, at=Stage.AGENDA_ADOPTED, is_public=True)
        begins = self.now - timedelta(days=90)
        made.change(starts_at=begins, ends_at=begins, compiled_from=f"Report {word()}", by=self.officer)
        made.hold(now=self.now, by=self.officer)
        public = self.items[made.pk][0]
        facts = self._facts(self.ours) | {"stage": "open"}
        said = Commitment.say(by=self.officer, at=self.now, item=public, said_on=made.day.date(), **facts)
        ExpectedResult.enter(commitment=said, what=text("result"), by=self.officer)

    # Promises

    def _facts(self, side, *, by_host=True):
        sides = (self.host, side.organisation) if by_host else (side.organisation, self.host)
        return {
            "deliverable": text("Send"),
            "said_by": text("said by"),
            "promisor": sides[0],
            "beneficiary": sides[1],
            "keeper": self.keeper,
            "person": None if by_host else side.second,
        }

    def _said_outside(self, side):
        by, other = self._fresh(self.officer), self._fresh(side.counterpart)
        theirs = self._said(side, by_host=False, due_on=self.today + timedelta(days=3))
        self._link(side, theirs)
        extend(theirs, due_on=self.today + timedelta(days=14), reason=f"because {word()}", at=self.now, by=by)
        asked = self._ask_for_time(theirs, by=other)
        wishing.agree(asked, answer=f"because {word()}", at=self.now, by=by)
        self._ask_for_time(theirs, by=other)
        for judge in (give_back, accept):
            record = Agreement.objects.filter(parties=side.organisation).first()
            file = SimpleUploadedFile(f"{word()}.pdf", PDF.replace(b"{}", (inside := word()).encode()))
            shown = Shown(file=file, media_type="application/pdf", link=f"https://example.org/{word()}", record=record)
            claim = claim_done(theirs, words=f"Done {word()}", shown=shown, at=self.now, by=other)
            self.files[inside] = claim.evidence.exclude(file="").get()
            judge(theirs, words=f"Answer {word()}", at=self.now, by=by)
        result = ExpectedResult.enter(commitment=theirs, what=text("result"), by=by)
        result.find("came_about", source=f"letter {word()}", by=by)
        ours = self._said(side, by_host=True, trigger="words", trigger_words=text("when"))
        asked = wishing.ask_to_cancel(ours, reason=f"because {word()}", at=self.now, by=other)
        wishing.decline(asked, answer=f"because {word()}", at=self.now, by=by)
        wishing.ask_to_cancel(ours, reason=f"because {word()}", at=self.now, by=other)
        self._said(side, by_host=True, stage="proposed")
        self._said_elsewhere(side)

    def _ask_for_time(self, commitment, *, by):
        later = {"trigger": "words", "trigger_words": text("later")}
        return wishing.ask_for_time(commitment, **later, reason=f"because {word()}", at=self.now, by=by)

    def _said(self, side, *, by_host, **facts):
        said_on = self.today - timedelta(days=1)
        made = Commitment.say(
            by=self.officer, at=self.now, said_on=said_on, **self._facts(side, by_host=by_host) | facts
        )
        side.commitments.append(made)
        return made

    def _said_elsewhere(self, side):
        """Under an item of a session at which the side to whom it was promised had no delegation."""
        other = self.foreign if side is self.ours else self.ours
        item = self.items[other.sessions[0].pk][1] if other.sessions else None
        self._said(side, by_host=True, item=item)

    def _link(self, side, commitment):
        link, secret = linking.make_link(
            commitment,
            side=side.organisation,
            name=f"Linked {word()}",
            email=f"{word()}@example.org",
            language="en",
            days=9,
            at=self.now,
            by=self.officer,
        )
        self.secrets[secret] = ("commitment", link, commitment)
        side.links["commitment"] = [(secret, link, commitment)]

    # The rest

    def _agreements_and_events(self, side):
        by, parties = self.officer, [self.host, side.organisation]
        day = self.today - timedelta(days=30)
        for is_public in (True, False):
            shown = {"is_public": is_public, "source": f"source {word()}"}
            made = Agreement.conclude(
                parties=parties, by=by, title=text("Agreement"), aims=text("aims"), concluded_on=day, **shown
            )
            made.renew(until=day + timedelta(days=900), on=self.today, why=f"why {word()}", by=by)
            about = {"title": text("Event"), "place": text("place"), "note": text("note")}
            Event.announce(organisers=parties, by=by, starts_on=day, ends_on=day, **about, **shown)

    def _on_the_way(self, side):
        """An agreement that was sent back, one in negotiation, and one that was signed, with a word in every fact."""
        by, now = self.officer, self.now
        parties = [self.host, side.organisation]
        for to in ("clearance", "negotiating", "in_force"):
            facts = {"title": text("Memorandum"), "rationale": text("rationale"), "keeper": self.keeper}
            terms = {"kind": "memorandum", "languages": ["en"], "prevailing": "en", "years": 5, "notice_months": 6}
            terms |= {"entering": "last_signature", "renewing": "letters"}
            if to == "negotiating":
                terms |= {"kind": "cotutelle", "parent": Agreement.objects.filter(parties=side.organisation).first()}
            made = propose(parties=parties, at=now, by=by, **facts, **terms)
            for party, who in zip(made.contracting.order_by("position"), (self.keeper, side.person), strict=True):
                party.change(
                    by=by,
                    legal_name=text("legal name"),
                    number=f"number {word()}",
                    represented_by=who,
                    represented_as=text("as"),
                    authority="mandate",
                    authority_words=f"mandate {word()}",
                    focal_point=who,
                    notice_address=f"address {word()}",
                )
            self._conditions(made, side)
            ask_for_clearances(made, sorts=["legal"], why=f"why {word()}", at=now, by=by)
            for asked in made.clearances.all():
                given = {"finding": "conditional", "conditions": f"conditions {word()}"}
                answer_clearance(asked, **given, at=now, by=self.head)
            if to != "clearance":
                self._negotiated(made, side, is_signed=to == "in_force")

    def _conditions(self, made, side):
        """Who is exchanged under it and, of such an instrument, whose doctorate it is."""
        ours, theirs = made.contracting.order_by("position")
        facts = {"sender": ours, "receiver": theirs, "who": "students", "seats": 3, "first_year": 2027}
        tell_mobility(made, by=self.officer, terms=text("terms"), **facts)
        if made.kind == "cotutelle":
            at_length = ["thesis", "degrees", "enrolment", "residence", "training", "cover", "jury"]
            told = {name: text(name) for name in at_length}
            tell_doctorate(made, by=self.officer, candidate=side.person, **told)

    def _negotiated(self, made, side, *, is_signed):
        by, now = self.officer, self.now
        ours, theirs = made.contracting.order_by("position")
        begin_drafting(made, at=now, by=by)
        wording = Wording("en", f"heading {word()}", f"words {word()}")
        clause = add_clause(made, part="article", wording=wording, at=now, by=by)
        open_to_all(made, to=theirs, at=now, by=by)
        given = {"party": theirs, "language": "en", "at": now, "by": side.counterpart}
        said = remark(clause, words=f"instead {word()}", comment=f"comment {word()}", **given)
        edit = self._redlined(made, theirs, clause, side)
        self._withdrawn(clause, side, given)
        self._linked_to_text(made, theirs, side)
        if is_signed:
            answer_edit(edit, is_declined=True, words=f"answer {word()}", by=by)
            answer_remark(said, is_declined=True, words=f"answer {word()}", by=by)
            hand_turn(made, to=ours, at=now, by=by)
            agree_text(made, sha256=fingerprint(text_of(made)), at=now, by=by)
            sha256 = made.text().sha256
            approve(made, party=ours, sha256=sha256, at=now, by=self.head)
            approve(made, party=theirs, sha256=sha256, at=now, by=by, known_from=f"letter {word()}")
            clause.refresh_from_db()
            what = {"party": theirs, "beneficiary": ours, "what": text("undertaking")}
            mark(clause, by=by, **what)
            self._signed(made, side)
            self._followed(made)
            self._near_its_end(made, side)

    def _near_its_end(self, made, side):
        """It is reviewed, one party wrote that it carries it on, and then gave notice all the same."""
        by, now = self.officer, self.now
        made.refresh_from_db()
        _ours, theirs = made.contracting.order_by("position")
        begin_review(made, at=now, by=by)
        change_letter(made, words=text("letter"), by=by)
        until = made.ends_on + timedelta(days=300)
        written = {"dated_on": self.today, "until": until, "document": f"document {word()}"}
        record_letter(made, party=theirs, **written, scan=self._scan(letter := word()), at=now, by=by)
        said = {"given_on": self.today, "document": f"document {word()}", "scan": self._scan(notice := word())}
        give_notice(made, party=theirs, **said, at=now, by=by)
        registered = {"what": "itself", "register": f"register {word()}", "number": f"number {word()}"}
        register(made, **registered, on=self.today, party=theirs, note=f"note {word()}", at=now, by=by)
        self.files |= {letter: Paper.objects.get(letter__agreement=made), notice: made.papers.get(shows="notice")}

    @staticmethod
    def _scan(inside):
        """A document with a word inside, and one in its name."""
        return Scan(SimpleUploadedFile(f"paper {word()}.pdf", f"%PDF-1.4 {inside}".encode()), "application/pdf")

    def _followed(self, made):
        """What came of a text in force: a model, an agreement offered to another, and an amendment."""
        by, now, text_in_force = self.officer, self.now, made.text()
        text_in_force.change(differs_why=f"differs {word()}", differs_by=f"accepted {word()}", by=by)
        prepare_amendment(made, sort="terms", why=f"why {word()}", at=now, by=by)
        sha256 = fingerprint(content_for(made, proposed(made)))
        version = make_model(made, title=text("Model"), sha256=sha256, at=now, by=by)
        model = model_of(version.model.code, version.number)
        wanted = Wanted(text("Offered"), (), self.keeper, text("rationale"))
        roll_out(model, institutes=[self.organisation("Offered")], wanted=wanted, at=now, by=by)

    def _redlined(self, made, party, clause, side):
        """A redline with a word in every fact, and the one thing that it does."""
        by, name = side.counterpart, f"redline {word()}.docx"
        file = Redline.store().save(random_redline_name(), SimpleUploadedFile(name, (inside := word()).encode()))
        facts = {"language": "en", "file": file, "file_name": name, "sha256": word(), "at": self.now}
        redline = Redline.enter(agreement=made, party=party, by_name=f"editor {word()}", by=by, **facts)
        self.files[inside] = redline
        told = ["clause_was", "was_heading", "was", "heading", "words", "base", "comment", "comment_by"]
        given = {one: f"{one} {word()}" for one in told}
        return Edit.enter(
            redline=redline, sort="changed", clause=clause, part="article", by=by, is_conflict=True, **given
        )

    def _withdrawn(self, clause, side, given):
        """What a party said and sent, and withdrew before anybody answered."""
        whose = {"party": given["party"], "at": self.now, "by": side.counterpart}
        withdraw_remark(remark(clause, comment=f"withdrawn {word()}", **given), **whose)
        withdraw_redline(self._redlined(clause.agreement, given["party"], clause, side).redline, **whose)

    def _linked_to_text(self, made, party, side):
        given = {"name": f"Linked {word()}", "email": f"{word()}@example.org", "language": "en", "days": 9}
        link = text_links.send_link(made, party=party, at=self.now, by=self.officer, **given)
        secret = self._secret_in_letter_to(link.email)
        self.secrets[secret] = ("agreement", link, made)
        side.links["agreement"] = [*side.links.get("agreement", []), (secret, link, made)]

    def _signed(self, made, side):
        for party in made.contracting.order_by("position"):
            scan = SimpleUploadedFile(f"scan {word()}.pdf", f"%PDF-1.4 {word()}".encode())
            signed = Signed(on=self.today, place=text("place"), scan=Scan(scan, "application/pdf"))
            signature = sign(made, party=party, signed=signed, at=self.now, by=self.officer)
            confirm(signature, at=self.now, by=side.counterpart)
        self._certified(signature)

    def _certified(self, signature):
        """The PDF that a party signed by certificate: its rows, with a word in each, and no PDF, which Pango makes."""
        kept = {"file": Signature.store().save("signed/x", ContentFile(b"%PDF-1.4")), "size": 9}
        kept |= {"text": signature.text, "sha256": "0" * 64, "at": self.now}
        with acting(by=self.officer):
            SigningCopy.objects.create(**kept, by_name=f"Printed {word()}")
            SignedCopy.objects.create(
                **kept,
                party=signature.party,
                signature=signature,
                weight="counted",
                holder=f"Holder {word()}",
                issuer=f"Issuer {word()}",
                fingerprint=f"print {word()}",
                why=[f"why {word()}"],
                counted_by=f"Counted {word()}",
                counted_why=f"reason {word()}",
                by_name=f"Brought {word()}",
            )

    def _rest(self):
        self.person(self.host, known_on=self.today, is_published=True)
        self.person(self.foreign.organisation, known_on=self.today)
        rows = [{"name_en": f"Brought {word()}", "kind": "university"}]
        lines = [["Title", "Partner"], [f"Register {word()}", f"Party {word()}"]]
        read = {"name": f"{word()}.csv", "sha256": "0" * 64, "columns": guess(lines)}
        BroughtRegister.bring(lines, **read, at=self.now, by=self.officer)
        Import.bring(rows, name=f"{word()}.csv", sha256="0" * 64, at=self.now, by=self.officer)
        _secret, link, session = self.ours.links["draft"][0]
        self.revoked = self._another(link, session)
        circulation.revoke_link(session, self.revoked[1], at=self.now, by=self.officer)
        self.expired = self._another(link, session, days=-1)
        self._answers()
        self._opinions()
        self._newsletter()
        self._mail_set_aside()
        self._registry()
        for user in (self.ours.counterpart, self.foreign.counterpart, self.officer, self.nobody):
            self.calendars[feeds.share(user, at=self.now).split("/")[-1].removesuffix(".ics")] = user
        self.joining = self._secret_in_letter_to(self.invited.email)

    def _opinions(self):
        """What a visitor said of a page."""
        read = Asked(key=uuid4(), language="en", title="A page", address="/en/news/x/")
        given = give(read, level=2, visitor=Visitor("a mark", Device.PHONE), now=self.now)
        say(given.answer, level=2, comment=f"Said {word()}")
        Task.objects.about(given.answer).close(done=f"Done {word()}", on=self.today, by=self.officer)
        Theme.enter(name=text("theme"), words=text("words"), by=self.officer)
        for is_published in (True, False):
            told = {"said": text("said"), "did": text("did"), "on": self.today, "is_published": is_published}
            Reply.enter(by=self.officer, **told)

    def _newsletter(self):
        """Somebody who reads the news by mail."""
        facts = {"language": "en", "wanted": "en", "asked_at": self.now, "confirmed_at": self.now}
        Subscriber.objects.create(email=f"{word()}@example.org", **facts)

    def _answers(self):
        for invitation in Invitation.objects.filter(session__stage=Stage.CONVENED):
            with acting(by=self.officer):
                invitation.note_answer("accepted", comment=f"comment {word()}", answered_at=self.now, by=self.officer)

    def _mail_set_aside(self):
        sender, content = f"{word()}@example.org", f"Words {word()}".encode()
        with acting(by=self.officer):
            ReceivedMail.put_aside(
                "0" * 64, sender=sender, fault="malformed", content=content, at=self.now, by=self.officer
            )

    def _registry(self):
        """A partner that was taken over, of which the registry now says something else."""
        partner, by = self.foreign.organisation, self.officer
        facts = {"name": f"Name {word()}", "status": "active", "digest": "now", "changed_at": self.now}
        facts |= {"names": [[f"Also {word()}", "en", ["label"]]], "places": [[f"Town {word()}", "", "XX"]]}
        found = Institution.objects.create(ror=ROR, **facts)
        partner.change(ror=ROR, by=by)
        with acting(by=by):
            Taking.enter(
                organisation=partner, institution=found, seen={"place": f"Before {word()}"}, digest="before", by=by
            )
        began = {"begun_at": self.now, "brought_by": by}
        Run.objects.create(kind="ror", name=f"{word()}.zip", sha256="0" * 64, faults=[[1, word()]], **began).finish(
            at=self.now
        )

    def _another(self, like, session, days=5):
        """A second link to the same, which will be of no use."""
        facts = {"name": f"Linked {word()}", "email": f"{word()}@example.org", "language": "en", "by": self.officer}
        with acting(by=self.officer):
            link, secret = SignedLink.make(
                purpose=like.purpose, opens=str(session.pk), now=self.now, days=days, **facts
            )
            Mandate.enter(link=link, organisation=self.ours.organisation, by=self.officer)
        return secret, link

    def viewers(self):
        """Everybody who comes with an account or without one, by what they are."""
        return {
            "visitor": None,
            "closed": self.closed,
            "nobody": self.nobody,
            "counterpart": self.ours.counterpart,
            "stranger": self.foreign.counterpart,
            "reader": self.reader,
            "officer": self.officer,
            "head": self.head,
        }
