"""Pictures and documents: parsed before they are kept, served where a published article shows them."""

import gc
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Drawing
from wagtail.documents.models import Document
from wagtail.images.models import Image

from tests.website.conftest import browser_of, write

# Wagtail leaves the temporary file of a drawing to be closed when it is forgotten.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def forgotten_here():
    """What is left open is forgotten before the next test begins."""
    yield
    gc.collect()


def status(browser, address):
    """What somebody is answered; what they are sent is read."""
    answer = browser.get(address)
    if answer.streaming:
        list(answer.streaming_content)
    return answer.status_code


def picture(name="p.jpg", kind="JPEG", size=(40, 30), **more):
    file = io.BytesIO()
    Drawing.new("RGB", size, "teal").save(file, kind, **more)
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def with_position():
    marks = Drawing.Exif()
    marks.get_ifd(0x8825)[1] = "N"
    marks[0x010E] = "taken at home"
    return picture(exif=marks.tobytes())


def send(office, file):
    return browser_of(office.officer).post("/newsroom/images/add/", {"title": "Picture", "file": file, "tags": ""})


def test_a_picture_is_kept_without_where_it_was_taken(office):
    sent = with_position()
    assert b"taken at home" in sent.read()
    sent.seek(0)

    send(office, sent)

    kept = Image.objects.get()
    with kept.file.open() as file:
        assert b"taken at home" not in file.read()
    assert (kept.width, kept.height) == (40, 30)
    assert kept.uploaded_by_user == office.officer


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile(
            "x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>', "image/svg+xml"
        ),
        SimpleUploadedFile("x.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/png"),
        SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\nbroken", "image/png"),
        picture("lying.png"),
        picture("x.gif", "GIF"),
    ],
    ids=["svg", "svg called png", "broken", "lying", "gif"],
)
def test_what_is_no_honest_picture_is_refused(office, file):
    answer = send(office, file)

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not Image.objects.exists()


def test_who_sends_something_else_is_told_which_files_are_taken_there_and_once(office):
    def page():
        return SimpleUploadedFile("x.pdf", b"<html><script>x</script>", "application/pdf")

    def told(room):
        sent = {"title": "Paper", "file": page(), "tags": ""}
        return browser_of(office.officer).post(f"/newsroom/{room}/add/", sent).context["form"].errors["file"]

    assert told("images") == ["This looks like “.html”. Taken are: png, jpg, jpeg."]
    documents = "pdf, docx, xlsx, pptx, odt, ods, odp, csv, txt, mp4, m4v, webm, vtt"
    assert told("documents") == [f"This looks like “.html”. Taken are: {documents}."]


def test_a_document_is_no_picture_and_a_picture_no_document(office):
    paper = SimpleUploadedFile("x.txt", b"Plain words.", "text/plain")
    sent = {"title": "Picture", "file": picture(), "tags": ""}

    assert send(office, paper).context["form"].errors["file"]
    assert browser_of(office.officer).post("/newsroom/documents/add/", sent).context["form"].errors["file"]


def test_a_picture_of_too_many_points_is_refused(office):
    bomb = io.BytesIO()
    Drawing.new("1", (12_000, 12_000)).save(bomb, "PNG")

    answer = send(office, SimpleUploadedFile("bomb.png", bomb.getvalue(), "image/png"))

    assert answer.context["form"].errors["file"]
    assert not Image.objects.exists()


def block_of(image):
    return ("picture", {"picture": image, "alternative": "A teal field", "caption": "", "credit": "Nobody"})


def test_a_picture_is_drawn_as_webp_and_seen_where_its_article_is_published(office):
    send(office, with_position())
    article = write(office, is_published=False, blocks=[block_of(Image.objects.get())])["en"]
    drawn = Image.objects.get().get_rendition("max-1200x1200|format-webp")

    assert status(Client(), drawn.url) == 404
    assert status(browser_of(office.officer), drawn.url) == 200
    article.get_latest_revision().publish()
    seen = Client().get(drawn.url)
    assert seen.status_code == 200
    assert seen["Content-Type"] == "image/webp"
    assert b"".join(seen.streaming_content)[8:12] == b"WEBP"
    assert drawn.url.startswith("/pictures/")
    page = Client().get(article.address).content.decode()
    assert f'src="{drawn.url}"' in page
    assert 'alt="A teal field"' in page


def test_a_picture_is_offered_as_avif_to_those_who_read_it(office):
    send(office, picture())
    article = write(office, blocks=[block_of(Image.objects.get())])["en"]

    page = Client().get(article.address).content.decode()

    (sources,) = re.findall(r'<source [^>]*srcset="([^"]+)" type="image/avif">', page)
    address, *_width = sources.split()
    seen = Client().get(address)
    assert seen["Content-Type"] == "image/avif"
    assert b"".join(seen.streaming_content)[4:12] == b"ftypavif"


def test_a_narrow_screen_is_offered_a_smaller_picture(office):
    send(office, picture(size=(1600, 800)))
    article = write(office, blocks=[block_of(Image.objects.get())])["en"]

    page = Client().get(article.address).content.decode()

    offered = [re.findall(r" (\d+)w", sources) for sources in re.findall(r'srcset="([^"]+)"', page)]
    assert offered == [["1200", "600"]] * 2  # as AVIF, and as WebP
    assert page.count('sizes="(min-width: 45rem) 42rem, 100vw"') == 2


@pytest.mark.parametrize("name", ["../comity.sqlite3", "original_images/p.jpg", "evidence/x", "x"])
def test_no_other_file_is_served_by_its_name(office, name):
    send(office, picture())

    assert Client().get(f"/pictures/{name}").status_code == 404


def test_a_document_is_looked_into_before_it_is_kept(office):
    page = SimpleUploadedFile("x.pdf", b"<html><script>x</script>", "application/pdf")

    answer = browser_of(office.officer).post("/newsroom/documents/add/", {"title": "Paper", "file": page, "tags": ""})

    assert answer.context["form"].errors["file"]
    assert not Document.objects.exists()


def test_a_document_is_read_where_its_article_is_published(office):
    sent = SimpleUploadedFile("x.txt", b"Plain words.", "text/plain")
    browser_of(office.officer).post("/newsroom/documents/add/", {"title": "Paper", "file": sent, "tags": ""})
    paper = Document.objects.get()
    block = ("document", {"document": paper, "name": "The paper"})
    article = write(office, is_published=False, blocks=[block])["en"]

    assert Client().get(paper.url).status_code == 404
    article.get_latest_revision().publish()
    assert b"".join(Client().get(paper.url).streaming_content) == b"Plain words."
    assert "The paper" in Client().get(article.address).content.decode()
