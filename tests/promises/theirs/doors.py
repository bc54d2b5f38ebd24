"""Every address of ours, everybody who may come to it, and what the tables and policies say must happen then."""

import re
from functools import partial
from html.parser import HTMLParser
from itertools import product

from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver

from comity.accounts.models import SignedLink, User
from comity.accounts.policies import GATES, Policy
from comity.agreements.matrix import AGREEMENT
from comity.agreements.matrix import MODEL as OF_MODELS
from comity.agreements.models import (
    AgreedText,
    Agreement,
    BroughtRegister,
    Clause,
    Paper,
    Redline,
    Remark,
    RollOut,
    Signature,
    SignedCopy,
    SigningCopy,
)
from comity.agreements.offering import BY_NAME as OF_AGREEMENT
from comity.commitments.matrix import COMMITMENT
from comity.commitments.models import Commitment, Evidence
from comity.commitments.offering import BY_NAME
from comity.events.matrix import EVENT
from comity.events.models import Event
from comity.journal.matrix import JOURNAL
from comity.journal.models import Letter
from comity.meetings.matrix import CORRECTION, CORRIGENDUM, ITEM, MAIL, SESSION
from comity.meetings.models import AgendaItem, Corrigendum, ReceivedMail, Session
from comity.newsletter.matrix import NEWSLETTER
from comity.opinion.matrix import OPINION, REPLY
from comity.partners.matrix import ACCOUNT, OFFICE, ORGANISATION, PERSON
from comity.partners.models import Import, Mandate, Organisation, Person
from comity.registry.matrix import REGISTRY
from comity.translating.matrix import VERSION
from comity.translating.models import Version
from comity.website.configured import NEWSROOM
from tests.promises.theirs.world import ROR

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
NOTHING = 999_999
OPEN, REFUSED, UNKNOWN, SHUT, ANY = "open", "refused", "unknown", "shut", "any"
FITS = {
    OPEN: {"open", 405},
    REFUSED: {403, 404, 405},
    UNKNOWN: {404, 405},
    SHUT: {403, "login", 405},
    ANY: {"open", "login", 400, 403, 404, 405},
}
KNOW = "know of it"


