"""A hostile file harms neither the server nor whoever opens it; a genuine one is taken."""

import os
import resource
import socket
import subprocess
import sys
import threading
from io import BytesIO
from itertools import cycle, islice

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from comity.commitments.models import Evidence
from comity.files import reading
from comity.files.findings import Hostile
from comity.files.kinds import kind_called
from comity.files.looking import kind_of
from comity.files.reading import look, read_file
from comity.partners.tables import NotATable, read_table
from tests.commitments.conftest import browser_of, file
from tests.corpora.files import EICAR, HOSTILE, LAUGHS, TAKEN, archive, pdf, placed, vast, workbook

LARGEST = 10 * 1024 * 1024
MEGABYTE = 1024 * 1024
HEADS = {b"%PDF-": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"PK\x03\x04": "docx"}


def sent(what, made):
    return file(what[1], made())


def is_taken(what, made):
    try:
        read_file(sent(what, made), largest=LARGEST)
    except ValidationError as refusal:
        assert refusal.messages[0].endswith("."), "a refusal is a sentence"
        return False
    return True


def is_believed(what, made):
    """What a server would take that believes the name of a file and the first bytes of it."""
    content = made()
    extension = next((kind for head, kind in HEADS.items() if content.startswith(head)), "txt")
    kind = kind_called("xlsx" if extension == "docx" and what[1].endswith("xlsx") else extension, what[1])
    return bool(content) and kind is not None and (kind.fits(what[1]) or extension == "docx")


@pytest.mark.promise
def test_p10_no_hostile_file_is_taken(promised):
    trial = promised("P10", "no hostile file is taken", small=12, full=len(HOSTILE) * 5)
    names = list(HOSTILE)
    start = os.getpid() % len(names) if trial.size < len(names) else 0

    for what in islice(cycle(names), start, start + trial.size):
        trial.count(not is_taken(what, HOSTILE[what]), what=what)

    trial.tell(kinds=len(names), peak_mb_of_children=peak_of_children())
    trial.failed_without(sum(is_believed(what, made) for what, made in HOSTILE.items()))


def peak_of_children():
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def verdict_in_here(content):
    """What the looking process says, asked in this process: quick, and without its confinement."""
    try:
        return kind_of(BytesIO(content))[0]["kind"]
    except Hostile as verdict:
        return verdict
    except Exception as trouble:  # what the looking process calls damaged
        return trouble


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("what", [one for one in HOSTILE if one[0] not in ("a bomb", "a vast picture")], ids=str)
def test_every_hostile_file_has_a_verdict_of_its_own(what):
    content = HOSTILE[what]()
    found = verdict_in_here(content) if content else ""

    taken = kind_called(found, what[1]) if isinstance(found, str) else None
    assert taken is None or not taken.fits(what[1].replace("\u202e", ""))


@pytest.mark.promise
def test_p10_a_genuine_file_is_taken(promised):
    trial = promised("P10", "a genuine file is taken", small=8, full=len(TAKEN) * 5)
    names = list(TAKEN)
    start = os.getpid() % len(names) if trial.size < len(names) else 0

    for what in islice(cycle(names), start, start + trial.size):
        trial.count(is_taken(what, TAKEN[what]), what=what)

    trial.failed_without(sum(not is_taken(what, lambda made=TAKEN[what]: made()[:-30]) for what in names[:3]))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("what", TAKEN, ids=str)
def test_every_genuine_file_is_what_it_is(what):
    found = verdict_in_here(TAKEN[what]())

    assert kind_called(found, what[1]).fits(what[1])


# The process that looks


@pytest.mark.promise
def test_p10_the_server_stays_small_whatever_it_is_sent(promised):
    """Bombs and vast pictures; the memory of the server's own process, and how much a child may use."""
    trial = promised("P10", "the server stays small whatever it is sent", small=3, full=60)
    bombs = [
        ("a.docx", archive({"[Content_Types].xml": LAUGHS + "]><d>&i;</d>"})),
        ("a.png", vast()),
        ("a.docx", archive({"word/media/x": "0" * 150_000_000})),
    ]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    for name, content in islice(cycle(bombs), trial.size):
        with pytest.raises(ValidationError):
            read_file(file(name, content), largest=LARGEST)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        trial.count(grown < 64, what=(name, grown))

    trial.tell(server_grew_mb=round(grown), peak_mb_of_children=peak_of_children())
    trial.failed_without(int(grows_by_itself(bombs[2][1]) > 64))


def grows_by_itself(content):
    """By how many megabytes a process grows that unpacks a bomb itself."""
    unpacks = (
        "import io,re,sys,zipfile;"
        "peak=lambda: int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]);"
        "sent=io.BytesIO(sys.stdin.buffer.read()); before=peak();"
        "kept=zipfile.ZipFile(sent).read('word/media/x');"
        "print((peak()-before)//1024)"
    )
    return int(subprocess.run([sys.executable, "-c", unpacks], input=content, capture_output=True, check=True).stdout)


def confined(program):
    """What a program prints that runs with the limits of the looking process."""
    begins = "import sys; sys.path.insert(0, sys.argv[1]); from comity.files.confinement import confine; confine();"
    root = os.getcwd()
    return subprocess.run(
        [sys.executable, "-c", begins + program, root], capture_output=True, text=True, check=False, timeout=60
    )


def test_the_looking_process_gets_no_more_memory_than_its_share():
    assert "MemoryError" in confined("bytearray(1_000_000_000)").stderr


