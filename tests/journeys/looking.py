"""What is seen on a page beside its words: faults of accessibility, and what sticks out of a narrow screen."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from tests.conftest import ROOT

AXE = ROOT / "tests" / "vendor" / "axe" / "axe.min.js"
SHOTS = ROOT / "tests" / "shots"
RUN = """rules => axe.run(document, {resultTypes: ['violations'], preload: false, ...(rules ? {runOnly: rules} : {})})
    .then(found => found.violations)"""
STICKING_OUT = """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
    [...document.querySelectorAll('body *')].filter(one => {
        const box = one.getBoundingClientRect();
        return box.width && (box.right > window.innerWidth + 1 || box.left < -1);
    }).slice(0, 5).map(one => `${one.tagName.toLowerCase()}.${one.className}`)"""


@cache
def script() -> str:
    return AXE.read_text()


def axe(page: Page, rules: list[str] | None = None) -> list[str]:
    """The faults that axe finds on the page as it stands, each with its rule and the first places.

    All rules are tried where none are named.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(script())  # evaluated by the browser itself, so the page's own policy stays in force
    return [
        f"{found['id']}: {found['help']} at {'; '.join(node['target'][0] for node in found['nodes'][:3])}"
        for found in page.evaluate(RUN, rules)
    ]


def sticking_out(page: Page) -> list[str]:
    """What is wider than the screen, where the page can be moved sideways."""
    return page.evaluate(STICKING_OUT)


def keep(page: Page, name: str) -> None:
    """A picture of the whole page in tests/shots, when SHOTS=1 asks for it."""
    if os.environ.get("SHOTS") == "1":
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=Path(SHOTS, f"{name}.png"), full_page=True)
