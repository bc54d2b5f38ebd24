"""An office, its partner and everything between them, in whose every text stands what an outsider typed."""

import re
from html.parser import HTMLParser

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from comity.accounts.models import Role
from comity.agreements.models import Agreement
from comity.commitments import linking
from comity.commitments.fulfilment import Shown, claim_done
from comity.events.models import Event
from comity.journal.models import Letter
from comity.meetings import circulation
from comity.meetings.correcting import ask_for_correction
from comity.meetings.minuting import add_item, decide, write
from comity.meetings.models import Session, Visibility
from comity.partners import inviting
from comity.partners.enrolling import enrol
from comity.translation.likeness import refuse_unreadable
from comity.translation.texts import Text
from comity.translation.unseen import as_name, as_text
from tests import make
from tests.commitments.conftest import browser_of, file

CANARY = "Zqxjvk"  # long enough that no secret of an address holds it by chance
FSI, PDI = "\u2068", "\u2069"
VOID = set(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
SHAPELESS = {"br", "p", "ins", "del"}  # how many there are depends on the words alone
CHANGED_WORD = ("span", ("class", "dir"))  # in a draft beside its corrections, word by word
SPOKEN = {"aria-label", "title", "alt", "placeholder", "content", "data-confirm", "label"}


class Words:
    """Gives each field the next of the words, as the edge lets them in, with the canary behind them."""

    def __init__(self, words):
        self.words, self.asked = list(words), 0

    def next(self, longest):
        self.asked += 1
        return self.words[self.asked % len(self.words)][: longest - len(CANARY) - 12]

    def name(self, longest=180):
        """The next name that is not refused; that those are refused is tried elsewhere."""
        name = as_name(f"{self.next(longest)} {CANARY}{self.asked}")
        try:
            refuse_unreadable(name)
        except ValidationError:
            return self.name(longest)
        return name

    def text(self, longest=280):
        return as_text(f"{self.next(longest)} {CANARY}{self.asked}".replace("\n", " ").replace("\r", " ")).strip()

    def named(self):
        """A name; in the reader's own language, so that it is drawn as most names are."""
        return Text(en=self.name())


def fill(words):
    """Build it all through the acts, and return the office and the session; letters wait in the outbox."""
    office = make.Office()
    by, now = office.officer, timezone.now()
    partner = make.organisation(words.name(), by=by, kind="institute", place=words.named(), note=Text(en=words.text()))
    partner.rename(text=words.name(50), language="fr", kind="short", by=by)
    partner.rename(text=words.name(), language="en", kind="former", by=by)
    part = make.organisation(words.name(), by=by, kind="unit")
    part.join(partner, by=by)
    enrol(
        names=words.named(),
        title=Text(en=words.name(30)),
        email="guest@example.org",
        language="en",
        organisation=partner,
        office={"title": words.named()},
        by=by,
    )
    session = hold(office, words, partner)
    promise = office.commitment(
        item=session.items.last(),
        said_on=session.day.date(),
        deliverable=words.named(),
        promisor=office.host,
        beneficiary=partner,
    )
    promise.begin(at=now, by=by)
    claim_done(
        promise,
        words=words.text(),
        shown=Shown(file=file(f"{words.name(40)}.pdf"), media_type="application/pdf", link="https://example.org/"),
        at=now,
        by=by,
    )
    conclude(office, words, partner)
    circulate(office, words, session, partner, promise)
    return office


def hold(office, words, partner):
    by = office.officer
    session = Session.plan(
        between=[office.host, partner],
        by=by,
        title=words.named(),
        place=words.named(),
        starts_at=make.NOW,
        ends_at=make.NOW,
        is_public=True,
    )
    item = add_item(session, title=words.named(), by=by, visibility=Visibility.SHARED)
    session.convene(by=by)
    session.adopt_agenda(by=by)
    session.hold(now=timezone.now(), by=by)
    write(item, language="en", words=words.text(), read_version=0, was="", by=by)
    decide(item, verb="agrees", text=Text(en=words.text()), addressee=None, taking="consensus", by=by)
    return session


def conclude(office, words, partner):
    by, parties = office.officer, [office.host, partner]
    facts = {"title": words.named(), "aims": Text(en=words.text()), "source": words.text()}
    Agreement.conclude(parties=parties, by=by, concluded_on=make.TODAY, is_public=True, **facts)
    facts = {"title": words.named(), "place": words.named(), "note": Text(en=words.text()), "source": words.text()}
    Event.announce(organisers=parties, by=by, starts_on=make.TODAY, ends_on=make.TODAY, is_public=True, **facts)


def circulate(office, words, session, partner, promise):
    """Letters go out: to somebody invited, to the holders of links, about a correction and its answer."""
    by, now = office.officer, timezone.now()
    guest = {"name": words.name(60), "email": "guest@example.org", "language": "en", "days": 9, "at": now, "by": by}
    session.finish_draft(by=by)
    circulation.circulate(session, at=now, by=by)
    link = circulation.send_link(session, side=session.delegations.in_order()[1], **guest)
    linking.send_link(promise, side=partner, **guest)
    ask_for_correction(session.items.last(), language="en", words=words.text(), at=now, by=link)
    office.invited = inviting.invite(
        email="new@example.org",
        name=words.name(60),
        role=Role.COUNTERPART,
        language="en",
        at=now,
        by=office.head,
        organisation=partner,
    )
    office.link = re.search(
        r"http://\S+?(/en/minutes/\S+)", Letter.objects.filter(key__startswith="minutes").last().body
    )


def pages_of(office, *, most):
    """Every page that the head of the office comes to from the desk, and those of the holder of a link."""
    cache.clear()
    browser, found = browser_of(office.head), {}
    waiting = ["/en/desk/", "/en/", "/en/journal/", "/en/account/", office.link[1]]
    seen = set(waiting)
    while waiting and len(found) < most:
        address = waiting.pop(0)
        answer = browser.get(address)
        if not answer.get("Content-Type", "").startswith("text/html") or answer.status_code != 200:
            answer.getvalue()  # to its end, or the file would stay open
            continue
        found[address] = answer
        for link in re.findall(r'href="(/en/[^"#]*)', answer.content.decode()):
            known = re.sub(r"\?.*", "", link)
            if known not in seen and "logout" not in known:
                seen.add(known)
                waiting.append(known)
    return found


class Shape(HTMLParser):
    """The elements of a page with the names of their attributes; and what of its words stands on its own."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.elements, self.stack, self.loose = [], [], []

    def handle_starttag(self, tag, attributes):
        element = tag, tuple(sorted(name for name, _value in attributes))
        if tag not in SHAPELESS and element != CHANGED_WORD:
            self.elements.append(element)
        facts = dict(attributes)
        if tag not in VOID:
            self.stack.append((tag, facts))
        for name, value in attributes:
            if name in SPOKEN or (name == "value" and "dir" not in facts and facts.get("type") != "hidden"):
                self._loose(value or "", f"{tag} {name}")

    def handle_endtag(self, tag):
        while self.stack and tag not in VOID and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, words):
        isolated = any(tag == "bdi" or (facts.get("dir") and tag != "html") for tag, facts in self.stack)
        if not isolated:
            self._loose(words, ">".join(tag for tag, _facts in self.stack[-3:]))

    def _loose(self, words, where):
        """A canary outside of every isolate."""
        depth = 0
        for at, sign in enumerate(words):
            depth += (sign == FSI) - (sign == PDI)
            if depth <= 0 and words.startswith(CANARY, at):
                self.loose.append((where, words.strip()[:60]))


def shape_of(page):
    parser = Shape()
    parser.feed(page.content.decode() if hasattr(page, "content") else page)
    parser.close()
    return parser
