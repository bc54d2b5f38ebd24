"""What outsiders write stays words: in no channel does it become markup, a formula, a header, or turn a page around."""

import csv
import io
import random
import re
import unicodedata
from collections import Counter
from contextlib import ExitStack
from email import message_from_bytes
from unittest.mock import patch

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse
from openpyxl import load_workbook

from comity.accounts.models import Role
from comity.accounts.models import User as Account
from comity.journal.models import Letter
from comity.journal.outbox import message_id
from comity.partners.importing import apply, preview
from comity.partners.tables import COLUMNS
from comity.translation.forms import NameField, TextFormField
from comity.translation.likeness import passes_for_another, refuse_disguised, refuse_unreadable
from comity.translation.templatetags import said
from comity.translation.texts import Text
from comity.translation.unseen import FORBIDDEN, UNSEEN, as_file_name, as_name, as_text
from comity.ui import middleware, tables
from comity.watch.logs import JsonLines, PlainLines
from tests import make
from tests.commitments.conftest import browser_of
from tests.corpora.hostile import (
    DIRECTION,
    DISGUISED,
    DISGUISED_ADDRESSES,
    EVERY,
    FORMULAS,
    HEADERS,
    INNOCENT,
    MARKUP,
    NAUGHTY,
    UNREADABLE,
    payloads,
)
from tests.promises.outsiders import CANARY, FSI, PDI, Words, fill, pages_of, shape_of
from tests.watch.conftest import listening

PLAIN = ["Plain words"]
NAMES_OF_FILES = [
    "a\u202efdp.exe",
    "../../etc/passwd",
    "C:\\x\\CON.txt",
    ".htaccess",
    "a\r\nX: y.pdf",
    "x" * 400 + ".pdf",
]
SMALL_PAGES, FULL_PAGES = 30, 200


def words_of(trial):
    """The words of one world: at small a handful of each sort, at full everything, in an order of their own."""
    chosen = [*MARKUP.values(), *DIRECTION.values(), *INNOCENT.values()]
    every = chosen if trial.size < 5_000 else [*EVERY.values(), *NAUGHTY]
    return [one for one in random.sample(every, len(every)) if one.strip()]


# Every free-text field of every form, as what is typed comes in


def free_texts():
    """Every field of every form of ours into which words are typed, by form and name."""
    found = {}
    for form in subclasses(forms.BaseForm):
        if form.__module__.startswith("comity."):
            for name, field in form.base_fields.items():
                if isinstance(field, TextFormField) or type(field) in (forms.CharField, NameField):
                    found[f"{form.__name__}.{name}"] = field
    return found


def subclasses(kind):
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def typed_into(field, payload):
    """What a form takes of it, having come through the middleware; nothing where it is refused."""
    request = RequestFactory().post("/", {"typed": payload})
    request._messages = type("Heard", (), {"add": lambda *told: None})()
    middleware.take_out_what_nobody_sees(lambda asked: None)(request)
    value = request.POST.get("typed", "")
    try:
        taken = field.clean([value, value, value] if isinstance(field, TextFormField) else value)
    except ValidationError:
        return []
    return list(taken.values()) if isinstance(taken, Text) else [taken]


def is_harmless(words):
    """No sign that turns text around or hides, and no isolate that goes on beyond its paragraph."""
    balanced = all(_depth(line) == 0 for line in words.splitlines())
    return not FORBIDDEN.search(words) and balanced


def _depth(line):
    return sum(line.count(sign) for sign in "\u2066\u2067\u2068") - line.count(PDI)


@pytest.mark.promise
def test_p9_no_field_takes_a_sign_that_turns_or_hides(promised):
    trial = promised("P9", "no field takes a sign that turns or hides", small=600, full=50_000)
    fields, every = free_texts(), [one for one in payloads() if trial.size > 5_000 or len(one) < 5_000]
    cells = [(name, payload) for name in fields for payload in every]
    random.shuffle(cells)
    cells = [*[(name, one) for name in fields for one in DIRECTION.values()], *cells][: max(trial.size, len(fields))]

    for name, payload in cells:
        trial.count(all(map(is_harmless, typed_into(fields[name], payload))), what=(name, payload[:40]))

    trial.tell(fields=len(fields), payloads=len(every))
    trial.failed_without(sum(not is_harmless(one) for one in DIRECTION.values()))


def test_fields_are_found_by_themselves():
    found = free_texts()

    assert {"AccountForm.name", "SessionForm.title", "ClaimForm.words", "EventForm.note"} <= set(found)


# Words on pages


