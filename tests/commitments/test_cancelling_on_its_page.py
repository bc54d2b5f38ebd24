"""The page of a promise shows a wish to cancel it, offers each side its answer, and tells afterwards how it ended."""

import re

import pytest
from django.urls import reverse

from comity.commitments import wishing
from comity.commitments.models import Commitment, Stage, Wish
from comity.journal.acting import acting
from comity.meetings.models import Visibility
from comity.translation.texts import Text
from tests.commitments.conftest import claim
from tests.commitments.test_links import secret_for
from tests.make import NOW

ANSWERS = ["agreement-to-cancel", "declining-to-cancel"]


@pytest.fixture
def promised(office):
    return office.commitment()


@pytest.fixture
def wish(office, promised):
    """The partner asks to cancel what we promised."""
    return wishing.ask_to_cancel(promised, reason="Overtaken by events.", at=NOW, by=office.counterpart)


def page_of(browser, commitment):
    return browser.get(commitment.get_absolute_url()).content.decode()


def offered_on(page):
    return re.findall(r'<form class="form" id="([\w-]+)"', page)


def told_after(browser, answer):
    """What the page says once an act led back to it, or gave back what was typed for it."""
    if answer.status_code == 422:
        return answer.content.decode()
    assert answer.status_code == 302
    return browser.get(answer.url).content.decode()


def stage_of(commitment):
    return Commitment.objects.get(pk=commitment.pk).stage


# What is shown and offered


def test_the_side_that_is_asked_reads_who_asks_and_why_and_answers(officer, promised, wish):
    page = page_of(officer, promised)

    assert "<bdi>PA</bdi> asks to cancel it" in page
    assert "Overtaken by events." in page and "Clara Counterpart" in page
    assert "the side that was asked, to agree to cancel it or decline (<bdi>HO</bdi>)" in page
    assert [one for one in offered_on(page) if one in ANSWERS] == ANSWERS
    assert page.count(f'name="wish" value="{wish.pk}"') == 2
    assert page.count('id="acts"') == 1


def test_the_side_that_asked_waits_and_can_withdraw(counterpart, promised, wish):
    page = page_of(counterpart, promised)

    assert "the side that was asked, to agree to cancel it or decline (<bdi>HO</bdi>)" in page
    assert "withdrawal-of-wish" in offered_on(page)
    assert not {*ANSWERS, "cancellation"} & {*offered_on(page)}


@pytest.mark.parametrize("who", ["officer", "counterpart"])
def test_neither_begins_nor_claims_nor_asks_while_a_wish_waits(office, request, who, promised, wish):
    browser = request.getfixturevalue(who)

    assert not {"beginning", "claims", "cancellation"} & {*offered_on(page_of(browser, promised))}


def test_once_it_is_declined_the_work_is_offered_again_and_asking_too(office, officer, counterpart, promised, wish):
    wishing.decline(wish, answer="We need it.", at=NOW, by=office.officer)

    ours, theirs = page_of(officer, promised), page_of(counterpart, promised)

    assert {"beginning", "claims", "cancellation"} <= {*offered_on(ours)}
    assert "cancellation" in offered_on(theirs)
    assert not {*ANSWERS, "withdrawal-of-wish"} & {*offered_on(ours), *offered_on(theirs)}
    assert "the one who promised (<bdi>HO</bdi>)" in ours and "asks to cancel it</h2>" not in ours


def test_those_who_only_read_see_the_wish_and_are_offered_nothing(reader, promised, wish):
    page = page_of(reader, promised)

    assert "Overtaken by events." in page
    assert offered_on(page) == []


def test_the_public_learns_nothing_of_a_wish(office, visitor, officer):
    session = office.session(at="held", is_public=True, compiled_from="A report")
    item = session.items.get()
    item.change(visibility=Visibility.PUBLIC, by=office.officer)
    promised = office.commitment(item=item)
    before = page_of(visitor, promised)

    wishing.ask_to_cancel(promised, reason="Overtaken by events.", at=NOW, by=office.counterpart)

    assert "agree to cancel it" in page_of(officer, promised)
    nonce = re.compile(r'value="[\w-]{20,}"|nonce="[^"]+"')
    assert nonce.sub("", page_of(visitor, promised)) == nonce.sub("", before)


def test_a_wish_in_another_organisations_promise_is_not_there(stranger, promised, wish):
    for act in [*ANSWERS, "withdrawal-of-wish"]:
        assert stranger.act(promised, act, wish=wish.pk, answer="Words.").status_code == 404

    assert Wish.objects.get().is_waiting


