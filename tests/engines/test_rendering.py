"""Which engine a text goes to, over which language between, within which budget, and what never leaves."""

import logging
import time
from datetime import date
from threading import Thread

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from comity.engines import asking, carrying, figures
from comity.engines.configured import engine_in, engines
from comity.engines.models import Spending
from comity.engines.translating import can_render, languages_offered, render
from tests.engines import fake as ways

TODAY = date(2026, 11, 24)
TEXT = "The people of the office wrote a long letter."
TURNED = ways.turned(TEXT)


@pytest.fixture
def server(monkeypatch, db):
    monkeypatch.setattr(asking, "PAUSES", (0.01, 0.01))
    with ways.serving() as fake:
        yield fake


def set_up(settings, server, *options, routes=""):
    """An engine for each set of options, all of them at the fake."""
    host = server.address.removeprefix("http://")
    settings.ENGINES = " ".join(f"libretranslate+http://{host}?{one}" for one in options)
    settings.ENGINE_ROUTES = routes
    assert engines().faults == []


def told(text=TEXT, *, source="en", target="es", **more):
    return render([text], source=source, target=target, **more)[0]


# Routes


def test_without_engines_nothing_is_offered_and_everything_fails(db):
    assert languages_offered("en") == []
    assert not can_render("en", "fr")
    assert (told().text, told().failed, told().engine) == ("", ("engine",), "")


def test_the_first_engine_that_offers_the_pair_is_asked(settings, server):
    set_up(settings, server, "name=one&pairs=en>fr", "name=two&pairs=en>es", "name=three&pairs=en>es")

    assert told().engine == "two"
    assert languages_offered("en") == ["es", "fr"]
    assert not can_render("es", "en")


def test_a_route_changes_the_order_and_leaves_others_out(settings, server):
    set_up(settings, server, "name=one&pairs=en>es,en>fr", "name=two&pairs=en>es,en>fr", routes="en>es=two")

    assert told().engine == "two"
    assert told(target="fr").engine == "one"


def test_the_next_engine_is_tried_with_what_failed_and_with_nothing_else(settings, server):
    set_up(settings, server, "name=one&pairs=en>es", "name=two&pairs=en>es")
    right = server.next()
    server.behave(ways._texts(lambda texts: [texts[0], "short"]), right)

    done = render([TEXT, f"{TEXT} Again."], source="en", target="es")

    assert [(one.engine, one.failed) for one in done] == [("one", ()), ("two", ())]
    assert server.asked[1]["body"]["q"] == [f"{TEXT} Again."]


def test_a_chain_leads_over_a_third_language(settings, server):
    set_up(settings, server, "name=one&pairs=en>es", "name=two&pairs=es>fr", routes="*>fr=via:es")

    done = told(target="fr")

    assert (done.engine, done.text, done.failed) == ("one+two", "", ("untranslated",))  # turned twice, it is itself
    assert [(one["body"]["source"], one["body"]["target"]) for one in server.asked] == [("en", "es"), ("es", "fr")]
    assert can_render("en", "fr") and languages_offered("en") == ["es", "fr"]


def test_a_direct_engine_may_stand_before_a_chain(settings, server):
    given = ("name=one&pairs=en>es,es>fr", "name=direct&pairs=en>fr")
    set_up(settings, server, *given, routes="en>fr=direct,via:es")

    assert told(target="fr").engine == "direct"


# What never leaves


def test_an_engine_elsewhere_is_refused_until_the_operator_says_that_texts_may_leave(settings):
    settings.ENGINES = "libretranslate+https://lt.example.org?languages=en,es"
    assert "outside=yes" in engines().faults[0]
    assert engines().every == []

    settings.ENGINES += "&outside=yes"
    assert engines().faults == []
    assert engines().every[0].is_outside


def test_only_the_machine_itself_is_not_elsewhere():
    def leads_outside(host):
        return engine_in(f"libretranslate+http://{host}?languages=en,es&outside=yes").setup.leads_outside

    assert not any(map(leads_outside, ["127.0.0.1:5000", "localhost", "[::1]:80", "127.9.9.9"]))
    assert all(map(leads_outside, ["10.0.0.5", "libretranslate", "localhost.example.org", "127.0.0.1.example.org"]))


def test_what_is_not_public_goes_to_no_engine_outside(settings, server):
    set_up(settings, server, "name=far&pairs=en>es&outside=yes")

    assert told(is_public=False).failed == ("engine",)
    assert server.asked == []
    assert told().failed == ()


def test_what_is_not_public_goes_past_engines_outside_to_one_on_the_machine(settings, server):
    set_up(settings, server, "name=far&pairs=en>es&outside=yes", "name=near&pairs=en>es")

    assert told(is_public=False).engine == "near"


def test_a_chain_with_one_engine_outside_leads_outside(settings, server):
    given = ("name=near&pairs=en>es", "name=far&pairs=es>fr&outside=yes")
    set_up(settings, server, *given, routes="en>fr=via:es")

    assert told(target="fr", is_public=False).failed == ("engine",)
    assert server.asked == []


# Budgets


def spent():
    return Spending.objects.in_month(timezone.localdate())


def test_what_is_sent_is_counted(settings, server):
    set_up(settings, server, "pairs=en>es")
    told()

    assert spent() == {"libretranslate": len(TEXT)}


def test_over_its_budget_an_engine_is_not_asked_and_the_next_one_is(settings, server):
    set_up(settings, server, f"name=one&pairs=en>es&budget={len(TEXT)}", "name=two&pairs=en>es")

    assert [told().engine, told().engine] == ["one", "two"]
    assert spent() == {"one": len(TEXT), "two": len(TEXT)}


def test_over_budget_with_no_other_engine_a_text_fails(settings, server):
    set_up(settings, server, "pairs=en>es&budget=3")

    assert told().failed == ("engine",)
    assert server.asked == []


