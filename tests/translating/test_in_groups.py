"""What waits goes to an engine in groups of pages, and what came of a group is written while it is at the next."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from comity.cli import letters
from comity.engines.adapters.libretranslate import LibreTranslate
from comity.engines.engine import MOST_TEXTS
from comity.engines.models import Spending
from comity.journal import outbox
from comity.translating import on_demand, rendering
from comity.translating.grouping import MOMENT, forget_pace, learn, room_for
from comity.translating.models import Provenance, State, Version
from comity.translating.rendering import translate_waiting
from comity.translating.reviewing import reword
from tests.engines import fake as ways
from tests.translating.conftest import edit, passages, said, work, write_in_english

TODAY = timezone.localdate
PAIR = ("en", "es")


class Killed(BaseException):
    """The worker ends here; nothing of it is caught."""


@pytest.fixture
def quick(spanish):
    """The engine was quick when it was asked last."""
    learn(PAIR, size=1_000_000, seconds=1)
    return spanish


def pages(office, many, *languages):
    """Pages that readers ask for in the order of their numbers; what the site keeps of them waits for people."""
    made = []
    for number in range(many):
        words = f"<p>First of {number}.</p><p>Second of {number}.</p>"
        made.append(write_in_english(office, f"piece-{number}", words, title=f"Title {number}"))
    translate_waiting(limit=99)
    for one in made:
        for language in languages or ("es",):
            on_demand.begin(one, language, today=TODAY())
    return made


def questions(fake):
    """What the engine was asked for, question by question."""
    return [one["body"]["q"] for one in fake.asked]


def sizes(fake):
    """How many texts each question held, in no order: the next may overtake one on its way."""
    return sorted(map(len, questions(fake)))


def words_of(article, language="es"):
    return [one.words for one in passages(article, language)]


def is_made(article, language="es"):
    return all(words_of(article, language))


# Groups


def test_a_quick_engine_gets_the_pages_that_wait_in_one_question(office, quick):
    made = pages(office, 3)

    assert translate_waiting(limit=9) == 3

    (asked,) = questions(quick)
    assert [one for one in asked if one.startswith("First")] == ["First of 0.", "First of 1.", "First of 2."]
    assert all(map(is_made, made))
    assert words_of(made[2]) == ["eltiT 2", "nI trohs", "tsriF fo 2.", "dnoceS fo 2."]


def test_an_engine_of_which_nothing_is_known_gets_one_page_first_and_more_when_it_was_quick(
    office, spanish, monkeypatch
):
    pages(office, 6)

    def in_a_moment(languages, *, size, seconds):
        learn(languages, size=size, seconds=0.01)

    monkeypatch.setattr(rendering, "learn", in_a_moment)

    translate_waiting(limit=9)

    # The second page is asked for while nobody knows yet how long the first one takes.
    assert sizes(spanish) == [4, 4, 1 + 4 * 3]


def test_groups_grow_and_end_small_as_an_engine_waits_while_the_first_is_formed_and_we_while_it_makes_the_last(
    office, quick
):
    pages(office, 14)

    translate_waiting(limit=99)

    # Few at first; half of the ten that are left; few again, and the last. What is on every page is asked for once.
    assert sizes(quick) == [1 + 3 * pages for pages in (1, 4, 4, 5)]


def test_one_group_that_was_quick_does_not_make_the_next_as_large_as_that():
    forget_pace()
    learn(PAIR, size=1_000, seconds=1)
    learn(PAIR, size=9_000, seconds=1)

    assert room_for(PAIR).size == 5_000 * MOMENT
    learn(PAIR, size=0, seconds=1)
    assert room_for(PAIR).size == 0


def test_a_slow_engine_gets_page_after_page(office, spanish):
    learn(PAIR, size=10, seconds=30)
    made = pages(office, 3)

    seen = []
    for _time in range(3):
        translate_waiting(limit=1)
        learn(PAIR, size=10, seconds=30)
        seen.append([is_made(one) for one in made])

    assert seen == [[True, False, False], [True, True, False], [True, True, True]]
    assert sizes(spanish) == [4, 4, 4]


def test_a_group_is_no_larger_than_a_question_of_its_engine(office, quick):
    pages(office, 12)

    translate_waiting(limit=99)

    assert max(map(len, questions(quick))) <= MOST_TEXTS
    assert room_for(PAIR).texts == MOST_TEXTS


def test_pages_between_other_languages_go_in_another_question(office, quick):
    learn(("en", "pt"), size=1_000_000, seconds=1)
    made = pages(office, 2, "es", "pt")

    translate_waiting(limit=9)

    assert sorted(one["body"]["target"] for one in quick.asked) == ["es", "pt"]
    assert all(is_made(one, language) for one in made for language in ("es", "pt"))


def test_the_same_sentence_on_two_pages_of_a_group_is_asked_for_once_and_each_has_its_line(office, quick):
    one, other = pages(office, 2)

    translate_waiting(limit=9)

    (asked,) = questions(quick)
    assert asked.count("In short") == 1
    lines = Provenance.objects.filter(source_text="In short", language="es").order_by("pk")
    assert [line.page_key for line in lines] == [one.translation_key, other.translation_key]
    assert {line.words for line in lines} == {"nI trohs"}


def test_what_a_reader_waits_for_goes_before_pages_of_the_site(office, quick, settings):
    (article,) = pages(office, 1)
    settings.ENGINES = settings.ENGINES.replace("en>pt", "en>fr")
    write_in_english(office, "kept", "<p>Kept.</p>", title="Kept title")
    Version.objects.of_page(article.translation_key).in_language("es").get().call(now=timezone.now())

    translate_waiting(limit=1)

    assert [one["body"]["target"] for one in quick.asked] == ["es"]


def test_no_more_pages_are_taken_than_were_to_be(office, quick):
    made = pages(office, 3)

    assert translate_waiting(limit=2) == 2
    assert [is_made(one) for one in made] == [True, True, False]
    assert Version.objects.due(timezone.now()).count() == 1


def test_where_there_is_other_work_one_group_is_taken_all_the_same(office, spanish):
    """Otherwise a long newsletter would keep translations out for as long as it takes."""
    made = pages(office, 3)
    forget_pace()

    assert translate_waiting(limit=9, goes_on=lambda: False) == 1
    assert [is_made(one) for one in made] == [True, False, False]


def test_a_letter_that_waits_and_a_sign_to_stop_end_a_round(office):
    stop, later = threading.Event(), float("inf")
    assert letters._may_go_on(stop, later)
    assert not letters._may_go_on(stop, 0.0)

    to = {"to_name": "Clara", "to_email": "clara@example.org", "language": "en", "email": "clara@example.org"}
    outbox.write("a", template="account/letters/no_account.txt", **to)
    assert not letters._may_go_on(stop, later)
    outbox.send_waiting()
    assert letters._may_go_on(stop, later)
    stop.set()
    assert not letters._may_go_on(stop, later)


def test_an_article_whose_time_has_come_ends_a_round(office, article, later):
    draft = article.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    draft.save_revision(user=office.officer).publish(user=office.officer)
    stop, ends = threading.Event(), float("inf")

    assert letters._may_go_on(stop, ends)
    later(3601)
    assert not letters._may_go_on(stop, ends)


# Beside the writing


def test_while_a_group_is_written_the_engine_is_at_the_next_one(office, spanish, monkeypatch):
    pages(office, 2)
    take, asked_twice = rendering.take, threading.Event()
    translate = LibreTranslate.translate

    def translating(self, texts, *languages, seconds):
        if "First of 1." in texts:
            asked_twice.set()
        return translate(self, texts, *languages, seconds=seconds)

    def taking(part, made, *, by):
        assert asked_twice.wait(30)
        take(part, made, by=by)

    monkeypatch.setattr(LibreTranslate, "translate", translating)
    monkeypatch.setattr(rendering, "take", taking)

    assert translate_waiting(limit=9) == 2


def test_the_next_group_is_on_its_way_before_the_engine_is_done_with_one(office, spanish, monkeypatch):
    pages(office, 2)
    translate, both = LibreTranslate.translate, threading.Barrier(2, timeout=30)

    def translating(self, texts, *languages, seconds):
        both.wait()
        return translate(self, texts, *languages, seconds=seconds)

    monkeypatch.setattr(LibreTranslate, "translate", translating)

    assert translate_waiting(limit=9) == 2


def test_an_engine_is_asked_in_a_thread_that_opens_no_database(office, spanish, monkeypatch):
    pages(office, 1)
    translate, seen = LibreTranslate.translate, []

    def translating(self, texts, *languages, seconds):
        seen.append((threading.current_thread() is threading.main_thread(), connection.connection))
        return translate(self, texts, *languages, seconds=seconds)

    monkeypatch.setattr(LibreTranslate, "translate", translating)
    translate_waiting(limit=9)

    assert seen == [(False, None)]


# Trouble


def refusing(handler, engine, texts):
    """An engine that breaks over one sentence, and gives nothing for all that came with it."""
    if any("Second of 1." in one for one in texts):
        return handler.say({"error": "x"}, status=400)
    return handler.say(ways.ANSWER_OF[engine]([ways.turned(one) for one in texts]))


def test_a_passage_that_breaks_a_question_fails_its_page_alone(office, quick):
    made = pages(office, 3)
    quick.behave(refusing)

    assert translate_waiting(limit=9) == 2

    assert [is_made(one) for one in made] == [True, False, True]
    assert words_of(made[1]) == ["", "nI trohs", "", ""]  # what it has in common with the first page is known
    assert [len(one) for one in questions(quick)] == [10, 4, 3, 3]
    broken = Version.objects.on_demand().get(page_key=made[1].translation_key)
    assert broken.due_at is not None and "NothingCame" in broken.trouble


def test_what_two_pages_have_in_common_is_asked_for_with_the_second_where_the_first_one_fails(office, quick):
    made = pages(office, 3)
    quick.behave(lambda *asked: refusing(*asked[:2], [one.replace("of 0.", "of 1.") for one in asked[2]]))

    translate_waiting(limit=9)

    assert [is_made(one) for one in made] == [False, False, True]


def test_after_trouble_page_follows_page_again(office, quick):
    pages(office, 3)
    quick.behave(refusing)

    translate_waiting(limit=9)

    assert room_for(PAIR).size == 0


def test_an_engine_that_breaks_in_a_way_of_its_own_over_one_page_fails_that_page_alone(office, quick, monkeypatch):
    translate = LibreTranslate.translate

    def breaking(self, texts, *languages, seconds):
        if "Second of 1." in texts:
            raise RuntimeError("broken")
        return translate(self, texts, *languages, seconds=seconds)

    monkeypatch.setattr(LibreTranslate, "translate", breaking)
    made = pages(office, 3)

    assert translate_waiting(limit=9) == 2

    assert [is_made(one) for one in made] == [True, False, True]
    assert Version.objects.on_demand().get(page_key=made[1].translation_key).trouble == "RuntimeError: broken"


def test_a_silent_engine_is_not_asked_again_for_each_page_of_a_group(office, quick):
    made = pages(office, 3)
    quick.behave(ways.status(500))

    assert translate_waiting(limit=9) == 0

    assert len(quick.asked) == 3  # the same question, and twice again
    assert not any(map(is_made, made))


def test_where_the_budget_ends_within_a_group_as_many_pages_are_made_as_it_holds(office, quick, settings):
    texts = ["Title 0", "In short", "First of 0.", "Second of 0."]
    budget = sum(map(len, texts)) + 5
    settings.ENGINES += f"&budget={budget}"
    made = pages(office, 3)

    assert translate_waiting(limit=9) == 1

    assert [is_made(one) for one in made] == [True, False, False]
    assert questions(quick) == [texts]
    assert Spending.of("libretranslate", TODAY()) <= budget


# A worker that is killed


def killed_before(monkeypatch, number):
    """The worker ends when it is about to write the page with this number."""
    take = rendering.take

    def taking(part, made, *, by):
        if part.work.version.title == f"Title {number}":
            raise Killed
        take(part, made, by=by)

    monkeypatch.setattr(rendering, "take", taking)


def test_killed_in_the_middle_of_a_group_it_repeats_nothing_that_was_written_and_loses_nothing(
    office, quick, monkeypatch, later
):
    made = pages(office, 4)
    with monkeypatch.context() as patched, pytest.raises(Killed):
        killed_before(patched, 2)
        translate_waiting(limit=9)
    assert [is_made(one) for one in made] == [True, True, False, False]
    lines = list(Provenance.objects.order_by("pk").values_list("pk", flat=True))
    quick.asked.clear()

    assert translate_waiting(limit=9) == 0  # the lease of the dead one holds
    later(601)
    assert translate_waiting(limit=9) == 2

    assert all(map(is_made, made))
    assert not {f"First of {number}." for number in (0, 1)} & {one for asked in questions(quick) for one in asked}
    assert list(Provenance.objects.order_by("pk").values_list("pk", flat=True)[: len(lines)]) == lines
    assert Provenance.objects.filter(state=State.CHECKED).count() == 16


def test_what_may_have_ended_the_worker_is_tried_alone_with_nothing_begun_beside_it(office, quick, monkeypatch, later):
    made = pages(office, 4)
    with monkeypatch.context() as patched:
        killed_before(patched, 0)
        for _time in range(3):
            with pytest.raises(Killed):
                translate_waiting(limit=9)
            later(601)

    tried = [Version.objects.on_demand().get(page_key=one.translation_key).attempts for one in made]

    assert tried == [3, 1, 1, 1]  # the others were in its group once, and never again


# Meanwhile


def test_what_a_person_decided_while_the_engine_worked_stays(office, translated, engine, monkeypatch):
    edit(translated, office, "<p>First, and changed.</p><p>Second of 10.</p>")
    rendered = engine.rendering

    def meanwhile(asked, **more):
        if more["target"] == "ar":
            reword(said(translated, "First, and changed."), "أولا.", by=office.officer)
        return (yield from rendered(asked, **more))

    monkeypatch.setattr(rendering.engines, "rendering", meanwhile)
    work()

    assert said(translated, "First, and changed.").words == "أولا."


def test_what_is_taken_down_while_the_engine_works_is_not_published(office, article, engine, monkeypatch):
    rendered = engine.rendering

    def meanwhile(asked, **more):
        article.refresh_from_db()
        article.unpublish(user=office.officer)
        return (yield from rendered(asked, **more))

    monkeypatch.setattr(rendering.engines, "rendering", meanwhile)
    work()

    assert Client().get("/ar/news/piece/").status_code == 404


def test_what_is_asked_for_once_more_while_the_engine_works_is_not_taken_twice_at_a_time(office, quick, monkeypatch):
    (article,) = pages(office, 1)
    version = Version.objects.on_demand().get(page_key=article.translation_key)
    begin = rendering.begin

    def beginning(one, *, by):
        begun = begin(one, by=by)
        version.call(now=timezone.now())  # its lease is given back by that
        return begun

    monkeypatch.setattr(rendering, "begin", beginning)
    translate_waiting(limit=1)

    assert len(quick.asked) == 1
    assert Version.objects.due(timezone.now()).contains(version)


def test_our_own_publishing_asks_for_nothing(office, article, engine):
    assert translate_waiting(limit=99) == 2
    assert translate_waiting(limit=99) == 0
