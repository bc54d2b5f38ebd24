"""Which pages, beside articles, a visitor may read in any language that an engine offers.

All that tell the public something. Not those that ask (searching, signing in, a letter by mail), what machines read,
and not the page of a person: what it says of them is theirs, and goes to no engine.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import ResolverMatch, reverse

from comity.translating.models.versions import LONGEST_ADDRESS
from comity.translating.on_demand import languages_for, source_of
from comity.translating.public_page import PublicPage, key_of, public_page, reading_at
from comity.translation.texts import current_language, languages
from comity.website.offering import Offer
from comity.website.records import route_at

PAGES = frozenset(
    {
        "home",
        "partners",
        "partner",
        "sessions",
        "session",
        "commitments",
        "commitment",
        "agreements",
        "agreement",
        "agreement-text",
        "text-versions",
        "text-version",
        "events",
        "event",
        "opinion-told",
    }
)
NEWS = "news/"  # the list; each of its articles is read by its own name
PAGE = re.compile("[2-9]|[1-9][0-9]{1,3}")  # of a list, after its first


def address_of(request: HttpRequest) -> str | None:
    """This will tell the address of a page, without its language, that can be read in another one; else nothing."""
    found = request.resolver_match
    return _with_page(_bare(request.path), request.GET) if found is not None and _is_readable(found) else None


def asked_at(address: str, asked: QueryDict) -> str | None:
    """This will tell the address of a page by what follows the language in it; nothing where it cannot be read so."""
    path = f"/{address.lstrip('/')}"
    found = route_at(f"/{current_language()}{path}")
    whole = _with_page(path, asked)
    return whole if found is not None and _is_readable(found) and len(whole) <= LONGEST_ADDRESS else None


def original_at(address: str, language: str) -> PublicPage | None:
    """This will find a page in the language from which another one is read: where it is read already, else ours.

    Nothing where everybody is given none.
    """
    order = sorted(languages(), key=lambda code: code != current_language())
    leading = [code for code in order if language in languages_for(code)]
    began = source_of(key_of(address), language)
    return public_page(address, began if began in order else (leading or order)[0])


def offer_of(address: str) -> Offer | None:
    """This will offer a page in the languages to which an engine leads from any of ours; nothing without one."""
    codes = {code for source in languages() for code in languages_for(source)}
    return Offer("page-reading-choice", "address", address, sorted(codes)) if codes else None


def leads_on(href: str, language: str, original: PublicPage) -> str:
    """This will let a link of a page lead to where its target is read in the same language."""
    if href.startswith("#"):
        return href
    asked = urlsplit(href)
    if asked.scheme or asked.netloc:
        return href
    if not asked.path:  # another page of the same list, or the list narrowed, which is not read elsewhere
        wanted = QueryDict(asked.query)
        return href if set(wanted) <= {"page"} else f"{urlsplit(original.url).path}{href}"
    found = route_at(asked.path)
    if found is None or asked.query:
        return href
    if _is_article(found):
        return reverse("reading", args=[language, _slug_of(found)])
    return reading_at(_bare(asked.path), language, fragment=asked.fragment) if _is_readable(found) else href


def _is_readable(found: ResolverMatch) -> bool:
    return found.url_name in PAGES or (found.url_name == "wagtail_serve" and found.args == (NEWS,))


def _is_article(found: ResolverMatch) -> bool:
    return found.url_name == "wagtail_serve" and found.args != (NEWS,)


def _slug_of(found: ResolverMatch) -> str:
    return str(found.args[0]).removeprefix(NEWS).strip("/")


def _bare(path: str) -> str:
    """What follows the language in it."""
    return f"/{path.removeprefix('/').partition('/')[2]}"


def _with_page(path: str, asked: QueryDict) -> str:
    found = PAGE.fullmatch(asked.get("page", ""))
    return f"{path}?page={found[0]}" if found else path