def test_markup_in_a_wish_and_its_answer_stays_words(office, officer, counterpart, promised):
    counterpart.act(promised, "cancellation", reason="<img src=x onerror=alert(1)>")
    assert "<img" not in page_of(officer, promised)

    officer.act(promised, "declining-to-cancel", wish=Wish.objects.get().pk, answer="<b>No</b>")

    assert "&lt;b&gt;No&lt;/b&gt;" in page_of(counterpart, promised)
    assert "<b>No" not in page_of(counterpart, promised)


# The acts, as typed


def test_agreeing_cancels_and_says_so(officer, promised, wish):
    page = told_after(officer, officer.act(promised, "agreement-to-cancel", wish=wish.pk))

    assert "Both sides agreed: it is cancelled." in page
    assert stage_of(promised) == Stage.CANCELLED


def test_declining_asks_for_words(officer, promised, wish):
    answer = officer.act(promised, "declining-to-cancel", wish=wish.pk, answer=" ")

    assert answer.status_code == 422
    assert "<details" in answer.text and re.search(r"<details[^>]* open>\s*<summary class=\"act\">Decline", answer.text)
    assert Wish.objects.get().is_waiting
    assert "it stands" in told_after(
        officer, officer.act(promised, "declining-to-cancel", wish=wish.pk, answer="We need it.")
    )
    assert (Wish.objects.get().stage, stage_of(promised)) == ("declined", Stage.OPEN)


def test_withdrawing_takes_no_words(counterpart, promised, wish):
    page = told_after(counterpart, counterpart.act(promised, "withdrawal-of-wish", wish=wish.pk))

    assert "your side no longer asks to cancel it" in page
    assert Wish.objects.get().stage == "withdrawn"


def test_by_a_signed_link_one_asks_answers_and_withdraws(office, visitor, officer):
    first, second, third = office.commitment(), office.commitment(), office.commitment()
    secrets = [secret_for(one, office)[1] for one in (first, second, third)]
    for one in (first, second):
        officer.act(one, "cancellation", reason="Overtaken.")
    asked = {one.commitment_id: one.pk for one in Wish.objects.all()}

    page = visitor.open("commitment-by-link", secrets[0]).text
    assert [one for one in offered_on(page) if one in ANSWERS] == ANSWERS
    visitor.send("commitment-act-by-link", secrets[0], "agreement-to-cancel", wish=asked[first.pk])
    declining = {"wish": asked[second.pk], "answer": "We need it."}
    visitor.send("commitment-act-by-link", secrets[1], "declining-to-cancel", **declining)
    visitor.send("commitment-act-by-link", secrets[2], "cancellation", reason="Overtaken.")
    last = Wish.objects.get(commitment=third)
    answer = visitor.send("commitment-act-by-link", secrets[2], "withdrawal-of-wish", wish=last.pk)

    assert answer.url == reverse("commitment-by-link", args=[secrets[2]])
    ends = [(one.stage, one.ended_for) for one in Wish.objects.order_by("pk")]
    assert ends == [(one, office.partner) for one in ("agreed", "declined", "withdrawn")]


# Bad input


def test_an_answer_that_came_second_is_refused_in_words(office, officer, promised, wish):
    wishing.withdraw(wish, at=NOW, by=office.counterpart)

    for act in ANSWERS:
        page = told_after(officer, officer.act(promised, act, wish=wish.pk, answer="Words."))
        assert "This wish to cancel was withdrawn." in page

    assert stage_of(promised) == Stage.OPEN


def test_who_read_one_wish_does_not_answer_another(office, officer, promised, wish):
    wishing.withdraw(wish, at=NOW, by=office.counterpart)
    second = wishing.ask_to_cancel(promised, reason="For another reason.", at=NOW, by=office.counterpart)

    page = officer.act(promised, "agreement-to-cancel", wish=wish.pk, answer="We read the first.").text

    assert "This wish to cancel was withdrawn." in page and "We read the first." in page
    assert {*re.findall(r'name="wish" value="(\d*)"', page)} == {str(second.pk)}
    second.refresh_from_db()
    assert second.is_waiting and stage_of(promised) == Stage.OPEN


@pytest.mark.parametrize("named", ["", "x", "999999", "-1", "9" * 40, "another"])
def test_an_answer_that_names_no_wish_of_this_promise_is_refused_in_words(office, officer, promised, wish, named):
    other = wishing.ask_to_cancel(office.commitment(), reason="Elsewhere.", at=NOW, by=office.counterpart)

    answer = officer.act(promised, "agreement-to-cancel", wish=other.pk if named == "another" else named)

    assert answer.status_code == 422
    assert "Nobody asks to cancel it in these words" in answer.text
    assert Wish.objects.waiting().count() == 2


