"""P8: a word that somebody wrote is found nowhere by those who may not read it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from comity.meetings.models.agenda import ItemQuerySet
from comity.meetings.models.sessions import SessionQuerySet
from comity.partners.models import Mandate
from tests.promises.theirs import doors
from tests.promises.theirs.words import COPIES, OURS, Crawl, Readers, letters, recipients, rows, texts_of

pytestmark = pytest.mark.promise

# Fields that no page, export or letter tells, each with its reason.
UNTOLD = {
    "User.password": "a hash, read by the sign-in alone",
    "SignedLink.secret_hash": "a hash, read by the link alone",
    "SignedLink.purpose": "a word of the code",
    "SignedLink.opens": "a number",
}
# Fields that hold no words of anybody: codes, hashes and what the code itself writes.
WORDLESS = {"language", "record_language", "sha256", "folded", "sort_key", "sort_key_fr", "sort_key_ar", "zone"}
WORDLESS |= {"code", "ror", "wikidata", "country", "founded", "website", "media_type", "record_url", "by_key", "file"}
WORDLESS |= {"key", "trouble", "counts", "sought", "to_email"}


def test_p8_every_field_is_read_through_a_row_of_a_table():
    fields = {
        f"{model.__name__}.{one.name}" for model in OURS if model.__name__ not in COPIES for one in texts_of(model)
    }
    told = {one for one in rows() if one.split(".")[0] in {model.__name__ for model in OURS}}

    assert sorted(fields - told - set(UNTOLD)) == []


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


def everybody(world):
    return {**world.viewers(), "partner's link": world.ours.links["draft"][0][1]}


def leaks(readers, viewer, begin, *, most):
    """What a person finds that is not for them, and all that they find."""
    crawl = Crawl(viewer, begin, most=most)
    wrong, looked = [], 0
    for address, found in crawl.pages():
        looked += 1
        wrong += [f"{address} tells {word}" for word in found if not readers.may(crawl.viewer, word)]
    return wrong, looked, set(crawl.found)


def test_p8_no_word_is_found_by_those_who_may_not_read_it(world, promised, monkeypatch):
    trial = promised("P8", "a word of each field is found by nobody who may not read it", small=60, full=2_000)
    readers, begin, seen, pages = Readers(world), beginnings(world, most=2 if trial.size < 1_000 else 9), set(), 0
    anybody = [one for one in begin if "/minutes/" not in one and "/promises/" not in one and "/join/" not in one]

    for name, viewer in world.viewers().items():
        wrong, looked, found = leaks(readers, viewer, ["/en/", *anybody], most=trial.size)
        pages, seen = pages + looked, seen | found
        for word in readers.found:
            trial.count(not any(word in one for one in wrong), f"{name}: {[one for one in wrong if word in one][:2]}")
    print(pages, len(readers.found), len(seen), trial.failures[:5])
    trial.tell(pages=pages, words=len(readers.found), words_seen=len(seen))
    trial.failed_without(_found_with_open_doors(readers, world, monkeypatch))


def _found_with_open_doors(readers, world, monkeypatch):
    with monkeypatch.context() as lifted:
        lifted.setattr(SessionQuerySet, "visible_to", lambda self, viewer: self.all())
        lifted.setattr(ItemQuerySet, "visible_to", lambda self, viewer: self.all())
        begin = [one.get_absolute_url() for one in (*world.foreign.sessions, *world.ours.sessions)]
        return len(leaks(readers, None, begin, most=12)[0])


def test_p8_a_link_tells_nothing_but_what_it_was_made_for(world, promised):
    trial = promised("P8", "a signed link tells what it was made for and nothing else", small=1, full=1)
    readers = Readers(world)

    for secret, (kind, link, _opened) in world.secrets.items():
        addresses = [one for one in beginnings(world, most=1) if secret in one]
        wrong, looked, _found = leaks(readers, link, addresses, most=len(addresses))
        trial.count(looked > 0 and not wrong, f"{kind}: {wrong[:3]}")
    stranger = world.foreign.counterpart
    secret, link, _opened = world.ours.links["draft"][0]
    trial.failed_without(
        sum(
            not readers.may(stranger, word)
            for word in Crawl(link, [f"/en/minutes/{secret}/"], most=1).found or _page(secret)
        )
    )


def _page(secret):
    crawl = Crawl(None, [f"/en/minutes/{secret}/"], most=1)
    list(crawl.pages())
    return crawl.found


def test_p8_letters_tell_their_reader_nothing_else(world, promised):
    trial = promised("P8", "a letter tells its reader what they may read", small=1, full=1)
    readers, control = Readers(world), 0

    for letter, found in letters():
        readers_of_it = recipients(letter)
        own = {word for word in found if word in f"{letter.to_name} {letter.to_email}"}
        wrong = [word for word in found - own if not any(_may(readers, one, word) for one in readers_of_it)]
        trial.count(not wrong, f"{letter.key}: {[(word, readers.found.get(word)) for word in wrong]}")
        control += sum(not readers.may(AnonymousUser(), word) for word in found)
    print(trial.tried, len(trial.failures), *trial.failures[:12], sep="\n")
    trial.failed_without(control)


def _may(readers, viewer, word):
    """Whoever is written to without an account reads what their organisation reads."""
    person = getattr(viewer, "person_here", None)
    if person is None:
        return readers.may(viewer, word)
    organisations = person.offices.values("organisation")
    speakers = Mandate.objects.filter(organisation__in=organisations, link=None, user__role="counterpart")
    return any(readers.may(mandate.user, word) for mandate in speakers.select_related("user"))
