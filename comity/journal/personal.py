"""What of an act is personal, and whose: each part is kept under the key of whom it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from comity.accounts.models import Actor, Role, SignedLink
from comity.accounts.personal import ITSELF, About
from comity.journal.acting import keys_of, present_reason
from comity.journal.locking import lock
from comity.journal.models import Entry, Key, PersonalKey
from comity.translation.texts import Text

# What an act says of each, by whom it is about.
Parts = dict[Key, dict[str, Any]]
# Whom words are about that may name anybody.
WORDS: Key = (0, 0)
# Facts of acts that name people, whatever the act is about.
NAMING = {"to"}


def key_of(subject: models.Model) -> Key:
    """This will name a record of any kind by its content type and its number."""
    return ContentType.objects.get_for_model(subject).pk, subject.pk


def about(model: type[models.Model]) -> About:
    """This will tell what records of a kind have to do with people; nothing where they do not say."""
    found: About = getattr(model, "ABOUT", About())
    return found


def owner_of(record: models.Model) -> Key | None:
    """This will tell whom a record is about that says nothing but something about one person."""
    told = about(type(record))
    if not told.is_theirs or getattr(record, "role", None) == Role.MACHINE:
        return None
    for way in told.whose:
        if way == ITSELF:
            return key_of(record)
        field = record._meta.get_field(way)
        if isinstance(field, models.ForeignKey) and (number := getattr(record, field.attname)) is not None:
            return ContentType.objects.get_for_model(field.related_model).pk, number  # type: ignore[arg-type]
    return None


@dataclass(frozen=True)
class Told:
    """What is told of one act, before anything of it is locked."""

    subject: models.Model
    by: Actor
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    why: str

    def entry(self, act: str, *, at: datetime) -> Entry:
        """This will make the entry with what names nobody."""
        is_open = owner_of(self.subject) is None
        named = {"by_link": self.by} if isinstance(self.by, SignedLink) else {"by_user": self.by}
        return Entry(
            at=at,
            act=act,
            subject_name=str(self.subject)[:300] if is_open else "",
            by_name="" if owner_of(self.by) else self.by.name,
            before=self._open(self.before) if is_open else {},
            after=self._open(self.after) if is_open else {},
            **named,
        )

    def parts(self) -> Parts:
        """This will tell what is to be locked, by whom it is about."""
        found: Parts = {WORDS: {"why": self.why}} if self.why else {}
        if (owner := owner_of(self.by)) is not None:
            found.setdefault(owner, {})["by_name"] = self.by.name
        if (owner := owner_of(self.subject)) is not None:
            before, after = _plain(self.before), _plain(self.after)
            told = {"subject_name": str(self.subject)[:300], "before": before, "after": after}
            found.setdefault(owner, {}).update(told)
        else:
            self._add_facts(found)
        return found

    def _open(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        return _plain({name: value for name, value in facts.items() if self._whose(name, value) is None})

    def _add_facts(self, found: Parts) -> None:
        for side, facts in (("before", self.before), ("after", self.after)):
            for name, value in facts.items():
                if (owner := self._whose(name, value)) is not None:
                    found.setdefault(owner, {}).setdefault(side, {})[name] = _plain_value(value)

    def _whose(self, name: str, value: Any) -> Key | None:
        """Whom a fact about something else names: the person itself, whoever wrote it, or anybody."""
        if isinstance(value, models.Model):
            return owner_of(value)
        model = type(self.subject)
        if not value or (name not in NAMING and name not in getattr(model, "PERSONAL", ())):
            return None
        return owner_of(self.by) if name in (about(model).author, *about(model).signed) else WORDS


@transaction.atomic
def write_locked(entry: Entry, parts: Parts) -> Entry:
    """This will write an entry with what is personal locked, and return it as its reader will see it.

    Under a key that was destroyed nothing is written any more.
    """
    keys = keys_of(owner for owner in parts if owner != WORDS)
    if WORDS in parts:
        reason = present_reason()
        keys[WORDS] = reason.key if reason else PersonalKey.objects.for_words()
    kept = {keys[owner].pk: (bytes(keys[owner].secret), part) for owner, part in parts.items() if keys[owner].secret}
    entry.locked = {str(number): lock(secret, part) for number, (secret, part) in kept.items()} or None
    entry.save()
    entry.read({number: secret for number, (secret, _part) in kept.items()})
    return entry


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in facts.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value)
    return dict(value) if isinstance(value, Text) else value
