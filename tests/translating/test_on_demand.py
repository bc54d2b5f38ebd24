"""A visitor reads any published article in any language that an engine offers: made once, here, within a budget."""

import re
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from comity.engines import carrying
from comity.translating import limiting, on_demand
from comity.translating.models import Demand, Provenance, State, Version
from comity.translating.rendering import translate_waiting
from comity.translating.reviewing import reword
from comity.translation.texts import Text
from comity.website.models import Article
from tests.engines import fake as ways
from tests.make import Office
from tests.translating.conftest import edit, passages, said, write_in_english
from tests.translating.reading import address, look, part_called, press, read, seal_in
from tests.website.conftest import write

TEXTS = ["Title", "In short", "First.", "Second of 10."]


def sent(fake):
    return [one for asked in fake.asked for one in asked["body"]["q"]]


def test_a_reader_asks_and_reads_it_in_that_language(article, spanish):
    page = read()

    assert '<div class="prose article-body" lang="es" dir="ltr">' in page
    assert "tsriF." in page
    assert "dnoceS fo 10." in page
    assert "First." not in page
    assert sent(spanish) == TEXTS


def test_a_second_reading_calls_no_engine(article, spanish):
    read()
    asked = len(spanish.asked)

    for ui in ("en", "fr", "ar"):
        assert "tsriF." in look(address(ui=ui)).content.decode()
    translate_waiting(limit=9)

    assert len(spanish.asked) == asked == 1


def test_looking_asks_no_engine_and_keeps_nothing(article, spanish):
    """A robot follows links; only a form that a page showed, and sent, begins anything."""
    for _time in range(3):
        assert "Translate it now" in look().content.decode()
    Client().post(address())
    Client().post(address(), {"seal": "made up"})
    translate_waiting(limit=9)

    assert spanish.asked == []
    assert not Version.objects.on_demand().exists()


def test_a_seal_is_for_one_article_and_language(office, article, spanish):
    write_in_english(office, "other")
    of_another = seal_in(look(address(slug="other")))

    for wrong in (of_another, seal_in(look(address("pt")))):
        assert press(seal=wrong).status_code == 422
    assert not Version.objects.on_demand().exists()
    assert press().status_code == 302


def test_while_it_is_made_the_page_says_so_shows_the_original_and_looks_again(article, spanish):
    press()

    page = look().content.decode()

    assert 'hx-trigger="every 2s"' in page
    assert "Look again" in page
    assert "First." in page
    assert "Translate it now" not in page


def test_what_comes_anew_once_it_is_made_holds_the_question_after_the_page_too(article, spanish):
    press()
    waits = look().content.decode()

    translate_waiting(limit=9)
    anew = part_called("reading", look().text)

    assert 'hx-select="#reading"' in waits
    assert 'name="level"' not in waits
    assert anew.count('name="level"') == 5


def test_no_search_engine_lists_it_and_its_original_is_named(article, spanish):
    read()

    answer = look()

    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.text
    assert '<link rel="canonical" href="http://localhost:8000/en/news/piece/">' in answer.text
    assert 'rel="alternate"' not in answer.text


def test_the_notice_names_engine_and_day_and_leads_to_the_original_and_to_both(article, spanish):
    page = read()

    assert "The title and 3 of 3 paragraphs were translated by a machine" in page
    assert "Translated by <bdi>libretranslate</bdi> on" in page
    assert str(timezone.localdate().year) in page
    assert 'href="/en/news/piece/"' in page
    both = look(f"{address()}side-by-side/").content.decode()
    assert '<span lang="en" dir="ltr">First.</span>' in both
    assert '<span lang="es" dir="ltr">tsriF.</span>' in both


def test_a_table_and_a_picture_are_told_marked_and_read_as_one_part_each(office, spanish):
    cells = ["Both sides", "Both sides", "ICESCO"]
    table = ("table", {"caption": "Who does it", "columns": ["Who"], "rows": [[one] for one in cells]})
    told = {"title": Text(en="Title"), "introduction": Text(en="In short")}
    write(office, **told, body={"en": [("text", "<p>First.</p><p>Second of 10.</p>"), table]})

    page = read()
    both = look(f"{address()}side-by-side/").content.decode()

    assert "The title and 4 of 4 parts (texts, tables, pictures) were translated by a machine" in page
    assert re.search(r'<div class="by-machine">\s*<div class="table-frame"', page)
    assert both.count(">Both sides<") == 1


def test_neither_looking_nor_asking_sets_a_cookie(article, spanish):
    browser = Client()
    press(browser=browser)
    look(browser=browser)

    assert not browser.cookies


def test_the_article_offers_the_languages_of_the_engines_and_none_without_one(article, spanish, settings):
    page = look("/en/news/piece/").content.decode()
    settings.ENGINES = ""
    without = look("/en/news/piece/").content.decode()

    assert '<option value="es">' in page
    assert '<option value="pt">' in page
    assert "read-in" not in without
    settings.ENGINES = f"libretranslate+{spanish.address}?pairs=en>es"
    assert look("/en/read/?page=piece&language=es")["Location"] == address()


