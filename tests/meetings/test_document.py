"""The adopted text as one file to read and print: in one language, with its corrections, for whom it is meant."""

import re
from hashlib import sha256
from html import unescape

import pytest
from django.utils import timezone

from comity.journal.models import Letter
from comity.meetings.amending import adopt_corrigendum, decline_corrigendum, propose_corrigendum
from comity.meetings.circulation import send_link
from comity.meetings.delegating import add_group, add_new_person
from comity.meetings.minuting import decide, write
from comity.meetings.models import Member, Stage, Visibility
from comity.translation.texts import Text
from tests.make import NOW
from tests.standing import stands

HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(2)>'


def written(office, **facts):
    """A session whose item is minuted in English and Arabic, with an internal item beside it."""
    session = office.session(at=Stage.AGENDA_ADOPTED, items=2, **facts)
    item, hidden = session.items.in_order()
    hidden.change(visibility=Visibility.INTERNAL, minutes=Text(en="An internal word."), by=office.officer)
    side = session.delegations.in_order()[1]
    add_new_person(side, name="Nora Minister", office=Text(en="Minister"), by=office.officer)
    add_group(side, group=Text(en="heads of sectors", ar="رؤساء القطاعات"), by=office.officer)
    office.take(session, to=Stage.HELD)
    write(item, language="en", words="We agreed to meet.", read_version=0, was="", by=office.officer)
    write(item, language="ar", words="اتفقنا على اللقاء.", read_version=1, was="", by=office.officer)
    decide(item, verb="agrees", text=Text(en="to meet in May"), by=office.officer)
    office.commitment(item=item, deliverable=Text(en="Send the list"))
    return session


@stands
def session(office):
    made = written(office)
    office.take(made, to=Stage.ADOPTED)
    return made


def propose(session, reading, *, by, why="A slip."):
    return propose_corrigendum(session.items.in_order()[0], reading=Text(en=reading), why=why, at=NOW, by=by)


def document(browser, session, **query):
    answer = browser.open("final-document", session.pk, **query)
    assert answer.status_code == 200
    return answer.content.decode()


def linked(office, session):
    given = {"name": "Lina Guest", "email": "lina@example.org", "language": "en", "days": 14}
    link = send_link(session, side=session.delegations.in_order()[1], at=timezone.now(), by=office.officer, **given)
    return re.search(r"/minutes/([^/]+)/", Letter.objects.get(key=f"minutes-link:{link.pk}").body).group(1)


def test_the_document_tells_the_whole_of_the_adopted_text(session, counterpart):
    page = document(counterpart, session)

    for words in ("First session", "Nora Minister", "heads of sectors", "We agreed to meet.", "to meet in May"):
        assert words in page
    assert "Send the list" in page and session.final_minutes.sha256 in page
    for side, who in (("Host Organisation", "Amina Officer"), ("Partner Association", "Clara Counterpart")):
        assert re.search(rf"Adopted for <bdi>{side}</bdi> by <bdi>{who}</bdi>, \d+ \w+ \d{{4}}", page)
    assert f"sha256sum minutes-{session.pk}.json" in page


def test_the_document_is_in_the_language_asked_for_where_the_text_is(session, counterpart):
    arabic = document(counterpart, session, **{"in": "ar"})

    assert '<html lang="ar" dir="rtl">' in arabic
    assert "اتفقنا على اللقاء." in arabic and "We agreed to meet." not in arabic
    assert "رؤساء القطاعات" in arabic and "صدر الاعتماد عن" in arabic
    for asked in ({}, {"in": "fr"}, {"in": "xx"}):
        assert '<html lang="en" dir="ltr">' in document(counterpart, session, **asked)


def test_without_being_asked_it_is_in_the_readers_language(session, counterpart):
    answer = counterpart.get(f"/ar/sessions/{session.pk}/final/document/")

    assert '<html lang="ar" dir="rtl">' in answer.content.decode()
    assert answer["Content-Disposition"] == f'attachment; filename="minutes-{session.pk}-ar.html"'


def test_the_document_needs_nothing_from_elsewhere_and_is_not_kept(session, counterpart):
    answer = counterpart.open("final-document", session.pk)

    page = answer.content.decode()
    assert {one.split(":")[0] for one in re.findall(r'(?:href|src)="([^"]*)', page)} == {"data"}
    assert "<script" not in page
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "text/html; charset=utf-8"