def routes(patterns=None, before="/"):
    """Every route of ours with its whole pattern, the languages' part written as /en/."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        here = before + re.sub(r"^\^|\$$", "", str(one.pattern)).lstrip("/")
        if isinstance(one, URLPattern):
            yield one, here
        else:
            yield from routes(one.url_patterns, here)


def browser_of(user, **given):
    browser = Client(raise_request_exception=False, **given)
    if user is not None:
        browser.force_login(user, backend=BACKEND)
    return browser


# Who speaks for what: said once more, apart from the code that asks the tables


def sides_of(viewer):
    """The organisations for which somebody outside the office speaks, and ours for the office."""
    if isinstance(viewer, SignedLink):
        return set(Mandate.objects.filter(link=viewer).values_list("organisation", flat=True))
    if not isinstance(viewer, User) or not viewer.is_active:
        return set()
    if viewer.role in ("officer", "head"):
        return set(Organisation.objects.filter(is_host=True).values_list("pk", flat=True))
    if viewer.role != "counterpart":
        return set()
    return set(Mandate.objects.filter(user=viewer).values_list("organisation", flat=True))


def _is_link_to(viewer, purpose, number):
    return not isinstance(viewer, SignedLink) or (viewer.purpose, viewer.opens) == (purpose, str(number))


def _at_session(viewer, session, sides):
    parties = {one.organisation_id for one in session.delegations.all()}
    return bool(parties & sides) and _is_link_to(viewer, "minutes", session.pk)


def _of_commitment(viewer, one, sides):
    parties = {one.promisor_id, one.beneficiary_id, one.unit_id}
    return bool(parties & sides) and _is_link_to(viewer, "commitment", one.pk)


def _account(viewer):
    return not isinstance(viewer, SignedLink)


SPEAKS = {
    "Session": _at_session,
    "AgendaItem": lambda viewer, item, sides: _at_session(viewer, item.session, sides),
    "Corrigendum": lambda viewer, one, sides: _at_session(viewer, one.session, sides),
    "Correction": lambda viewer, one, sides: (
        one.side.organisation_id in sides and _is_link_to(viewer, "minutes", one.item.session_id)
    ),
    "Commitment": _of_commitment,
    "Agreement": lambda viewer, one, sides: (
        one.parties.filter(pk__in=sides).exists() and _is_link_to(viewer, "agreement", one.pk)
    ),
    "Event": lambda viewer, one, sides: _account(viewer) and one.organisers.filter(pk__in=sides).exists(),
    "Organisation": lambda viewer, one, sides: _account(viewer) and one.pk in sides,
    "Person": lambda viewer, one, sides: _account(viewer) and one.offices.filter(organisation__in=sides).exists(),
    "Office": lambda viewer, one, sides: _account(viewer) and one.organisation_id in sides,
}
MATRIX = {
    Session: SESSION,
    AgendaItem: ITEM,
    Corrigendum: CORRIGENDUM,
    Commitment: COMMITMENT,
    Agreement: AGREEMENT,
    Event: EVENT,
    Organisation: ORGANISATION,
    Person: PERSON,
}
MATRICES = [
    *MATRIX.values(),
    OF_MODELS,
    CORRECTION,
    MAIL,
    OFFICE,
    ACCOUNT,
    JOURNAL,
    REGISTRY,
    VERSION,
    OPINION,
    REPLY,
    NEWSLETTER,
]


def has_right(matrix, row, viewer, thing):
    """What the table says, of somebody for whom `viewer` stands."""
    sides = sides_of(viewer)
    speaks = thing is not None and matrix.thing in SPEAKS and SPEAKS[matrix.thing](viewer, thing, sides)
    return matrix.may(row, viewer, thing, speaks=lambda: speaks, sides=lambda: sides)


def knows(viewer, thing):
    if isinstance(thing, Person) and isinstance(viewer, User) and thing.user_id == viewer.pk:
        return True
    matrix = MATRIX[type(thing)]
    return has_right(matrix, next(iter(matrix.rows)), viewer, thing)


# What must happen at the doors behind which the record decides


def by_row(model, row):
    def verdict(world, viewer, pk, *more):
        thing = model.objects.filter(pk=pk).first()
        if thing is None or not knows(viewer, thing):
            return UNKNOWN
        return OPEN if has_right(MATRIX[model], row, viewer, thing) else REFUSED

    return verdict


def draft(world, viewer, pk):
    session = Session.objects.filter(pk=pk).first()
    is_final = session is not None and session.stage in ("adopted", "closed") and knows(viewer, session)
    return OPEN if is_final else by_row(Session, "read the draft between the sides")(world, viewer, pk)


def correction(world, viewer, pk, item):
    found = by_row(Session, "ask for corrections")(world, viewer, pk)
    return found if found != OPEN else _item_of(viewer, pk, item)


def _item_of(viewer, session, number):
    item = AgendaItem.objects.filter(pk=number, session=session).first()
    return OPEN if item and knows(viewer, item) else UNKNOWN


def corrigendum(world, viewer, pk, number, *, needs="adopt for a side"):
    found = by_row(Session, needs)(world, viewer, pk)
    is_there = Corrigendum.objects.filter(session=pk, number=number).exists()
    return found if found != OPEN or is_there else UNKNOWN


declining = partial(corrigendum, needs="decline a correction that is proposed")
withdrawal = partial(corrigendum, needs="withdraw a correction of its own side")

# Said apart from the code: which row of the table each act of a commitment needs.
ACTS = {
    "begin it, claim it done": "beginning claims",
    "accept it, return it": "acceptance return",
    "ask to cancel it": "cancellation",
    "ask for more time": "request-for-time",
    "agree to what is asked, decline that": (
        "agreement-to-cancel declining-to-cancel granting-of-time declining-of-time"
    ),
    "withdraw a wish of its own side": "withdrawal-of-wish withdrawal-of-request",
    "grant more time unasked": "extensions",
    "make a promise of a proposal": "promise",
    "keep it": "closing taking-up reopening expected-results handing-over facts links lapse reminder",
}
ROW_OF_ACT = {name: row for row, names in ACTS.items() for name in names.split()}


def act(world, viewer, pk, name):
    row = ROW_OF_ACT.get(name)
    return by_row(Commitment, row)(world, viewer, pk) if row else UNKNOWN


# The same of each act of an agreement.
ACTS_OF_AGREEMENT = {
    "enter it, record what became of it": (
        "clearances further-clearances approval-on-behalf signing-copy certificate-on-behalf counting "
        "signature entry-into-force suspension resumption termination "
        "closing declining withdrawal review letter letter-sending letter-on-paper exchanged-letter carrying-on "
        "successor notice promises document letter-document"
    ),
    "write its text, answer the parties": "drafting draft opening agreeing taking-back reopening links",
    "approve it, confirm a signature": "approval confirmation certificate key",
}
ROW_OF_AGREEMENT = {name: row for row, names in ACTS_OF_AGREEMENT.items() for name in names.split()}


def act_of_agreement(world, viewer, pk, name):
    if name == "turn":  # whoever writes the text hands it on, and each party in its turn
        rows = ("write its text, answer the parties", "say how a clause should read")
        found = [by_row(Agreement, row)(world, viewer, pk) for row in rows]
        return OPEN if OPEN in found else found[0]
    row = ROW_OF_AGREEMENT.get(name)
    return by_row(Agreement, row)(world, viewer, pk) if row else UNKNOWN


def text_of_agreement(world, viewer, pk):
    found = by_row(Agreement, "read its text and who signed")(world, viewer, pk)
    return UNKNOWN if found == REFUSED else found


def version_of_text(world, viewer, pk, number):
    """The parties and our office read every version, others those that every party approved."""
    found = AgreedText.objects.filter(agreement=pk, number=number)
    if by_row(Agreement, "read what the parties say of it")(world, viewer, pk) != OPEN:
        found = found.filter(approved_at__isnull=False, reopened_at=None)
    return text_of_agreement(world, viewer, pk) if found.exists() else UNKNOWN


def has_text(agreement):
    pk = getattr(agreement, "pk", agreement)
    agreed = AgreedText.objects.filter(agreement=pk, reopened_at=None)
    return agreed.exists() or Clause.objects.filter(agreement=pk).exists()


def printed_text(world, viewer, pk):
    found = text_of_agreement(world, viewer, pk)
    return found if found != OPEN or has_text(pk) else UNKNOWN


def acts_on_paper(world, viewer, pk):
    found = by_row(Agreement, "read what the parties say of it")(world, viewer, pk)
    return found if found == OPEN else UNKNOWN


def signed_copy(world, viewer, pk, copy=None):
    """The PDF that is signed next, or one that a party signed."""
    found = by_row(Agreement, "read what the parties say of it")(world, viewer, pk)
    kept = SigningCopy.objects if copy is None else SignedCopy.objects.filter(pk=copy)
    return OPEN if found == OPEN and kept.filter(text__agreement=pk, text__reopened_at=None).exists() else UNKNOWN


def remarks(world, viewer, pk, clause):
    found = text_of_agreement(world, viewer, pk)
    if found != OPEN or not Clause.objects.filter(pk=clause, agreement=pk).exists():
        return UNKNOWN
    return by_row(Agreement, "say how a clause should read")(world, viewer, pk)


def scan(world, viewer, pk, signature):
    found = by_row(Agreement, "read what the parties say of it")(world, viewer, pk)
    is_there = Signature.objects.filter(pk=signature, text__agreement=pk).exclude(file="").exists()
    return OPEN if found == OPEN and is_there else UNKNOWN


def paper(world, viewer, pk, paper):
    found = by_row(Agreement, "read what the parties say of it")(world, viewer, pk)
    return OPEN if found == OPEN and Paper.objects.filter(pk=paper, agreement=pk).exists() else UNKNOWN


def word_of_agreement(world, viewer, pk, languages):
    return text_of_agreement(world, viewer, pk) if languages == "en" else UNKNOWN


def redlines(world, viewer, pk):
    found = by_row(Agreement, "read what the parties say of it")(world, viewer, pk)
    return UNKNOWN if found == REFUSED else found


def redline(world, viewer, pk, redline):
    is_there = Redline.objects.filter(pk=redline, agreement=pk).exists()
    return redlines(world, viewer, pk) if is_there else UNKNOWN


def sending(world, viewer, pk):
    rows = ("write its text, answer the parties", "say how a clause should read")
    found = [by_row(Agreement, row)(world, viewer, pk) for row in rows]
    return OPEN if OPEN in found else found[0]


def remark_withdrawal(world, viewer, pk, remark):
    is_there = Remark.objects.filter(pk=remark, agreement=pk).exists()
    found = redlines(world, viewer, pk) if is_there else UNKNOWN
    return sending(world, viewer, pk) if found == OPEN else found


def redline_withdrawal(world, viewer, pk, redline_):
    found = redline(world, viewer, pk, redline_)
    return sending(world, viewer, pk) if found == OPEN else found


def remark_by_link(world, link, opened, remark):
    return OPEN if Remark.objects.filter(pk=remark, agreement=opened).exists() else UNKNOWN


def redline_by_link(world, link, opened, redline):
    return OPEN if Redline.objects.filter(pk=redline, agreement=opened).exists() else UNKNOWN


def by_text_link(world, viewer, secret, *more, then=None):
    kind, link, opened = world.secrets.get(secret, ("", None, None))
    if kind != "agreement":
        return UNKNOWN
    return then(world, link, opened, *more) if then else OPEN


def remarks_by_link(world, link, opened, clause):
    return OPEN if Clause.objects.filter(pk=clause, agreement=opened).exists() else UNKNOWN


def act_of_agreement_by_link(world, link, opened, name):
    if name not in OF_AGREEMENT:
        return UNKNOWN
    return OPEN if name in ("turn", "approval", "confirmation", "certificate", "key") else REFUSED


def evidence(world, viewer, pk):
    shown = Evidence.objects.filter(pk=pk).exclude(file="").first()
    if shown is None:
        return UNKNOWN
    found = by_row(Commitment, "read all of it")(world, viewer, shown.claim.commitment_id)
    return UNKNOWN if found == REFUSED else found


def by_minutes_link(world, viewer, secret, *more, needs=None, then=None):
    kind, link, opened = world.secrets.get(secret, ("", None, None))
    if kind not in ("draft", "final"):
        return UNKNOWN
    if needs and not has_right(SESSION, needs, link, opened):
        return UNKNOWN
    return then(world, link, opened.pk, *more) if then else OPEN


def by_promise_link(world, viewer, secret, *more, then=None):
    kind, link, opened = world.secrets.get(secret, ("", None, None))
    if kind != "commitment":
        return UNKNOWN
    return then(world, link, opened, *more) if then else OPEN


def act_by_link(world, link, opened, name):
    if name not in ROW_OF_ACT:
        return UNKNOWN
    may = BY_NAME[name].is_for_links and has_right(COMMITMENT, ROW_OF_ACT[name], link, opened)
    return OPEN if may else REFUSED


def evidence_by_link(world, link, opened, pk):
    return OPEN if Evidence.objects.filter(pk=pk, claim__commitment=opened).exclude(file="").exists() else UNKNOWN


def history(world, viewer, kind, pk):
    """Whoever may not read what was done to accounts is not told either which accounts there are."""
    if kind == "accounts.user" and not JOURNAL.may("read the history of an account", viewer):
        return REFUSED
    return UNKNOWN if pk == NOTHING else ANY


DOORS = {
    "history": history,
    "session": by_row(Session, KNOW),
    "session-file": by_row(Session, KNOW),
    "calendar-feed": lambda world, viewer, secret: OPEN if secret in world.calendars else UNKNOWN,
    "final-minutes": by_row(Session, "read the final text as a file"),
    "final-document": by_row(Session, "read the final text as a file"),
    "draft": draft,
    "adoption": by_row(Session, "adopt for a side"),
    "correction": correction,
    "corrigenda": by_row(Session, "ask for corrections"),
    "corrigendum-adoption": corrigendum,
    "corrigendum-declining": declining,
    "corrigendum-withdrawal": withdrawal,
    "commitment": by_row(Commitment, KNOW),
    "commitment-act": act,
    "evidence": evidence,
    "agreement": by_row(Agreement, KNOW),
    "agreement-act": act_of_agreement,
    "agreement-text": text_of_agreement,
    "text-versions": text_of_agreement,
    "text-version": version_of_text,
    "printed-text": printed_text,
    "to-sign": signed_copy,
    "signed-copy": signed_copy,
    "record-of-acts": acts_on_paper,
    "clause-remarks": remarks,
    "signed-scan": scan,
    "agreement-paper": paper,
    "agreement-word": word_of_agreement,
    "redlines": redlines,
    "redline-sending": sending,
    **dict.fromkeys(["redline", "redline-file"], redline),
    **dict.fromkeys(["redlines-by-link", "redline-sending-by-link"], by_text_link),
    "remark-withdrawal": remark_withdrawal,
    "redline-withdrawal": redline_withdrawal,
    "remark-withdrawal-by-link": partial(by_text_link, then=remark_by_link),
    **dict.fromkeys(
        ["redline-by-link", "redline-file-by-link", "redline-withdrawal-by-link"],
        partial(by_text_link, then=redline_by_link),
    ),
    "agreement-word-by-link": partial(
        by_text_link, then=lambda world, link, opened, languages: OPEN if languages == "en" else UNKNOWN
    ),
    "agreement-by-link": by_text_link,
    "printed-text-by-link": partial(by_text_link, then=lambda world, link, one: OPEN if has_text(one) else UNKNOWN),
    "to-sign-by-link": partial(
        by_text_link,
        then=lambda world, link, one: OPEN if SigningCopy.objects.filter(text__agreement=one).exists() else UNKNOWN,
    ),
    "remarks-by-link": partial(by_text_link, then=remarks_by_link),
    "agreement-act-by-link": partial(by_text_link, then=act_of_agreement_by_link),
    "event": by_row(Event, KNOW),
    "partner": by_row(Organisation, KNOW),
    "person": by_row(Person, "know of them"),
    "draft-by-link": by_minutes_link,
    "final-by-link": partial(by_minutes_link, needs="read the final text as a file"),
    "final-document-by-link": partial(by_minutes_link, needs="read the final text as a file"),
    "adoption-by-link": by_minutes_link,
    "correction-by-link": partial(by_minutes_link, then=lambda world, link, pk, item: _item_of(link, pk, item)),
    "corrigenda-by-link": by_minutes_link,
    "corrigendum-adoption-by-link": partial(by_minutes_link, then=corrigendum),
    "corrigendum-declining-by-link": partial(by_minutes_link, then=declining),
    "corrigendum-withdrawal-by-link": partial(by_minutes_link, then=withdrawal),
    "commitment-by-link": by_promise_link,
    "act-by-link": partial(by_promise_link, then=act_by_link),
    "commitment-act-by-link": partial(by_promise_link, then=act_by_link),
    "evidence-by-link": partial(by_promise_link, then=evidence_by_link),
    "join": lambda world, viewer, token: OPEN if token == world.joining else UNKNOWN,
    "letters": lambda world, viewer: OPEN if JOURNAL.may("see which letters left", viewer) else REFUSED,
    "sign-ins": lambda world, viewer: UNKNOWN,  # outside of a demonstration there is nothing
    "checkpoint": lambda world, viewer, size: UNKNOWN,  # nothing is sealed yet in this world
    "checkpoint-proof": lambda world, viewer, old, new: UNKNOWN,
    "newest-checkpoint": lambda world, viewer: UNKNOWN,
    "agreements-export": lambda world, viewer, kind: OPEN if kind in ("csv", "xlsx") else UNKNOWN,
    "commitments-export": lambda world, viewer, kind: OPEN if kind in ("csv", "xlsx") else UNKNOWN,
    "account_reset_password_from_key": lambda world, viewer, *key: ANY,
    "mfa_remove_webauthn": lambda world, viewer, pk: ANY,  # allauth asks for the password first, then for one's own key
    "browser-ending": lambda world, viewer, handle: ANY,  # who one is is asked first, then for one's own browser
    "mfa_edit_webauthn": lambda world, viewer, pk: ANY,
    # Asked for with a token, which nobody of this world has; and nobody is named to whom a weakness is reported.
    "metrics": lambda world, viewer: UNKNOWN,
    "security-txt": lambda world, viewer: UNKNOWN,
    "opinion-give": lambda world, viewer, key: ANY,  # whoever brings no sealed form is told so (tests/opinion)
    "opinion-mine": lambda world, viewer, receipt: UNKNOWN,
    "opinion-seen": lambda world, viewer, sign: UNKNOWN,  # whoever brings no sign of ours (tests/opinion/test_views.py)
    **dict.fromkeys(["newsletter-confirmation", "newsletter-leaving"], lambda world, viewer, token: UNKNOWN),
    # In this world nothing is published: tests/website has what is.
    "picture": lambda world, viewer, name: UNKNOWN,
    "wagtaildocs_serve": lambda world, viewer, number, name: UNKNOWN,
    "wagtail_serve": lambda world, viewer, *path: UNKNOWN,
    "news-card": lambda world, viewer, slug: UNKNOWN,
    "side-by-side": lambda world, viewer, slug: UNKNOWN,
    "reading-choice": lambda world, viewer: UNKNOWN,
    "reading": lambda world, viewer, language, slug: UNKNOWN,
    "reading-side-by-side": lambda world, viewer, language, slug: UNKNOWN,
    # No engine is set up there, so that no language is offered (tests/translating/test_pages_of_records.py).
    "page-reading-choice": lambda world, viewer: UNKNOWN,
    **dict.fromkeys(["first-page-reading", "first-page-side-by-side"], lambda world, viewer, language: UNKNOWN),
    **dict.fromkeys(["page-reading", "page-side-by-side"], lambda world, viewer, language, address: UNKNOWN),
    "wording": lambda world, viewer, number: UNKNOWN,
}
# The rooms of Wagtail's admin: one door lets the office in, and what it finds there is Wagtail's (tests/website).
ROOMS = {one.callback for one, here in routes() if here.startswith(f"/{NEWSROOM}")}
PUBLIC = {Policy.EVERYBODY, Policy.LINK_HOLDERS}
DECIDED_BY_POLICY = {Policy.OFFICE, Policy.HEADS, Policy.READERS}


def is_untold(route, pattern):
    """Whether neither its policy nor this file tells what must happen at a route."""
    is_told = route.callback.policy in DECIDED_BY_POLICY or route.name in DOORS
    return bool(PARAMETER.search(pattern)) and not is_told


def expected(world, route, viewer, method, values):
    """What must happen when `viewer` comes to a route with these values in its address."""
    policy = route.callback.policy
    if route.callback in ROOMS:
        return ANY if GATES[policy](viewer) else SHUT
    if method not in ("GET", "HEAD", "POST"):
        return REFUSED
    if not GATES[policy](viewer):
        return SHUT
    if route.name in DOORS:
        return DOORS[route.name](world, viewer, *values)
    if NOTHING in values:
        return UNKNOWN
    return ANY if policy in DECIDED_BY_POLICY or is_of_allauth(route) else OPEN


def is_of_allauth(route):
    return str(route.name).startswith(("account_", "mfa_"))


# What can stand in an address

THINGS = {
    "sessions": Session,
    "commitments": Commitment,
    "import": Import,
    "partners": Organisation,
    "people": Person,
    "agreements": Agreement,
    "registers": BroughtRegister,
    "roll-outs": RollOut,
    "events": Event,
    "accounts": User,
    "evidence": Evidence,
    "items": AgendaItem,
    "mail": ReceivedMail,
    "letters": Letter,
    "translations": Version,
}
PARTS = {
    "copy": "SignedCopy",
    "link": "SignedLink",
    "result": "ExpectedResult",
    "name": "OrganisationName",
    "belonging": "PartOf",
}
WORDS = {
    "kind": ["csv", "xlsx", "x"],
    "side": ["theirs"],
    "languages": ["en", "x"],
    "rank": ["first"],
    "ror": [ROR, "x"],
}
WORDS |= {"code": ["memorandum", "own-1", "x"], "key": ["purpose", "x"]}  # of a model, and of a clause in it


def fillings(world, route, pattern, *, most):
    """Each set of values with which a route is tried: ours, those of others, and some that nothing has."""
    regex_groups = re.findall(r"\(\?P<(\w+)>", pattern)
    if regex_groups:
        return [tuple("x" for _one in regex_groups)]
    segments = pattern.split("/")
    options = []
    for place, segment in enumerate(segments):
        for kind, name in PARAMETER.findall(segment):
            options.append(_options(world, route, kind, name, segments[:place], most))
    return list(product(*options))


def _options(world, route, kind, name, before, most):
    if name in ("token", "secret"):
        return [*world.secrets, *world.calendars, world.revoked[0], world.expired[0], world.joining, "x" * 43]
    if kind != "int":
        if name == "name" and kind != "path":  # that of a picture
            return [*(OF_AGREEMENT if route.name.startswith("agreement-act") else BY_NAME), "x"]
        return ["meetings.session", "accounts.user", "x"] if route.name == "history" else WORDS.get(name, ["x"])
    if name == "number":
        return [1, 3, NOTHING]
    if name == "pk":
        thing = next((THINGS[one] for one in reversed(before) if one in THINGS), None)
    else:
        wanted = PARTS.get(name, name.capitalize() if name != "item" else "AgendaItem")
        thing = next((one for one in apps.get_models() if one.__name__ == wanted), None)
    return [*_spread(thing, most), NOTHING]


def _spread(model, most):
    """Some numbers of a kind, from the first to the last of them."""
    numbers = list(model.objects.order_by("pk").values_list("pk", flat=True)) if model else list(range(1, 9))
    step = max(1, len(numbers) // most)
    return numbers[::step][: most + 1]


def filled(pattern, values):
    left = iter(values)
    plain = re.sub(r"\(\?P<\w+>[^)]*\)", lambda _one: str(next(left)), pattern)
    return PARAMETER.sub(lambda _one: str(next(left)), plain)


def outcome(answer):
    """What happened: shut in one of several ways, a fault of ours, or open."""
    if answer.status_code in (400, 403, 404, 405) or answer.status_code >= 500:
        return answer.status_code
    return "login" if "/accounts/login/" in answer.headers.get("Location", "") else "open"


CHANGING = re.compile(r'value="[\w-]{16,64}"|nonce-?="?[\w+/=-]+|/(en|fr|ar)/[^"<]*|\d+')


def shape(answer):
    """An answer without what differs from one to the next anyway: numbers, tokens, its own address."""
    body = b"" if answer.streaming else answer.content
    return answer.status_code, CHANGING.sub("…", body.decode(errors="replace"))


# Forms, filled in as somebody would


class Forms(HTMLParser):
    """The forms of a page: where each is sent, and what it sends when it is filled in."""

    FILLED = {
        "email": "somebody@example.org",
        "url": "https://example.org/",
        "number": "5",
        "date": "2026-11-20",
        "time": "10:00",
        "datetime-local": "2026-11-20T10:00",
        "password": "a long enough password",
    }

    def __init__(self, here, body):
        super().__init__()
        self.here, self.found, self.data, self.select, self.area = here, [], None, None, None
        self.feed(body)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._form(given)
        elif self.data is not None and (given.get("name") or tag == "option"):
            getattr(self, f"_{tag}", lambda _given: None)(given)

    def _form(self, given):
        is_post = (given.get("method") or "get").lower() == "post"
        self.data = {} if is_post else None
        if is_post:
            self.found.append((given.get("action") or self.here, self.data))

    def _select(self, given):
        self.select = given["name"]

    def _option(self, given):
        if self.select and given.get("value") and ("selected" in given or self.select not in self.data):
            self.data[self.select] = given["value"]

    def _textarea(self, given):
        self.area = given["name"]
        self.data[self.area] = ""

    def _input(self, given):
        kind, name, value = given.get("type", "text"), given["name"], given.get("value")
        if kind == "file" or (kind in ("checkbox", "radio") and "checked" not in given):
            if kind == "radio":
                self.data.setdefault(name, value)
            return
        if name == "once":  # the key that lets a form be answered once belongs to the page that showed it
            return
        self.data[name] = value or self.FILLED.get(kind, "Words of ours")

    def handle_data(self, data):
        if self.area and self.data is not None:
            self.data[self.area] += data.strip("\n")

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea" and self.data is not None and self.area:
            self.data[self.area] = self.data[self.area] or "Words of ours"
            self.area = None
        elif tag == "form":
            self.data = None