def test_every_step_is_written_into_the_ledger_and_nothing_waits_for_a_reviewer(article, spanish):
    read()

    of_spanish = Provenance.objects.filter(language="es")
    assert {(one.state, one.engine) for one in of_spanish} == {(State.CHECKED, "libretranslate")}
    assert [one.language for one in Version.objects.with_open_passages()] == ["fr", "ar"]


def test_words_for_which_a_person_answers_are_taken_over_from_elsewhere(office, article, spanish):
    read()
    reword(said(article, "First.", "es"), "Primero.", by=office.officer)
    write_in_english(office, "other", title="Other title")
    spanish.asked.clear()

    page = read(address(slug="other"))

    assert "Primero." in page
    assert sent(spanish) == ["Other title", "In short", "Second of 10."]


# What fails


def test_what_fails_a_check_stays_in_the_original_with_its_language_and_direction(article, spanish):
    spanish.behave(
        lambda handler, engine, texts: handler.say(
            {"translatedText": [ways.turned(one).replace("10", "11") for one in texts]}
        )
    )

    page = read()

    assert '<p class="in-original" dir="ltr" lang="en">' in page
    assert "Second of 10." in page
    assert "tsriF." in page


def test_a_cell_that_stays_in_the_original_says_its_language_and_the_table_tells_it_once(office, spanish):
    table = ("table", {"caption": "Who came", "columns": ["Who", "How many"], "rows": [["Two of 10", "Six of 10"]]})
    told = {"title": Text(en="Title"), "introduction": Text(en="In short")}
    write(office, **told, body={"en": [("text", "<p>First.</p>"), table]})
    spanish.behave(
        lambda handler, engine, texts: handler.say(
            {"translatedText": [ways.turned(one).replace("10", "11") for one in texts]}
        )
    )

    shown = read().partition('class="table-frame"')[2].partition("</table>")[0]

    for words in ("Two of 10", "Six of 10"):
        assert re.search(rf'<td [^>]*lang="en" dir="ltr"[^>]*><bdi>{words}', shown)
    assert shown.count("Not translated yet") == 1


@pytest.mark.parametrize("wrong", sorted(ways.WRONG))
def test_whatever_an_engine_does_the_page_is_served_and_nothing_is_half_saved(article, spanish, wrong):
    spanish.behave(ways.WRONG[wrong])

    page = read()

    assert "The machine that translates did not answer." in page
    assert "First." in page
    assert not Provenance.objects.filter(language="es").exists()
    assert all(one.proposal is None and one.words == "" for one in passages(article, "es"))


def test_markup_that_breaks_the_page_is_never_shown(article, spanish):
    spanish.behave(ways.scripted)

    assert "<script>x" not in read()


def test_after_an_outage_it_is_made_by_itself_and_the_reader_need_not_ask_again(article, spanish, later):
    right = spanish.next()
    spanish.behave(ways.status(500))
    read()
    carrying.wake_all()
    spanish.behave(right)
    later(600)

    translate_waiting(limit=9)

    assert "tsriF." in look().content.decode()


def test_an_engine_that_stays_away_is_given_up_and_can_be_asked_once_more(article, spanish, later):
    right = spanish.next()
    spanish.behave(ways.status(500))
    press()
    for _time in range(6):
        carrying.wake_all()
        translate_waiting(limit=9)
        later(4_000)
    tried = len(spanish.asked)

    assert "Try it once more" in look().content.decode()
    spanish.behave(right)
    carrying.wake_all()
    assert "tsriF." in read()
    assert tried <= 3 * 3  # each attempt asks again twice, in the same moment


def test_where_half_is_made_it_is_read_and_the_rest_is_asked_for_alone(office, spanish, later):
    many = "".join(f"<p>Sentence of the number {number}.</p>" for number in range(45))
    write_in_english(office, paragraphs=many)
    right = spanish.next()

    def half(handler, engine, texts):
        is_first = any("number 0." in one for one in texts)
        return (right if is_first else ways.status(500))(handler, engine, texts)

    spanish.behave(half)

    page = read()

    assert "ecnetneS" in page
    assert "Sentence of the number 44." in page
    spanish.behave(right)
    spanish.asked.clear()
    carrying.wake_all()
    later(600)
    translate_waiting(limit=9)
    assert len(sent(spanish)) == 47 - 40
    assert "Sentence of the number" not in look().content.decode()


# The budget


def test_beyond_the_budget_of_the_day_there_is_a_sentence_and_the_original(office, article, spanish, settings):
    settings.ON_DEMAND_BUDGET = sum(map(len, TEXTS))
    write_in_english(office, "other", title="Other")
    read()

    refused = press(address(slug="other"))

    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 24 * 3600 + 1
    assert "no more is begun before tomorrow" in refused.text
    assert "First." in refused.text
    assert not Version.objects.on_demand().of_page(key_of("other")).exists()
    assert Demand.objects.get().characters == sum(map(len, TEXTS))


def key_of(slug):
    return Article.objects.get(slug=slug, locale__language_code="en").translation_key


