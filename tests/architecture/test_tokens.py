"""Every form that a page sends carries the token by which it is known as ours."""

import re

from tests.conftest import ROOT

INCLUDED = re.compile(r'{%\s*include\s+"([^"]+)"([^%]*)%}')
POSTED = re.compile(r'<form[^>]*method="post"[^>]*>(?!\s*{% csrf_token %})')


# What visitors send carries a seal in the place of the token, which would need a cookie (decisions 21 and 27).
SEALED = {"opinion/again.html", "opinion/parts/ask.html", "opinion/thanks.html", "opinion/work.html"}
# And so does what they ask to be translated, and how they would word it (decision 26).
SEALED |= {"website/parts/not_read_yet.html", "website/parts/rest.html", "website/wording.html"}
# What is verified changes nothing and is kept nowhere (decision 32).
SEALED |= {"agreements/verify.html"}
SEALED |= {f"newsletter/{name}.html" for name in ("newsletter", "confirmation", "leaving")}


def templates():
    found = (ROOT / "comity").glob("*/templates/**/*.html")
    return {str(one).split("/templates/")[1]: one.read_text() for one in found}


def without_token(pages):
    """The includes that shut out the token from a part, or a part of that part, which has a form to send."""
    senders = {name for name, text in pages.items() if "{% csrf_token %}" in text}
    while (
        found := {name for name, text in pages.items() if senders & {one for one, _ in INCLUDED.findall(text)}}
        - senders
    ):
        senders |= found
    return [
        (name, part)
        for name, text in pages.items()
        for part, given in INCLUDED.findall(text)
        if part in senders and given.split()[-1:] == ["only"] and "csrf_token=csrf_token" not in given
    ]


def test_every_form_that_is_sent_has_its_token():
    # What tells of trouble gives back every field of the form that was sent, its tokens among them.
    without = {name for name, text in templates().items() if POSTED.search(text)}

    assert without == {"safekeeping/trouble.html", *SEALED}


def test_no_part_with_a_form_is_shut_out_from_the_token():
    assert without_token(templates()) == []


def test_a_part_that_is_shut_out_would_be_found():
    pages = {
        "page.html": '{% include "part.html" with one=one only %}',
        "part.html": '{% include "form.html" %}',
        "form.html": '<form method="post">{% csrf_token %}</form>',
        "fine.html": '{% include "part.html" with one=one csrf_token=csrf_token only %}',
    }

    assert without_token(pages) == [("page.html", "part.html")]
    assert POSTED.search('<form method="post" action="/"><button>')
