"""Writing the minutes: nobody's words are lost when two write, when the line drops, when the text is final."""

import pytest
from django.urls import reverse

from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.meetings.circulation import circulate
from comity.meetings.minuting import Clash, decide, redecide, undecide, write
from comity.meetings.models import Decision, Stage, Visibility
from comity.translation.texts import Text
from tests.make import NOW

SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def item(office):
    return office.session(at=Stage.HELD).items.get()


def saving(item, words, **other):
    return {"language": "en", "words": words, "was": "", "read_version": 0} | other


def save(browser, item, words, *, script=True, **other):
    headers = SCRIPT if script else None
    return browser.send("writing", item.session_id, item.pk, _headers=headers, **saving(item, words, **other))


def test_words_are_saved_with_their_version_and_written_down(office, officer, item):
    answer = save(officer, item, "We agreed.")

    item.refresh_from_db()
    assert answer.json() == {"version": 1}
    assert (item.minutes, item.version) == (Text(en="We agreed."), 1)
    assert Entry.objects.about(item).first().act == "written"


def test_a_plain_form_is_saved_and_leads_back_to_its_item(officer, item):
    answer = save(officer, item, "We agreed.", script=False)

    assert answer.url == f"{reverse('minutes', args=[item.session_id])}?in=en#item-{item.pk}"


def test_saving_the_same_words_again_changes_nothing(officer, item):
    save(officer, item, "We agreed.")
    entries = Entry.objects.count()

    save(officer, item, "We agreed.", read_version=0)

    item.refresh_from_db()
    assert (item.version, Entry.objects.count()) == (1, entries)


def test_a_second_writer_sees_the_first_and_neither_is_lost(officer, item):
    save(officer, item, "First line, theirs.")

    answer = save(officer, item, "First line, mine.")

    found = answer.json()
    item.refresh_from_db()
    assert answer.status_code == 409
    assert item.minutes["en"] == "First line, theirs."
    assert (found["theirs"], found["merged"]) == ("First line, theirs.", "First line, theirs.\nFirst line, mine.")
    assert "First line, " in found["panel"] and "<ins>" in found["panel"]


def test_two_who_wrote_different_lines_get_both_without_choosing(office, item):
    item = write(item, language="en", words="one\ntwo", read_version=0, was="", by=office.officer)
    write(item, language="en", words="one!\ntwo", read_version=1, was="one\ntwo", by=office.officer)

    with pytest.raises(Clash) as found:
        write(item, language="en", words="one\ntwo\nthree", read_version=1, was="one\ntwo", by=office.head)

    assert (found.value.merged, found.value.is_clean) == ("one!\ntwo\nthree", True)


def test_the_merged_text_is_saved_over_what_was_read(officer, item):
    save(officer, item, "theirs")

    answer = save(officer, item, "theirs\nmine", was="theirs", read_version=1)

    item.refresh_from_db()
    assert answer.json() == {"version": 2}
    assert item.minutes["en"] == "theirs\nmine"


def test_without_a_script_the_clash_is_a_page_with_both_texts(officer, item):
    save(officer, item, "theirs stand here")

    answer = save(officer, item, "mine stand there", script=False)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "theirs stand here" in page and "mine" in page
    assert "theirs stand here\nmine stand there" in page


def test_another_language_is_written_beside_the_first(officer, item):
    save(officer, item, "We agreed.")
    save(officer, item, "Nous sommes convenus.", language="fr")

    item.refresh_from_db()
    assert item.minutes == {"en": "We agreed.", "fr": "Nous sommes convenus."}


def test_a_language_that_is_none_is_refused_with_the_words_kept(officer, item):
    answer = save(officer, item, "Words to keep", language="xx", script=False)

    assert answer.status_code == 422
    assert "Words to keep" in answer.content.decode()


def test_final_minutes_are_not_written_and_the_words_are_given_back(office, officer):
    item = office.session(at=Stage.ADOPTED).items.get()

    answer = save(officer, item, "One more word", script=False)
    told = save(officer, item, "One more word").json()

    item.refresh_from_db()
    assert answer.status_code == 422
    assert "One more word" in answer.content.decode()
    assert told["refused"] == "These minutes can no longer be written: the session is “minutes adopted”."
    assert item.minutes == {}


