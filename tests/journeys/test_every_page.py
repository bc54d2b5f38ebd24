"""Every page of the example can be used by everybody: in three languages, light and dark, narrow and wide."""

import re
from collections import defaultdict
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from tests.journeys.linked import pages_by_link
from tests.journeys.looking import axe, keep, sticking_out

LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
MOST_OF_A_KIND = 2
A_KIND = {"en": MOST_OF_A_KIND}  # how many pages of one kind are looked at, if more than one
DOES_MOST = "officer"
BEYOND = {"head": DOES_MOST}  # who sees the same pages as another, and some more: only those are looked at again
COLOURS = ["color-contrast", "link-in-text-block"]  # what dark colours can change of what axe finds
SIGHTS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]
# French pages, further pages of a kind, and those on which an officer does more, differ from one that was looked at
# in each way by their words, or by what is left out.
FEWER = [(1280, "light"), (360, "dark")]
# To what is read on demand a form leads; without an engine it is a page that says so.
ON_DEMAND = ["/en/read/es/women-in-science-2021/"]
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(scope="module")
def pages_of(everybody):
    """The addresses, in English, of the pages that a role finds, by kind: looked for once, for all languages."""
    known = {}

    def found(role, of_each=1):
        if role not in known:
            known[role] = follow_links(everybody, role)
            everybody.leave()
        return {kind: addresses[:of_each] for kind, addresses in known[role].items()}

    return found


def follow_links(everybody, role):
    """Every page that somebody comes to from the home page, at most two of a kind."""
    request = everybody.come(role).context.request
    found, waiting, met = defaultdict(list), ["/en/", "/en/desk/"] if role else ["/en/", *ON_DEMAND], set()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if address in met or kind is None or len(found[kind]) >= MOST_OF_A_KIND:
            continue
        met.add(address)
        answer = request.get(address, max_redirects=0)
        is_page = "text/html" in answer.headers["content-type"] and "content-disposition" not in answer.headers
        if answer.status != 200 or not is_page:
            continue
        found[kind].append(address)
        waiting += links_on(answer.text(), address)
    return {kind: addresses for kind, addresses in found.items() if addresses}


def kind_of(address):
    """The name of the route; nothing where the address is not one of ours in English."""
    try:
        name = resolve(address).url_name if address.startswith("/en/") else None
    except Resolver404:
        return None
    return f"{name} {address.count('/')}" if name == "wagtail_serve" else name  # the list of news, and an article


def links_on(text, address):
    return [urlsplit(urljoin(address, unescape(link))).path for link in LINK.findall(text) if "://" not in link]


def taken(complaints):
    """What the browser complained of until now; from here on it begins anew."""
    told = list(complaints)
    complaints.clear()
    return told


def visit(page, complaints, address, name, sights=SIGHTS):
    """Everything that is wrong with one page as it comes, under its own policy, and then as it is looked at."""
    answer = page.goto(address)
    wrong = [] if answer.ok else [f"{address}: {answer.status}"]
    wrong += look(page, address, name, sights)
    return wrong + [f"{address}: {complaint}" for complaint in taken(complaints)]


def look(page, address, name, sights=SIGHTS):
    """Everything that is wrong with the page that is open, in each light and at each width."""
    wrong = []
    for width, scheme in sights:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        here = f"{address} {scheme} {width}"
        rules = COLOURS if scheme == "dark" else None
        wrong += [f"{here}: {fault}" for fault in axe(page, rules)]
        wrong += [f"{here}: {part} sticks out" for part in sticking_out(page)]
        keep(page, f"{name}-{scheme}-{width}")
    return wrong


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ["", "officer", "head", "counterpart"])
def test_every_page_can_be_used_by_everybody(pages_of, visitors, role, language):
    found = pages_of(role or None, A_KIND.get(language, 1))
    assert {"home", "session", "partner"} <= set(found)
    for kind in pages_of(BEYOND[role]) if role in BEYOND else []:
        found.pop(kind, None)
    looked_at = pages_of(DOES_MOST) if role != DOES_MOST else {}
    page = visitors.come(role or None)

    wrong = []
    for kind, addresses in found.items():
        for number, address in enumerate(addresses, start=1):
            name = f"{kind}-{number}-{role or 'visitor'}-{language}"
            here = address.replace("/en/", f"/{language}/", 1)
            is_like_another = language == "fr" or number > 1 or kind in looked_at
            wrong += visit(page, visitors.complaints, here, name, FEWER if is_like_another else SIGHTS)

    assert wrong == [], "\n".join(wrong)


@pytest.fixture(scope="module")
def linked(everybody):
    """The pages that an address in a letter opens: made once, looked at in each language."""
    found = pages_by_link(everybody)
    everybody.leave()
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_that_a_letter_leads_to_can_be_used_by_everybody(linked, visitors, language):
    page = visitors.come()

    wrong = []
    for name, address in linked.items():
        here = address.replace("/en/", f"/{language}/", 1)
        wrong += visit(page, visitors.complaints, here, f"{name}-{language}", FEWER if language == "fr" else SIGHTS)
        assert page.locator("html").get_attribute("lang") == language

    assert wrong == [], "\n".join(wrong)


def test_an_address_that_opens_nothing_can_be_read_by_everybody(visitors):
    page = visitors.come()

    wrong = []
    for language in LANGUAGES:
        for name, address in (("forged", f"/{language}/minutes/forged/"), ("not-here", f"/{language}/nowhere/")):
            page.goto(address)
            wrong += look(page, address, f"{name}-{language}")

    taken(visitors.complaints)  # the browser itself complains of an answer 404
    assert wrong == [], "\n".join(wrong)


def test_a_fault_would_be_found(visitors):
    page = visitors.come()
    page.goto("/en/")
    page.evaluate(
        "() => document.querySelector('main').insertAdjacentHTML('beforeend', '<input style=\"\"><img src=\"/x.svg\">')"
    )
    page.evaluate("() => { document.querySelector('h1').style.width = '3000px' }")

    faults = axe(page)

    assert any(fault.startswith("label:") for fault in faults)
    assert any(fault.startswith("image-alt:") for fault in faults)
    assert sticking_out(page)
    assert any("Content Security Policy" in one for one in taken(visitors.complaints))