@pytest.mark.promise
def test_p9_no_text_becomes_markup_nor_turns_a_page(promised, db):
    """The pages of the office with hostile words have the same elements as with plain ones; every word is isolated."""
    trial = promised("P9", "no text becomes markup nor turns a page", small=30, full=5_000)
    most = SMALL_PAGES if trial.size < 5_000 else FULL_PAGES
    plain = {address: shape_of(page) for address, page in world(PLAIN, most).items()}
    worlds = 1 if trial.size < 5_000 else 1 + trial.size // most
    for _time in range(worlds):
        for address, page in world(words_of(trial), most).items():
            shape = shape_of(page)
            same = address not in plain or Counter(shape.elements) == Counter(plain[address].elements)
            differs = first_difference(shape, plain, address)
            trial.count(same and not shape.loose, what=(address, shape.loose[:2], differs))

    with unprotected():
        broken = {address: shape_of(page) for address, page in world(list(MARKUP.values()), 12).items()}
    turned = sum(bool(shape.loose) for shape in broken.values())
    marked = sum(
        Counter(shape.elements) != Counter(plain[one].elements) for one, shape in broken.items() if one in plain
    )
    trial.tell(pages=len(plain), control_markup=marked, control_direction=turned)
    trial.failed_without(min(marked, turned))


def world(words, most):
    """The pages with these words, by their address; the secrets of links are left out of it."""
    point = transaction.savepoint()
    with patch.object(said, "passes_for_another", lambda name: False):  # its notice would be one element more
        found = pages_of(fill(Words(words)), most=most)
    transaction.savepoint_rollback(point)
    least = min((int(one) for address in found for one in re.findall(r"/partners/(\d+)/$", address)), default=0)
    return {nameless(address, least): page for address, page in found.items()}


def nameless(address, least):
    """The address without secrets; numbers count from the first partner of this world, as PostgreSQL reuses none."""
    counted = re.sub(r"/partners/(\d+)/", lambda one: f"/partners/+{int(one[1]) - least}/", address)
    return re.sub(r"[\w-]{40,}", "secret", counted)


def first_difference(shape, plain, address):
    """For the words of a failure; a list that is sorted by names stands in another order with other names."""
    ours, theirs = shape.elements, plain[address].elements if address in plain else []
    return next(((a, b) for a, b in zip(ours, theirs, strict=False) if a != b), len(ours) - len(theirs))


def unprotected():
    """Templates that escape nothing, and filters that isolate nothing."""
    every = ExitStack()
    every.enter_context(patch.object(engines["django"].engine, "autoescape", False))
    raw = lambda words, *given: words.replace("<bdi>", "").replace("</bdi>", "").format(*given)  # noqa: E731
    every.enter_context(patch.object(said, "format_html", raw))
    return every


# Letters


@pytest.mark.promise
def test_p9_no_text_becomes_a_header_nor_turns_a_letter(promised, db):
    trial = promised("P9", "no text becomes a header nor turns a letter", small=6, full=200)
    words = [*HEADERS.values(), *DIRECTION.values()]
    while trial.tried < trial.size:
        random.shuffle(words)
        for letter in letters_with(words):
            trial.count(is_one_letter(letter) and not turns(letter), what=(letter.subject, letter.body[:200]))

    # A name that ends its own isolation and its line, with nothing left to take both out.
    ends = lambda words: f"\u2069\n{words}"  # noqa: E731
    with patch.object(said, "as_name", ends), patch.object(said, "as_text", ends):
        trial.failed_without(sum(not is_one_letter(one) or turns(one) for one in letters_with(words)))


def letters_with(words):
    point = transaction.savepoint()
    try:
        fill(Words(words))
        return list(Letter.objects.all())
    except ValidationError:
        return list(Letter.objects.all())
    finally:
        transaction.savepoint_rollback(point)


def is_one_letter(letter):
    """Whether it has the headers of a letter and no others, a subject of one line, and nothing before its words."""
    try:
        headers = {"Message-ID": message_id(letter)}
        sent = EmailMessage(letter.subject, letter.body, to=[letter.to_email], headers=headers)
        read = message_from_bytes(sent.message().as_bytes())
    except ValueError:
        return False
    ours = {"Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID"}
    return set(read.keys()) == ours and read["To"] == letter.to_email and letter.body.count(f"\n{FSI}\n") == 0


