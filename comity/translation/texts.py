"""A text that exists in one or more languages, and the database field that keeps it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

RIGHT_TO_LEFT = {"ar", "fa", "he", "ps", "sd", "ug", "ur"}
ARABIC_SCRIPT = RIGHT_TO_LEFT - {"he"}
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def languages() -> list[str]:
    """This will name the languages of the interface, in the order in which they are offered."""
    return [code for code, _name in settings.LANGUAGES]


def current_language() -> str:
    """This will name the reader's language, without its region."""
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def direction(language: str) -> str:
    """This will tell how `language` runs on the page: "ltr" or "rtl"."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


# What stands before a sign of two parts, so that no line begins with the sign.
BEFORE_A_SIGN = {"fr": "\u00a0"}


def comma(language: str) -> str:
    """This will part two words as `language` does; Arabic script has a comma of its own."""
    return "، " if language in ARABIC_SCRIPT else ", "


def semicolon(language: str) -> str:
    """This will part two clauses as `language` does."""
    return "؛ " if language in ARABIC_SCRIPT else f"{BEFORE_A_SIGN.get(language, '')}; "


def colon(language: str) -> str:
    """This will lead over to what follows, as `language` does."""
    return f"{BEFORE_A_SIGN.get(language, '')}: "


def in_every_language(words: str) -> Text:
    """This will say one of our own texts in every language of the interface."""
    return told_in_every_language(lambda: gettext(words))


def told_in_every_language(tell: Callable[[], str]) -> Text:
    """This will ask for a sentence of ours once in each language of the interface."""
    told = {}
    for language in languages():
        with override(language):
            told[language] = tell()
    return Text(told)


class Text(dict[str, str]):
    """What was written, by language code; the first language written is the original.

    `str(text)` is the reader's version, else the original. An empty `Text` is false.
    """

    def __init__(self, versions: dict[str, str] | None = None, /, **named: str) -> None:
        given = {**(versions or {}), **named}
        super().__init__({code: words for code, words in given.items() if words})

    @property
    def original(self) -> str:
        """The language in which it was written first; the reader's where nothing is written."""
        return next(iter(self), current_language())

    def shown_in(self, language: str) -> str:
        """This will name the language in which a reader of `language` sees the text."""
        return language if language in self else self.original

    def told_in(self, language: str) -> str:
        """This will return the words that a reader of `language` sees."""
        return self.get(self.shown_in(language), "")

    def with_version(self, language: str, words: str) -> Text:
        """This will return the same text with its version in `language` replaced."""
        return Text({**self, language: words})

    def __str__(self) -> str:
        return self.told_in(current_language())


class TextField(models.JSONField):
    """A column that holds a `Text`; an absent text is an empty one, never null.

    Kept as a list of pairs, because PostgreSQL does not keep the order of a JSON object's keys.
    `long` asks for a box of several lines in forms.
    """

    description = _("a text per language")

    def __init__(self, *args: Any, long: bool = False, **kwargs: Any) -> None:
        self.long = long
        kwargs["default"] = Text
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Text:
        return self.to_python(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Text:
        return value if isinstance(value, Text) else Text(dict(value or {}))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        pairs = [list(pair) for pair in value.items()] if isinstance(value, dict) else value
        return super().get_db_prep_value(pairs, connection, prepared)

    def value_to_string(self, obj: models.Model) -> Any:
        return list(self.value_from_object(obj).items())

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        if wrong := [code for code in value if not LANGUAGE_TAG.fullmatch(code)]:
            raise ValidationError(_("These are not languages: %(codes)s."), params={"codes": ", ".join(wrong)})

    def formfield(self, **kwargs: Any) -> Any:
        from comity.translation.forms import TextFormField  # noqa: PLC0415 - forms are loaded after models

        given = {name: kwargs[name] for name in ("required", "label", "help_text", "initial") if name in kwargs}
        own: dict[str, Any] = {
            "required": not self.blank,
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
        }
        return TextFormField(long=self.long, **(own | given))
