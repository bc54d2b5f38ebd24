"""Who corrects final minutes sees how the item reads; who answers sees what would change, and may decline."""

import re
from html import unescape

import pytest
from django.utils import timezone

from comity.journal.acting import acting
from comity.journal.models import Entry, Letter
from comity.meetings.amending import adopt_corrigendum, decline_corrigendum, propose_corrigendum
from comity.meetings.circulation import send_link
from comity.meetings.minuting import write
from comity.meetings.models import AgendaItem, Corrigendum, Stage, Visibility
from comity.meetings.models.corrigenda import Progress
from comity.translation.texts import Text
from tests.make import NOW
from tests.standing import stands

FROZEN = "We agreed to meet in May."


@stands
def session(office):
    return adopted(office)


def adopted(office, *, words=FROZEN, **facts):
    made = office.session(at=Stage.HELD, **facts)
    item = made.items.get()
    write(item, language="en", words=words, read_version=0, was="", by=office.officer)
    write(item, language="fr", words="Nous nous voyons en mai.", read_version=1, was="", by=office.officer)
    made.finish_draft(by=office.officer)
    office.circulate(made)
    office.adopt(made)
    return made


def propose(session, reading="We agreed to meet in June.", *, by):
    words = Text(en=reading, fr="Nous nous voyons en mai.")
    return propose_corrigendum(session.items.get(), reading=words, why="The month.", at=NOW, by=by)


def adopt(proposed, *, by):
    adopt_corrigendum(proposed, sha256=proposed.sha256, at=NOW, by=by)


def linked(office, session):
    """The secret of a link that opens the minutes to the other side."""
    given = {"name": "Lina Guest", "email": "lina@example.org", "language": "en", "days": 14}
    link = send_link(session, side=session.delegations.in_order()[1], at=timezone.now(), by=office.officer, **given)
    return re.search(r"/minutes/([^/]+)/", Letter.objects.get(key=f"minutes-link:{link.pk}").body).group(1)


def form_of(browser, session):
    return browser.open("corrigenda", session.pk, item=session.items.get().pk)


def typed(session, *, over=0, **given):
    item = session.items.get().pk
    return {"item": item, "reading_en": "Ours", "why": "The month.", "over": over} | given


def box(page, language):
    """What stands in the box of one language."""
    found = re.search(rf'<textarea[^>]*name="reading_{language}"[^>]*>(.*?)</textarea>', page, re.S)
    return unescape(found.group(1)).strip()


def marked(page):
    """What a page marks as taken out and as put in, without the words for those who do not see it."""
    bare = re.sub(r'<span class="unseen"[^>]*>.*?</span>', "", page)
    return re.findall(r"<del>(.*?)</del>", bare), re.findall(r"<ins>(.*?)</ins>", bare)


# Proposing


def test_the_form_shows_how_the_item_reads_and_has_it_in_its_box(session, counterpart):
    page = form_of(counterpart, session).content.decode()

    assert f'dir="auto">{FROZEN}</div>' in page
    assert "As it reads now, in the final text:" in page
    assert (box(page, "en"), box(page, "fr")) == (FROZEN, "Nous nous voyons en mai.")


def test_the_form_shows_the_item_as_earlier_corrections_left_it(office, session, counterpart):
    adopt(propose(session, by=office.counterpart), by=office.officer)
    declined = propose(session, "We agreed to meet in July.", by=office.counterpart)
    decline_corrigendum(declined, answer="No.", at=NOW, by=office.officer)

    page = form_of(counterpart, session).content.decode()

    assert "As it reads now, by correction 1:" in page
    assert box(page, "en") == "We agreed to meet in June."


def test_who_names_no_item_is_asked_which(session, counterpart):
    item = session.items.get()

    page = counterpart.open("corrigenda", session.pk).content.decode()

    assert f'href="?item={item.pk}"' in page
    assert "<form method" not in page.split("<main")[1].split("</main>")[0]


def test_an_item_that_is_no_part_of_the_minutes_cannot_be_named(office, counterpart):
    session = adopted(office, title=Text(en="Another"))
    foreign = office.session(at=Stage.ADOPTED).items.get()

    answer = counterpart.open("corrigenda", session.pk, item=foreign.pk)

    assert list(answer.context["form"].errors) == ["item"]


