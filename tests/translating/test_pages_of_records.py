"""A visitor reads any public page in any language that an engine offers: of records, lists, the first page."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from comity.accounts.policies import Policy
from comity.agreements.models import Stage as Standing
from comity.commitments.models import Commitment
from comity.journal.acting import acting
from comity.meetings.models import AgendaItem, Session, Stage, Visibility
from comity.meetings.views import sessions as lists_of_sessions
from comity.translating import cutting, public_page
from comity.translating.models import Passage, Provenance, State, Suggestion, Version
from comity.translating.rendering import translate_waiting
from comity.translating.reviewing import reword
from comity.translation.texts import Text
from comity.website.readable import PAGES
from tests.engines import fake as ways
from tests.make import organisation
from tests.promises.somebody import Somebody
from tests.standing import stands
from tests.translating.reading import SEAL, look, press, read, seal_in
from tests.website.conftest import browser_of, write

# Routes that everybody may call, and of which no page is read in another language: what they are instead.
OTHERWISE = {
    "asks for something": "search newsletter newsletter-asked verify opinion-give opinion-seen opinion-mine wording",
    "leads in": """account_login account_logout account_inactive account_signup account_reset_password
        account_reset_password_done account_reset_password_from_key account_reset_password_from_key_done
        mfa_authenticate mfa_login_webauthn front-door sign-ins""",
    "is read by machines": """healthz readyz metrics security-txt newest-checkpoint checkpoint journal-key
        checkpoint-proof robots sitemap news-feed seal""",
    "is a file": """picture final-minutes wagtaildocs_serve news-card final-document session-file commitments-export
        agreements-export printed-text agreement-word""",
    "is a reading itself": """side-by-side reading-choice reading reading-side-by-side page-reading-choice
        first-page-reading page-reading first-page-side-by-side page-side-by-side""",
    "says of a person what is theirs": "person",
    "is an article or the list of them, known by its address": "wagtail_serve",
    "shows the mail of the example": "letters",
}


def at(address="sessions/{}/", number="", *, ui="en", language="es", way="reading"):
    return f"/{ui}/{way}/{language}/{address.format(number)}"


@stands
def session(office):
    return office.session(is_public=True, title=Text(en="First session"))


def sent(fake):
    return [one for asked in fake.asked for one in asked["body"]["q"]]


def backwards(words):
    return ways.turned(words)


def routes(found, name=""):
    for one in found.url_patterns:
        if hasattr(one, "url_patterns"):
            yield from routes(one)
        elif getattr(one.callback, "policy", None) is Policy.EVERYBODY:
            yield one.name


# What is read


def test_every_page_for_everybody_is_read_in_any_language_or_is_no_page_to_be_read():
    otherwise = {name for names in OTHERWISE.values() for name in names.split()}

    assert set(routes(get_resolver())) == PAGES | otherwise
    assert not PAGES & otherwise


def test_the_page_of_a_session_is_read_in_that_language(session, spanish):
    page = read(at(number=session.pk))

    title = backwards("First session")
    assert f'<h1><bdi><span class="piece-by-machine">{title}</span></bdi></h1>' in page
    assert '<div class="stack" lang="es" dir="ltr">' in page
    assert f"<title>{title} · Spanish" in page


@pytest.mark.parametrize(
    "address", ["", "sessions/", "partners/", "commitments/", "agreements/", "events/", "news/", "opinion/"]
)
def test_the_first_page_and_every_list_is_read_in_that_language(session, spanish, address):
    page = read(at(address))

    assert 'class="piece-by-machine"' in page
    assert "parts (texts, tables, pictures) were translated by a machine" in page


def test_the_list_of_news_leads_on_to_its_articles_in_that_language(office, spanish):
    write(office)

    page = read(at("news/"))

    assert 'href="/en/read/es/piece/"' in page


def test_links_lead_on_in_the_same_language(session, spanish):
    page = read(at(number=session.pk)).partition('id="reading"')[2].partition("</main>")[0]

    assert 'href="/en/reading/es/partners/' in page
    assert 'href="/en/partners/' not in page
    assert f'href="/en/reading/es/sessions/{session.pk}/"' in read(at("sessions/"))


def test_names_of_the_registry_are_kept(session, spanish):
    page = read(at(number=session.pk))

    assert "Host Organisation" in page or ">HO<" in page
    assert not [one for one in sent(spanish) if "Host Organisation" in one]


def test_a_list_is_read_page_by_page(office, spanish, monkeypatch):
    monkeypatch.setattr(lists_of_sessions, "PAGE", 2)
    for number in range(5):
        begins = timezone.now() - timedelta(days=number + 1)
        office.session(is_public=True, title=Text(en=f"Number {number}"), begins=begins)

    page = read(at("sessions/?page=2"))

    assert backwards("Number 2") in page
    assert "?page=3" in page
    assert Version.objects.get().address == "/sessions/?page=2"
    assert "Translate it now" in look(at("sessions/")).text


@pytest.mark.parametrize("more", ["q=x", "page=0", "page=-1", "page=abc", "page=999999", "page=%D9%A3", "page=1&x=y"])
def test_what_else_an_address_asks_for_makes_no_other_page(session, spanish, more):
    page = read(at(f"sessions/?{more}"))

    assert "tsriF" in page
    assert Version.objects.get().address == "/sessions/"


@pytest.mark.parametrize(
    "address", ["sessions/?page=2", "partners/?after=1", "partners/?before=7", "?page=5", "news/?page=3"]
)
def test_a_place_that_the_list_does_not_have_is_not_here(session, spanish, address):
    assert look(at(address)).status_code == 404


def test_a_long_list_that_goes_on_behind_a_row_is_read_on_in_that_language(office, spanish):
    for number in range(60):
        organisation(f"Institute {number:02}", by=office.officer)
    link = re.search(r'href="(\?after=\d+)"', look(at("partners/")).text)[1]

    page = read(at(f"partners/{link}"))

    assert "?before=" in page
    assert 'class="piece-by-machine"' in page


def test_a_form_of_the_page_is_not_part_of_the_reading(session, spanish):
    page = read(at("sessions/")).partition('id="reading"')[2].partition("</main>")[0]

    assert "<form" not in page
    assert "<select" not in page


def test_an_agreement_its_text_and_the_page_of_a_session_with_minutes_are_read_in_that_language(office, spanish):
    held = office.session(at=Stage.ADOPTED, is_public=True)
    made = office.agreement(at=Standing.IN_FORCE)
    made.change(by=office.officer, is_public=True, is_text_public=True)
    agreed = f"agreements/{made.pk}/"
    for address in (f"sessions/{held.pk}/", agreed, f"{agreed}text/", f"{agreed}versions/"):
        assert look(f"/en/{address}").status_code == 200, address

        page = read(at(address))

        assert 'class="piece-by-machine"' in page, address


def test_cut_and_put_together_a_page_says_what_it_said(office, session):
    office.session(at=Stage.ADOPTED, is_public=True)
    agreed = office.agreement(at=Standing.IN_FORCE)
    agreed.change(by=office.officer, is_public=True, is_text_public=True)
    write(office)
    records = [f"sessions/{session.pk}/", f"agreements/{agreed.pk}/", f"agreements/{agreed.pk}/text/"]
    for address in ["", "sessions/", "partners/", f"partners/{office.partner.pk}/", "agreements/", "news/", *records]:
        page = look(f"/en/{address}").text
        made = cutting.cut(page, "en")

        told = made.written({}, show=lambda html, piece: html, lead=lambda href: href)

        assert without_tags(told) == without_tags(page.partition("<main")[2].partition(">")[2].partition("</main>")[0])
        assert made.title, address


def without_tags(page):
    left_out = re.sub(r"<(form|button|script|select)\b.*?</\1>", " ", page, flags=re.S)
    return unescape(re.sub(r"<[^>]*>", " ", left_out)).split()


# As everybody sees it


@pytest.mark.parametrize("who", ["officer", "head", "counterpart"])
def test_whoever_asks_reads_what_everybody_may_and_nothing_else_is_sent_out(office, session, spanish, who):
    hidden = office.session(title=Text(en="Kept among us"))
    office.agreement(title=Text(en="Not yet public"))
    browser = browser_of(getattr(office, who))
    assert browser.get(f"/en/sessions/{hidden.pk}/").status_code == 200

    assert look(at(number=hidden.pk), browser).status_code == 404
    for address in ("sessions/", "", "agreements/"):
        press(at(address), browser=browser)
        translate_waiting(limit=9)
        page = look(at(address), browser).text
        assert backwards("Kept") not in page
        assert "Kept among us" not in page
    assert not [one for one in sent(spanish) if "Kept" in one or "Not yet" in one]


def test_without_the_rule_that_it_is_asked_for_as_everybody_more_would_be_told(office, session, spanish, monkeypatch):
    """The control of the test before this one: as an officer, the same page says more."""
    office.session(title=Text(en="Kept among us"))
    monkeypatch.setattr(public_page, "AnonymousUser", lambda: office.officer)

    assert "Kept among us" in look(at("sessions/")).text


def test_what_is_withdrawn_is_read_no_more_also_where_it_was_made_before(office, session, spanish):
    assert "tsriF" in read(at(number=session.pk))

    session.show_to_public(False, by=office.officer)

    assert look(at(number=session.pk)).status_code == 404
    assert look(at(number=session.pk, way="beside")).status_code == 404
    passage = Passage.objects.filter(source_text="First session").first()
    assert Client().get(f"/en/wording/{passage.pk}/").status_code == 404


def test_what_is_withdrawn_while_it_waits_is_not_sent_out(office, session, spanish):
    press(at(number=session.pk))
    session.show_to_public(False, by=office.officer)

    translate_waiting(limit=9)

    assert spanish.asked == []


@pytest.mark.parametrize(
    "address",
    ["people/{}/", "desk/", "search/?q=a", "accounts/login/", "newsletter/", "sessions/999999/", "nothing/", "../",
     "sessions", "%00", "sessions/0{}/", "sessions/{}/minutes/", "x" * 300, "news/piece/", "reading/es/sessions/"],
)  # fmt: skip
def test_what_is_no_such_page_is_not_here_and_nothing_of_it_is_sent_out(office, session, spanish, address):
    write(office)
    seal = seal_in(look(at(number=session.pk)))
    there = at(address, office.keeper.pk)

    assert look(there).status_code == 404
    assert press(there, seal=seal).status_code == 404
    assert look(at(address, office.keeper.pk, way="beside")).status_code == 404
    translate_waiting(limit=9)
    assert spanish.asked == []


def test_what_people_are_called_is_sent_to_no_engine(office, spanish):
    """Names that the glossary does not know, since no published source has them, stand on public pages too."""
    somebody = Somebody(office)
    with acting(by=office.officer, why="a test"):
        Session.objects.update(is_public=True, title=Text(en=f"A talk with {somebody.name}"))
        AgendaItem.objects.update(visibility=Visibility.PUBLIC)
    pages = ["", "sessions/", "commitments/", "partners/", f"partners/{office.partner.pk}/"]
    pages += [f"sessions/{number}/" for number in Session.objects.values_list("pk", flat=True)]
    pages += [f"commitments/{number}/" for number in Commitment.objects.values_list("pk", flat=True)]
    shown = 0
    for address in pages:
        page = look(f"/en/{address}")
        if page.status_code == 200:
            shown += somebody.name in page.text
            press(at(address), browser=Client(REMOTE_ADDR=f"198.51.100.{len(spanish.asked)}"))
            translate_waiting(limit=9)

    assert shown
    # An office says nothing of a person without their name.
    known = set(somebody.canaries) - {"Grand Vizier"}
    kept = Provenance.objects.filter(language="es").values_list("source_text", flat=True)
    titles = Version.objects.values_list("title", flat=True)
    assert not [one for one in (*sent(spanish), *kept, *titles) for name in known if name in one]


@pytest.mark.parametrize("is_marked", [True, False])
def test_without_the_marks_on_names_or_without_those_who_are_known_they_would_be_sent(
    office, spanish, monkeypatch, is_marked
):
    """The controls of the test before this one."""
    somebody = Somebody(office)
    with acting(by=office.officer, why="a test"):
        Session.objects.update(is_public=True, title=Text(en=f"A talk with {somebody.name}"))
    monkeypatch.setattr(public_page, "that_name_people", lambda texts: set())
    if not is_marked:
        monkeypatch.setattr(cutting, "_is_for_us", lambda one, language: True)
    for number in Session.objects.values_list("pk", flat=True):
        if somebody.name in look(f"/en/sessions/{number}/").text:
            read(at(number=number))

    assert [one for one in sent(spanish) if somebody.name in one]


# As it changes


def test_what_is_new_on_the_page_is_in_the_original_until_somebody_asks_for_it_too(office, session, spanish):
    read(at("sessions/"))
    spanish.asked.clear()
    office.session(is_public=True, title=Text(en="Later meeting"))

    page = look(at("sessions/")).text

    assert '<span lang="en" dir="ltr">Later meeting</span>' in page
    assert "tsriF" in page
    assert "Translate that, too" in page
    assert backwards("Later meeting") in read(at("sessions/"))
    assert "Later meeting" in sent(spanish)
    assert "First session" not in sent(spanish)
    assert "Translate that, too" not in look(at("sessions/")).text


def test_while_something_is_new_both_are_read_side_by_side(office, session, spanish):
    read(at("sessions/"))
    office.session(is_public=True, title=Text(en="Later meeting"))

    both = look(at("sessions/", way="beside")).text

    assert "Later meeting" in both
    assert "Not translated yet." in both


def test_a_page_that_is_called_otherwise_keeps_no_former_title(office, session, spanish):
    read(at(number=session.pk))
    title = Passage.objects.get(source_text="First session")
    reword(title, "Primera", by=office.officer)
    session.revise(title=Text(en="Renamed"), by=office.officer)
    spanish.behave(ways.status(500))

    page = read(at(number=session.pk))

    assert "Primera" not in page
    assert '<h1><bdi><span lang="en" dir="ltr">Renamed</span></bdi></h1>' in page


def test_what_is_new_when_the_worker_comes_waits_for_somebody_who_asks(office, session, spanish):
    """A reader asked, within the budget of the day, for what they saw; the list went on growing."""
    press(at("sessions/"))
    office.session(is_public=True, title=Text(en="Later meeting"))

    translate_waiting(limit=9)

    assert "Later meeting" not in sent(spanish)
    assert "Translate that, too" in look(at("sessions/")).text


def test_while_what_is_new_is_made_the_page_says_so_and_looks_again(office, session, spanish):
    read(at("sessions/"))
    office.session(is_public=True, title=Text(en="Later meeting"))
    press(at("sessions/"))

    page = look(at("sessions/")).text

    assert 'hx-trigger="every 2s"' in page
    assert "What is still in English here is being translated." in page
    assert "tsriF" in page


def test_what_the_page_says_no_more_is_not_shown(office, session, spanish):
    read(at("sessions/"))
    session.show_to_public(False, by=office.officer)

    assert "tsriF" not in look(at("sessions/")).text


def test_where_an_engine_does_not_answer_for_what_is_new_that_is_told(office, session, spanish):
    read(at("sessions/"))
    office.session(is_public=True, title=Text(en="Later meeting"))
    spanish.behave(ways.status(500))

    page = read(at("sessions/"))

    assert "tsriF" in page
    assert "It is asked again by itself in some minutes." in page
    assert "Translate that, too" not in page


def test_where_an_engine_does_not_answer_the_original_is_shown(session, spanish):
    spanish.behave(ways.status(500))

    page = read(at(number=session.pk))

    assert "The machine that translates did not answer." in page
    assert "First session" in page
    assert not Provenance.objects.filter(language="es", engine="libretranslate").exists()


def test_what_fails_a_check_stays_in_the_original_with_its_language(office, spanish):
    made = office.session(is_public=True, title=Text(en="Ten of 10"))
    spanish.behave(
        lambda handler, engine, texts: handler.say(
            {"translatedText": [ways.turned(one).replace("10", "11") for one in texts]}
        )
    )

    assert '<span lang="en" dir="ltr">Ten of 10</span>' in read(at(number=made.pk))


def test_markup_that_breaks_the_page_is_never_shown(session, spanish):
    spanish.behave(ways.scripted)

    assert "<script>x" not in read(at(number=session.pk))


# What it says of itself, and what it costs


def test_a_second_reading_calls_no_engine_and_what_one_page_taught_the_next_knows(office, session, spanish):
    read(at(number=session.pk))
    asked = len(spanish.asked)
    for ui in ("en", "fr", "ar"):
        assert "tsriF" in look(at(number=session.pk, ui=ui)).text
    assert len(spanish.asked) == asked == 1

    other = office.session(is_public=True, title=Text(en="Second session"))
    read(at(number=other.pk))
    first, second = (set(one["body"]["q"]) for one in spanish.asked)
    assert {"Agenda", "First session"} <= first
    assert "Second session" in second
    assert "Agenda" not in second


def test_looking_asks_no_engine_and_keeps_nothing(session, spanish):
    for address in ("", "sessions/", f"sessions/{session.pk}/"):
        assert "Translate it now" in look(at(address)).text
        Client().post(at(address))
        Client().post(at(address), {"seal": "made up"})
    translate_waiting(limit=9)

    assert spanish.asked == []
    assert not Version.objects.exists()


def test_a_seal_is_for_one_page_and_language(session, spanish):
    for wrong in (at("sessions/"), at(number=session.pk, language="pt")):
        assert press(at(number=session.pk), seal=seal_in(look(wrong))).status_code == 422
    assert not Version.objects.exists()


def test_no_search_engine_lists_it_its_original_is_named_and_no_cookie_is_set(session, spanish):
    read(at(number=session.pk))

    answer = look(at(number=session.pk))

    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.text
    assert f'<link rel="canonical" href="http://localhost:8000/en/sessions/{session.pk}/">' in answer.text
    assert not answer.cookies


def test_beyond_the_budget_of_the_day_there_is_a_sentence_and_the_original(session, spanish, settings):
    settings.ON_DEMAND_BUDGET = 20

    refused = press(at(number=session.pk))

    assert refused.status_code == 429
    assert "no more is begun before tomorrow" in refused.text
    assert "First session" in refused.text
    assert not Version.objects.exists()


@pytest.mark.parametrize("language", ["xx", "de", "es-419", "ES"])
def test_a_language_that_no_engine_offers_is_told_so_with_those_that_are(session, spanish, language):
    answer = look(at(number=session.pk, language=language))

    assert answer.status_code == 404
    assert "Not in this language" in answer.text
    assert '<option value="es">' in answer.text
    assert look(f"/en/reading/?address=/sessions/{session.pk}/&language={language}").status_code == 404


@pytest.mark.parametrize(
    "address", ["", "nothing/", "//example.org/", "https://example.org/", "%00", "/accounts/login/"]
)
def test_the_form_leads_to_pages_that_can_be_read_and_nowhere_else(session, spanish, address):
    answer = look(f"/en/reading/?address={address}&language=es")

    assert answer.get("Location", "/en/reading/es/") == "/en/reading/es/"
    assert answer.status_code in (302, 404)


def test_in_a_language_of_the_site_it_leads_to_the_page_itself(session, spanish):
    assert look(at(number=session.pk, language="fr"))["Location"] == f"/fr/sessions/{session.pk}/"
    assert look(at("", language="ar"))["Location"] == "/ar/"


def test_a_page_offers_the_languages_to_visitors_and_none_without_an_engine(office, session, spanish, settings):
    page = look("/en/sessions/").text

    assert '<input type="hidden" name="address" value="/sessions/">' in page
    assert '<a href="#read-in">More languages</a>' in page
    assert '<option value="es">' in page
    assert look("/en/reading/?address=/sessions/&language=es")["Location"] == at("sessions/")
    assert "read-in" not in look("/en/accounts/login/").text
    assert "read-in" not in browser_of(office.officer).get("/en/sessions/").text
    assert "read-in" not in look("/en/sessions/999999/").text
    assert "The whole list is read there" in look("/en/commitments/?state=open").text
    settings.ENGINES = ""
    assert "read-in" not in look("/en/sessions/").text


def test_it_is_asked_of_the_language_from_which_an_engine_leads_whatever_the_reader_speaks(session, spanish):
    press(at(number=session.pk, ui="ar"))

    assert Version.objects.get().source == "en"


# What a visitor would word otherwise


def test_a_better_wording_waits_for_a_reviewer_and_is_read_on_every_page_once_taken(
    office, session, spanish, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)
    read(at(number=session.pk))
    read(at("sessions/"))
    title = Passage.objects.get(source_text="First session", version__address=f"/sessions/{session.pk}/")
    both = look(at(number=session.pk, way="beside")).text
    assert f"/en/wording/{title.pk}/" in both

    seal = SEAL.search(Client().get(f"/en/wording/{title.pk}/").text)[1]
    time_machine.shift(60)
    answer = Client().post(f"/en/wording/{title.pk}/", {"words": "Primera", "seal": seal, "website": ""})

    assert answer.status_code == 302
    waits = Suggestion.objects.get()
    assert list(Version.objects.with_open_passages()) == [title.version]
    officer = browser_of(office.officer)
    queue = officer.get("/en/translations/?language=es").text
    assert "into Spanish" in queue
    assert f'href="/en/translations/{title.version_id}/"' in queue
    assert f'href="{at(number=session.pk)}"' in officer.get(f"/en/translations/{title.version_id}/").text
    reword(waits.passage, "Primera", by=office.officer, is_suggested=True)
    for address in (at(number=session.pk), at("sessions/")):
        page = look(address).text
        assert "<bdi>Primera</bdi>" in page
        assert backwards("First session") not in page
    title.refresh_from_db()
    assert title.state == State.POST_EDITED


def test_a_visitor_is_led_back_to_the_page_that_they_read(session, spanish):
    read(at(number=session.pk))
    passage = Passage.objects.get(source_text="First session")

    assert f'href="{at(number=session.pk)}"' in Client().get(f"/en/wording/{passage.pk}/").text


def test_a_passage_that_the_page_says_no_more_takes_no_wording(office, session, spanish):
    read(at(number=session.pk))
    passage = Passage.objects.get(source_text="First session")

    session.revise(title=Text(en="Renamed"), by=office.officer)

    assert Client().get(f"/en/wording/{passage.pk}/").status_code == 404


def test_it_costs_no_more_questions_than_the_page_and_a_few(session, spanish, django_assert_max_num_queries):
    read(at(number=session.pk))

    with django_assert_max_num_queries(25):
        look(at(number=session.pk))
