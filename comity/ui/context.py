"""What every page knows: the languages with this page's address in each."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from comity.translation.texts import current_language, direction, languages

Offering = Callable[[HttpRequest], str]
_offering: list[Offering] = []


def offer_more_languages(offering: Offering) -> None:
    """This will let an app that stands above this one show below pages in which other languages they can be read."""
    _offering.append(offering)


def of_every_page(request: HttpRequest) -> dict[str, Any]:
    """This will give the page's language, its direction, and its address in the other languages."""
    here = current_language()
    others = [{"code": code, "url": _address_in(code, here, request)} for code in languages() if code != here]
    told = {"language": here, "direction": direction(here), "other_languages": others, "is_demo": settings.DEMO}
    return told | {"more_languages": SimpleLazyObject(lambda: _more_languages(request))}


def _more_languages(request: HttpRequest) -> SafeString:
    return format_html_join("", "{}", ((one(request),) for one in _offering))


def _address_in(language: str, here: str, request: HttpRequest) -> str:
    """Give the address of this page in another language; one that does not begin with its language stays as it is.

    What follows the language is the same in each (comity.urls). To look it up, as `translate_url` does, Django would
    read every address anew for each language: half of the time that the first page of a worker takes.
    """
    path, prefix = request.get_full_path(), f"/{here}/"
    return f"/{language}/{path.removeprefix(prefix)}" if path.startswith(prefix) else path
