"""A reader says how they would word a passage: without account or cookie, seldom, for a reviewer who decides."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page

from comity.desk.needs import sections_for
from comity.journal.models import Entry
from comity.journal.refusals import NotNow
from comity.personal.retention import tidy
from comity.translating import suggesting
from comity.translating.models import Provenance, State, Suggestion, Version
from comity.translating.on_the_desk import wordings as on_the_desk_of_translators
from comity.translating.reviewing import accept
from tests.translating.conftest import edit, said, version_of, work, write_in_english
from tests.translating.reading import SEAL, read
from tests.website.conftest import browser_of

BETTER = "أولا، كما ينبغي."


@pytest.fixture(autouse=True)
def at_this_moment(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    return time_machine


def address(passage, ui="en"):
    return f"/{ui}/wording/{passage.pk}/"


def send(passage, words=BETTER, *, later=None, browser=None, waits=60, **more):
    """What the form of a page sends, after some seconds."""
    browser = browser or Client()
    seal = SEAL.search(browser.get(address(passage)).text)[1]
    later.shift(waits)
    return browser.post(address(passage), {"words": words, "seal": seal, "website": "", **more})


@pytest.fixture
def first(translated, engine):
    """A passage in Arabic that a machine translated and nobody has reviewed."""
    return said(translated, "First.")


def test_a_reader_sends_better_words_which_wait_and_change_nothing(first, article, at_this_moment):
    answer = send(first, later=at_this_moment)

    kept = Suggestion.objects.get()
    assert answer.status_code == 302
    assert "Thank you." in Client().get(answer["Location"]).text
    assert (kept.words, kept.passage, kept.given_on) == (BETTER, first, timezone.localdate())
    assert "ar: First." in Client().get("/ar/news/piece/").text


def test_the_form_stands_at_each_passage_that_nobody_has_reviewed(office, first):
    link = f'href="{address(first)}"'
    assert link in Client().get("/ar/news/piece/side-by-side/").text.replace("/ar/wording", "/en/wording")

    accept(first, by=office.officer)

    assert link not in Client().get("/ar/news/piece/side-by-side/").text.replace("/ar/wording", "/en/wording")


def test_no_cookie_is_set_and_nothing_of_the_visitor_is_kept(first, at_this_moment):
    browser = Client(REMOTE_ADDR="198.51.100.7", headers={"user-agent": "Somebody's own browser"})
    send(first, later=at_this_moment, browser=browser)

    assert not browser.cookies
    kept = Suggestion.objects.values().get()
    assert kept.keys() == {"id", "passage_id", "words", "instead_of", "given_on"}


def test_addresses_and_numbers_are_taken_out_before_anything_is_kept(first, at_this_moment):
    send(first, "اكتبوا إلى me@example.org أو +49 151 23456789", later=at_this_moment)

    assert Suggestion.objects.get().words == "اكتبوا إلى […] أو […]"


def test_what_is_hostile_is_shown_as_words(office, first, at_this_moment):
    send(first, "<script>alert(1)</script><b>x", later=at_this_moment)

    page = browser_of(office.officer).get(version_of_passage(first).get_absolute_url()).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def version_of_passage(passage):
    return Version.objects.get(pk=passage.version_id)


# Refusals


def test_what_comes_sooner_than_a_person_writes_is_kept_in_the_form_and_nowhere_else(first, at_this_moment):
    answer = send(first, later=at_this_moment, waits=1)

    assert answer.status_code == 422
    assert BETTER in answer.text
    assert "sooner than a person writes" in answer.text
    assert not Suggestion.objects.exists()


def test_what_fills_in_the_trap_is_told_so_and_not_kept(first, at_this_moment):
    answer = send(first, later=at_this_moment, website="https://spam.example")

    assert answer.status_code == 422
    assert "only programs see" in answer.text
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("wrong", ["", "made up"])
def test_a_form_that_is_not_ours_changes_nothing(first, at_this_moment, wrong):
    assert send(first, later=at_this_moment, seal=wrong).status_code == 422
    assert not Suggestion.objects.exists()


def test_a_form_that_was_open_for_more_than_a_day_is_sent_again_with_what_was_written(first, at_this_moment):
    answer = send(first, later=at_this_moment, waits=timedelta(hours=25))

    assert answer.status_code == 422
    assert BETTER in answer.text
    assert "more than a day" in answer.text


@pytest.mark.parametrize("words", ["", "   ", "x" * 5_001, "ar: First."])
def test_nothing_too_much_and_the_same_words_are_refused(first, at_this_moment, words):
    assert send(first, words, later=at_this_moment).status_code == 422
    assert not Suggestion.objects.exists()


def test_the_same_words_are_kept_once_and_few_for_one_passage(first, at_this_moment):
    for number in (1, 1, 2, 3, 4, 5):
        assert send(first, f"{BETTER} {number}", later=at_this_moment).status_code == 302

    refused = send(first, f"{BETTER} 6", later=at_this_moment)

    assert refused.status_code == 429
    assert Suggestion.objects.count() == 5


def test_one_visitor_sends_so_many_in_an_hour_and_no_more(article, first, at_this_moment, monkeypatch):
    monkeypatch.setattr(suggesting, "MOST_OF_A_PASSAGE", 1_000)
    for number in range(20):
        assert send(first, f"{BETTER} {number}", later=at_this_moment, waits=4).status_code == 302

    assert send(first, BETTER, later=at_this_moment, waits=4).status_code == 429
    other = Client(REMOTE_ADDR="198.51.100.7")
    assert send(first, BETTER, later=at_this_moment, waits=4, browser=other).status_code == 302


def test_what_a_person_has_reviewed_meanwhile_is_told(office, first, at_this_moment):
    seal = SEAL.search(Client().get(address(first)).text)[1]
    accept(first, by=office.officer)
    at_this_moment.shift(60)

    answer = Client().post(address(first), {"words": BETTER, "seal": seal})

    assert answer.status_code == 422
    assert "A person has reviewed this passage meanwhile" in answer.text
    assert not Suggestion.objects.exists()


def test_a_passage_of_what_is_not_published_is_not_here(article, first, at_this_moment):
    article.refresh_from_db()
    article.unpublish()

    assert Client().get(address(first)).status_code == 404
    assert Client().post(address(first), {"words": BETTER}).status_code == 404
    assert Client().get("/en/wording/999999/").status_code == 404


# The reviewer


def decide(user, suggestion, decision, seen=None):
    passage = suggestion.passage
    at = f"/en/translations/{passage.version_id}/{passage.pk}/suggestions/{suggestion.pk}/"
    return browser_of(user).post(at, {"decision": decision, "seen": passage.mark if seen is None else seen})


@pytest.fixture
def suggestion(first, at_this_moment):
    send(first, later=at_this_moment)
    return Suggestion.objects.select_related("passage").get()


def test_a_reviewer_takes_it_over_and_the_ledger_says_that_a_visitor_worded_it(office, article, suggestion):
    decide(office.officer, suggestion, "take")

    passage = said(article, "First.")
    assert (passage.words, passage.state) == (BETTER, State.POST_EDITED)
    assert passage.wording.is_suggested
    assert passage.wording.by == office.officer
    assert passage.wording.engine == "Scripted"
    assert BETTER in Client().get("/ar/news/piece/").text
    assert Entry.objects.order_by("-pk").first().act in ("suggestion_taken", "published")
    assert not Suggestion.objects.exists()


def test_a_reviewer_sets_it_right_first(office, article, suggestion):
    at = version_of(article).get_absolute_url()
    page = browser_of(office.officer).get(f"{at}?with={suggestion.pk}").text
    assert re.search(rf'<textarea[^>]*id="{suggestion.passage_id}-words"[^>]*>\s*{BETTER}', page)
    passage = suggestion.passage

    browser_of(office.officer).post(
        f"{at}{passage.pk}/wording/",
        {"words": "أولا.", "seen": passage.mark, "suggestion": suggestion.pk, "doubted": "أولا."},
    )

    assert said(article, "First.").words == "أولا."
    assert said(article, "First.").wording.is_suggested
    assert not Suggestion.objects.exists()


def test_a_reviewers_own_words_leave_a_suggestion_until_it_is_decided(office, article, suggestion):
    at = version_of(article).get_absolute_url()
    passage = suggestion.passage

    browser_of(office.officer).post(
        f"{at}{passage.pk}/wording/", {"words": "أولا.", "seen": passage.mark, "doubted": "أولا."}
    )

    assert not said(article, "First.").wording.is_suggested
    assert Suggestion.objects.count() == 1
    assert version_of(article) in Version.objects.with_open_passages()


def test_a_reviewer_declines_and_nothing_of_the_words_is_kept(office, article, suggestion):
    decide(office.officer, suggestion, "decline")

    assert not Suggestion.objects.exists()
    assert said(article, "First.").state == State.CHECKED
    assert Entry.objects.order_by("-pk").first().act == "suggestion_declined"
    assert not Provenance.objects.filter(words=BETTER).exists()


def test_a_reviewer_takes_nothing_over_other_words_than_they_saw(office, article, suggestion):
    decide(office.officer, suggestion, "take", seen="checked 1 0")

    assert said(article, "First.").state == State.CHECKED
    assert Suggestion.objects.count() == 1


@pytest.mark.parametrize("who", ["counterpart", "stranger"])
@pytest.mark.parametrize("decision", ["take", "decline"])
def test_nobody_outside_of_the_office_decides(office, article, suggestion, who, decision):
    assert decide(getattr(office, who), suggestion, decision).status_code == 403
    assert Suggestion.objects.count() == 1
    assert said(article, "First.").state == State.CHECKED


def test_what_cannot_be_set_into_the_page_is_refused(office, article, engine, at_this_moment):
    other = write_in_english(office, "other", paragraphs="<p>With <b>weight</b>.</p>")
    work()
    passage = said(other, "With <b>weight</b>.")
    send(passage, "ثقيل", later=at_this_moment)

    with pytest.raises(NotNow):
        suggesting.take(Suggestion.objects.get(), "<i>ثقيل</i><script>", by=office.officer)
    assert Suggestion.objects.count() == 1


def test_of_what_is_read_on_demand_only_what_is_suggested_waits_for_a_reviewer(
    office, article, spanish, at_this_moment
):
    read()
    passage = said(article, "First.", "es")
    send(passage, "Primero.", later=at_this_moment)

    queue = browser_of(office.officer).get("/en/translations/").text
    assert "1 wording of a visitor" in queue
    page = browser_of(office.officer).get(version_of(article, "es").get_absolute_url()).text
    assert page.count("<textarea") == 1
    assert "1 passage waits for you." in page

    decide(office.officer, Suggestion.objects.get(), "take")

    assert "Primero." in Client().get("/en/read/es/piece/").text
    assert "1 wording of a visitor" not in browser_of(office.officer).get("/en/translations/").text


def test_a_suggestion_goes_with_the_passage_that_it_is_about(office, article, suggestion, engine):
    edit(article, office, "<p>Another first.</p><p>Second of 10.</p>")
    work()

    assert not Suggestion.objects.exists()


def test_what_nobody_decided_on_within_a_year_is_thrown_away(first, at_this_moment):
    send(first, later=at_this_moment)
    kept_until = timezone.now() + Suggestion.KEPT

    tidy(now=kept_until)
    assert Suggestion.objects.exists()
    counts = tidy(now=kept_until + timedelta(days=1))

    assert counts["translating.Suggestion"] == 1
    assert not Suggestion.objects.exists()
    assert "ar: First." in Client().get("/ar/news/piece/").text


def test_what_visitors_would_word_otherwise_stands_on_the_desk_until_it_is_decided(office, article, first):
    suggesting.suggest(first, BETTER, today=timezone.localdate() - timedelta(days=3))
    suggesting.suggest(first, "غير ذلك.", today=timezone.localdate())
    suggesting.suggest(said(article, "Second of 10."), "عشرة.", today=timezone.localdate())

    for who in (office.officer, office.head):
        (section,) = [one for one in on_the_desk(who) if one.all_at == "translations"]
        (need,) = section.needs
        assert need.record == version_of(article)
        assert (need.because, need.since) == ("Arabic · 3 other wordings", timezone.localdate() - timedelta(days=3))
    page = browser_of(office.head).get("/en/desk/").text
    assert "What visitors would word otherwise" in page
    assert version_of(article).get_absolute_url() in page

    for one in Suggestion.objects.all():
        suggesting.decline(one, by=office.officer)
    assert not [one for one in on_the_desk(office.officer) if one.all_at == "translations"]


def test_the_desk_and_the_queue_name_a_page_as_it_is_called_in_the_readers_language(office, article, first):
    suggesting.suggest(first, BETTER, today=timezone.localdate())
    arabic = Page.objects.get(translation_key=article.translation_key, locale__language_code="ar")
    assert arabic.title != article.title

    for address in ("desk", "translations"):
        assert arabic.title in browser_of(office.officer).get(f"/ar/{address}/").text
        assert article.title in browser_of(office.officer).get(f"/en/{address}/").text


def test_a_title_that_waits_for_its_translation_is_told_as_the_originals(office, article, first):
    suggesting.suggest(first, BETTER, today=timezone.localdate())
    Page.objects.filter(translation_key=article.translation_key).update(title=article.title)

    with override("ar"):
        (need,) = on_the_desk_of_translators(office.officer).needs
    assert dict(need.record.heading) == {"en": article.title}


def test_nobody_but_the_office_finds_them_on_the_desk(office, first):
    suggesting.suggest(first, BETTER, today=timezone.localdate())

    for who in (office.reader, office.counterpart):
        assert not [one for one in on_the_desk(who) if one.all_at == "translations"]


def test_the_desk_asks_one_question_for_all_of_them(office, article, first, django_assert_num_queries):
    for number in range(4):
        suggesting.suggest(first, f"{BETTER} {number}", today=timezone.localdate())

    with django_assert_num_queries(1):
        assert len(on_the_desk_of_translators(office.officer).needs) == 1


def on_the_desk(who):
    return sections_for(who, today=timezone.localdate(), now=timezone.now())
