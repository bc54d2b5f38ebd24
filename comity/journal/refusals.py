"""The one exception with which an act refuses, in words fit for the person who asked."""

from django.utils.functional import Promise


class NotNow(Exception):
    """The record does not allow this act, or not at this moment; nothing was changed.

    `field` names the fact that is refused, where it is one: a form that was typed shows the words beside it.
    """

    def __init__(self, words: str | Promise, *, field: str = "") -> None:
        super().__init__(words)
        self.words, self.field = words, field

    def __str__(self) -> str:
        return str(self.words)
