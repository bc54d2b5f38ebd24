"""The page of the search: what it shows, to whom, and what becomes of what nobody should type."""

import pytest
from django.test import Client
from django.utils.translation import override

from comity.agreements.models import Agreement
from comity.search.models import Card
from comity.search.showing import cut, marked
from comity.search.stems import meant_by
from comity.translation.texts import Text
from tests.make import TODAY
from tests.website.conftest import browser_of, write

pytestmark = pytest.mark.django_db
NOTHING_HAS_IT = "Nothing was found that has all these words."
SIGNS = ['"', '""', "*", "leib*niz*", '"partner', "partner OR", "NEAR(partner)", "partner -x:y", "'); DROP TABLE --"]
SIGNS += ["^partner", "~o", "=partner", "{a b}", "%", "_", "\\", "𝔘𝔫𝔦", "🙂", "-" * 50]
SIGNS += ["a" * 200, "é" * 200, "و" * 200]
NO_WORD = "Nothing in this tells one page from another."


def page_of(words, *, user=None, language="en", **more):
    answer = browser_of(user).get(f"/{language}/search/", {"q": words, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def agree(office, title, **facts):
    return Agreement.conclude(
        parties=[office.host, office.partner], title=title, concluded_on=TODAY, by=office.officer, **facts
    )


def test_every_page_leads_to_it_and_it_needs_no_script(office):
    assert 'href="/en/search/"' in Client().get("/en/").content.decode()
    page = Client().get("/en/search/").content.decode()

    assert '<form class="seek" method="get" role="search" action="/en/search/">' in page
    assert "Type a few words" in page


def test_the_words_that_were_found_are_marked_and_nothing_in_them_is_markup(office):
    agree(office, Text(en="<b>Water</b> agreements"), aims=Text(en="Clean waters & <i>wells</i>"))

    page = page_of("water agreement")

    assert "&lt;b&gt;<mark>Water</mark>&lt;/b&gt; <mark>agreements</mark>" in page
    assert "Clean <mark>waters</mark> &amp; &lt;i&gt;wells&lt;/i&gt;" in page


def test_what_is_found_in_another_language_says_in_which(office):
    agree(office, Text(ar="اتفاقية الماء"))

    page = page_of("الاتفاقيات")

    assert "In other languages" in page
    assert '<bdi lang="ar" dir="rtl">' in page
    assert '<bdi lang="ar"' not in page_of("الاتفاقيات", language="ar")


def test_search_engines_keep_away_from_it_and_nothing_keeps_it(office):
    answer = browser_of(office.officer).get("/en/search/?q=partner")

    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "X-Same-For-Every-Visitor" not in Client().get("/en/search/?q=partner")


def test_news_leads_to_its_own_page(office):
    write(office, "walrus", title=Text(en="Walrus", fr="Morse"))

    assert 'href="/en/news/walrus/"' in page_of("walrus")
    assert 'href="/fr/news/walrus/"' in page_of("morse", language="fr")


class TestWhatNobodyShouldType:
    @pytest.mark.parametrize("words", SIGNS)
    def test_signs_are_just_text(self, office, words):
        assert page_of(words)
        assert page_of(words, user=office.officer)

    def test_a_quoted_name_with_stars_is_found_as_if_they_were_not_there(self, office):
        assert "Partner</mark> <mark>Association" in page_of('*"Partner"* +Association!')

    @pytest.mark.parametrize("words", ["***", '""', "the of", " . ", "\x00"])
    def test_what_has_no_word_is_answered_in_a_sentence(self, office, words):
        assert NO_WORD in page_of(words) or "Type a few words" in page_of(words)

    def test_a_nought_within_a_word_is_taken_out(self, office):
        assert "<mark>Partner</mark>" in page_of("Part\x00ner")

    def test_what_is_a_little_too_long_is_cut_and_says_so(self, office):
        page = page_of("partner " * 30)

        assert "longer than 200 characters" in page
        assert "<mark>Partner</mark>" in page

    def test_a_hundred_thousand_characters_get_a_page_that_says_so(self, office):
        answer = Client().get("/en/search/", {"q": "partner " * 12_500}, follow=True)

        assert answer.status_code == 200
        assert "longer than 200 characters" in answer.content.decode()

    def test_another_address_of_that_length_is_still_refused(self, office):
        assert Client().get("/en/partners/", {"q": "x" * 100_000}).status_code == 400

    @pytest.mark.parametrize("more", [{"kind": "nonsense"}, {"page": "-1"}, {"page": "x"}, {"page": "99999999"}])
    def test_a_group_or_page_that_is_not_there_is_passed_over(self, office, more):
        assert "Partner</mark>" in page_of("partner", **more)


class TestLongAnswers:
    @pytest.fixture
    def many(self, office):
        for number in range(45):
            agree(office, Text(en=f"Narwhal {number}"))

    def test_they_come_in_pages(self, office, many):
        first, last = page_of("narwhal"), page_of("narwhal", page="3")

        assert "45 found" in first
        assert first.count("<li>") == 20
        assert last.count("<li>") == 5
        assert "page 1 of 3" in first

    def test_however_much_is_found_the_database_is_asked_as_often(self, office, many, django_assert_max_num_queries):
        page_of("narwhal")
        with django_assert_max_num_queries(12):
            page_of("narwhal", user=None)

    def test_what_is_more_than_can_be_looked_at_says_so(self, office, many, monkeypatch):
        monkeypatch.setattr("comity.search.finding.MOST", 30)
        page = page_of("narwhal")

        assert "More than can be shown" in page
        assert "kind=events" in page, "another group may hold more"


def test_a_catalogue_that_was_not_made_is_told(office):
    Card.objects.all().delete()

    assert "the catalogue has still to be made" in page_of("partner")


def test_an_excerpt_is_cut_between_words_around_the_first_that_was_found():
    words = "first words " * 40 + "and then the needle stands here " + "last words " * 40
    stretch = cut(words, words.index("needle"))

    assert "needle" in stretch
    assert stretch.startswith("… ")
    assert stretch.endswith(" …")
    assert len(stretch) < 300
    with override("en"):
        assert ("needle", True) in marked(stretch, "en", meant_by("needles"))


class TestOneGroup:
    @pytest.fixture
    def many(self, office):
        for number in range(12):
            agree(office, Text(en=f"Narwhal {number}"))
        for number in range(3):
            write(office, f"narwhal-{number}", title=Text(en=f"Narwhal news {number}"))

    def test_it_tells_how_much_every_group_has(self, many):
        page = page_of("narwhal", kind="news")

        assert "3 found" in page
        assert 'kind=agreements">Agreements <span class="count">12</span>' in page

    def test_where_there_is_more_than_can_be_looked_at_no_group_has_a_number(self, many, monkeypatch):
        monkeypatch.setattr("comity.search.finding.MOST", 5)
        page = page_of("narwhal", kind="news")

        assert "3 found" in page, "all of this group was looked at"
        assert 'kind=agreements">Agreements</a>' in page
        assert 'class="count"' not in page

    def test_a_group_that_has_nothing_says_so_where_another_has_the_word(self, many):
        page = page_of("narwhal", kind="people")

        assert NOTHING_HAS_IT in page
        assert "spelt almost so" not in page

    def test_a_misspelt_name_is_found_in_its_group(self, office):
        assert "Shown for" in page_of("Assocaition", kind="partners")

    def test_what_fills_the_answer_asks_for_one_group_only(self, many, monkeypatch, django_assert_max_num_queries):
        monkeypatch.setattr("comity.search.finding.MOST", 5)
        page_of("narwhal", kind="agreements")
        with django_assert_max_num_queries(8):
            page_of("narwhal", kind="agreements")
