"""P8: a word that somebody wrote is found nowhere by those who may not read it."""

import random
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from comity.journal.models import Letter
from comity.meetings.models import Stage
from comity.meetings.models.agenda import ItemQuerySet
from comity.meetings.models.sessions import SessionQuerySet
from comity.partners.models import Mandate
from tests.promises.theirs import doors
from tests.promises.theirs.words import COPIES, OURS, Crawl, Readers, letters, places, recipients, rows, texts_of

pytestmark = pytest.mark.promise

# Fields that no page, export or letter tells, each with its reason.
UNTOLD = {
    "User.password": "a hash, read by the sign-in alone",
    "SignedLink.secret_hash": "a hash, read by the link alone",
    "SignedLink.purpose": "a word of the code",
    "SignedLink.opens": "a number",
    "PersonalKey.mark": "a random mark, by which a restore knows whom to erase again",
    "PersonalKey.secret": "a key, told to nobody",
    "Tidying.counts": "how much was thrown away, written by the code",
    **dict.fromkeys(["Pulse.name", "SecondLook.name"], "a word of the code"),
    **dict.fromkeys(["FormerAddress.slug", "FormerAddress.language"], "an address at which something was published"),
    "Spending.engine": "what the operator calls an engine",
    **dict.fromkeys(["Letter.method", "Letter.list_id"], "a word of the code"),
    "Letter.leave_at": "an address under a signature, in the header of that letter alone (tests/newsletter)",
    **dict.fromkeys(["Digest.language", "Subscriber.language", "Subscriber.wanted"], "a language"),
    "Appointment.uid": "a number, by which calendars know a session",
    "ReceivedMail.number": "a hash, by which mail is known again",
    "Taking.digest": "a hash, by which a change is noticed",
    **dict.fromkeys(
        ["Institution.digest", "Institution.spoken", "Key.word", "Word.word", "Word.beginning", "Word.ending"],
        "worked out from what a registry publishes, so that it is found",
    ),
    **dict.fromkeys(
        ["Answer.country", "Answer.said_in", "PageViews.kind", "PageViews.language", "PageViews.state"],
        "a code of a country, a language or a state, worked out here",
    ),
    **dict.fromkeys(["Answer.version", "Answer.engine", "AskedPage.kind"], "written by the code that shows a page"),
    **dict.fromkeys(
        ["AskedPage.title", "AskedPage.address", "AskedPage.language"], "copied from a page that is published"
    ),
    **dict.fromkeys(
        ["Answer.visitor", "Salt.secret"], "chance of one day, told to nobody (tests/opinion/test_answering.py)"
    ),
    **dict.fromkeys(
        ["SignIn.session_key", "SignIn.session_data", "SignIn.browser", "SignIn.system"],
        "one's own alone, and of a short list of names (tests/accounts/test_browsers.py)",
    ),
    **{
        f"{model.__name__}.{field.name}": "written for everybody; drafts and records in them: tests/website"
        for model in OURS
        if issubclass(model, Page)
        for field in texts_of(model)
    },
    **{
        f"{model.__name__}.{field.name}": "of what is written for everybody; who reviews it: tests/translating"
        for model in OURS
        if model._meta.app_label == "translating"
        for field in texts_of(model)
    },
    **{
        f"{model.__name__}.{field.name}": "what a registry publishes, shown on no page yet"
        for model in OURS
        if model.__name__ in ("Scheme", "Concept")
        for field in texts_of(model)
    },
}
# Fields that hold no words of anybody: codes, hashes and what the code itself writes.
WORDLESS = {"language", "record_language", "sha256", "folded", "sort_key", "sort_key_fr", "sort_key_ar", "zone"}
WORDLESS |= {"code", "ror", "wikidata", "country", "founded", "website", "media_type", "record_url", "by_key", "file"}
WORDLESS |= {"columns", "meant", "order_of_days", "ended_with", "fingerprint", "entering_in"}
WORDLESS |= {"languages", "prevailing", "turns", "authority", "field_of_study", "written_in", "summary_in"}
WORDLESS |= {"key", "trouble", "counts", "happened", "sought", "sorts", "ids", "ties"}
WORDLESS_FIELDS = {"Organisation.short_name", "Area.name"}  # a copy of a name; given with Comity
WORDLESS_FIELDS |= {"RollOut.from_model", "Amendment.catches_up"}  # codes of models, keys of clauses
WORDLESS_FIELDS |= {"Clause.from_model", "Clause.from_clause"}  # the names of files and clauses given with Comity
WORDLESS_FIELDS |= {"Clearance.because"}  # what the code itself says


