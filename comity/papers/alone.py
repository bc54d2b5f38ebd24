"""Doing something in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def alone(do: Callable[[], Result]) -> Result:
    """This will do something in a thread of its own, wait for it, and give what it gives or raise what it raises.

    pyHanko begins an event loop for whatever it does, and none can begin in a thread where one runs already.
    """
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(do).result()