def test_an_answer_where_nobody_asks_is_refused_in_words(officer, promised):
    page = told_after(officer, officer.act(promised, "agreement-to-cancel", answer="Yes."))

    assert "Nobody asks to cancel it in these words" in page


def test_ones_own_wish_is_not_answered_and_that_of_the_other_side_not_withdrawn(officer, counterpart, promised, wish):
    page = told_after(counterpart, counterpart.act(promised, "agreement-to-cancel", wish=wish.pk))
    assert "it is for the other side to answer" in page

    page = told_after(officer, officer.act(promised, "withdrawal-of-wish", wish=wish.pk))
    assert "Only the side that asked can withdraw this" in page

    assert Wish.objects.get().is_waiting


def test_asking_while_a_wish_waits_is_refused_in_words(officer, counterpart, promised, wish):
    ours = told_after(officer, officer.act(promised, "cancellation", reason="We too."))
    theirs = told_after(counterpart, counterpart.act(promised, "cancellation", reason="Again."))

    assert "The other side asks for this already" in ours
    assert "Your side has asked for this already" in theirs


def test_beginning_and_claiming_while_a_wish_waits_is_refused_in_words(officer, promised, wish):
    for act in ("beginning", "claims"):
        page = told_after(officer, officer.act(promised, act, link="https://example.org/done"))
        assert "That is answered or withdrawn first" in page

    assert stage_of(promised) == Stage.OPEN


def test_a_promise_that_ended_in_the_meantime_is_not_asked_about(office, officer, counterpart, promised, wish):
    wishing.agree(wish, at=NOW, by=office.head)

    for browser, act in ((officer, "declining-to-cancel"), (counterpart, "withdrawal-of-wish")):
        page = told_after(browser, browser.act(promised, act, wish=wish.pk, answer="Words."))
        assert "This cannot be done now: it is “cancelled”." in page
    claimed = office.commitment()
    claim(claimed, by=office.officer)
    page = told_after(counterpart, counterpart.act(claimed, "cancellation", reason="Words."))
    assert "This cannot be done now: it is “claimed done”." in page


# The story


def test_the_journal_calls_a_wish_by_the_promise_in_the_readers_language(office, officer, wish):
    promised = office.commitment(deliverable=Text(en="Send the map", ar="إرسال الخريطة"))
    asked = wishing.ask_to_cancel(promised, reason="Overtaken.", at=NOW, by=office.counterpart)
    wishing.decline(asked, answer="We need it.", at=NOW, by=office.officer)

    page = officer.get("/ar/journal/").content.decode()

    rows = re.findall(r"<a[^>]*wish/(\d+)/[^>]*>\s*(?:<bdi[^>]*>)?([^<]+)", page)
    assert [words for number, words in rows if number == str(asked.pk)] == ["إرسال الخريطة"] * 2
    assert Wish.titles_for(office.stranger, [asked.pk]) == {}


def test_two_wishes_that_met_before_they_could_be_answered_are_told_once_each(office, officer, promised, wish):
    wishing.agree(wish, at=NOW, by=office.officer)
    told = {"kind": "cancel", "side": office.host, "reason": "We too.", "by_name": "Amina Officer", "at": NOW}
    ended = {"stage": "agreed", "ended_for": office.host, "ended_at": NOW}
    with acting(by=None):
        Wish.objects.create(commitment=promised, **told, **ended)

    assert [one[:18] for one in story(page_of(officer, promised))] == ["asked to cancel it"] * 2


def story(page):
    """What happened, each with who did it and for whom."""
    part = page.partition('id="happened"')[2].partition("</section>")[0]
    rows = re.findall(r'<li class="knot.*?</li>', part, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_the_story_tells_who_ended_a_wish_and_in_which_words(office, counterpart, promised, wish):
    wishing.decline(wish, answer="We need it.", at=NOW, by=office.officer)
    again = wishing.ask_to_cancel(promised, reason="Once more.", at=NOW, by=office.counterpart)
    wishing.withdraw(again, at=NOW, by=secret_for(promised, office)[0])
    last = wishing.ask_to_cancel(promised, reason="Now we too.", at=NOW, by=office.officer)
    wishing.agree(last, answer="At last.", at=NOW, by=office.counterpart)

    told = story(page_of(counterpart, promised))

    assert [re.sub(r" it .*? ago ", " it: ", one, count=1) for one in told] == [
        "asked to cancel it: Clara Counterpart · PA Overtaken by events.",
        "declined to cancel it: Amina Officer · HO We need it.",
        "asked to cancel it: Clara Counterpart · PA Once more.",
        "no longer asks to cancel it: Dr Guest · PA",
        "asked to cancel it: Amina Officer · HO Now we too.",
        "agreed to cancel it: Clara Counterpart · PA At last.",
    ]