def written_fields():
    return {f"{model.__name__}.{one.name}" for model in OURS if model.__name__ not in COPIES for one in texts_of(model)}


def test_p8_every_field_is_read_through_a_row_of_a_table():
    assert sorted(written_fields() - set(rows()) - set(UNTOLD)) == []


def test_p8_a_field_that_no_row_tells_would_be_noticed():
    assert "Session.title" in written_fields() - (set(rows()) - {"Session.title"}) - set(UNTOLD)


def test_p8_every_field_holds_a_word_to_look_for(world):
    holding = {f"{type(record).__name__}.{name}" for found in places().values() for record, name in found}
    wordless = {one for one in written_fields() if one.split(".")[1] in WORDLESS} | WORDLESS_FIELDS

    assert sorted(written_fields() - holding - wordless - set(UNTOLD)) == []


def beginnings(world, *, most):
    """Every address with every number in it, and where the world's words can be looked for."""
    return sorted(
        {
            doors.filled(pattern, values)
            for route, pattern in doors.routes()
            if "logout" not in pattern
            for values in doors.fillings(world, route, pattern, most=most)
        }
    )


def leaks(readers, viewer, begin, *, most, reader=None):
    """What a person finds that is not for them (or for the `reader` whose secret they hold), and all that they find."""
    crawl = Crawl(viewer, begin, most=most)
    wrong, looked = [], 0
    for address, found in crawl.pages():
        looked += 1
        wrong += [f"{address} tells {word}" for word in found if not readers.may(reader or crawl.viewer, word)]
    return wrong, looked, set(crawl.found)


def test_p8_no_word_is_found_by_those_who_may_not_read_it(world, promised, monkeypatch):
    trial = promised("P8", "a word of each field is found by nobody who may not read it", small=80, full=2_000)
    readers, begin, seen, pages = Readers(world), beginnings(world, most=2 if trial.size < 1_000 else 9), set(), 0
    anybody = [one for one in begin if not any(secret in one for secret in secrets_of(world))]
    random.Random(8).shuffle(anybody)

    for name, viewer in world.viewers().items():
        wrong, looked, found = leaks(readers, viewer, ["/en/", *anybody], most=trial.size)
        pages, seen = pages + looked, seen | found
        for word in {*readers.found, *(one.split()[-1] for one in wrong)}:
            trial.count(not any(word in one for one in wrong), f"{name}: {[one for one in wrong if word in one][:2]}")
    trial.tell(pages=pages, words=len(readers.found), words_seen=len(seen))
    trial.failed_without(_found_with_open_doors(readers, world, monkeypatch))


def secrets_of(world):
    """What opens something for whoever holds it; its holders are tried by themselves."""
    return [*world.secrets, *world.calendars, world.joining, world.revoked[0], world.expired[0]]


def _found_with_open_doors(readers, world, monkeypatch):
    with monkeypatch.context() as lifted:
        lifted.setattr(SessionQuerySet, "visible_to", lambda self, viewer: self.all())
        lifted.setattr(ItemQuerySet, "visible_to", lambda self, viewer: self.all())
        begin = [one.get_absolute_url() for one in (*world.foreign.sessions, *world.ours.sessions)]
        return len(leaks(readers, None, begin, most=12)[0])


# Where somebody can search, and what a search is compared with.
SEARCHES = ["commitments/?words={}", "commitments/export/csv?words={}", "commitments/?person={}"]
SEARCHES += ["commitments/?partner={}", "partners/?q={}", "partners/known/?name={}", "registry/?q={}"]
SEARCHES += ["registry/choices/?q={}", "search/?q={}"]
NOWHERE = "zqzzzzzqz"


class Searcher:
    """Somebody who tries to learn of a word by searching for it."""

    def __init__(self, viewer):
        self.browser = doors.browser_of(viewer if viewer is not None and viewer.is_active else None)
        self.nothing = {one: _answer(self.browser, one, NOWHERE) for one in SEARCHES}

    def learns_of(self, word):
        """The searches that answer otherwise for a word than for one that stands nowhere."""
        return [one for one in SEARCHES if _answer(self.browser, one, word) != self.nothing[one]]


def _answer(browser, search, word):
    answer = browser.get(f"/en/{search.format(word)}")
    status, body = doors.shape(answer)
    if answer.streaming:
        body = b"".join(answer.streaming_content).decode()
    return status, body.replace(word, "…")


