"""The things of this app."""

from comity.opinion.models.answers import (
    Answer,
    AnswerQuerySet,
    Device,
    Found,
    Level,
    Salt,
    State,
)
from comity.opinion.models.pages import AskedPage

__all__ = ["Answer", "AnswerQuerySet", "AskedPage", "Device", "Found", "Level", "Salt", "State"]
