"""Pages with hostile words in a real browser: nothing runs, nothing is blocked because nothing tried, nothing moves."""

import random
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.template import engines

from tests.corpora.hostile import EVERY, MARKUP, NAUGHTY
from tests.promises.test_p9_text import PLAIN, world

HOST = "http://comity.test"
WATCH = """
window.heard = [];
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => window.heard.push(name);
document.addEventListener('securitypolicyviolation', event => window.heard.push('blocked ' + event.violatedDirective));
"""
ELEMENTS = """() => [...document.querySelectorAll('*')].map(one => one.tagName).filter(
    name => !['BR', 'P', 'INS', 'DEL', 'SPAN'].includes(name)).sort().join(' ')"""


@pytest.fixture
def browser_page(chromium):
    """A page of the browser that is handed the answers of `shown`, with their headers, and our own static files."""
    context = chromium.new_context()
    context.add_init_script(WATCH)
    page, shown = context.new_page(), {}

    def answer(route):
        path = urlsplit(route.request.url).path
        if (given := shown.get(path)) is not None:
            return route.fulfill(status=200, headers=dict(given.headers), body=given.content)
        found = finders.find(unquote(path.removeprefix("/static/"))) if path.startswith("/static/") else None
        return route.fulfill(path=found) if found else route.fulfill(status=404, body="")

    page.route("**/*", answer)
    page.shown = shown
    yield page
    context.close()


def look_at(page, answers):
    """What each page did that it should not, and which elements it has."""
    page.shown.clear()
    page.shown.update({f"/{at}": answer for at, answer in enumerate(answers.values())})
    seen = {}
    for at, address in enumerate(answers):
        page.goto(f"{HOST}/{at}")
        seen[address] = (page.evaluate("window.heard"), page.evaluate(ELEMENTS))
    return seen


@pytest.mark.browser
@pytest.mark.promise
def test_p9_no_text_runs_in_a_browser(promised, db, browser_page):
    trial = promised("P9", "no text runs in a browser", small=6, full=400)
    most = min(trial.size, 60)
    plain = look_at(browser_page, world(PLAIN, most))
    while trial.tried < trial.size:
        words = list(MARKUP.values()) if trial.size < 100 else random.sample([*EVERY.values(), *NAUGHTY], 400)
        for address, (heard, elements) in look_at(browser_page, world(words, most)).items():
            same = address not in plain or elements == plain[address][1]
            trial.count(heard == [] and same, what=(address, heard))

    with patch.object(engines["django"].engine, "autoescape", False):
        broken = look_at(browser_page, world(list(MARKUP.values()), 4))
    trial.failed_without(sum(heard != [] or elements != plain[one][1] for one, (heard, elements) in broken.items()))
    trial.tell(control_heard=sorted({one for heard, _elements in broken.values() for one in heard}))
