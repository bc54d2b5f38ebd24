"""What begins an event loop can be done where one runs already."""

import asyncio

import pytest

from comity.papers.alone import alone


async def said():
    return "said"


async def beside(do):
    return do()


def test_what_begins_a_loop_of_its_own_is_done_beside_another_that_runs():
    assert asyncio.run(beside(lambda: alone(lambda: asyncio.run(said())))) == "said"


def test_without_a_thread_of_its_own_it_could_not_begin():
    """The negative control."""
    waiting = said()

    with pytest.raises(RuntimeError, match="running event loop"):
        asyncio.run(beside(lambda: asyncio.run(waiting)))
    waiting.close()


def test_what_it_raises_is_raised():
    with pytest.raises(ZeroDivisionError):
        alone(lambda: 1 // 0)