def test_the_budget_begins_anew_with_the_day_and_what_is_known_costs_nothing(office, article, spanish, settings, later):
    settings.ON_DEMAND_BUDGET = sum(map(len, TEXTS))
    read()
    assert press(address("pt")).status_code == 429

    assert "tsriF." in look().content.decode()
    later(24 * 3600)
    assert press(address("pt")).status_code == 302


def test_one_visitor_asks_so_often_in_an_hour_and_no_more(office, article, spanish, monkeypatch):
    monkeypatch.setitem(limiting.OF_A_VISITOR, limiting.READINGS, 3)
    for number in range(3):
        write_in_english(office, f"piece-{number}")
        assert press(address(slug=f"piece-{number}")).status_code == 302

    assert press().status_code == 429
    assert press(browser=Client(REMOTE_ADDR="198.51.100.7")).status_code == 302


# What may be read


def test_what_is_not_published_is_not_here_and_nothing_of_it_is_sent_out(office, spanish, article):
    write(office, "draft", is_published=False)
    seal = seal_in(look())

    for slug in ("draft", "nothing", "%2e%2e"):
        assert look(address(slug=slug)).status_code == 404
        assert press(address(slug=slug), seal=seal).status_code == 404
        assert look(f"{address(slug=slug)}side-by-side/").status_code == 404
    translate_waiting(limit=9)
    assert spanish.asked == []


def test_what_was_taken_down_is_read_no_more_also_where_it_was_made_before(article, spanish):
    assert "tsriF." in read()

    article.refresh_from_db()
    article.unpublish()

    assert look().status_code == 404
    assert look(f"{address()}side-by-side/").status_code == 404


def test_what_is_taken_down_while_it_waits_is_not_sent_out(article, spanish):
    press()
    article.refresh_from_db()
    article.unpublish()

    translate_waiting(limit=9)

    assert spanish.asked == []


def test_a_draft_of_a_change_is_neither_shown_nor_sent(office, article, spanish):
    article.refresh_from_db()
    article.body = [{"type": "text", "value": "<p>Secret until Monday.</p>", "id": article.body[0].id}]
    article.save_revision(user=office.officer)

    page = read()

    assert "terceS" not in page
    assert sent(spanish) == TEXTS


def test_of_a_changed_article_what_is_new_is_in_the_original_and_it_alone_is_asked_for(office, article, spanish):
    read()
    spanish.asked.clear()
    edit(article, office, "<p>First.</p><p>Another second.</p>")

    page = look().content.decode()

    assert "tsriF." in page
    assert "dnoceS" not in page
    assert "Another second." in page
    assert "Not translated yet; this is the original, in English." in page
    assert "Part of this page is still in English." in page
    assert "Translate that, too" in page
    assert look(f"{address()}side-by-side/").status_code == 200
    assert "rehtonA dnoces." in read()
    assert sent(spanish) == ["Another second."]
    assert "still in English" not in look().text


@pytest.mark.parametrize("language", ["xx", "de", "english", "es-419", "es_ES", "ES"])
def test_a_language_that_no_engine_offers_is_told_so_with_those_that_are(article, spanish, language):
    answer = look(address(language))

    assert answer.status_code == 404
    assert "Not in this language" in answer.text
    assert '<option value="es">' in answer.text
    assert Client().post(address(language), {"seal": seal_in(look())}).status_code == 404
    assert look(f"/en/read/?page=piece&language={language}").status_code == 404


def test_in_a_language_of_the_site_it_leads_to_the_page_that_is_kept_in_it(office, spanish):
    write(office)

    assert look(address("fr"))["Location"] == "/fr/news/piece/"
    assert look(address("en"))["Location"] == "/en/news/piece/"


def test_what_was_made_is_read_also_when_the_engine_is_taken_away(article, spanish, settings):
    read()
    settings.ENGINES = ""

    assert "tsriF." in look().content.decode()


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_first_at_the_same_moment_both_read_and_the_engine_is_asked_once(spanish):
    article = write_in_english(Office())
    gate, faults = Barrier(2), []

    def ask():
        gate.wait()
        try:
            on_demand.begin(article, "es", today=timezone.localdate())
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    together(ask, ask)
    assert faults == []
    assert Demand.objects.get().characters == sum(map(len, TEXTS))

    gate.reset()
    together(*[lambda: (gate.wait(), translate_waiting(limit=9), connection.close())] * 2)

    assert Version.objects.on_demand().count() == 1
    assert sent(spanish) == TEXTS


def together(*acts):
    threads = [Thread(target=one) for one in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_want_the_last_of_the_budget_one_is_refused(spanish, settings):
    settings.ON_DEMAND_BUDGET = sum(map(len, TEXTS)) + 3
    office = Office()
    articles = [write_in_english(office), write_in_english(office, "other", title="Tales")]
    gate, refused = Barrier(2), []

    def ask(article):
        gate.wait()
        try:
            on_demand.begin(article, "es", today=timezone.localdate())
        except on_demand.BudgetUsedUp as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    together(*[lambda one=one: ask(one) for one in articles])

    assert len(refused) == 1
    assert Version.objects.on_demand().count() == 1
