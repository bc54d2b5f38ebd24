"""What the journal says, told in words: the act, and each fact before and after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import User
from comity.journal.models import Entry, Turned
from comity.journal.naming import NAMES
from comity.journal.records import Recorded
from comity.translation.speech import language_of
from comity.translation.templatetags.said import comma, day, language_name, moment, number
from comity.translation.texts import Text, TextField, colon, current_language, direction

# Acts and facts that belong to no field of a record.
ACTS = {
    **dict(Turned.choices),
    "refused": _("tried without permission"),
    "turned_down": _("was refused; nothing was changed"),
    "calendar_shared": _("made an address for their calendar"),
    "calendar_ended": _("ended the address of their calendar"),
}
FACTS = {
    "adopted_at": _("adopted"),
    "came_from": _("came from"),
    "is_active": _("can sign in"),
    "joined_at": _("joined"),
    "method": _("way of asking"),
    "sha256": _("SHA-256 of the text"),
    "side": _("side"),
    "times": _("times since it was last written down"),
    "to": _("to"),
    "until": _("until"),
}
# Fields that hold the code of a language.
LANGUAGES = {"language", "record_language"}
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)")


@dataclass
class Fact:
    """One fact of an act: what it is called, what it was and what it is."""

    label: str
    was: SafeString
    became: SafeString


def act_in_words(entry: Entry) -> str:
    """This will name an act in the words of the record's kind."""
    words = {**acts_of(_model(entry)), **ACTS}.get(entry.act)
    return str(words) if words else entry.act.replace("_", " ")


def acts_of(model: type[models.Model] | None) -> dict[str, Any]:
    """This will name the acts that can be done to records of one kind; accounts and governed records have a table."""
    return dict(model.ACTS) if model and issubclass(model, (Recorded, User)) else {}


def facts_of(entry: Entry) -> list[Fact]:
    """This will list what an act changed, in the order in which it was written down."""
    model = _model(entry)
    names = dict.fromkeys([*entry.before, *entry.after])
    return [_fact(model, name, entry) for name in names if entry.before.get(name) != entry.after.get(name)]


def _model(entry: Entry) -> type[models.Model] | None:
    return entry.subject_type.model_class() if entry.subject_type else None


def _fact(model: type[models.Model] | None, name: str, entry: Entry) -> Fact:
    field = _field(model, name)
    return Fact(str(label_of(field, name)), _told(field, entry.before.get(name)), _told(field, entry.after.get(name)))


def label_of(field: models.Field[Any, Any] | None, name: str) -> Any:
    """This will call a fact by its own words, else by those of its field, else by what such facts are called."""
    own = field.verbose_name if field is not None and isinstance(field.verbose_name, Promise) else None
    return FACTS.get(name) or own or NAMES.get(name.removesuffix("_id")) or name.replace("_", " ")


def _field(model: type[models.Model] | None, name: str) -> models.Field[Any, Any] | None:
    """The field of the record that holds a fact, or that of the record in which it is kept."""
    try:
        found = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        kept = model.KEPT_IN.get(name) if model and issubclass(model, Recorded) else None
        return apps.get_model(kept)._meta.get_field(name) if kept else None  # type: ignore[return-value]
    return found if isinstance(found, models.Field) else None


def _told(field: models.Field[Any, Any] | None, value: Any) -> SafeString:
    if value in (None, "", [], {}):
        return format_html('<span class="soft">{}</span>', gettext("nothing"))
    if isinstance(value, dict):
        return _versions(Text(value))
    if isinstance(value, list):
        return _list(field, value)
    if field is not None and field.name in LANGUAGES:
        return format_html("<bdi>{}</bdi>", language_name(value))
    choices = dict(field.flatchoices) if field is not None and field.choices else {}
    chosen = choices.get(value)
    return format_html("<bdi>{}</bdi>", chosen) if chosen else _typed(value)


def _typed(value: Any) -> SafeString:
    """A value in the language in which it was typed, as far as its words tell that."""
    code = language_of(value) if isinstance(value, str) else ""
    if code:
        return format_html('<bdi lang="{}" dir="{}">{}</bdi>', code, direction(code), value)
    return format_html('<bdi dir="auto">{}</bdi>', _plain(value))


def _versions(text: Text) -> SafeString:
    lead = colon(current_language())
    told = ((language_name(code), lead, code, direction(code), words) for code, words in text.items())
    return format_html_join("", '<span class="version">{}{}<bdi lang="{}" dir="{}">{}</bdi></span>', told)


def _list(field: models.Field[Any, Any] | None, values: list[Any]) -> SafeString:
    if isinstance(field, TextField):
        return _versions(Text({code: words for code, words in values}))
    return format_html('<bdi dir="auto">{}</bdi>', format_html_join(comma(), "{}", ((_plain(one),) for one in values)))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int):
        return number(value)
    if isinstance(value, str) and DAY.fullmatch(value):
        return day(parse_date(value))
    if isinstance(value, str) and MOMENT.fullmatch(value):
        # Minutes are read; the second stays for whoever has to know which of two acts came first.
        return format_html('<time datetime="{}">{}</time>', value, moment(parse_datetime(value)))
    return str(value)
