"""What an instrument is called, how it goes on, and the days that follow from its terms."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

REVIEW = 12  # months before its end at which an agreement is to be reviewed, unless it says otherwise
# What it can say: few, so that one question to the database asks for all of them.
REVIEWS = [(months, str(months)) for months in (3, 6, 9, 12, 18, 24)]
LONGEST_REVIEW = max(months for months, _words in REVIEWS)


class Kind(models.TextChoices):
    """The kinds of instrument that an office of cooperation signs; nothing where it is not known."""

    MEMORANDUM = "memorandum", _("memorandum of understanding")
    LETTER_OF_INTENT = "letter_of_intent", _("letter of intent")
    FRAMEWORK = "framework", _("framework agreement")
    COOPERATION = "cooperation", _("cooperation agreement")
    SPECIFIC = "specific", _("specific agreement")
    COTUTELLE_FRAMEWORK = "cotutelle_framework", _("joint doctorate (cotutelle), framework")
    COTUTELLE = "cotutelle", _("joint doctorate (cotutelle) of one candidate")
    EXCHANGE_OF_LETTERS = "exchange_of_letters", _("exchange of letters")
    AMENDMENT = "amendment", _("amendment")


class Renewing(models.TextChoices):
    """How an agreement goes on past its term, as its text has it; nothing where it is not known."""

    TACIT = "tacit", pgettext_lazy("renewal", "by itself, unless a party gives notice")
    LETTERS = "letters", pgettext_lazy("renewal", "by exchange of letters")
    ANEW = "anew", pgettext_lazy("renewal", "by a new instrument")
    NONE = "none", pgettext_lazy("renewal", "it is not foreseen")


class Entering(models.TextChoices):
    """What brings an agreement into force once every party has signed; nothing where it is not known."""

    LAST_SIGNATURE = "last_signature", pgettext_lazy("entry into force", "the last signature")
    ON_DAY = "on_day", pgettext_lazy("entry into force", "a day that the text names")
    NOTIFICATION = "notification", pgettext_lazy("entry into force", "notification that internal procedures are done")


def months_before(day: date, months: int) -> date:
    """This will give the same day so many calendar months earlier, or the last one of a shorter month."""
    return months_after(day, -months)


def months_after(day: date, months: int) -> date:
    """This will give the same day so many calendar months later, or the last one of a shorter month."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))