def test_a_correction_keeps_the_language_in_which_the_item_was_written_first(office, counterpart):
    session = adopted(office, words="")
    item = AgendaItem.objects.get(session=session)
    assert item.minutes.original == "fr"

    counterpart.send("corrigenda", session.pk, **typed(session, reading_fr="Nous nous voyons en juin."))

    assert Corrigendum.objects.get().reading.original == "fr"


def test_a_form_over_a_reading_that_was_corrected_since_is_refused_and_shows_the_new_one(office, session, counterpart):
    adopt(propose(session, by=office.counterpart), by=office.officer)

    answer = counterpart.send("corrigenda", session.pk, **typed(session, over=0))

    page = answer.content.decode()
    assert "The item was corrected since you opened this page." in page
    assert "We agreed to meet in June.</div>" in page and 'name="over" value="1"' in page
    assert box(page, "en") == "Ours"
    assert Corrigendum.objects.count() == 1


def test_while_a_correction_waits_no_other_of_the_same_item_is_typed(office, session, officer):
    propose(session, by=office.counterpart)

    page = form_of(officer, session).content.decode()
    refused = officer.send("corrigenda", session.pk, **typed(session)).content.decode()

    assert "Correction 1 of this item still waits." in page and "<textarea" not in page
    assert box(refused, "en") == "Ours"
    assert Corrigendum.objects.count() == 1