def turns(letter):
    """Whether words of an outsider stand in the letter without being isolated, or an isolate goes on."""
    lines = letter.body.splitlines()
    loose = [line for line in lines if CANARY in line and not re.search(f"{FSI}[^{PDI}]*{CANARY}", line)]
    is_open = any(_depth(line) for line in [letter.subject, *lines])
    return bool(loose) or is_open or bool(FORBIDDEN.search(letter.subject)) or is_turned(letter)


def is_turned(letter):
    """A subject isolates only what runs the other way; outside of that there is nothing that does."""
    outside = re.sub(f"{FSI}[^{FSI}{PDI}]*{PDI}", "", letter.subject)
    other_way = {"L"} if letter.language == "ar" else {"R", "AL"}
    return any(unicodedata.bidirectional(sign) in other_way for sign in outside)


# Tables that leave


@pytest.mark.promise
def test_p9_no_cell_becomes_a_formula(promised, db):
    trial = promised("P9", "no cell becomes a formula", small=200, full=5_000)
    every = [*FORMULAS.values(), *MARKUP.values(), *NAUGHTY, *DIRECTION.values()]
    while trial.tried < trial.size:
        for payload in every[: trial.size]:
            leaves = cells_of(payload)
            trial.count(not any(calculates(one) for one in leaves), what=payload)

    with patch.object(tables, "harmless", lambda words: words):
        trial.failed_without(sum(any(calculates(one) for one in cells_of(one)) for one in FORMULAS.values()))


def whole(table):
    """A table that leaves line by line, put together."""
    return table.getvalue()


def cells_of(payload):
    """The cells of both sorts of table, read back by others' code; a typed cell of a workbook is no formula."""
    rows = csv.reader(io.StringIO(whole(tables.as_csv(["a"], [[payload]])).decode("utf-8-sig"), newline=""))
    found = [cell for row in list(rows)[1:] for cell in row]
    sheet = load_workbook(io.BytesIO(whole(tables.as_xlsx(["a"], [[payload]])))).active
    return [*found, *([f"={sheet['A2'].value}"] if sheet["A2"].data_type == "f" else [])]


def calculates(cell):
    """Told apart from the code on purpose: does a line of the cell begin, for the eye, with a sign that calculates?"""
    lines = re.split(r"[\r\n\t]", cell)
    unseen = " \u00a0\u200b\ufeff\u202e\u2060\u200e\u200f"
    return any(line.strip(unseen)[:1] in tuple("=+-@|%＝＋－＠") for line in lines if line.strip(unseen))


def test_our_own_numbers_stay_numbers():
    rows = list(csv.reader(io.StringIO(whole(tables.as_csv(["n"], [[-5], [5000]])).decode("utf-8-sig"))))

    assert rows[1:] == [["-5"], ["5000"]]


def test_the_register_leaves_as_a_table_without_formulas(db):
    office = make.Office()
    office.commitment(deliverable=Text(en="=HYPERLINK(1)"))

    table = browser_of(office.officer).get(reverse("commitments-export", args=["csv"]))

    rows = csv.reader(io.StringIO(whole(table).decode("utf-8-sig")))
    assert not any(calculates(cell) for row in rows for cell in row)


# Names


@pytest.mark.parametrize("name", INNOCENT.values(), ids=INNOCENT)
def test_a_name_as_it_is_written_survives_whole(name):
    refuse_unreadable(name)
    assert as_name(name) == as_text(name) == unicodedata.normalize("NFC", name)
    assert not passes_for_another(name)
    assert as_file_name(f"{name}.pdf").endswith(".pdf")


@pytest.mark.parametrize("name", UNREADABLE, ids=ascii)
def test_a_name_that_nobody_can_read_is_refused(name):
    with pytest.raises(ValidationError, match="letters that can be seen"):
        refuse_unreadable(as_name(name))


@pytest.mark.parametrize("name", UNREADABLE, ids=ascii)
def test_nobody_is_entered_under_a_name_that_cannot_be_read(office, name):
    with pytest.raises(ValidationError):
        make.person(name, by=office.officer)
    with pytest.raises(ValidationError):
        make.organisation(name, by=office.officer)
    with pytest.raises(ValidationError):
        Account.objects.enter("x@example.org", name=name, role=Role.READER)


@pytest.mark.parametrize("words", DIRECTION.values(), ids=DIRECTION)
def test_a_name_keeps_no_sign_that_turns_or_hides(words):
    clean = as_name(words)

    assert not UNSEEN.search(clean) and not FORBIDDEN.search(clean)
    assert as_name(clean) == clean
    assert as_text(as_text(words)) == as_text(words)


