"""Both sides adopt one and the same text; then it is frozen, and anybody can check it."""

import re
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from django.db import connection

from comity.journal.models import Entry, Letter
from comity.journal.refusals import NotNow
from comity.meetings.circulation import adopt, circulate, recall
from comity.meetings.correcting import ask_for_correction
from comity.meetings.minuting import write
from comity.meetings.models import Adoption, FinalMinutes, Session, Stage
from comity.meetings.texts import content_of, fingerprint
from tests.make import NOW, Office


@pytest.fixture
def session(office):
    made = office.session(at=Stage.HELD)
    item = made.items.get()
    write(item, language="en", words="We agreed.", read_version=0, was="", by=office.officer)
    made.finish_draft(by=office.officer)
    circulate(made, at=NOW, by=office.officer)
    return made


def read(session):
    return fingerprint(content_of(session))


def test_when_both_sides_adopted_the_same_text_it_is_final(office, session, officer, counterpart):
    officer.send("adoption", session.pk, sha256=read(session))
    session.refresh_from_db()
    assert session.stage == Stage.CIRCULATED

    counterpart.send("adoption", session.pk, sha256=read(session))

    session = Session.objects.get()
    assert session.stage == Stage.ADOPTED
    assert session.final_minutes.sha256 == sha256(session.final_minutes.content.encode()).hexdigest()
    acts = [entry.act for entry in Entry.objects.about(session)]
    assert acts[:3] == ["adopted", "side_adopted", "side_adopted"]


def warnings(browser, session):
    """What the draft page says in warning, before the text itself."""
    page = browser.open("draft", session.pk).content.decode()
    return re.sub("<[^>]+>", "", " ".join(re.findall(r'<p class="word word-warning">(.*?)</p>', page)))


def change(office, session):
    item = session.items.get()
    write(item, language="en", words="We agreed to more.", read_version=1, was="We agreed.", by=office.officer)


def test_where_nobody_had_adopted_a_changed_text_undoes_no_adoption(office, session, counterpart):
    change(office, session)

    assert warnings(counterpart, session) == ("The text has changed since it was circulated; what changed is marked.")


def test_an_adoption_that_a_change_undid_is_named_with_its_side_to_both(office, session, officer, counterpart):
    adopt(session, sha256=read(session), at=NOW, by=office.counterpart)
    assert warnings(counterpart, session) == ""

    change(office, session)

    for browser in (officer, counterpart):
        assert "PA adopted an earlier text (Clara Counterpart, 24 November 2026)." in warnings(browser, session)
        assert "PA has to read and adopt it anew" in warnings(browser, session)
        assert "HO" not in warnings(browser, session)


def test_an_adoption_of_the_text_as_it_stands_is_not_said_to_be_undone(office, session, counterpart):
    change(office, session)
    adopt(session, sha256=read(session), at=NOW, by=office.officer)

    assert "no longer counts" not in warnings(counterpart, session)


def test_a_side_that_adopted_the_changed_text_too_is_not_said_to_have_to_adopt_it(office, session, counterpart):
    adopt(session, sha256=read(session), at=NOW, by=office.counterpart)
    change(office, session)
    adopt(session, sha256=read(session), at=NOW, by=office.counterpart)

    assert "no longer counts" not in warnings(counterpart, session)


def test_an_adoption_stays_undone_where_the_changed_text_was_circulated_once_more(office, session, officer):
    adopt(session, sha256=read(session), at=NOW, by=office.counterpart)
    recall(session, why="A word is missing.", by=office.officer)
    change(office, session)
    circulate(session, at=NOW, by=office.officer)

    assert warnings(officer, session).startswith("PA adopted an earlier text")


def test_the_button_names_the_text_that_was_read(session, counterpart):
    page = counterpart.open("draft", session.pk).content.decode()

    assert f'name="sha256" value="{read(session)}"' in page


def test_a_text_that_changed_since_it_was_read_is_not_adopted(office, session, counterpart):
    before = read(session)
    item = session.items.get()
    write(item, language="en", words="We agreed to more.", read_version=1, was="We agreed.", by=office.officer)

    answer = counterpart.send("adoption", session.pk, sha256=before)

    assert "The text has changed since you read it." in counterpart.get(answer.url).content.decode()
    assert not Adoption.objects.exists()