def test_what_an_engine_refused_is_given_back(settings, server):
    set_up(settings, server, "pairs=en>es&budget=1000")
    server.behave(ways.status(403))
    told()

    assert spent() == {"libretranslate": 0}


def test_what_came_too_late_may_have_been_counted_there_and_stays_counted_here(settings, server):
    set_up(settings, server, "pairs=en>es&budget=1000&seconds=1")
    server.behave(ways.slow)
    told()

    assert spent() == {"libretranslate": len(TEXT)}


def test_nothing_is_counted_where_nobody_is(settings, db, monkeypatch):
    monkeypatch.setattr(asking, "PAUSES", (0.01, 0.01))
    settings.ENGINES = "libretranslate+http://127.0.0.1:9?pairs=en>es&budget=1000"

    assert told().failed == ("engine",)
    assert spent() == {"libretranslate": 0}


def test_asking_for_an_engine_that_rests_does_not_prolong_its_rest(settings, server, monkeypatch):
    monkeypatch.setattr(carrying, "REST", 0.4)
    set_up(settings, server, "pairs=en>es")
    server.behave(*[ways.status(500)] * 3, server.next())
    told()
    until = time.monotonic() + 0.4
    while time.monotonic() < until:
        assert told().failed == ("engine",) or time.monotonic() >= until
        time.sleep(0.05)

    assert told().failed == ()


def test_the_database_refuses_more_than_the_budget_whatever_the_code_does(db):
    assert Spending.take("one", 60, budget=100, today=TODAY)
    assert not Spending.take("one", 60, budget=100, today=TODAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Spending.objects.update(characters=160)


def test_a_new_month_and_a_higher_budget_begin_anew(db):
    assert Spending.take("one", 100, budget=100, today=TODAY)
    assert not Spending.take("one", 1, budget=50, today=TODAY)
    assert Spending.take("one", 1, budget=200, today=TODAY)
    assert Spending.take("one", 100, budget=100, today=date(2026, 12, 1))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_both_take_the_last_of_a_budget():
    Spending.take("one", 1, budget=100, today=TODAY)
    took = []

    def take():
        try:
            took.append(Spending.take("one", 60, budget=100, today=TODAY))
        finally:
            connections.close_all()

    both = [Thread(target=take) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(took) == [False, True]


# Nothing is told of texts


def test_log_and_figures_tell_how_it_went_and_no_word(settings, server, caplog):
    set_up(settings, server, "pairs=en>es&name=counted")
    server.behave(ways.status(403))
    with caplog.at_level(logging.DEBUG):
        told("Secretword was said by nobody here.")

    (line,) = [one for one in caplog.records if one.name == "comity.engines.carrying"]
    assert line.told["trouble"] == "refused" and line.told["engine"] == "counted"
    assert "Secretword" not in caplog.text + repr(line.told)
    assert figures.TEXTS.labels("counted", "refused")._value.get() == 1


# Odd texts


def test_odd_texts_are_answered_one_for_one(settings, server):
    set_up(settings, server, "pairs=en>es")

    done = render(["", "  ", "2021", "<b>open", "x" * 60_000, TEXT, "\ue000"], source="en", target="es")

    assert [one.failed for one in done] == [(), (), (), ("tags",), ("engine",), (), ("tags",)]
    assert [one.text for one in done] == ["", "  ", "2021", "", "", TURNED, ""]


def test_a_language_into_itself_or_an_unknown_one_fails(settings, server):
    set_up(settings, server, "languages=en,es")

    assert told(target="en").failed == told(target="xx").failed == told(target="").failed == ("engine",)


# What the operator wrote wrongly


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("deepl", "does not begin"),
        ("nobody:", "does not begin"),
        ("deepl+https://api.deepl.com?languages=en,fr&outside=yes", "needs key"),
        ("deepl+https://very-secret@api.deepl.com?outside=yes", "languages="),
        ("deepl+https://very-secret@api.deepl.com?languages=en,fr", "outside=yes"),
        ("deepl+https://very-secret@api.deepl.com?languages=en,fr&outside=1", "yes or no"),
        ("deepl+https://very-secret@api.deepl.com?languages=en,fr&outside=yes&budget=-1", "whole numbers"),
        ("deepl+https://very-secret@api.deepl.com?languages=english&outside=yes", "codes"),
        ("deepl+https://very-secret@api.deepl.com?pairs=en-fr&outside=yes", "en>fr"),
        ("deepl+https://very-secret@api.deepl.com?languages=en,fr&outside=yes&speed=9", "does not know speed"),
        ("deepl+https://very-secret@:80?languages=en,fr", "cannot be read"),
        ("deepl+https://very-secret@host:notaport?languages=en,fr", "cannot be read"),
        ("openai+http://127.0.0.1/v1?languages=en,fr", "needs model"),
        ("apy:", "needs an address"),
        ("apertium:?name=Big", "small letters"),
        ("ctranslate2:", "needs path"),
    ],
)
def test_a_fault_in_the_setting_is_told_without_its_key(settings, written, word):
    settings.ENGINES = written

    (fault,) = engines().faults
    assert word in fault
    assert "very-secret" not in fault


def test_two_engines_of_a_name_and_routes_that_lead_nowhere_are_faults(settings):
    settings.ENGINES, settings.ENGINE_ROUTES = "apertium: apertium:", "en>fr=nobody en-fr=apertium"

    assert len(engines().faults) == 3
    assert [one.name for one in engines().every] == ["apertium"]


def test_a_key_does_not_show_where_a_setup_is_written_out():
    assert "very-secret" not in repr(engine_in("libretranslate+http://very-secret@127.0.0.1?languages=en,fr").setup)