def test_p8_no_search_betrays_a_word(world, promised, monkeypatch):
    trial = promised("P8", "no search answers otherwise for a word that one may not read", small=12, full=400)
    # The words of this world differ by a letter: one that is hidden would pass for one that may be read, misspelt.
    monkeypatch.setattr("comity.search.finding.read_otherwise", lambda words: None)
    readers = Readers(world)
    hidden = [
        (name, viewer, word)
        for name, viewer in world.viewers().items()
        for word in readers.found
        if not readers.may(_stands_for(viewer), word)
    ]
    random.Random(8).shuffle(hidden)
    searchers = {name: Searcher(viewer) for name, viewer in world.viewers().items()}

    for name, _viewer, word in hidden[: trial.size]:
        trial.count(not (told := searchers[name].learns_of(word)), f"{name} learns of {word} by {told}")
    trial.failed_without(_betrayed_without_gate(world, monkeypatch))


def _stands_for(viewer):
    return viewer if viewer is not None and viewer.is_active else AnonymousUser()


def _betrayed_without_gate(world, monkeypatch):
    """With every commitment open to everybody, a visitor finds what was said."""
    with monkeypatch.context() as lifted:
        lifted.setattr("comity.commitments.models.questions.reads_here", lambda viewer: True)
        lifted.setattr("comity.commitments.models.questions.CommitmentQuestions.visible_to", lambda self, viewer: self)
        said = world.ours.commitments[0].deliverable["en"].split()[-1]
        return len(Searcher(None).learns_of(said))


def test_p8_a_secret_tells_nothing_but_what_it_was_made_for(world, promised, monkeypatch):
    trial = promised("P8", "a signed link and the address of a calendar tell what they were made for", small=1, full=1)
    readers, every = Readers(world), beginnings(world, most=1)

    for secret, reader in _holders(world):
        wrong, looked = _told_by(readers, secret, reader, every)
        trial.count(looked > 0 and not wrong, f"{reader}: {wrong[:3]}")
    with monkeypatch.context() as lifted:
        lifted.setattr(SessionQuerySet, "visible_to", lambda self, viewer: self.all())
        lifted.setattr(ItemQuerySet, "visible_to", lambda self, viewer: self.all())
        trial.failed_without(sum(len(_told_by(readers, secret, one, every)[0]) for secret, one in _holders(world)))


def _holders(world):
    links = [(secret, link) for secret, (_kind, link, _opened) in world.secrets.items()]
    return [*links, *world.calendars.items()]


def _told_by(readers, secret, reader, every):
    addresses = [one for one in every if secret in one]
    wrong, looked, _found = leaks(readers, None, addresses, most=len(addresses), reader=reader)
    return wrong, looked


def wrong_letters(readers, *, since=0):
    """Each letter, with the words in it that are for none of those to whom it was written."""
    for letter, found in letters():
        if letter.pk <= since:
            continue
        own = {word for word in found if word in f"{letter.to_name} {letter.to_email}"}
        yield letter, [word for word in found - own if not any(_may(readers, one, word) for one in recipients(letter))]


def test_p8_letters_tell_their_reader_nothing_else(world, promised, monkeypatch):
    trial = promised(
        "P8", "a letter tells its reader what they may read, in text, calendar and headers", small=1, full=1
    )
    readers = Readers(world)

    for letter, wrong in wrong_letters(readers):
        trial.count(not wrong, f"{letter.key}: {[(word, readers.found.get(word)) for word in wrong]}")
    trial.failed_without(_told_with_open_items(world, readers, monkeypatch))


def _told_with_open_items(world, readers, monkeypatch):
    """A session moves while every item is open to everybody: the letters then tell of internal ones."""
    last = Letter.objects.latest("pk").pk
    session = next(one for one in world.ours.sessions if one.stage == Stage.CONVENED and not one.is_public)
    session = type(session).objects.get(pk=session.pk)
    later = {"starts_at": session.starts_at + timedelta(days=1), "ends_at": session.ends_at + timedelta(days=1)}
    with monkeypatch.context() as lifted:
        lifted.setattr(ItemQuerySet, "shared", lambda self: self.all())
        session.change(by=world.officer, **later)
    return sum(bool(wrong) for _letter, wrong in wrong_letters(readers, since=last))


def _may(readers, viewer, word):
    """Whoever is written to without an account reads what their organisation reads."""
    person = getattr(viewer, "person_here", None)
    if person is None:
        return readers.may_once(viewer, word)
    organisations = person.offices.values("organisation")
    speakers = Mandate.objects.filter(organisation__in=organisations, link=None, user__role="counterpart")
    return any(readers.may_once(mandate.user, word) for mandate in speakers.select_related("user"))
