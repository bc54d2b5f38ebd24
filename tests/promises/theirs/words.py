"""Where each word of the world stands, who may read it there, and where it can be looked for."""

import re
from copy import copy
from email import message_from_bytes, policy
from functools import lru_cache
from io import BytesIO
from zipfile import ZipFile

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import models
from openpyxl import load_workbook

from comity.accounts.models import SignedLink, User
from comity.journal import outbox
from comity.journal.matrix import JOURNAL
from comity.journal.models import Entry, Letter
from comity.meetings.matrix import SESSION
from comity.meetings.models import Session, Stage
from comity.partners.models import Person
from comity.translation.texts import Text, TextField
from tests.promises.theirs.doors import MATRICES, browser_of, has_right

WORD = re.compile(r"zq[a-y]{5}qz")
OURS = [model for model in apps.get_models() if model.__module__.startswith("comity.")]
# Copies that hold what stands elsewhere; nobody comes to them but through what they are copies of.
COPIES = {"Entry", "Change", "Leaf", "Checkpoint", "Receipt", "Strand", "Tree", "Unsealed", "Card", "NameWord"}
LINK = re.compile(r'(?:href|action|src|hx-get)="(/[^"#]*)')


@lru_cache
def rows():
    """The row of the tables through which each field is read: by `Session.title`, the table and the row."""
    return {field: (table, row) for table in MATRICES for row, fields in table.covers.items() for field in fields}


def texts_of(model):
    """The fields of a model in which somebody can write something."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField, TextField)
    return [one for one in model._meta.concrete_fields if isinstance(one, kinds) and not one.choices]


def places():
    """Each word of the world, and the fields of records in which it stands."""
    found = {}
    for model in OURS:
        if model.__name__ in COPIES:
            continue
        for record in model._base_manager.all():
            for field in texts_of(model):
                for word in set(WORD.findall(_told(getattr(record, field.name)))):
                    found.setdefault(word, []).append((record, field.name))
    return found


def _told(value):
    """What a field says, a text in every language in which it stands."""
    return " ".join(value.values()) if isinstance(value, Text) else str(value)


def named_at(person):
    """The records that name a person, with the field that does."""
    fields = [one.split(".") for one in rows() if _leads_to_person(*one.split("."))]
    return [(record, name) for label, name in fields for record in _model(label)._base_manager.filter(**{name: person})]


def _leads_to_person(label, name):
    field = _model(label)._meta.get_field(name)
    return field.is_relation and field.related_model is Person


def _model(label):
    return next(one for one in OURS if one.__name__ == label)


def _reasons():
    """The words of why a session was put off or called off, which letters tell besides the journal, and the session."""
    told = Entry.objects.filter(act__in=["postponed", "cancelled"], subject_type__model="session")
    sessions = Session.objects.in_bulk(told.values_list("subject_id", flat=True))
    return {word: sessions[one.subject_id] for one in told for word in WORD.findall(one.why)}


class Readers:
    """Who may read which word, by the tables."""

    def __init__(self, world):
        self.world, self.found = world, places()
        self.known = {}
        for word, evidence in world.files.items():
            self.found.setdefault(word, []).append((evidence, "file"))
        self.reasons = _reasons()

    def may(self, viewer, word):
        """Whether the word stands somewhere where `viewer` may read it."""
        key = (type(viewer).__name__, getattr(viewer, "pk", None), word)
        if key not in self.known:
            self.known[key] = any(self._may_there(viewer, *place) for place in self.found.get(word, []))
            if session := self.reasons.get(word):
                self.known[key] |= has_right(SESSION, "read why it is put off or called off", viewer, session)
            if JOURNAL.may("read the history of a record", viewer):
                # The history tells what stands nowhere any more, and what a session told at an earlier stage.
                self.known[key] |= word not in self.found or self._may_at_some_stage(viewer, word)
        return self.known[key]

    def may_once(self, viewer, word):
        """Whether `viewer` may read the word, or could at some stage through which a session went."""
        return self.may(viewer, word) or self._may_at_some_stage(viewer, word)

    def _may_at_some_stage(self, viewer, word):
        return any(
            self._may_there(viewer, _at(record, stage), name)
            for record, name in self.found.get(word, [])
            if isinstance(record, Session)
            for stage in Stage
        )

    def _may_there(self, viewer, record, name):
        if _is_oneself(viewer, record):
            return True
        if self._reads(viewer, record, name):
            return True
        person = record if isinstance(record, Person) else getattr(record, "person", None)
        is_of_name = (isinstance(record, Person) and name != "email") or type(record).__name__ == "PersonName"
        return is_of_name and any(self._reads(viewer, *place) for place in named_at(person))

    @staticmethod
    def _reads(viewer, record, name):
        told = rows().get(f"{type(record).__name__}.{name}")
        if told is None:
            return False
        table, row = told
        thing = record
        for step in (
            table.paths.get(type(record).__name__, "").split(".") if type(record).__name__ != table.thing else []
        ):
            thing = getattr(thing, step) if step else None
        known = next(iter(table.rows))
        needs = {row, known} if known.startswith("know of") else {row}
        return all(has_right(table, one, viewer, thing) for one in needs)


def _at(session, stage):
    was = copy(session)
    was.stage = str(stage)
    return was


def _is_oneself(viewer, record):
    if isinstance(viewer, User):
        return record == viewer or (isinstance(record, Person) and record.user_id == viewer.pk)
    # Whoever gets a link reads who sent it.
    return isinstance(viewer, SignedLink) and record in (viewer, viewer.made_by)


def words_in(answer):
    """The words of the world in an answer: in its headers, its body, and inside a table or a text if it is one."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    told = " ".join(f"{name}: {value}" for name, value in answer.headers.items()) + body.decode(errors="replace")
    if body[:2] == b"PK":
        told += _packed(body)
    return set(WORD.findall(unfolded(told))), told


