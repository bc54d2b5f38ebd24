"""An article: read by everybody, in its language, with its records as they stand today."""

import json
import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from comity.agreements.models import Agreement
from comity.events.models import Event
from comity.journal.thread import tie
from comity.meetings.minuting import add_item
from comity.meetings.models import Stage, Visibility
from comity.translation.texts import Text
from comity.website.blocks import AddressOfRecord
from tests.make import NOW
from tests.standing import stands
from tests.website.conftest import browser_of, write

LANGUAGES = ["en", "fr", "ar"]


def read(address, user=None):
    return browser_of(user).get(address).content.decode()


def test_from_an_article_told_in_one_language_the_others_lead_to_their_news(office):
    write(office, title=Text(en="A piece"))

    bar = read("/en/news/piece/").partition("</header>")[0].partition("<header")[2]

    assert re.findall(r'href="(/(?:fr|ar)/[^"]*)"', bar) == ["/fr/news/", "/ar/news/"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_reads_an_article_in_its_language(office, language):
    article = write(office)[language]

    answer = Client().get(article.address)

    assert answer.status_code == 200
    assert article.address == f"/{language}/news/piece/"
    assert article.title in answer.content.decode()
    assert f'<html lang="{language}"' in answer.content.decode()


def test_a_draft_is_not_here_until_it_is_published(office):
    draft = write(office, is_published=False)["en"]

    assert Client().get(draft.address).status_code == 404
    draft.get_latest_revision().publish(user=office.officer)
    assert Client().get(draft.address).status_code == 200


@pytest.mark.parametrize("address", ["/en/news/nothing/", "/en/news/piece/further/", "/en/nothing/", "/fr/news/x/"])
def test_a_missing_page_gives_our_own_page(article, address):
    answer = Client().get(address)

    assert answer.status_code == 404
    assert 'class="bar"' in answer.content.decode()


def test_a_private_record_is_shown_to_its_side_and_to_nobody_else(office):
    session = office.session(at=Stage.HELD, title=Text(en="Hidden session"))
    article = write(office, blocks=[("record", f"session {session.pk}")])["en"]

    assert "Hidden session" not in read(article.address)
    assert "Hidden session" not in read(article.address, office.stranger)
    assert "Hidden session" in read(article.address, office.counterpart)


def test_a_record_is_shown_as_it_stands_today(office):
    session = office.session(at=Stage.CONVENED, is_public=True)
    article = write(office, blocks=[("record", f"session {session.pk}")])["en"]
    before = read(article.address)

    session.cancel(why="It is late.", by=office.officer)

    assert 'data-is="ended">cancelled' not in before
    assert 'data-is="ended">cancelled' in read(article.address)


def test_only_what_everybody_may_read_is_chosen_for_an_article(office):
    field = AddressOfRecord()
    hidden, public = office.session(), office.session(is_public=True)

    assert field.clean(f"http://localhost{public.get_absolute_url()}") == f"session {public.pk}"
    assert field.clean(f"session {public.pk}") == f"session {public.pk}"
    for refused in (
        hidden.get_absolute_url(),
        "/en/desk/",
        "https://example.org/",
        f"https://example.org{public.get_absolute_url()}",
        "session x",
        "/en/sessions/999999/",
    ):
        with pytest.raises(ValidationError):
            field.clean(refused)


@pytest.mark.parametrize("spoken", ["en", "fr", "ar"])
def test_a_record_is_chosen_by_its_address_in_any_language_whatever_the_editor_speaks(office, spoken):
    field, public, hidden = AddressOfRecord(), office.session(is_public=True), office.session()

    with override(spoken):
        for language in ("en", "fr", "ar"):
            assert field.clean(f"http://localhost:8975/{language}/sessions/{public.pk}/") == f"session {public.pk}"
            with pytest.raises(ValidationError):
                field.clean(f"/{language}/sessions/{hidden.pk}/")


# What has become since


@stands
def session(office):
    made = office.session(at=Stage.HELD, is_public=True)
    add_item(made, title=Text(en="An open item"), by=office.officer, visibility=Visibility.PUBLIC)
    return made


def concluded(office, session, day, *, is_public=True, title="Framework"):
    parties = [office.host, office.partner]
    made = Agreement.conclude(
        parties=parties, by=office.officer, title=Text(en=title), concluded_on=day, is_public=is_public
    )
    tie(made, came_from=session.items.last(), by=office.officer)
    return made


def test_what_came_of_the_session_after_the_article_is_told_apart_from_its_text(office, session):
    article = write(office, session=session, day=date(2026, 11, 20))["en"]
    concluded(office, session, date(2026, 11, 21), title="Later agreement")
    concluded(office, session, date(2026, 11, 19), title="Earlier agreement")

    apart = read(article.address).partition('class="article-since"')[2]

    assert "Later agreement" in apart
    assert "21 November 2026" in apart
    assert "Earlier agreement" not in apart


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The agreement “Framework” was concluded on 21 November 2026."),
        ("fr", "L’accord «\u00a0Framework\u00a0» a été conclu le 21 novembre 2026."),
        ("ar", "أُبرم الاتفاق «Framework» يوم 21 نوفمبر 2026."),
    ],
)
def test_what_came_of_it_is_told_in_a_sentence_with_its_day(office, session, language, sentence):
    concluded(office, session, date(2026, 11, 21))
    article = write(office, session=session, day=date(2026, 11, 20))[language]

    apart = read(article.address).partition('class="article-since"')[2]

    assert sentence in re.sub(r"<[^>]+>", "", apart)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The event “Meeting” was to be held between June and September 2026; whether it was is not known."),
        ("fr", "devait se tenir entre juin et septembre 2026\u00a0; on ignore si elle a eu lieu."),
        ("ar", "كان مقررا عقد الفعالية «Meeting» بين يونيو وسبتمبر 2026، ولا يُعرف هل عُقدت."),
    ],
)
def test_of_a_plan_of_which_nothing_is_known_that_is_said(office, session, language, sentence):
    planned = {"starts_on": date(2026, 6, 1), "ends_on": date(2026, 9, 30), "is_dated_by_months": True}
    event = Event.announce(organisers=[office.host], by=office.officer, title=Text(en="Meeting"), **planned)
    tie(event, came_from=session.items.last(), by=office.officer)
    article = write(office, session=session, day=date(2026, 1, 20))[language]

    apart = read(article.address).partition('class="article-since"')[2]

    assert sentence in re.sub(r"<[^>]+>", "", apart)