def test_a_double_click_proposes_once(session, counterpart):
    sent = typed(session, once="a" * 32)

    answers = [counterpart.send("corrigenda", session.pk, **sent) for _each in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Corrigendum.objects.count() == 1


# Answering


def test_both_sides_see_what_a_correction_takes_out_and_puts_in(office, session, officer, counterpart):
    propose(session, by=office.counterpart)

    for browser in (officer, counterpart):
        page = browser.open("session", session.pk).content.decode()
        assert marked(page) == (["May."], ["June."])
        assert "taken out:" in page and "put in:" in page
        assert "Not changed in: French" in page


def test_the_holder_of_a_link_sees_it_too(office, session, visitor):
    secret = linked(office, session)
    propose(session, by=office.officer)

    page = visitor.open("draft-by-link", secret).content.decode()

    assert marked(page) == (["May."], ["June."])


def test_a_correction_is_shown_against_what_it_corrected_whatever_came_later(office, session, officer):
    adopt(propose(session, by=office.counterpart), by=office.officer)
    adopt(propose(session, "We agreed to meet in July.", by=office.counterpart), by=office.officer)

    page = officer.open("session", session.pk).content.decode()
    in_place, *beside = page.split('<div class="note" id="correction-')
    assert marked(in_place) == (["May."], ["July."])
    assert [marked(one) for one in beside] == [(["May."], ["June."]), (["June."], ["July."])]


def at_its_place(page):
    """What stands in the item itself, before the numbered corrections of it."""
    return page[page.index('id="item-') :].partition('<div class="note" id="correction-')[0]


def test_a_corrected_item_reads_so_at_its_place_with_what_was_adopted_a_click_away(office, session, counterpart):
    adopt(propose(session, by=office.counterpart), by=office.officer)
    adopt(propose(session, "We agreed to meet in July.", by=office.counterpart), by=office.officer)

    for page in (
        counterpart.open("session", session.pk),
        counterpart.open("draft-by-link", linked(office, session)),
    ):
        item = at_its_place(page.content.decode())
        first, second = item.index("Corrected by correction 1 of "), item.index("Corrected by correction 2 of ")
        now, folded, was = item.index("meet in July."), item.index("As it was adopted"), item.index(FROZEN)
        assert first < second < now < folded < was
        assert '<a href="#correction-2">' in item
        assert marked(item) == (["May."], ["July."])
    session.refresh_from_db()
    assert FROZEN in session.final_minutes.content and "July" not in session.final_minutes.content


@pytest.mark.parametrize("becomes", ["nothing yet", "declined"])
def test_what_does_not_hold_is_not_seen_at_the_place(office, session, counterpart, becomes):
    proposed = propose(session, by=office.counterpart)
    if becomes == "declined":
        decline_corrigendum(proposed, answer="No.", at=NOW, by=office.officer)

    item = at_its_place(counterpart.open("session", session.pk).content.decode())

    assert FROZEN in item and "Corrected by" not in item and "June" not in item


def test_where_a_correction_leaves_a_language_as_it_was_the_place_says_so_without_marks(office, session, counterpart):
    adopt(propose(session, by=office.counterpart), by=office.officer)

    item = at_its_place(counterpart.get(f"/fr/sessions/{session.pk}/").content.decode())

    assert "rectificatif" in item and item.count("Nous nous voyons en mai.") == 2
    assert marked(item) == ([], [])


def test_what_was_minuted_only_by_a_correction_stands_at_its_place(office, counterpart):
    made = office.session(at=Stage.ADOPTED)
    adopt(propose(made, by=office.counterpart), by=office.officer)

    item = at_its_place(counterpart.open("session", made.pk).content.decode())

    assert "meet in June." in item and "Nothing was minuted under this item." in item


def test_the_public_reads_no_correction_that_was_declined(office, visitor):
    made = office.session(at=Stage.HELD, is_public=True)
    made.items.get().change(visibility=Visibility.PUBLIC, minutes=Text(en=FROZEN), by=office.officer)
    made.finish_draft(by=office.officer)
    office.circulate(made)
    office.adopt(made)
    adopt(propose(made, by=office.counterpart), by=office.officer)
    declined = propose(made, "Something secret.", by=office.counterpart)
    decline_corrigendum(declined, answer="Not for all.", at=NOW, by=office.officer)

    page = visitor.open("session", made.pk).content.decode()

    assert "June." in at_its_place(page) and "Corrected by correction 1 of " in at_its_place(page)
    assert "secret" not in page and "Not for all." not in page


def test_a_side_declines_a_correction_on_its_page_and_both_read_why(office, session, officer, counterpart):
    propose(session, by=office.counterpart)
    form = officer.open("corrigendum-declining", session.pk, 1).content.decode()
    assert marked(form) == (["May."], ["June."])

    answer = officer.send("corrigendum-declining", session.pk, 1, answer="It was May.")

    assert answer.url == f"/en/sessions/{session.pk}/#correction-1"
    assert Corrigendum.objects.get().stage == Progress.DECLINED
    for browser in (officer, counterpart):
        page = browser.open("session", session.pk).content.decode()
        assert "Declined for <bdi>HO</bdi> by <bdi>Amina Officer</bdi>" in page and "It was May." in page
        assert "The number stays used; the next correction gets the next one." in page
        assert "Adopt the correction" not in page


STANDS = ["What changes in English", "The item as it would read, whole", "Not changed in:", ">taken out: <"]
ENDED = [
    "What it would have changed in English",
    "The item as it would have read, whole",
    "It would have changed nothing in:",
    ">was to be taken out: <",
]


@pytest.mark.parametrize("end", ["corrigendum-declining", "corrigendum-withdrawal"])
def test_of_a_correction_that_ended_it_is_said_what_it_would_have_changed(office, session, officer, counterpart, end):
    by = office.counterpart if end == "corrigendum-declining" else office.officer
    propose(session, by=by)
    before = officer.open("session", session.pk).content.decode()

    officer.send(end, session.pk, 1, answer="It was May.")

    after = counterpart.open("session", session.pk).content.decode()
    assert [words in before for words in [*STANDS, *ENDED]] == [True] * 4 + [False] * 4
    assert [words in after for words in [*STANDS, *ENDED]] == [False] * 4 + [True] * 4


def test_of_a_correction_that_ended_before_that_was_written_down_nobody_is_named(office, session, officer):
    decline_corrigendum(propose(session, by=office.counterpart), answer="No.", at=NOW, by=office.officer)
    with acting(by=None):
        Corrigendum.objects.update(ended_by="")

    page = officer.open("session", session.pk).content.decode()

    assert re.search(r"Declined for <bdi>HO</bdi>, [^<]*; by whom is not known", page)


def test_the_history_of_a_session_names_who_declined_a_correction(office, session, officer):
    propose(session, by=office.counterpart)
    officer.send("corrigendum-declining", session.pk, 1, answer="It was May.")

    page = officer.open("history", "meetings.session", session.pk).content.decode()

    assert "Declined or withdrawn by" in page and page.count("Amina Officer") >= 2


def test_a_correction_is_declined_by_link(office, session, visitor):
    secret = linked(office, session)
    propose(session, by=office.officer)
    assert f"/minutes/{secret}/corrigenda/1/declining/" in visitor.open("draft-by-link", secret).content.decode()

    answer = visitor.send("corrigendum-declining-by-link", secret, 1, answer="It was May.")

    assert answer.url == f"/en/minutes/{secret}/#correction-1"
    assert Entry.objects.about(Corrigendum.objects.get()).first().by_link.name == "Lina Guest"
    assert "It was May." in visitor.open("draft-by-link", secret).content.decode()


def test_what_is_not_said_or_comes_too_late_stays_on_the_page(office, session, officer):
    proposed = propose(session, by=office.counterpart)

    wordless = officer.send("corrigendum-declining", session.pk, 1, answer=" ")
    adopt(proposed, by=office.officer)
    late = officer.send("corrigendum-declining", session.pk, 1, answer="It was May.").content.decode()

    assert wordless.context["form"].errors == {"answer": ["This field is required."]}
    assert "This correction is final already." in late and "It was May." in late


def test_a_double_click_declines_once(office, session, officer):
    propose(session, by=office.counterpart)
    sent = {"answer": "It was May.", "once": "b" * 32}

    answers = [officer.send("corrigendum-declining", session.pk, 1, **sent) for _each in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Entry.objects.about(Corrigendum.objects.get()).filter(act="declined").count() == 1


def test_the_side_that_proposed_a_correction_withdraws_it_on_its_page(office, session, officer, counterpart):
    propose(session, by=office.counterpart)
    page = counterpart.open("session", session.pk).content.decode()
    assert "/corrigenda/1/withdrawal/" in page and "/corrigenda/1/declining/" not in page

    counterpart.send("corrigendum-withdrawal", session.pk, 1)

    assert Corrigendum.objects.get().stage == Progress.WITHDRAWN
    page = officer.open("session", session.pk).content.decode()
    assert "Withdrawn for <bdi>PA</bdi> by <bdi>Clara Counterpart</bdi>" in page


def test_by_link_a_side_withdraws_what_it_proposed(office, session, visitor):
    secret = linked(office, session)
    visitor.send("corrigenda-by-link", secret, **typed(session))

    visitor.send("corrigendum-withdrawal-by-link", secret, 1, answer="A mistake of ours.")

    assert Corrigendum.objects.get().answer == "A mistake of ours."


def test_whoever_speaks_for_no_side_neither_declines_nor_withdraws(office, session, stranger, reader, visitor):
    propose(session, by=office.counterpart)

    for route in ("corrigendum-declining", "corrigendum-withdrawal"):
        assert stranger.send(route, session.pk, 1, answer="No.").status_code == 404
        assert reader.send(route, session.pk, 1, answer="No.").status_code == 403
        assert visitor.send(route, session.pk, 1, answer="No.").status_code in (302, 403)

    assert Corrigendum.objects.get().is_waiting


# Waiting for the reader


def test_a_correction_that_waits_for_the_readers_side_stands_first_with_its_act(office, session, officer, counterpart):
    proposed = propose(session, by=office.counterpart)

    page = officer.open("session", session.pk).content.decode()
    waiting = page[page.index("Waiting for you") :].split("</div>")[0]

    assert "<bdi>PA</bdi> (<bdi>Clara Counterpart</bdi>) proposes correction 1" in waiting
    assert f'action="/en/sessions/{session.pk}/corrigenda/1/adoptions/"' in waiting
    assert proposed.sha256 in waiting and 'href="#correction-1"' in waiting
    assert page.count("act-due") == 1
    assert "Waiting for you" not in counterpart.open("session", session.pk).content.decode()


def test_by_link_it_stands_there_too(office, session, visitor):
    secret = linked(office, session)
    propose(session, by=office.officer)

    page = visitor.open("draft-by-link", secret).content.decode()
    assert "Waiting for you" in page

    visitor.send("corrigendum-declining-by-link", secret, 1, answer="It was May.")
    assert "Waiting for you" not in visitor.open("draft-by-link", secret).content.decode()


def test_what_was_answered_waits_for_nobody(office, session, officer):
    decline_corrigendum(propose(session, by=office.counterpart), answer="No.", at=NOW, by=office.officer)

    assert not officer.open("session", session.pk).context["page"].corrections_waiting