def test_corrections_that_hold_stand_in_the_document_with_their_numbers_and_no_others(office, session, counterpart):
    decline_corrigendum(propose(session, "never", by=office.counterpart), answer="No.", at=NOW, by=office.officer)
    held = propose(session, "We agreed to meet in June.", by=office.counterpart)
    adopt_corrigendum(held, sha256=held.sha256, at=NOW, by=office.officer)
    propose(session, "perhaps", by=office.counterpart)

    page = document(counterpart, session)

    assert "Corrected by correction 2 of " in page and "We agreed to meet in June." in page
    assert "<del>" in page and "June.</ins>" in page and 'class="unseen"' in page
    assert "We agreed to meet." in page and held.sha256 in page
    assert "never" not in page and "perhaps" not in page
    assert len(re.findall(r"Adopted for <bdi>Partner Association</bdi>", page)) == 2


def test_whoever_has_the_document_computes_the_hash_of_a_correction(office, session, counterpart):
    decline_corrigendum(propose(session, "never", by=office.counterpart), answer="No.", at=NOW, by=office.officer)
    held = propose(session, "ليوم آخر", by=office.counterpart, why='"Quoted" & <b>')
    adopt_corrigendum(held, sha256=held.sha256, at=NOW, by=office.officer)

    (hashed,) = re.findall(r'<pre dir="ltr">(.*?)</pre>', document(counterpart, session), re.S)

    assert sha256(unescape(hashed).encode()).hexdigest() == held.sha256


def test_the_document_says_what_was_adopted_whatever_the_records_say_by_now(office, session, counterpart):
    person = Member.objects.at(session).exclude(person=None).get().person
    person.be_named(text="Another Name", language="en", by=office.officer)
    assert "Another Name" in counterpart.open("session", session.pk).content.decode()

    assert "Nora Minister" in document(counterpart, session)


def test_hostile_words_stay_words(office, counterpart):
    session = written(office, title=Text(en=HOSTILE), place=Text(en=HOSTILE))
    item = session.items.in_order()[0]
    item.change(title=Text(en=HOSTILE), by=office.officer)
    write(item, language="en", words=HOSTILE, read_version=2, was="We agreed to meet.", by=office.officer)
    decide(item, verb="agrees", text=Text(en=HOSTILE), by=office.officer)
    add_group(session.delegations.in_order()[1], group=Text(en=HOSTILE), by=office.officer)
    office.take(session, to=Stage.ADOPTED)
    held = propose(session, f"corrected {HOSTILE}", by=office.counterpart, why=HOSTILE)
    adopt_corrigendum(held, sha256=held.sha256, at=NOW, by=office.officer)

    page = document(counterpart, session)

    assert page.count("&lt;script&gt;") >= 8
    assert "<script" not in page and "<img" not in page


def test_what_is_internal_is_no_part_of_it_for_anybody(session, counterpart, officer):
    for browser in (counterpart, officer):
        page = document(browser, session)
        assert "An internal word." not in page and "Item 2" not in page


def test_the_document_is_for_those_who_may_have_the_text(office, session, officer, reader, visitor, stranger):
    session.show_to_public(True, by=office.officer)

    for browser, status in ((officer, 200), (reader, 200), (visitor, 403), (stranger, 403)):
        assert browser.open("final-document", session.pk).status_code == status
        assert browser.open("final-minutes", session.pk).status_code == status


def test_there_is_no_document_before_every_side_has_adopted(office, officer, counterpart):
    session = office.session(at=Stage.CIRCULATED)

    for browser in (officer, counterpart):
        assert browser.open("final-document", session.pk).status_code == 404


def test_the_holder_of_a_link_gets_it_without_the_secret_in_it(office, session, visitor):
    secret = linked(office, session)
    assert f"/minutes/{secret}/final/document/" in visitor.open("draft-by-link", secret).content.decode()

    answer = visitor.open("final-document-by-link", secret)

    page = answer.content.decode()
    assert "We agreed to meet." in page and secret not in page
    assert answer["Cache-Control"] == "private, no-store" and answer["X-Robots-Tag"] == "noindex, nofollow"
    assert visitor.open("final-document-by-link", "x" * 43).status_code == 404


def test_the_page_of_a_session_leads_to_both_files_and_says_how_to_verify(session, counterpart, visitor):
    page = counterpart.open("session", session.pk).content.decode()

    assert f'href="/en/sessions/{session.pk}/final/document/"' in page
    assert f'href="/en/sessions/{session.pk}/final/"' in page
    assert f"sha256sum minutes-{session.pk}.json" in page


@pytest.mark.parametrize("count", [1, 4])
def test_a_long_text_asks_no_more_than_a_short_one(office, counterpart, django_assert_max_num_queries, count):
    session = office.session(at=Stage.ADOPTED, items=count)
    for item in session.items.in_order():
        held = propose_corrigendum(item, reading=Text(en="x"), why="y", at=NOW, by=office.counterpart)
        adopt_corrigendum(held, sha256=held.sha256, at=NOW, by=office.officer)
    document(counterpart, session)

    with django_assert_max_num_queries(11):
        document(counterpart, session)
