"""A visitor who reads on demand, and an engine on this machine that counts how often it is asked."""

import re
from html.parser import HTMLParser

from django.test import Client

from comity.translating.rendering import translate_waiting

SEAL = re.compile(r'name="seal" value="([^"]+)"')


def address(language="es", slug="piece", ui="en"):
    return f"/{ui}/read/{language}/{slug}/"


def look(at=None, browser=None):
    return (browser or Client()).get(at or address())


def seal_in(answer):
    return SEAL.search(answer.content.decode())[1]


def press(at=None, *, seal=None, browser=None):
    """What the button of the page sends."""
    at = at or address()
    return (browser or Client()).post(at, {"seal": seal or seal_in(look(at))})


def read(at=None):
    """The page, once it was asked for and the worker came by."""
    press(at)
    translate_waiting(limit=9)
    return look(at).content.decode()


def part_called(name, page):
    """What stands within the element of this name."""
    found = Part(name)
    found.feed(page)
    return found.told


class Part(HTMLParser):
    def __init__(self, name):
        super().__init__()
        self.name, self.depth, self.told = name, 0, ""

    def handle_starttag(self, tag, attrs):
        if tag in ("img", "input", "br", "source"):
            self.told += self.get_starttag_text() if self.depth else ""
        elif self.depth or dict(attrs).get("id") == self.name:
            self.depth += 1
            self.told += self.get_starttag_text()

    def handle_endtag(self, tag):
        self.depth -= self.depth > 0
