"""Routes that are read when one of them is first asked for: what few people need delays nobody's first page."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, URLResolver, clear_url_caches, get_resolver, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import get_language


class ReadWhenAsked(URLResolver):
    """The routes of a module, whose names are not known before it was read."""

    _namespace_dict: dict[str | None, dict[str, Any]]
    _app_dict: dict[str | None, dict[str, Any]]

    @cached_property
    def url_patterns(self) -> Any:
        """This will read the module, and let everybody look for names anew."""
        found = super().url_patterns
        for names in (self._reverse_dict, self._namespace_dict, self._app_dict):
            names.clear()
        clear_url_caches()
        return found

    @property
    def is_read(self) -> bool:
        """Whether somebody asked already."""
        return "url_patterns" in self.__dict__

    def _populate(self) -> None:
        if self.is_read:
            super()._populate()
        else:
            language = get_language()
            self._reverse_dict[language] = MultiValueDict()
            self._namespace_dict[language] = {}
            self._app_dict[language] = {}


def address_in_newsroom(name: str, *given: Any) -> str:
    """This will give the address of a route of the newsroom, from wherever it is asked.

    The names of its routes are known only once they were read: who is led there may be the first to ask.
    """
    try:
        return reverse(name, args=given)
    except NoReverseMatch:
        for one in get_resolver().url_patterns:
            if isinstance(one, ReadWhenAsked):
                one.url_patterns  # noqa: B018 - to ask is to read
        return reverse(name, args=given)