def test_an_adoption_no_longer_counts_when_the_text_changes_and_the_page_says_so(office, session, officer):
    adopt(session, sha256=read(session), at=NOW, by=office.counterpart)
    item = session.items.get()
    write(item, language="en", words="We agreed to more.", read_version=1, was="We agreed.", by=office.officer)

    is_last = adopt(session, sha256=read(session), at=NOW, by=office.officer)

    page = officer.open("draft", session.pk).content.decode()
    assert is_last is False
    assert Session.objects.get().stage == Stage.CIRCULATED
    assert "adopted an earlier text" in page and "It no longer counts" in page


def test_a_side_adopts_a_text_once(office, session, counterpart):
    adopt(session, sha256=read(session), at=NOW, by=office.counterpart)

    answer = counterpart.send("adoption", session.pk, sha256=read(session))

    words = "\u2068Partner Association\u2069 has adopted this text already."
    assert words in counterpart.get(answer.url).content.decode()
    assert Adoption.objects.count() == 1


def test_nothing_is_adopted_while_a_correction_waits(office, session):
    item = session.items.get()
    ask_for_correction(item, language="en", words="Else.", at=NOW, by=office.counterpart)

    with pytest.raises(NotNow):
        adopt(session, sha256=read(session), at=NOW, by=office.officer)

    assert not Adoption.objects.exists()


def test_a_draft_that_was_taken_back_is_not_adopted(office, session):
    text = read(session)
    recall(session, why="A name is wrong.", by=office.officer)

    with pytest.raises(NotNow):
        adopt(session, sha256=text, at=NOW, by=office.counterpart)

    assert not Adoption.objects.exists()


def test_who_speaks_for_no_side_adopts_nothing(office, session, stranger, reader):
    assert stranger.send("adoption", session.pk, sha256=read(session)).status_code == 404
    assert reader.send("adoption", session.pk, sha256=read(session)).status_code == 403
    with pytest.raises(NotNow):
        adopt(session, sha256=read(session), at=NOW, by=office.stranger)

    assert not Adoption.objects.exists()


def test_minutes_that_are_final_are_not_adopted_again(office, session):
    text = read(session)
    office.adopt(session)

    with pytest.raises(NotNow):
        adopt(session, sha256=text, at=NOW, by=office.counterpart)

    assert Adoption.objects.count() == 2
    assert FinalMinutes.objects.count() == 1


def test_anybody_with_access_computes_the_hash_from_the_file(office, session, counterpart, reader):
    office.adopt(session)
    final = FinalMinutes.objects.get()

    for browser in (counterpart, reader):
        answer = browser.open("final-minutes", session.pk)
        assert sha256(answer.content).hexdigest() == final.sha256
        assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_the_whole_text_is_not_for_the_public(office, session, visitor, stranger):
    session.show_to_public(True, by=office.officer)
    office.adopt(session)
    final = FinalMinutes.objects.get()

    assert visitor.open("final-minutes", session.pk).status_code == 403
    assert stranger.open("final-minutes", session.pk).status_code == 403
    assert final.sha256 in visitor.open("session", session.pk).content.decode()


def test_there_is_no_final_text_before_both_adopted(session, counterpart):
    assert counterpart.open("final-minutes", session.pk).status_code == 404


def test_who_may_read_an_item_is_part_of_what_is_adopted(office, session):
    before = read(session)
    item = session.items.get()

    item.change(visibility="public", by=office.officer)

    assert read(session) != before


@pytest.mark.django_db(transaction=True)
def test_of_two_who_adopt_at_the_same_moment_one_is_refused():
    office = Office()
    session = office.session(at=Stage.CIRCULATED)
    text, gate, told, written = read(session), Barrier(2), [], Letter.objects.count()

    def adopt_once():
        gate.wait()
        try:
            told.append(adopt(Session.objects.get(), sha256=text, at=NOW, by=office.counterpart))
        except NotNow as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    both = [Thread(target=adopt_once) for _each in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(map(str, told)) == ["False", "\u2068Partner Association\u2069 has adopted this text already."]
    assert Adoption.objects.count() == 1
    assert Letter.objects.count() == written
