"""How pages lead to a record's history and tell what stands in it."""

from django import template
from django.conf import settings
from django.db import models
from django.urls import reverse

from comity.journal.models import Entry, Key
from comity.journal.telling import Fact, act_in_words, facts_of
from comity.translation.texts import Text

register = template.Library()


@register.simple_tag
def history_url(record: models.Model) -> str:
    """This will make the address of the history of `record`."""
    return reverse("history", args=[record._meta.label_lower, record.pk])


@register.filter
def history_of_subject(entry: Entry) -> str:
    """This will make the address of the history of what the entry is about; nothing for a refusal."""
    kind = entry.subject_type
    return reverse("history", args=[f"{kind.app_label}.{kind.model}", entry.subject_id]) if kind else ""


@register.filter
def title_of(titles: dict[Key, Text | str], entry: Entry) -> Text | str:
    """This will call what the entry is about by its present title, else by the name that was written down."""
    return titles.get((entry.subject_type_id or 0, entry.subject_id or 0)) or entry.subject_name


@register.filter
def kind_in_words(entry: Entry) -> str:
    """This will name what sort of record the entry is about."""
    model = entry.subject_type.model_class() if entry.subject_type else None
    return str(model._meta.verbose_name) if model else ""


@register.filter
def in_words(entry: Entry) -> str:
    """This will name the act of an entry."""
    return act_in_words(entry)


@register.filter
def facts(entry: Entry) -> list[Fact]:
    """This will list what the act changed."""
    return facts_of(entry)


@register.filter
def pieces(body: str) -> list[list[tuple[str, bool]]]:
    """This will part a letter into lines of pieces, each with whether it is an address of this site."""
    lines = [line.split(" ") for line in body.splitlines()]
    return [[(piece, piece.startswith(f"{settings.ADDRESS}/")) for piece in line] for line in lines]
