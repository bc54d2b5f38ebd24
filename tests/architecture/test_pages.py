"""One style sheet for both directions, no style or script inside a page, no text marked safe."""

import re

import pytest

from tests.architecture.reading import PACKAGE, place, sources
from tests.conftest import ROOT

STYLES = [path for path in sorted(PACKAGE.rglob("*.css")) if "vendor" not in path.parts]
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
# Directions that mean the page, not the reader: each has a twin that means start or end.
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b"
    r"|(?:left|right)\s*:|(?:float|clear|text-align|caption-side)\s*:\s*(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius)"
)
INSIDE = re.compile(
    r"""<style\b|<script(?![^>]*\b(?:src=|type="application/(?:ld\+)?json"))|\son[a-z]+\s*=|\sstyle\s*=|javascript:"""
)
UNSAFE = re.compile(r"\|\s*safe\b|mark_safe|autoescape off|safeseq")
COMMENT = re.compile(r"/\*.*?\*/|\{[%#].*?[%#]\}", re.S)  # and what Django's tags say
PART = re.compile(r"""\{% (?:include|extends) "([^"]+)\"""")
IN_PLACE = re.compile(r"\{% if request\.htmx %\}.*?\{% endif %\}", re.S)  # swapped into a page that has the target
TARGET = re.compile(r"""hx-target="(?:#|closest \[)([^"\]]+)""")
FIRST_LINE = re.compile(r"\{#.*#\}|\{% comment")


def found(pattern, path):
    text = COMMENT.sub("", path.read_text())
    return [f"{place(path)}: {one.group()}" for one in pattern.finditer(text)]


def test_styles_know_start_and_end_but_neither_left_nor_right():
    assert [one for path in STYLES for one in found(PHYSICAL, path)] == []
    assert STYLES


def test_pages_name_their_language_as_the_page_knows_it():
    """Django has other names for it, which stand for nothing here."""
    assert [one for path in TEMPLATES for one in found(re.compile(r"LANGUAGE_(?:CODE|BIDI)"), path)] == []
    assert re.search(r"LANGUAGE_(?:CODE|BIDI)", "dir=\"{{ LANGUAGE_BIDI|yesno:'rtl,ltr' }}\"")


def test_a_sentence_said_to_somebody_runs_on_as_one_text_whoever_is_named_in_it():
    """Its names stand in elements of their own, which a flex or grid box would set apart from the rest."""
    said = re.compile(r"^\.word(?:-\w+)? \{[^}]*\bdisplay:\s*(?:inline-)?(?:flex|grid)", re.M)

    assert [one for path in STYLES for one in found(said, path)] == []
    assert said.search(".word { display: flex; }") and any("\n.word {" in path.read_text() for path in STYLES)


@pytest.mark.parametrize("line", ["margin-left: 1px", "left: 0", "text-align: right", "float:left", "inset-right: 0"])
def test_a_physical_direction_would_be_found(line):
    assert PHYSICAL.search("a { " + line + " }")


@pytest.mark.parametrize("line", ["margin-inline-start: 1px", "text-align: start", "inset-inline-end: 0", "--left: 1"])
def test_a_logical_direction_is_let_through(line):
    assert not PHYSICAL.search("a { " + line + " }")


def test_no_page_carries_style_or_script_inside():
    assert [one for path in TEMPLATES for one in found(INSIDE, path)] == []


@pytest.mark.parametrize("words", ['<p style="x">', "<script>x</script>", '<a onclick="x">', "<style>"])
def test_style_or_script_inside_would_be_found(words):
    assert INSIDE.search(words)


# What a browser checks itself is refused in its own language, which may not be the reader's.
FORM = re.compile(r"<form\b(?:\{%[^%]*%\}|\{\{[^}]*\}\}|[^>{])*>")


def checked_by_browser(text):
    posted = [one for one in FORM.findall(text) if 'method="post"' in one.lower()]
    return [one for one in posted if not re.search(r"\bnovalidate\b", one)]


def test_what_is_wrong_in_a_form_is_said_by_us_in_the_language_of_the_page():
    assert [place(path) for path in TEMPLATES if checked_by_browser(path.read_text())] == []
    assert sum(len(FORM.findall(path.read_text())) for path in TEMPLATES) > 100


@pytest.mark.parametrize(
    "more", ["", ' class="x"\n id="y"', " action=\"{% url 'a' 1 %}\"", ' {% if a > 1 %}id="b"{% endif %}']
)
def test_a_form_that_the_browser_would_check_would_be_found(more):
    assert checked_by_browser(f'<form method="post"{more}>')
    assert not checked_by_browser(f'<form method="post"{more} novalidate>')


def test_nothing_typed_is_ever_called_safe():
    assert [one for path in [*TEMPLATES, *sources()] for one in found(UNSAFE, path)] == []


def whole(text, within=()):
    """A page with the parts and the frame that it names, as it is when opened by its address."""

    def put_in(one):
        name = one.group(1)
        return "" if name in within else whole(source_of(name), (*within, name))  # a part may hold itself

    return PART.sub(put_in, IN_PLACE.sub("", text))


def source_of(name):
    return next((path.read_text() for path in TEMPLATES if path.as_posix().endswith(f"/templates/{name}")), "")


def without_target(text):
    page = whole(text)
    return [one for one in TARGET.findall(page) if f'id="{one}"' not in page and f" {one}" not in page]


def test_whatever_a_page_swaps_is_on_that_page():
    pages = [path for path in TEMPLATES if "{% extends" in path.read_text()]

    assert [(place(path), one) for path in pages for one in without_target(path.read_text())] == []
    assert any(TARGET.search(whole(path.read_text())) for path in pages)


def test_a_page_that_swaps_what_it_does_not_have_would_be_found():
    form = '<form hx-post="." hx-target="#decisions-{{ item.pk }}">'

    assert without_target(form) == ["decisions-{{ item.pk }}"]
    assert without_target('{% extends "ui/base.html" %}' + form) == ["decisions-{{ item.pk }}"]
    assert without_target(f'<div id="decisions-{{{{ item.pk }}}}">{form}</div>') == []


def test_every_template_says_first_what_it_takes():
    silent = [place(path) for path in TEMPLATES if not FIRST_LINE.match(path.read_text())]

    assert silent == []


def test_no_file_of_ours_names_a_package_registry():
    locks = [*ROOT.glob("requirements*.lock"), ROOT / "pyproject.toml", ROOT / "Makefile"]

    assert [path.name for path in locks if re.search(r"https?://|--index-url|--find-links", path.read_text())] == []
