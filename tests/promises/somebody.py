"""A person with something in every place where Comity keeps something about people, under a name of nobody else."""

from datetime import timedelta
from functools import cached_property

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from comity.accounts.models import Role
from comity.commitments import fulfilment, wishing
from comity.commitments.extending import extend
from comity.commitments.fulfilment import Shown, claim_done
from comity.commitments.linking import send_link
from comity.journal.acting import acting
from comity.journal.models import Letter
from comity.journal.thread import tie
from comity.meetings.correcting import ask_for_correction
from comity.meetings.delegating import add_member
from comity.meetings.models import Invitation, ReceivedMail, Stage
from comity.partners import inviting
from comity.partners.models import FocalPoint, Import
from comity.partners.models.people import Rank
from comity.translation.texts import Text
from tests import make
from tests.commitments.conftest import file
from tests.make import NOW, TODAY

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


class Somebody:
    """A counterpart of the partner who did all that a counterpart can do, and about whom all was written down."""

    def __init__(self, office, name="Quilla Featherstonehaugh", key="quillfeather"):
        self.office, self.name, self.arabic, self.key = office, name, "قويلا فذرستون", key
        self.email = f"{key}@example.org"
        self._joins()
        self._is_a_person()
        self._meets()
        self._promises()
        self._is_written_to()

    @property
    def canaries(self):
        """What must be found nowhere afterwards."""
        return [self.name, self.name.split()[1], self.arabic, self.email, self.key, "Grand Vizier", "a riding accident"]

    @cached_property
    def browser(self):
        """Where this person is signed in, each time that they are copied for a test."""
        browser = Client()
        browser.cookies.load(self.cookies)
        return browser

    def _joins(self):
        office, by = self.office, self.office.head
        self.user = inviting.invite(
            email=self.email,
            name=self.name,
            role=Role.COUNTERPART,
            language="en",
            organisation=office.partner,
            at=NOW,
            by=by,
        )
        with acting(by=None):
            self.user.begin(password=make.PASSWORD, now=NOW)
            EmailAddress.objects.create(user=self.user, email=self.email, primary=True, verified=True)
            Authenticator.objects.create(user=self.user, type="totp", data={"secret": "JBSWY3DP"})
        browser = Client()
        browser.force_login(self.user, backend=BACKEND)
        self.cookies = {name: one.value for name, one in browser.cookies.items()}

    def _is_a_person(self):
        office, by = self.office, self.office.officer
        self.person = make.person(
            self.name, by=by, user=self.user, email=self.email, at=office.partner, office="Grand Vizier"
        )
        self.person.be_named(text=self.arabic, language="ar", by=by)
        self.person.change(title=Text(en="Dr"), by=by, why=f"{self.name} wrote so")
        FocalPoint.enter(partner=office.partner, person=self.person, side="theirs", rank=Rank.FIRST, by=by)
        rows = [{"name": "Institute", "contact": self.name, "email": self.email}]
        Import.bring(rows, name="table.csv", sha256="0" * 64, at=NOW, by=by)

    def _meets(self):
        office, by = self.office, self.office.officer
        self.session = office.session(at=Stage.PROPOSED, begins=NOW + timedelta(days=30))
        side = self.session.delegations.get(organisation=office.partner)
        add_member(side, person=self.person, by=by)
        self.session.convene(by=by)
        self.invitation = Invitation.objects.get(person=self.person)
        self.invitation.note_answer("declined", comment="a riding accident", answered_at=NOW, by=by)
        with acting(by=by):
            ReceivedMail.put_aside(
                "a" * 64, sender=self.email, fault="older", content=self.name.encode(), at=NOW, by=by
            )
        circulated = office.session(at=Stage.CIRCULATED)
        ask_for_correction(circulated.items.last(), language="en", words="Otherwise.", at=NOW, by=self.user)

    def _promises(self):
        office, by = self.office, self.office.officer
        promised = office.commitment(by_host=False, said_by=Text(en=self.name))
        promised.begin(at=NOW, by=self.user)
        wishing.ask_for_time(promised, due_on=TODAY + timedelta(days=90), reason="We are late.", at=NOW, by=self.user)
        uploaded, media_type = file(), "application/pdf"
        self.claim = claim_done(
            promised, words="Done.", shown=Shown(file=uploaded, media_type=media_type), at=NOW, by=self.user
        )
        other = office.commitment()
        claim_done(other, words="Done.", shown=Shown(link="https://example.org/"), at=NOW, by=by)
        fulfilment.accept(other, words="Thank you.", at=NOW, by=self.user)
        extend(office.commitment(), due_on=TODAY + timedelta(days=90), reason="Late.", at=NOW, by=self.user)
        third = office.commitment()
        wishing.ask_to_cancel(third, reason="No more.", at=NOW, by=self.user)
        self.link = send_link(
            third, side=office.partner, name=self.name, email=self.email, language="en", days=7, at=NOW, by=by
        )
        office.partner.change(country="DE", by=by, why=f"as {self.name} told us")
        with acting(by=by, why=f"as {self.email} wrote"):
            office.partner.change(country="FR", by=by)
        tie(third, came_from=self.session, by=self.user)

    def _is_written_to(self):
        for number, to in enumerate((self.email, "other@example.org")):
            Letter.objects.create(
                key=f"test:{self.user.pk}:{number}",
                to_name=self.name,
                to_email=to,
                language="en",
                subject=f"About {self.name}",
                body=f"{self.name} <{self.email}>",
                written_at=NOW,
                not_before=NOW + timedelta(days=9_999),
            )