def test_a_text_too_large_to_be_read_is_refused_in_words_that_a_script_can_show(officer, item):
    typed = {"language": "en", "words": "x" * 2_200_000, "was": "", "read_version": 0}

    told = officer.send("writing", item.session_id, item.pk, _headers={"Accept": "application/json"}, **typed)
    page = officer.send("writing", item.session_id, item.pk, **typed)

    item.refresh_from_db()
    assert (told.status_code, told.json()) == (413, {"refused": "the text is too large. Shorten it, or part it."})
    assert page.status_code == 400 and "it still stands on the page you came from" in page.content.decode()
    assert (item.minutes, item.version) == ({}, 0)


def test_only_the_office_writes(office, counterpart, visitor, item):
    assert save(counterpart, item, "ours").status_code == 403
    assert save(visitor, item, "ours").status_code == 403
    assert counterpart.open("minutes", item.session_id).status_code == 403

    item.refresh_from_db()
    assert item.minutes == {}


def test_markup_in_the_minutes_is_shown_as_it_was_typed(officer, item):
    save(officer, item, "<img src=x onerror=alert(1)>")

    page = officer.open("session", item.session_id).content.decode()

    assert "<img" not in page and "&lt;img src=x" in page


def test_a_decision_gets_the_next_number_of_the_session(office, officer):
    session = office.session(at=Stage.HELD, items=2)
    first, second = session.items.in_order()
    typed = {"verb": "agrees", "text_en": "To meet again", "taking": "consensus"}

    officer.send("decisions", session.pk, first.pk, **typed)
    answer = officer.send("decisions", session.pk, second.pk, _headers={"HX-Request": "true"}, **typed)

    assert [one.number for one in Decision.objects.at(session)] == [1, 2]
    assert "Decision 2" in answer.content.decode()
    assert Entry.objects.about(Decision.objects.at(session)[0]).get().act == "entered"


def test_a_decision_without_words_keeps_what_was_typed(officer, item):
    typed = {"verb": "requests", "text_en": "", "taking": "vote"}

    answer = officer.send("decisions", item.session_id, item.pk, _headers={"HX-Request": "true"}, **typed)

    page = answer.content.decode()
    assert 'value="requests" dir="auto" selected' in page and "This field is required." in page
    assert not Decision.objects.exists()


def test_a_decision_is_corrected_or_taken_out_until_the_minutes_are_final(office, officer, item):
    decision = decide(item, text=Text(en="To meet"), by=office.officer)

    redecide(decision, text=Text(en="To meet again"), by=office.officer)
    assert str(Decision.objects.get().text) == "To meet again"
    officer.send("decision-removal", item.session_id, decision.pk)
    assert not Decision.objects.exists()


def test_decisions_of_final_minutes_never_change(office):
    session = office.session(at=Stage.HELD)
    decision = decide(session.items.get(), text=Text(en="To meet"), by=office.officer)
    session.finish_draft(by=office.officer)
    circulate(session, at=NOW, by=office.officer)
    office.adopt(session)

    for act in (
        lambda: decide(session.items.get(), text=Text(en="More"), by=office.officer),
        lambda: redecide(decision, text=Text(en="Else"), by=office.officer),
        lambda: undecide(decision, by=office.officer),
    ):
        with pytest.raises(NotNow):
            act()

    assert str(Decision.objects.get().text) == "To meet"


def test_who_may_read_an_item_is_changed_beside_its_minutes(officer, item):
    officer.send("item-visibility", item.session_id, item.pk, visibility="internal")

    item.refresh_from_db()
    assert item.visibility == Visibility.INTERNAL


@pytest.mark.parametrize("count", [1, 9])
def test_the_minutes_page_asks_as_often_for_one_item_as_for_many(office, officer, django_assert_max_num_queries, count):
    session = office.session(at=Stage.HELD, items=count)
    officer.open("minutes", session.pk)

    with django_assert_max_num_queries(9) as asked:
        page = officer.open("minutes", session.pk)

    assert len(page.context["items"]) == count
    assert len(asked) <= 9
