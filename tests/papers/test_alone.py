"""What begins an event loop can be done where one runs already."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from comity.papers.alone import alone


async def said():
    return "said"


def beside_a_loop(do):
    """What is given is done where a loop runs, whether or not the browser of other tests runs one in this thread."""

    async def beside():
        return do()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(lambda: asyncio.run(beside())).result()


def test_what_begins_a_loop_of_its_own_is_done_beside_another_that_runs():
    assert beside_a_loop(lambda: alone(lambda: asyncio.run(said()))) == "said"


def test_without_a_thread_of_its_own_it_could_not_begin():
    """The negative control."""
    waiting = said()

    with pytest.raises(RuntimeError, match="running event loop"):
        beside_a_loop(lambda: asyncio.run(waiting))
    waiting.close()


def test_what_it_raises_is_raised():
    with pytest.raises(ZeroDivisionError):
        alone(lambda: 1 // 0)