def _packed(body):
    """What the sheets of a table say, or every part of a Word file."""
    with ZipFile(BytesIO(body)) as archive:
        if "word/document.xml" in archive.namelist():
            return " ".join(archive.read(one).decode(errors="replace") for one in archive.namelist())
    sheets = load_workbook(BytesIO(body)).worksheets
    return " ".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)


def unfolded(told):
    """What a calendar says, its lines joined again where they were broken."""
    return told.replace("\r\n ", "").replace("\n ", "")


class Crawl:
    """Follows every link from where it begins, as one person, and collects which words are found where."""

    def __init__(self, viewer, begin, *, most):
        self.viewer = viewer or AnonymousUser()
        self.browser = browser_of(viewer if isinstance(viewer, User) and viewer.is_active else None)
        self.left, self.seen, self.most, self.found = list(begin), set(begin), most, {}

    def pages(self):
        """Every page that is reached, with the words in it."""
        while self.left and self.most:
            address = self.left.pop(0)
            self.most -= 1
            answer = self.browser.get(address)
            found, told = words_in(answer)
            for word in found:
                self.found.setdefault(word, address)
            for link in LINK.findall(told.replace("&amp;", "&")):
                if link not in self.seen and not link.startswith("/static/") and "logout" not in link:
                    self.seen.add(link)
                    self.left.append(link)
            yield address, found


def recipients(letter):
    """Who a letter was written to: an account, a link, somebody named without either."""
    users = list(User.objects.filter(email__iexact=letter.to_email))
    links = list(SignedLink.objects.filter(email__iexact=letter.to_email))
    people = Person.objects.filter(email__iexact=letter.to_email, user=None)
    return [*users, *links, *(_Stand(one) for one in people)]


class _Stand:
    """Somebody without an account who is written to about what their organisation does."""

    def __new__(cls, person):
        standing = User(role="counterpart", name=str(person.name), email=person.email, is_active=True)
        standing.pk = 0
        standing.person_here = person
        return standing


def letters():
    """Every letter, and the words in it as it goes over the wire: in its headers, its text, its calendar."""
    for letter in Letter.objects.all():
        mail.outbox.clear()
        outbox._deliver(letter)
        message = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
        told = [f"{name}: {value}" for part in message.walk() for name, value in part.items()]
        told += [_content(part) for part in message.walk() if not part.is_multipart()]
        yield letter, set(WORD.findall(unfolded("\n".join(told))))


def _content(part):
    content = part.get_content()
    return content.decode() if isinstance(content, bytes) else content
