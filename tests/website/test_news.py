"""The list of news, the home page, the feed and the list for search engines."""

import json
import re
from datetime import date, datetime
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comity.website import ground
from comity.website.models import Article, LanguageHome, NewsIndex
from tests.standing import stands
from tests.website.conftest import write

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@stands
def three(office):
    write(office, "first", day=date(2025, 1, 1), areas=["science"])
    write(office, "second", day=date(2026, 1, 1), areas=["culture"], concerned=[office.partner])
    write(office, "third", day=date(2026, 2, 1), areas=["science", "culture"])
    return office


def titles(address):
    return re.findall(r'class="row-what" href="/\w\w/news/(\w+)/"', Client().get(address).content.decode())


def test_the_latest_news_comes_first(three):
    assert titles("/en/news/") == ["third", "second", "first"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("year=2025", ["first"]),
        ("topic=science", ["third", "first"]),
        ("topic=culture&year=2026", ["third", "second"]),
        ("topic=nothing", ["third", "second", "first"]),
        ("year=x", ["third", "second", "first"]),
        ("page=99", ["third", "second", "first"]),
    ],
)
def test_news_is_narrowed_down(three, asked, found):
    assert titles(f"/en/news/?{asked}") == found


def test_news_is_narrowed_down_to_a_partner(three):
    assert titles(f"/en/news/?partner={three.partner.pk}") == ["second"]


def test_news_of_one_language_is_not_shown_in_another(three):
    Article.objects.in_language("fr").get(slug="first").delete()

    assert "first" not in titles("/fr/news/")
    assert "first" in titles("/en/news/")


def test_the_same_news_is_one_click_away_in_another_language(three):
    page = Client().get(f"/en/news/?topic=culture&year=2026&partner={three.partner.pk}&page=9").content.decode()

    asked = f"year=2026&amp;topic=culture&amp;partner={three.partner.pk}"
    assert f'<a href="/fr/news/?{asked}" lang="fr" hreflang="fr">Français</a>' in page
    assert '<strong aria-current="page" lang="en">English</strong>' in page
    assert 'href="/fr/news/"' in Client().get("/en/news/?topic=nothing").content.decode()


def test_the_home_page_shows_the_latest_news(three):
    page = Client().get("/en/").content.decode()

    assert "Latest news" in page
    assert titles("/en/")[:3] == ["third", "second", "first"]


def test_a_list_without_news_says_so(office):
    assert "No news has been published" in Client().get("/en/news/").content.decode()


def test_the_list_asks_the_same_few_questions_however_much_news_there_is(three):
    browser = Client()
    browser.get("/en/news/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/en/news/")
    for number in range(5):
        write(three, f"further{number}")
    with CaptureQueriesContext(connection) as many:
        browser.get("/en/news/")

    assert len(many) == len(few)


def test_the_feed_of_a_language_tells_its_news(three):
    feed = ElementTree.fromstring(Client().get("/ar/news/feed.atom").content)

    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert [one.findtext(f"{ATOM}title") for one in feed.iter(f"{ATOM}entry")] == [
        "خبر third",
        "خبر second",
        "خبر first",
    ]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_feed_names_its_author_as_its_pages_name_their_publisher(three, language):
    three.host.rename(text="المنظمة المضيفة", language="ar", kind="official", by=three.officer)
    page = Client().get(f"/{language}/news/first/").content.decode()
    publisher = json.loads(re.search(r'"application/ld\+json">(.*?)</script>', page, re.S)[1])["publisher"]["name"]

    for asked in ("", "?topic=science"):
        feed = ElementTree.fromstring(Client().get(f"/{language}/news/feed.atom{asked}").content)
        assert feed.findtext(f"{ATOM}author/{ATOM}name") == publisher


def test_a_reader_of_the_feed_meets_no_article_twice_because_it_got_another_address(three):
    def told():
        feed = ElementTree.fromstring(Client().get("/en/news/feed.atom").content)
        return [(one.findtext(f"{ATOM}id"), one.find(f"{ATOM}link").get("href")) for one in feed.iter(f"{ATOM}entry")]

    before = dict(told())
    article = Article.objects.get(slug="first", locale__language_code="en")
    article.slug = "renamed"
    article.save_revision().publish()
    after = dict(told())

    assert set(after) == set(before)
    assert set(after.values()) != set(before.values())
    assert len(set(after)) == 3


