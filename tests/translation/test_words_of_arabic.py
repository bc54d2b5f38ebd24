"""Sizes, spans of time, lists and the word for a promise, as Arabic writes them; English and French beside it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import timezone
from django.utils.translation import override

from comity.partners.choosing import label_of_person
from comity.partners.models import Office
from comity.translation.templatetags.said import ago, listed, size_in_words
from comity.translation.texts import Text
from tests import make
from tests.conftest import ROOT

CATALOGUE = Path(ROOT) / "comity/locale/ar/LC_MESSAGES/django.po"
# A promise is a commitment, التزام (docs/words.md); this is the other noun in its forms that no verb has.
OTHER_NOUN = re.compile(r"\bتعهد(ات|ان|ين|ا)\b|^تعهد\b")


def size(count):
    """The number and its unit are held together by a space at which no line breaks."""
    return size_in_words(count).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "one", "two", "few", "many", "hundred"),
    [
        ("en", "1 byte", "2 bytes", "3 bytes", "11 bytes", "303 bytes"),
        ("fr", "1 octet", "2 octets", "3 octets", "11 octets", "303 octets"),
        ("ar", "بايت واحد", "بايتان", "3 بايتات", "11 بايتا", "303 بايتات"),
    ],
)
def test_bytes_are_counted_as_each_language_counts(language, one, two, few, many, hundred):
    with override(language):
        assert [size(n) for n in (1, 2, 3, 11, 303)] == [one, two, few, many, hundred]


@pytest.mark.parametrize(
    ("language", "thousands", "millions"),
    [("en", "1.5 kB", "10 MB"), ("fr", "1,5 ko", "10 Mo"), ("ar", "1.5 كيلوبايت", "10 ميغابايت")],
)
def test_larger_sizes_are_rounded(language, thousands, millions):
    with override(language):
        assert (size(1536), size(10 * 1024 * 1024)) == (thousands, millions)


def test_seconds_that_have_passed_end_as_they_should():
    with override("ar"):
        assert ago(timezone.now() - timedelta(seconds=5)) in {"قبل 5 ثوانٍ", "قبل 6 ثوانٍ"}


@pytest.mark.parametrize(("language", "told"), [("en", "a, b and c"), ("fr", "a, b et c"), ("ar", "a وb وc")])
def test_several_things_are_listed_as_in_a_sentence(language, told):
    with override(language):
        assert listed(["a", "b", "c"]) == told


@pytest.mark.parametrize(("language", "told"), [("en", "Vera · Director, PA"), ("ar", "Vera · المدير، PA")])
def test_a_person_is_offered_with_the_office_behind_the_readers_comma(office, language, told):
    person = make.person("Vera", by=office.officer)
    title = Text(en="Director", ar="المدير")
    Office.enter(person=person, organisation=office.partner, title=title, by=office.officer)

    with override(language):
        assert label_of_person(person) == told


def test_a_promise_has_one_name():
    with CATALOGUE.open("rb") as file:
        said = [one.string for one in read_po(file) if one.id]

    words = [words for one in said for words in ([one] if isinstance(one, str) else one)]
    assert [one for one in words if OTHER_NOUN.search(one)] == []
    assert OTHER_NOUN.search("3 تعهدات مفتوحة")


# Whoever reads the public site is one person: "you" of several is for the sides of an agreement.
OF_READERS = ("comity/opinion/", "comity/website/", "comity/newsletter/")
NOT_YOU = {"حكم", "وكم", "بكم"}
TO_SEVERAL = re.compile(
    r"[\w\u064b-\u0652]+كم\b|\bاستعيدوها|\bتودون\b|\bتعلمون\b"
    r"|\b(?:قل|وجد|جئ|كن|شئ|أجب|اختر|قرأ|حدد)تم(?:وه|وها)?\b"
    r"|\b[وف]?(?:اختاروا|أرسلوا|ترسلوا|اقرأوا|قولوا|اكتبوا|أجيبوا|افتحوا|انظروا)"
)


def test_a_reader_of_the_public_site_is_addressed_as_one_person():
    with CATALOGUE.open("rb") as file:
        told = [one for one in read_po(file) if one.id and any(f.startswith(OF_READERS) for f, _line in one.locations)]

    words = [words for one in told for words in ([one.string] if isinstance(one.string, str) else one.string)]
    assert len(words) > 400
    assert [one for one in words if set(TO_SEVERAL.findall(one)) - NOT_YOU] == []
    assert TO_SEVERAL.search("رأيكم") and TO_SEVERAL.search("نعم، أرسلوا إليّ الأخبار")
