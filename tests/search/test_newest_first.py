"""Of many cards that hold a word the newest are found, wherever they lie in the order in which cards were entered."""

from random import Random

import pytest

from comity.search.models import TOGETHER, Card

MARK = {"~o"}


def enter(numbers, keys):
    cards = [Card(id=one, kind="agreement", number=one, language="en", keys=f"~o {keys}") for one in numbers]
    Card.objects.bulk_create(cards)


def found(*words, most):
    return [one.card for one in Card.objects.holding([MARK, *({word} for word in words)], most=most)]


@pytest.mark.parametrize("most", [1, 5, 40, 200])
@pytest.mark.django_db
def test_the_newest_of_a_frequent_and_of_a_rare_word_are_found(most):
    chance = Random(3)
    every = chance.sample(range(1, 100 * TOGETHER), 900)
    rare, frequent = every[:30], every[30:]
    enter(frequent, "water")
    enter(rare, "water manuscript")

    assert found("water", most=most) == sorted(every, reverse=True)[:most]
    assert found("manuscript", most=most) == sorted(rare, reverse=True)[:most]
    assert found("water", "manuscript", most=most) == sorted(rare, reverse=True)[:most]


@pytest.mark.parametrize(
    "place",
    [1, TOGETHER - 1, TOGETHER, *(edge * TOGETHER + more for edge in (1, 2, 11, 12, 35, 36) for more in (-1, 0, 1))],
)
@pytest.mark.django_db
def test_a_card_is_found_at_every_age(place):
    enter([place], "water")
    enter([40 * TOGETHER, 40 * TOGETHER + 1], "other")

    assert found("water", most=2) == [place]
    assert found("nothing", most=2) == []


@pytest.mark.django_db
def test_an_empty_catalogue_has_nothing():
    assert found("water", most=2) == []


@pytest.mark.django_db
def test_several_steps_are_told_in_turn():
    enter([1, 50 * TOGETHER], "water")
    enter([2, 49 * TOGETHER], "manuscript")

    told = Card.objects.holding_in_turn([[MARK, {"manuscript"}], [MARK, {"water"}]], most=5)

    assert [one.card for one in told] == [49 * TOGETHER, 2, 50 * TOGETHER, 1]


@pytest.mark.django_db
def test_what_fills_the_answer_leaves_nothing_out_of_the_steps_before_it():
    enter([50 * TOGETHER], "manuscript")
    enter([1, 2, 3], "water")
    enter([4, 49 * TOGETHER], "salt")

    told = Card.objects.holding_in_turn([[MARK, {word}] for word in ("manuscript", "water", "salt")], most=3)

    assert [one.card for one in told][:3] == [50 * TOGETHER, 3, 2]


@pytest.mark.django_db
def test_a_step_is_looked_for_where_those_before_it_found_the_same_card_twice():
    enter([1], "manuscript water")
    enter([2], "salt")

    told = Card.objects.holding_in_turn([[MARK, {word}] for word in ("manuscript", "water", "salt")], most=2)

    assert [one.card for one in told] == [1, 1, 2]
