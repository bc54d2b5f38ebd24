"""The one exception with which an act refuses, in words fit for the person who asked."""

from django.utils.functional import Promise


class NotNow(Exception):
    """The record does not allow this act, or not at this moment; nothing was changed."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(words)
        self.words = words

    def __str__(self) -> str:
        return str(self.words)
