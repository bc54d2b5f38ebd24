"""A page of ours that is no article, such as that of a session, a partner or a list: as everybody gets it now.

Nobody wrote it as one text: it is drawn from records each time it is asked for. So it is asked for here as a visitor
without an account would, and what is translated is what they would be shown, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import override

from comity.accounts.policies import Policy
from comity.engines.naming import that_name_people
from comity.translating.cutting import Cut, Lead, Show, cut
from comity.translating.models import Version
from comity.translating.workbench import Segment, hash_of, plain

TITLE = "title"
LONGEST_TITLE = Version._meta.get_field("title").max_length


@dataclass(frozen=True)
class PublicPage:
    """A page as it stands at an address in one language of the site."""

    address: str  # without its language: "/sessions/3/", "/sessions/?page=2", "/"
    language: str
    html: str

    @property
    def translation_key(self) -> UUID:
        """What its translations know it by."""
        return key_of(self.address)

    @property
    def url(self) -> str:
        """Where it is read."""
        return f"/{self.language}{self.address}"

    @cached_property
    def cut(self) -> Cut:
        """The pieces of which it is made."""
        return cut(self.html, self.language)

    @property
    def heading(self) -> str:
        """What it is called."""
        return plain(self.cut.title) or self.address

    @property
    def title(self) -> str:
        """What its translations are called after it; after its address where it is called after a person."""
        is_told = any(one.path == TITLE for one in self.segments)
        return self.heading[:LONGEST_TITLE] if is_told else self.address

    @cached_property
    def segments(self) -> list[Segment]:
        """Its pieces as the workbench has those of an article, each once; what it is called by its own place.

        What names a person is none of them: no engine gets it, and whoever is erased stands in no ledger.
        """
        found = dict.fromkeys(one.text for one in self.cut.pieces)
        of_people = that_name_people(found)
        told = [text for text in found if text not in of_people]
        return [Segment(self._place_of(text), place, text) for place, text in enumerate(told)]

    def _place_of(self, text: str) -> str:
        return TITLE if text == self.cut.title else f"page.{hash_of(text)[:16]}.words"

    def in_other_words(self, words: Mapping[str, str], *, show: Show, lead: Lead) -> str:
        """This will write what stands on it with other words for its pieces, by their texts."""
        return self.cut.written(words, show=show, lead=lead)


def key_of(address: str) -> UUID:
    """This will give the page at an address the number by which its translations know it."""
    return uuid5(NAMESPACE_URL, address)


def public_page(address: str, language: str) -> PublicPage | None:
    """This will ask for a page as everybody would; nothing where everybody is given none."""
    with override(language), timezone.override(None):
        html = _asked_for(f"/{language}{address}")
    return PublicPage(address, language, html) if html is not None else None


def reading_at(address: str, language: str, *, beside: bool = False, fragment: str = "") -> str:
    """This will tell where a page is read in a language, alone or beside its original."""
    path, mark, query = address.removeprefix("/").partition("?")
    name = "page-side-by-side" if beside else "page-reading"
    there = reverse(name, args=[language, path]) if path else reverse(f"first-{name}", args=[language])
    return f"{there}{mark}{query}{f'#{fragment}' if fragment else ''}"


def _asked_for(address: str) -> str | None:
    asked = urlsplit(address)
    try:
        found = resolve(asked.path)
        if getattr(found.func, "policy", None) is not Policy.EVERYBODY:
            return None
        request = _request(asked.path, asked.query)
        request.resolver_match = found
        response = found.func(request, *found.args, **found.kwargs)
    except (Resolver404, Http404, PermissionDenied):
        return None
    if hasattr(response, "render"):
        response = response.render()
    is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
    return response.content.decode() if is_page and not response.streaming else None


def _request(path: str, query: str) -> WSGIRequest:
    """A question of nobody in particular: no cookie, no account, no browser."""
    server = urlsplit(settings.ADDRESS)
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": server.netloc,
            "SERVER_NAME": server.hostname or "localhost",
            "SERVER_PORT": str(server.port or (443 if server.scheme == "https" else 80)),
            "wsgi.url_scheme": server.scheme,
            "wsgi.input": BytesIO(),
        }
    )
    request.user = AnonymousUser()
    request.htmx = False  # type: ignore[attr-defined]
    return request
