"""Somebody is called otherwise: a machine's words are made anew, a person's wait for a person, all else stays."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comity.engines import naming
from comity.journal.acting import acting
from comity.partners.models import Office as OfficeHeld
from comity.translating import ledger
from comity.translating.models import Demand, Passage, Provenance, State, Version
from comity.translating.renaming import queue_renamed
from comity.translating.rendering import translate_waiting
from comity.translating.reviewing import accept, reword
from comity.translation.texts import Text
from tests import make
from tests.standing import stands
from tests.translating.conftest import said, scripted, version_of, write_in_english
from tests.translating.reading import look, read

PARAGRAPHS = "<p>The Institute of Rivers is named.</p><p>Nobody is named.</p>"
NAMED, NAMELESS = "The Institute of Rivers is named.", "Nobody is named."


@pytest.fixture(autouse=True)
def names_are_read_anew():
    naming.forget()
    yield
    naming.forget()


@stands
def rivers(office):
    """An organisation with an official name in English and in Arabic."""
    naming.forget()
    made = make.organisation("Institute of Rivers", by=office.officer)
    call(made, "معهد الأنهار", office)
    return made


def call(organisation, name, office, language="ar"):
    organisation.rename(text=name, language=language, kind="official", by=office.officer)


@stands
def article(office, rivers):
    with scripted():
        found = write_in_english(office, paragraphs=PARAGRAPHS)
        tick()
    return found


def tick():
    queue_renamed(limit=99)
    translate_waiting(limit=99)


def test_what_a_machine_translated_is_made_anew_and_nothing_else_is_asked_for(office, article, rivers, engine):
    engine.says[NAMED] = "with the new name"
    call(rivers, "معهد المياه", office)

    tick()

    assert engine.asked == [NAMED]
    assert said(article, NAMED).words == "with the new name"
    assert said(article, NAMED).state == State.CHECKED
    assert "with the new name" in Client().get("/ar/news/piece/").text
    events = Provenance.objects.filter(source_text=NAMED, language="ar").order_by("pk")
    assert list(events.values_list("state", flat=True)) == [State.CHECKED, State.RENAMED, State.CHECKED]


def test_a_name_in_another_language_changes_nothing_here(office, article, rivers, engine):
    call(rivers, "Institut für Flüsse", office, "de")

    tick()

    assert engine.asked == []
    assert not Passage.objects.filter(state=State.RENAMED).exists()


def test_an_act_that_renames_nobody_asks_for_nothing_and_is_looked_at_once(office, article, engine):
    make.organisation("Institute of Lakes", by=office.officer)

    assert queue_renamed(limit=99) == 0
    assert not Version.objects.not_looked_through_since(naming.last_change()).exists()
    translate_waiting(limit=99)
    assert engine.asked == []


@pytest.mark.parametrize("decide", [accept, lambda passage, by: reword(passage, "كلمات الإنسان", by=by)])
def test_a_persons_words_stay_and_wait_for_a_person_to_whom_the_machine_proposes(
    office, article, rivers, engine, decide
):
    decide(said(article, NAMED), by=office.officer)
    words = said(article, NAMED).words
    engine.says[NAMED] = "with the new name"
    call(rivers, "معهد المياه", office)

    tick()

    passage = said(article, NAMED)
    assert (passage.words, passage.state, passage.is_unreviewed) == (words, State.RENAMED, False)
    assert passage.proposal.words == "with the new name"
    assert version_of(article) in Version.objects.with_open_passages()
    assert words in Client().get("/ar/news/piece/").text
    accept(passage, by=office.officer)
    assert said(article, NAMED).words == "with the new name"
    tick()
    assert said(article, NAMED).state == State.REVIEWED


def test_where_no_engine_answers_the_old_words_stay_and_it_waits(office, article, rivers, engine):
    words = said(article, NAMED).words
    engine.fails.add(NAMED)
    call(rivers, "معهد المياه", office)

    tick()

    passage = said(article, NAMED)
    assert (passage.words, passage.state, passage.is_unreviewed) == (words, State.RENAMED, True)
    assert 'class="by-machine"' in Client().get("/ar/news/piece/").text
    assert "The original changed" not in Client().get("/ar/news/piece/").text


def test_a_person_who_is_called_otherwise_is_noticed_too(office, rivers, engine):
    somebody = make.person("Nadia Example", by=office.officer)
    OfficeHeld.enter(
        person=somebody, organisation=rivers, title=Text(en="Expert"), is_published=True, by=office.officer
    )
    article = write_in_english(office, paragraphs="<p>Nadia Example came.</p>")
    tick()
    engine.asked.clear()

    somebody.be_named(text="نادية مثال", language="ar", by=office.officer)
    tick()

    assert engine.asked == ["Nadia Example came."]
    assert said(article, "Nadia Example came.").state == State.CHECKED


def test_what_was_translated_before_names_were_kept_is_compared_by_the_ledger(office, article, rivers, engine):
    with acting(by=office.officer):
        Passage.objects.update(names="")
    call(rivers, "معهد المياه", office)

    tick()

    assert engine.asked == [NAMED]


def test_what_is_read_on_demand_is_made_anew_with_the_new_name(office, rivers, spanish):
    call(rivers, "Instituto de Rios", office, "es")
    write_in_english(office, paragraphs=PARAGRAPHS)
    assert "Instituto de Rios" in read()
    spanish.asked.clear()

    call(rivers, "Instituto de Aguas", office, "es")
    tick()

    assert "Instituto de Aguas" in look().content.decode()
    assert "Instituto de Rios" not in look().content.decode()
    assert len(spanish.asked) == 1
    assert len(spanish.asked[0]["body"]["q"]) == 1


@stands
def written(office, rivers):
    call(rivers, "Instituto de Rios", office, "es")
    write_in_english(office, paragraphs=PARAGRAPHS)


@pytest.fixture
def read_in_spanish(office, rivers, written, spanish):
    """An article that was read on demand, before its institute was called otherwise."""
    read()
    tick()
    spanish.asked.clear()
    Demand.objects.all().delete()
    call(rivers, "Instituto de Aguas", office, "es")
    return spanish


def test_what_is_made_anew_for_readers_is_taken_from_the_budget_of_the_day_once(read_in_spanish):
    tick()
    tick()

    assert len(read_in_spanish.asked) == 1
    assert Demand.objects.get().characters == len(NAMED)


def another_worker_in_between(monkeypatch):
    """A second worker follows the same rename after the first one has read which translations it concerns."""
    names_in_each, came = ledger.names_in_each, []

    def meanwhile(version, passages):
        if not came:
            came.append(True)
            came.append(queue_renamed(limit=99))
        return names_in_each(version, passages)

    monkeypatch.setattr(ledger, "names_in_each", meanwhile)
    return came


def test_two_workers_take_the_same_rename_from_the_budget_once(read_in_spanish, monkeypatch):
    came = another_worker_in_between(monkeypatch)

    queued = queue_renamed(limit=99)

    assert (came[1], queued) == (1, 0)
    assert Demand.objects.get().characters == len(NAMED)
    translate_waiting(limit=99)
    assert "Instituto de Aguas" in look().content.decode()


def test_without_the_condition_they_would_take_it_twice(read_in_spanish, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(Version, "see_until", lambda version, entry: True)
    another_worker_in_between(monkeypatch)

    queue_renamed(limit=99)

    assert Demand.objects.get().characters == 2 * len(NAMED)


def test_what_is_beyond_the_budget_is_not_taken_for_seen(read_in_spanish, settings):
    settings.ON_DEMAND_BUDGET = 0

    queue_renamed(limit=99)

    assert Version.objects.not_looked_through_since(naming.last_change()).exists()


@pytest.mark.parametrize("used", [0, 1])
def test_beyond_the_budget_the_former_name_is_read_until_the_next_day(read_in_spanish, settings, time_machine, used):
    settings.ON_DEMAND_BUDGET = len(NAMED) + used
    assert Demand.take(used + 1, budget=settings.ON_DEMAND_BUDGET, today=timezone.localdate())

    tick()

    assert read_in_spanish.asked == []
    assert "Instituto de Rios" in look().content.decode()
    assert Demand.objects.get().characters == used + 1
    time_machine.move_to(timezone.now() + timedelta(days=1))
    tick()
    assert "Instituto de Aguas" in look().content.decode()


def test_what_is_longer_than_the_budget_of_a_day_takes_a_whole_one(read_in_spanish, settings):
    settings.ON_DEMAND_BUDGET = len(NAMED) - 1

    tick()

    assert "Instituto de Aguas" in look().content.decode()
    assert Demand.objects.get().characters == len(NAMED) - 1


def test_without_a_budget_nothing_is_made_anew_for_readers(read_in_spanish, settings):
    settings.ON_DEMAND_BUDGET = 0

    tick()

    assert read_in_spanish.asked == []


def test_a_page_of_the_site_waits_for_no_budget(office, rivers, read_in_spanish, engine, settings):
    settings.ON_DEMAND_BUDGET = 0
    second = write_in_english(office, slug="second", paragraphs=PARAGRAPHS)
    tick()
    engine.says[NAMED] = "with the new name"
    call(rivers, "معهد المياه", office)

    tick()

    assert said(second, NAMED).words == "with the new name"
    waiting = Version.objects.not_looked_through_since(naming.last_change())
    assert [one.is_on_demand for one in waiting] == [True]
