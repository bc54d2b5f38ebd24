"""What a chooser sends to the browser: every option while there are few, and only what is chosen where there are many.

The browser's part is ui/js/combobox.js, which then asks for the others as letters are typed. Without it the select
works as it is; where there are many, the whole name is typed beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import prefetch_related_objects
from django.forms.models import ModelChoiceIterator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comity.partners import offering

MANY = {"data-hint": _("Type a few letters of the name."), "data-more": _("There are more. Type more letters.")}


class _Narrowed(forms.Select):
    """What a select needs to be narrowed: each option carries its names, folded, in every language."""

    template_name = "partners/choosers/select.html"
    # Where the browser asks for what is not on the page, the kind that it asks for, and what an option tells.
    asked_at = ""
    among = ""
    told_with: tuple[str, ...] = ("names",)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if getattr(value, "instance", None) is not None:
            names = " · ".join(one.folded for one in value.instance.names.all())
            option["attrs"] |= {"data-names": names, "dir": "auto"}
        return option

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """This will draw all options if they are few; else those chosen, and whatever was typed instead."""
        offered: Any = self.choices
        given = self.format_value(value)
        few = self._few(offered)
        self.choices = self._chosen(offered, given) if few is None else few
        try:
            context: dict[str, Any] = super().get_context(name, value, attrs)
        finally:
            self.choices = offered
        drawn, typed = context["widget"]["attrs"], [one.strip() for one in given if one and not offering.is_number(one)]
        if typed:
            drawn["data-typed"] = typed[0]
        if few is None:
            drawn |= {**MANY, "data-choices": f"{reverse(self.asked_at)}?of={self.among}"}
            if drawn.pop("required", False):  # the name can be typed beside the select: only the box must be filled
                drawn["data-required"] = True
            context["widget"]["typed"] = typed
        return context

    def _few(self, offered: ModelChoiceIterator) -> list[Any] | None:
        found = list(offered.queryset.prefetch_related(None)[: offering.FEW + 1])
        if len(found) > offering.FEW:
            return None
        return self._options(offered, found)

    def _chosen(self, offered: ModelChoiceIterator, given: Iterable[str]) -> list[Any]:
        numbers = [one for one in given if offering.is_number(one)]
        return self._options(offered, list(offered.queryset.prefetch_related(None).filter(pk__in=numbers)))

    def _options(self, offered: ModelChoiceIterator, found: list[Any]) -> list[Any]:
        prefetch_related_objects(found, *self.told_with)
        none = offered.field.empty_label
        return [*([] if none is None else [("", none)]), *map(offered.choice, found)]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """This will take what is chosen, and what is typed where nothing can be chosen: a name on each line."""
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name)
        lines = [line for one in _listed(given) for line in str(one).splitlines() if line.strip()]
        return self.taken(lines)

    def taken(self, lines: list[str]) -> Any:
        return lines


def _listed(given: Any) -> list[Any]:
    if given is None:
        return []
    return list(given) if isinstance(given, (list, tuple)) else [given]


class ChoosingOne(_Narrowed):
    """One of many; what was typed is written below the select, so the last one counts."""

    def taken(self, lines: list[str]) -> Any:
        return lines[-1] if lines else ""


class ChoosingSeveral(_Narrowed, forms.SelectMultiple):
    pass
