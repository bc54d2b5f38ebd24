"""What is shown of an article where somebody shares its address."""

import io
import re

import pytest
from django.test import Client
from PIL import Image

from comity.translation.texts import Text
from comity.website import cards, lettering
from tests.website.conftest import write


def shared(page):
    return re.findall(r'<meta property="([^"]+)" content="([^"]*)">', page)


def test_an_article_tells_its_title_language_and_picture(office):
    article = write(office)["fr"]

    told = shared(Client().get(article.address).content.decode())

    assert ("og:title", "Actualité de piece") in told
    assert ("og:locale", "fr_FR") in told
    assert [content for name, content in told if name == "og:locale:alternate"] == ["en_GB", "ar_AR"]
    assert dict(told)["og:image"].endswith("/fr/news/piece/card.png")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_picture_is_drawn_in_every_language(office, language):
    article = write(office)[language]

    answer = Client().get(f"{article.address}card.png")

    assert answer["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == cards.SIZE


def test_a_title_in_arabic_begins_at_the_right_with_latin_letters_in_their_own_order():
    pieces = lettering.pieces("معهد LIKAT 2021، أولا", "rtl", 600, 48)

    assert [(one.words, one.runs) for one in pieces] == [
        ("معهد ", "rtl"),
        ("LIKAT 2021", "ltr"),
        ("، أولا", "rtl"),
    ]


def test_letters_of_arabic_are_joined():
    joined, apart = (lettering.pieces(words, "rtl", 600, 48) for words in ("معهد", "م ع ه د"))

    assert joined[0].width() < apart[0].width()


def test_a_title_too_long_for_the_picture_ends_in_dots():
    lines, size = cards._fitted("Cooperation " * 60, "ltr")

    assert (len(lines), size) == (cards.LINES, 48)
    assert lines[-1].endswith("…")


def test_of_a_draft_no_picture_is_drawn(office):
    draft = write(office, is_published=False, title=Text(en="Secret title"))["en"]

    assert Client().get(f"{draft.address}card.png").status_code == 404


def test_without_joined_letters_nothing_is_drawn_and_no_picture_is_named(office, monkeypatch):
    monkeypatch.setattr(lettering.features, "check", lambda name: False)
    article = write(office)["ar"]

    assert "og:image" not in dict(shared(Client().get(article.address).content.decode()))
    assert Client().get(f"{article.address}card.png").status_code == 404