def test_the_looking_process_reaches_nobody():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        tried = f"import socket; print('reached', socket.create_connection(('127.0.0.1', {port}), 2))"
        told, _kept = look(BytesIO(pdf()))

        if not told["alone"]:
            pytest.skip("this system lets no ordinary process leave the network")
        assert "reached" not in confined(tried).stdout


def test_the_looking_process_sees_nothing_of_ours(monkeypatch):
    monkeypatch.setenv("COMITY_SECRET_KEY", "s3cret")
    tells = [sys.executable, "-c", "import os, json; print(json.dumps({'environment': dict(os.environ)}))"]
    monkeypatch.setattr(reading, "LOOK", tells)

    told, _kept = look(BytesIO(b"x"))

    assert "COMITY_SECRET_KEY" not in told["environment"]
    assert set(told["environment"]) <= {"PATH", "LANG", "LC_CTYPE"}


@pytest.mark.parametrize(
    "dies", ["import os; os.kill(os.getpid(), 11)", "import os; os._exit(3)", "print('no answer at all')"]
)
def test_a_process_that_dies_refuses_the_file(monkeypatch, dies):
    monkeypatch.setattr(reading, "LOOK", [sys.executable, "-c", dies])

    with pytest.raises(ValidationError, match="more time or memory"):
        read_file(file(), largest=LARGEST)


def test_a_process_that_takes_too_long_refuses_the_file(monkeypatch):
    monkeypatch.setattr(reading, "LOOK", [sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr(reading, "SECONDS", 0.5)

    with pytest.raises(ValidationError, match="more time or memory"):
        read_file(file(), largest=LARGEST)


# What is kept


def test_a_picture_is_kept_without_the_place_where_it_was_taken():
    sent_picture = placed()
    kept = read_file(file("a.jpg", sent_picture), largest=LARGEST).file.read()

    assert b"GEHEIM" in sent_picture
    assert b"GEHEIM" not in kept
    with Image.open(BytesIO(kept)) as picture:
        assert (dict(picture.getexif()), picture.size) == ({}, (20, 10))


def test_whatever_is_no_picture_is_kept_byte_for_byte():
    content = pdf()

    assert read_file(file("a.pdf", content), largest=LARGEST).file.read() == content


def test_a_file_typed_on_the_page_is_kept_under_no_name_of_the_sender(office, tmp_path):
    promise = office.commitment()
    officer = browser_of(office.officer)

    answer = officer.act(promise, "claims", words="Done.", file=file("../../etc/CON.pdf"))

    kept = Evidence.objects.files().get()
    assert answer.status_code == 302
    assert kept.file_name == "_CON.pdf"
    assert kept.file.name.startswith("evidence/") and "CON" not in kept.file.name
    page = officer.get(promise.get_absolute_url()).content.decode()
    assert kept.sha256[:16] in page
    handed = officer.open("evidence", kept.pk)
    assert handed["Content-Disposition"] == 'attachment; filename="_CON.pdf"'
    assert handed["Cross-Origin-Resource-Policy"] == "same-origin"
    assert handed["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert handed["Cache-Control"] == "private, no-store"
    assert b"".join(handed.streaming_content)  # which closes it, and not the connection of the test


# Tables that are brought


@pytest.mark.parametrize(
    "content",
    [
        workbook("=cmd|'/C calc'!A0"),
        archive({"xl/workbook.xml": LAUGHS + "]><d>&i;</d>", "[Content_Types].xml": "<x/>"}),
        archive({"xl/worksheets/sheet1.xml": "0" * 30_000_000}),
    ],
    ids=["a formula", "entities", "a bomb"],
)
def test_a_hostile_table_is_refused_in_words(content):
    with pytest.raises(NotATable) as refusal:
        read_table(BytesIO(content), "a.xlsx")

    assert str(refusal.value).endswith(".")


# A virus scanner


class Scanner:
    """Answers as clamd does: finds EICAR, or says what it is told to say."""

    def __init__(self, answer=None):
        self.server, self.answer, self.read = socket.create_server(("127.0.0.1", 0)), answer, b""
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        return f"127.0.0.1:{self.server.getsockname()[1]}"

    def __exit__(self, *trouble):
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.thread.join(5)

    def serve(self):
        try:
            asking, _where = self.server.accept()
        except OSError:  # nobody asked
            return
        with asking:
            while not self.read.endswith(b"\0\0\0\0"):
                self.read += asking.recv(65536)
            found = b"stream: Eicar-Signature FOUND\n" if EICAR in self.read else b"stream: OK\n"
            asking.sendall(self.answer or found)


def test_what_the_scanner_finds_is_refused(settings):
    with Scanner() as settings.CLAMD, pytest.raises(ValidationError, match="scanner found something"):
        read_file(file("a.pdf", pdf() + EICAR), largest=LARGEST)


def test_what_the_scanner_lets_through_is_looked_at_as_ever(settings):
    with Scanner() as settings.CLAMD:
        assert read_file(file(), largest=LARGEST).kind.extension == "pdf"


def test_while_the_scanner_is_away_no_file_is_taken(settings):
    with Scanner() as where:
        pass
    settings.CLAMD = where

    with pytest.raises(ValidationError, match=r"does not answer\. Nothing was kept"):
        read_file(file(), largest=LARGEST)
    with pytest.raises(NotATable, match="does not answer"):
        read_table(BytesIO(b"name_en\nx\n"), "a.csv")


@pytest.mark.parametrize("answer", [b"stream: INSTREAM size limit exceeded. ERROR\n", b"nonsense\n"])
def test_a_scanner_that_makes_no_sense_counts_as_away(settings, answer):
    with Scanner(answer) as settings.CLAMD, pytest.raises(ValidationError, match="does not answer"):
        read_file(file(), largest=LARGEST)