def test_a_longer_text_keeps_its_isolates_and_ends_them_with_the_paragraph():
    assert as_text("a \u2067b\nc\u2069 \u2066d\u2069") == "a \u2067b\u2069\nc \u2066d\u2069"
    assert as_text("C++\u200f") == "C++\u200f"
    assert as_text("a\u202eb\0c") == "abc"


@pytest.mark.parametrize("name", DISGUISED)
def test_a_name_that_passes_for_another_is_marked_for_the_office(office, name):
    person = make.person(name, by=office.officer, at=office.partner)

    page = browser_of(office.officer).get(person.get_absolute_url()).content.decode()

    assert "letters of different alphabets that look alike" in page


@pytest.mark.parametrize("name", ["ICESCO الإيسيسكو", "Сергей Павлович", "Amina Officer"])
def test_a_name_in_two_scripts_is_no_cause_for_doubt(office, name):
    person = make.person(name, by=office.officer, at=office.partner)

    page = browser_of(office.officer).get(person.get_absolute_url()).content.decode()

    assert "look alike" not in page


@pytest.mark.parametrize("address", DISGUISED_ADDRESSES, ids=ascii)
def test_an_address_that_passes_for_another_is_refused(office, address):
    with pytest.raises(ValidationError):
        refuse_disguised(address)
    with pytest.raises(ValidationError):
        Account.objects.enter(address, name="Amina", role=Role.READER)


@pytest.mark.parametrize(
    "address", ["amina@example.org", "a@münchen.de", "a@xn--mnchen-3ya.de", "a@إيسيسكو.org", "a@例え.jp"]
)
def test_an_address_in_one_script_is_taken(address):
    refuse_disguised(address)


def test_a_name_cannot_be_a_link_in_a_letter():
    for name in ("Win at https://example.org/", "Amina www.example.org"):
        with pytest.raises(ValidationError, match="address of a page"):
            refuse_unreadable(name)


# What is said to the one who typed


def test_whoever_typed_a_sign_that_is_taken_out_is_told(office):
    browser = browser_of(office.officer)

    answer = browser.post(
        reverse("account"), {"name": "Amina\u202e Officer", "language": "en", "zone": ""}, follow=True
    )

    assert "Invisible direction marks were in what you typed" in answer.content.decode()
    assert Account.objects.get(pk=office.officer.pk).name == "Amina Officer"


def test_whoever_typed_an_ordinary_name_is_told_nothing(office):
    browser = browser_of(office.officer)

    answer = browser.post(reverse("account"), {"name": "علی‌رضا", "language": "en", "zone": ""}, follow=True)

    assert "Invisible" not in answer.content.decode()
    assert Account.objects.get(pk=office.officer.pk).name == "علی‌رضا"


def test_a_password_is_taken_as_it_was_typed(office):
    request = RequestFactory().post("/", {"password": "a\u202eb\u200b", "words": "a\u202eb"})
    request._messages = type("Heard", (), {"add": lambda *told: None})()

    middleware.take_out_what_nobody_sees(lambda asked: None)(request)

    assert request.POST.dict() == {"password": "a\u202eb\u200b", "words": "ab"}


# Other channels


@pytest.mark.parametrize("name", NAMES_OF_FILES, ids=ascii)
def test_the_name_of_a_file_hides_nothing(name):
    clean = as_file_name(name)

    assert not re.search(r'[/\\\x00-\x1f\u202e:"]', clean)
    assert not clean.startswith((".", "CON"))
    assert len(clean) <= 150


@pytest.mark.parametrize("formatter", [JsonLines(), PlainLines()], ids=["json", "plain"])
def test_a_line_of_a_log_stays_one_line(office, formatter):
    kept, stop = listening(formatter)
    browser_of(office.officer).get("/en/nothing\r\n2026-11-25 officer let in\u202e/")
    stop()

    assert kept.lines
    assert not any(sign in line for line in kept.lines for sign in ("\n", "\u202e", "let in"))


def test_hostile_cells_of_a_table_that_is_brought_are_words(office):
    payloads = [*MARKUP.values(), *FORMULAS.values(), *DIRECTION.values()]
    rows = [
        {**dict.fromkeys(COLUMNS, ""), "line": str(at), "name_en": f"{one} Institute {at}"[:300], "kind": "institute"}
        for at, one in enumerate(payloads, start=2)
    ]

    apply(preview(rows), by=office.officer)

    page = browser_of(office.officer).get(reverse("partners")).content.decode()
    assert "<script>alert" not in page
    assert not UNSEEN.search(page.replace("\u2068", "").replace("\u2069", ""))