def test_what_is_private_has_not_become_anything_for_the_public(office, session):
    article = write(office, session=session)["en"]
    concluded(office, session, date(2026, 11, 21), title="Secret agreement", is_public=False)

    assert "Secret agreement" not in read(article.address)
    assert "Secret agreement" in read(article.address, office.officer)


def test_an_article_on_a_private_session_says_nothing_of_it(office):
    article = write(office, session=office.session(at=Stage.HELD, title=Text(en="Hidden session")))["en"]

    assert "Hidden session" not in read(article.address)
    assert "article-since" not in read(article.address)


# What machines are told


def test_each_version_names_every_version_and_the_one_for_all_others(office):
    written = write(office)
    named = {
        language: re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', read(one.address))
        for language, one in written.items()
    }

    assert [code for code, _url in named["en"]] == [*LANGUAGES, "x-default"]
    assert named["en"] == named["fr"] == named["ar"]


def test_a_version_that_is_not_published_is_named_nowhere(office):
    written = write(office)
    written["fr"].unpublish(user=office.officer)

    page = read(written["en"].address)

    assert "/fr/news/piece/" not in page
    assert "/ar/news/piece/" in page


def test_machines_are_told_the_facts_of_an_article(office):
    article = write(office, blocks=[("text", "<p>x</p>")])["en"]
    article.title = "</script><b>loud</b>"
    article.save_revision().publish()

    page = read(article.address)
    facts = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])

    assert (facts["@type"], facts["headline"], facts["inLanguage"]) == ("NewsArticle", "</script><b>loud</b>", "en")
    assert facts["datePublished"].startswith("2026-11-20")
    assert facts["image"] == f"{facts['url']}card.png"
    assert (facts["mainEntityOfPage"], facts["author"]) == (facts["url"], facts["publisher"])
    assert "<b>loud</b>" not in page


def test_of_versions_that_people_wrote_none_is_told_to_be_a_translation_of_another(office):
    for one in write(office).values():
        facts = json.loads(re.search(r'"application/ld\+json">(.*?)</script>', read(one.address), re.S)[1])
        assert not {"workTranslation", "translationOfWork", "translator"} & set(facts)


@pytest.mark.parametrize("asked", ["", "?from=letter", "?page=2&x=%3C"])
def test_each_version_names_its_own_address_without_what_was_asked_of_it(office, settings, asked):
    for one in write(office).values():
        named = re.findall(r'rel="canonical" href="([^"]+)"', read(f"{one.address}{asked}"))
        assert named == [f"{settings.ADDRESS}{one.address}"]


def test_an_article_is_kept_in_no_cache_that_others_read(office, article):
    assert "no-store" in Client().get(article.address)["Cache-Control"]


def test_an_article_asks_the_same_few_questions_however_long_it_is(office, session, django_assert_max_num_queries):
    short = write(office, "short", session=session, blocks=[("record", f"session {session.pk}")])["en"]
    many = [("record", f"session {session.pk}"), ("record", f"partner {office.partner.pk}")] * 10
    long = write(office, "long", session=session, blocks=many)["en"]
    Client().get(short.address)

    with django_assert_max_num_queries(24):
        Client().get(short.address)
    with django_assert_max_num_queries(24):
        Client().get(long.address)


def test_nothing_outside_of_the_text_is_run_or_loaded(office, article):
    page = read(article.address)

    assert re.findall(r"<script(?![^>]*(?:src=|application/ld\+json))", page) == []


def test_today_is_not_asked_of_the_reader(office, session):
    article = write(office, session=session, day=NOW.date())["en"]
    concluded(office, session, timezone.localdate().replace(year=2999), title="Far agreement")

    assert "Far agreement" not in read(article.address)
