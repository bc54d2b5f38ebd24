"""What everybody is told of who translated a page: the same on the page, to machines, in feed and sitemap."""

import json
import re

import pytest
from django.test import Client

from comity.translating.models import Passage, Provenance
from comity.translating.reviewing import accept
from tests.standing import stands
from tests.translating.conftest import article, engine, passages, said, scripted, version_of, work  # noqa: F401

pytestmark = pytest.mark.usefixtures("engine")

ADDRESS = "/ar/news/piece/"


def read(address=ADDRESS):
    return Client().get(address).content.decode()


def facts(address=ADDRESS):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', read(address), re.S)[1])


@stands
def translated(article):  # noqa: F811
    with scripted():
        work()
    return article


@stands
def reviewed(office, translated):
    for one in passages(translated):
        accept(one, by=office.officer)
    return translated


def test_the_notice_says_how_much_by_which_machine_and_who_answers_for_the_original(office, translated):
    accept(said(translated, "Title"), by=office.officer)
    accept(said(translated, "First."), by=office.officer)

    notice = read().partition("note-translated")[2].partition("</aside>")[0]

    assert "فقرتان من أصل 3" in notice
    assert "العنوان" not in notice
    assert "Scripted" in notice
    assert '<a class="act" href="/en/news/piece/" hreflang="en">' in notice
    assert "/ar/news/piece/side-by-side/" in notice


def test_what_made_a_translation_without_being_an_engine_is_called_in_the_readers_language(article, engine):  # noqa: F811
    engine.called = "glossary"
    work()

    notice = read().partition("note-translated")[2].partition("</aside>")[0]

    assert "مسرد هذا الموقع" in notice
    assert "glossary" not in notice


def test_an_original_and_what_people_wrote_bear_no_notice(translated):
    page = read("/en/news/piece/")

    assert "note-translated" not in page
    assert "side-by-side" not in page
    assert "noindex" not in page


def test_search_engines_are_led_to_a_translation_once_a_person_reviewed_all_of_it(office, translated):
    assert 'hreflang="ar"' not in read("/en/news/piece/").partition("</head>")[0]
    assert "/ar/news/piece/" not in read("/sitemap.xml")
    assert "/ar/news/piece/" in read("/en/news/piece/")  # readers are

    for one in passages(translated):
        accept(one, by=office.officer)

    assert 'hreflang="ar"' in read("/en/news/piece/").partition("</head>")[0]
    assert "/ar/news/piece/" in read("/sitemap.xml")


def test_a_translator_is_named_only_where_people_answer_for_all_of_it(office, translated):
    before = facts()
    for one in passages(translated):
        accept(one, by=office.officer)

    assert "translator" not in before
    assert before["translationOfWork"]["url"].endswith("/en/news/piece/")
    assert facts()["translator"] == facts()["publisher"]


def test_only_what_is_known_to_be_translated_from_it_is_told_to_be_a_translation(translated):
    assert [one["inLanguage"] for one in facts("/en/news/piece/")["workTranslation"]] == ["fr", "ar"]
    assert "translationOfWork" not in facts("/en/news/piece/")
    assert "workTranslation" not in facts()
    assert facts()["translationOfWork"]["inLanguage"] == "en"


def test_the_feed_says_the_same(office, translated):
    assert 'term="machine-translated"' in read("/ar/news/feed.atom")
    assert 'term="machine-translated"' not in read("/en/news/feed.atom")

    for one in passages(translated):
        accept(one, by=office.officer)

    assert "machine-translated" not in read("/ar/news/feed.atom")


def test_both_are_read_side_by_side_each_in_its_own_language(translated):
    page = read(f"{ADDRESS}side-by-side/")

    assert '<span lang="en" dir="ltr">First.</span>' in page
    assert '<span lang="ar" dir="rtl">ar: First.</span>' in page
    assert "noindex" in page


@pytest.mark.parametrize("address", ["/en/news/piece/side-by-side/", "/ar/news/nothing/side-by-side/"])
def test_there_is_nothing_side_by_side_of_an_original_or_a_page_that_is_not_here(translated, address):
    assert Client().get(address).status_code == 404


def test_what_is_still_in_the_original_says_so_in_lists_too(article, engine):  # noqa: F811
    engine.fails.add("In short")
    work()

    assert '<bdi lang="en" dir="ltr">In short</bdi>' in read("/ar/news/")
    assert '<bdi lang="en" dir="ltr">In short</bdi>' in read("/ar/")


def test_every_block_of_a_translated_page_has_the_language_of_its_words(article, engine):  # noqa: F811
    engine.fails |= {"First.", "In short"}
    work()

    page = read().partition('class="article"')[2].partition("</article>")[0]

    for words in ("First.", "In short"):
        before = page.partition(words)[0]
        assert before.rfind('lang="en" dir="ltr"') > before.rfind("</p>") or 'dir="ltr" lang="en"' in before[-400:]


def test_a_translated_page_asks_at_most_one_question_more(translated, django_assert_max_num_queries):
    read()

    with django_assert_max_num_queries(24):
        read()


def test_the_page_store_of_states_and_the_ledger_say_the_same(reviewed):
    for one in Passage.objects.select_related("wording"):
        last = Provenance.objects.of_page(one.wording.page_key).filter(
            path=one.path, source_hash=one.source_hash, language=one.wording.language
        )
        assert last.order_by("-pk").first().state == one.state
