"""What an article is made of besides words: quotes under an official title, galleries, videos without other sites."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.blocks import StructBlockValidationError
from wagtail.documents.models import Document
from wagtail.images.models import Image

from comity.files.reading import read_file
from comity.partners.models import Office
from comity.translation.texts import Text
from comity.website.blocks import ElsewhereBlock, QuoteBlock, VideoBlock
from tests import make
from tests.website.conftest import browser_of, write
from tests.website.test_files_of_the_site import forgotten_here, picture, send  # noqa: F401 - a fixture

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def read(article):
    return Client().get(article.address).content.decode()


# Quotes


def speaker(office, *, is_published=True, **facts):
    person = make.person("Salma Head", by=office.officer)
    title = Text(en="Director-General", fr="Directrice générale", ar="المديرة العامة")
    Office.enter(
        person=person, organisation=office.host, title=title, is_published=is_published, by=office.officer, **facts
    )
    return person


def quote(person, **typed):
    return ("quote", {"words": "We begin.", "person": person and person.pk, "speaker": "", "office": "", **typed})


def test_a_quote_has_the_official_title_of_the_registry_in_the_language_of_the_page(office):
    written = write(office, blocks=[quote(speaker(office, since=date(2026, 1, 1)))])

    assert "<b><bdi>Salma Head</bdi></b>, <bdi>Director-General, Host Organisation</bdi>" in read(written["en"])
    assert "<bdi>المديرة العامة، Host Organisation</bdi>" in read(written["ar"])


@pytest.mark.parametrize(
    "facts",
    [
        {"since": date(2026, 11, 21)},
        {"until": date(2026, 11, 19)},
        {"known_on": date(2024, 1, 1)},
        {"known_on": date(2026, 11, 21)},
    ],
)
def test_a_title_that_was_not_held_on_the_day_is_not_given(office, facts):
    article = write(office, day=date(2026, 11, 20), blocks=[quote(speaker(office, **facts))])["en"]

    assert "Salma Head" in read(article)
    assert "Director-General" not in read(article)


def test_of_somebody_whom_the_public_does_not_know_nothing_is_told(office):
    person = speaker(office, is_published=False)
    article = write(office, blocks=[quote(person)])["en"]

    assert "Salma Head" not in read(article)
    with pytest.raises(StructBlockValidationError):
        QuoteBlock().clean({"words": "x", "person": person.pk, "speaker": "", "office": ""})


def test_a_quote_names_who_said_it(office):
    with pytest.raises(StructBlockValidationError):
        QuoteBlock().clean({"words": "x", "person": None, "speaker": "", "office": ""})
    assert (
        QuoteBlock().clean({"words": "x", "person": None, "speaker": "A guest", "office": ""})["speaker"] == "A guest"
    )


# Tables


def test_a_cell_names_its_column_where_a_row_becomes_a_block(office):
    table = {"caption": "Who came", "columns": ["Who", "From"], "rows": [["Salma", "Rabat"], ["Nobody else"]]}

    page = read(write(office, blocks=[("table", table)])["en"])

    assert re.findall(r'<td data-label="(\w+)"><bdi>([^<]+)', page) == [
        ("Who", "Salma"),
        ("From", "Rabat"),
        ("Who", "Nobody else"),
    ]


# Pictures side by side


def test_a_gallery_shows_each_picture_with_its_words_and_credit(office):
    send(office, picture())
    one = {"picture": Image.objects.get(), "alternative": "A field", "caption": "", "credit": "Nobody"}
    pictures = [one, one | {"alternative": "The same field"}]

    page = read(write(office, blocks=[("gallery", {"name": "Fields", "pictures": pictures})])["en"])

    assert re.findall(r'alt="([^"]+)"', page) == ["A field", "The same field"]
    assert 'class="gallery" aria-label="Fields"' in page


# Videos


def box(kind, content=b""):
    return (8 + len(content)).to_bytes(4, "big") + kind + content


MP4 = box(b"ftyp", b"isom\0\0\0\0") + box(b"moov", b"x" * 20) + box(b"mdat", b"0123456789")
WEBM = b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm" + b"\x18\x53\x80\x67\x84data"
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\nWords\n"


def kept(office, name, content):
    file = SimpleUploadedFile(name, content, "application/octet-stream")
    return browser_of(office.officer).post("/newsroom/documents/add/", {"title": name, "file": file, "tags": ""})


@pytest.mark.parametrize(
    ("name", "content"), [("film.mp4", MP4), ("film.webm", WEBM), ("words.vtt", CAPTIONS), ("notes.txt", CAPTIONS)]
)
def test_a_video_and_its_captions_are_taken(office, name, content):
    kept(office, name, content)

    assert Document.objects.get().filename == name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("film.mp4", MP4[:-4]),
        ("film.mp4", box(b"ftyp", b"isom") + box(b"mdat")),
        ("film.webm", MP4),
        ("film.webm", WEBM.replace(b"webm", b"mkv_")),
        ("film.mp4", b"<html><script>x</script>"),
        ("words.vtt", b"no captions"),
    ],
    ids=["cut", "without an index", "another kind", "not webm", "a page", "words only"],
)
def test_what_is_no_honest_video_is_refused(office, name, content):
    answer = kept(office, name, content)

    assert answer.context["form"].errors["file"]
    assert not Document.objects.exists()


def test_a_video_is_no_evidence(office):
    with pytest.raises(ValidationError):
        read_file(SimpleUploadedFile("film.mp4", MP4), largest=1000)


@pytest.fixture
def video(office):
    send(office, picture())
    for name, content in (("film.mp4", MP4), ("words.vtt", CAPTIONS)):
        kept(office, name, content)
    film, captions = Document.objects.order_by("pk")
    return {"name": "A talk", "film": film, "captions": captions, "poster": Image.objects.get(), "credit": "Nobody"}


def test_a_video_is_played_from_here_with_captions_in_the_language_of_the_page(office, video):
    written = write(office, blocks=[("video", video)])

    page = read(written["ar"])

    assert f'<source src="{video["film"].url}" type="video/mp4">' in page
    assert f'<track kind="captions" src="{video["captions"].url}" srclang="ar" label="العربية" default>' in page
    assert "<iframe" not in page


def test_a_part_of_a_video_is_sent_where_a_part_is_asked_for(office, video):
    write(office, blocks=[("video", video)])
    browser = Client()

    part = browser.get(video["film"].url, headers={"Range": f"bytes={len(MP4) - 4}-"})
    none = browser.get(video["film"].url, headers={"Range": "bytes=9999-"})

    assert (part.status_code, part.content) == (206, b"6789")
    assert part["Content-Range"] == f"bytes {len(MP4) - 4}-{len(MP4) - 1}/{len(MP4)}"
    assert none.status_code == 416


def test_a_film_is_no_captions(office, video):
    with pytest.raises(StructBlockValidationError):
        VideoBlock().clean(video | {"captions": video["film"]})
    with pytest.raises(StructBlockValidationError):
        VideoBlock().clean(video | {"film": video["captions"]})


def test_a_video_elsewhere_is_a_link_that_says_where_it_leads(office):
    send(office, picture())
    told = {
        "name": "A talk",
        "address": "https://www.example.org/v/1",
        "picture": Image.objects.get(),
        "credit": "Nobody",
    }

    page = read(write(office, blocks=[("elsewhere", told)])["en"])

    assert 'href="https://www.example.org/v/1" rel="noreferrer external"' in page
    assert "Watch “<bdi>A talk</bdi>” on <bdi>example.org</bdi>" in page
    assert not re.search(r'(?:src|data)="https?://', page)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://example.org/", "data:text/html,x"])
def test_a_video_elsewhere_has_an_honest_address(office, address):
    send(office, picture())
    with pytest.raises(StructBlockValidationError):
        ElsewhereBlock().clean({"name": "x", "address": address, "picture": Image.objects.get(), "credit": "x"})