def told_at(address):
    """What the feed at an address is called, where it says it is, and what it tells."""
    feed = ElementTree.fromstring(Client().get(address).content)
    links = {one.get("rel"): one.get("href") for one in feed.findall(f"{ATOM}link")}
    return feed.findtext(f"{ATOM}title"), links, [one.findtext(f"{ATOM}title") for one in feed.iter(f"{ATOM}entry")]


def test_the_news_on_a_topic_is_a_feed_of_its_own(three):
    title, links, told = told_at("/fr/news/feed.atom?topic=science")

    assert told == ["Actualité de third", "Actualité de first"]
    assert title.endswith(" · Sciences")
    assert links["self"].endswith("/fr/news/feed.atom?topic=science")
    assert links["alternate"].endswith("/fr/news/?topic=science")


def test_the_news_of_a_partner_is_a_feed_of_its_own(three):
    title, _links, told = told_at(f"/en/news/feed.atom?partner={three.partner.pk}")

    assert told == ["News of second"]
    assert title.endswith(f" · {three.partner.name}")


@pytest.mark.parametrize("asked", ["topic=nothing", "partner=0", "partner=x", "topic=health"])
def test_a_feed_of_which_there_is_no_news_does_not_tell_all_the_other_news(three, asked):
    assert Client().get(f"/en/news/feed.atom?{asked}").status_code == 404


def test_the_list_leads_to_the_feed_of_what_it_lists(three):
    page = Client().get("/en/news/?topic=science").content.decode()

    assert page.count('href="/en/news/feed.atom?topic=science"') == 2
    assert 'href="/en/news/feed.atom"' in Client().get("/en/news/").content.decode()


def test_the_list_for_search_engines_names_every_page_in_every_language_and_each_names_the_others(three):
    root = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    told = {
        one.findtext(f"{MAP}loc"): {link.get("hreflang"): link.get("href") for link in one.iter(f"{XHTML}link")}
        for one in root.iter(f"{MAP}url")
    }

    assert len(told) == 3 * (2 + 3)
    for page, others in told.items():
        assert page in others.values()
        assert set(others) == {"en", "fr", "ar", "x-default"}
        assert all(told[other] == others for other in others.values())


def test_the_list_for_search_engines_tells_when_each_article_and_the_list_of_news_changed_last(three):
    written = {one.address: one for one in Article.objects.select_related("locale")}
    written["/en/news/first/"].save_revision().publish()
    root = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    told = {urlsplit(one.findtext(f"{MAP}loc")).path: one.findtext(f"{MAP}lastmod") for one in root.iter(f"{MAP}url")}

    for address in written:
        changed = Article.objects.get(pk=written[address].pk).last_published_at
        assert datetime.fromisoformat(told[address]) == changed.replace(microsecond=0)
    assert told["/en/news/"] == told["/en/news/first/"]
    assert told["/fr/news/"] == max(moment for address, moment in told.items() if address.startswith("/fr/news/"))
    assert told["/en/"] is None


def told_to_robots():
    answer = Client().get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == Client().get("/sitemap.xml")["Cache-Control"]
    return answer.content.decode().splitlines()


def test_robots_are_led_to_the_list_of_pages_of_this_site(three, settings):
    settings.ADDRESS = "https://office.example.org"

    assert "Sitemap: https://office.example.org/sitemap.xml" in told_to_robots()


def test_robots_are_kept_from_nothing_that_everybody_reads_or_that_says_itself_not_to_be_indexed(three):
    reader = RobotFileParser()
    reader.parse(told_to_robots())

    for kept in ("/newsroom/", "/en/desk/", "/ar/account/", "/fr/accounts/login/?next=/fr/desk/", "/en/newsroom/"):
        assert not reader.can_fetch("*", kept)
    for asked in ("/", "/en/", "/ar/news/first/", "/fr/agreements/1/", "/static/ui/mark.svg", "/pictures/x.webp"):
        assert reader.can_fetch("*", asked)
    for unindexed in ("/en/read/es/first/", "/en/search/?q=x", "/ar/news/first/side-by-side/", "/en/minutes/x/"):
        assert reader.can_fetch("*", unindexed)


def test_the_site_stands_in_every_language_and_laying_it_again_changes_nothing(db):
    before = list(LanguageHome.objects.values_list("pk", "translation_key")), NewsIndex.objects.count()

    ground.lay()

    assert before == (list(LanguageHome.objects.values_list("pk", "translation_key")), NewsIndex.objects.count())
    assert len({key for _number, key in before[0]}) == 1
    assert before[1] == 3
