"""A filter by one organisation or one person: chosen from a list while there are few, named where there are many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comity.partners.spelling import folded
from comity.translation.templatetags.said import isolated
from comity.translation.texts import comma, current_language

FEW = 200  # beyond this nobody reads through a list
TOLD = 5


class FewOrNamed(forms.ModelChoiceField):
    """One record by its number, which links name; or, where there are more than a `FEW`, by letters of its name."""

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, **{"required": False, "empty_label": _("all"), **kwargs})
        self.everyone: Any = queryset
        self.is_named = False
        self.narrow: Callable[[Any], Any] = lambda found: found

    def offer(self, narrow: Callable[[Any], Any], *, numbers: list[int] | None = None) -> list[int]:
        """This will offer the records that `narrow` keeps; it is asked of a few at a time.

        Returns the numbers of the first few of all, so that another field of the same kind need not ask for them.
        """
        self.narrow, every = narrow, self.everyone.by_name()
        numbers = list(every.values_list("pk", flat=True)[: FEW + 1]) if numbers is None else numbers
        self.is_named = len(numbers) > FEW
        if self.is_named:
            self.widget = forms.TextInput({"type": "search", "dir": "auto", "autocomplete": "off"})
        else:
            self.queryset = narrow(every.filter(pk__in=numbers))
        return numbers

    def clean(self, value: Any) -> Any:
        """This will find the record. Raises ValidationError where none, or more than one, is named so."""
        if not self.is_named:
            return super().clean(value)
        words = str(value or "").strip()
        if not words:
            return None
        return self._numbered(words) if is_number(words) else self._named(words)

    def prepare_value(self, value: Any) -> Any:
        """This will show the name of what a link named by its number."""
        if self.is_named and is_number(str(value or "")):
            return str(self.narrow(self.everyone.filter(pk=value)).first() or value)
        return super().prepare_value(value)

    def _numbered(self, words: str) -> Any:
        if (found := self.narrow(self.everyone.filter(pk=words)).first()) is None:
            raise ValidationError(_("Nothing here has this number."))
        return found

    def _named(self, words: str) -> Any:
        return the_one_named(words, self.narrow(self.everyone.named_like(words)))


NOBODY = _("Nothing here is named like this.")


def the_one_named(words: str, alike: Any, *, nobody: Any = NOBODY) -> Any:
    """This will find whom these words name `alike`. Raises ValidationError where nobody, or more than one, is."""
    found = list(alike.by_name()[: TOLD + 1])
    called = [one for one in found if folded(str(one)) == folded(words)]
    if len(found) == 1 or called:
        return (called or found)[0]
    if not found:
        raise ValidationError(nobody)
    names = comma(current_language()).join(isolated(one) for one in found[:TOLD])
    raise ValidationError(
        _("Several are named like this, as %(names)s. Write more of the name."), params={"names": names}
    )


def is_number(words: str) -> bool:
    """This will tell whether these words are the number of a record."""
    return words.isascii() and words.isdecimal() and len(words) < 19
