"""Which pages, beside articles, a visitor may read in any language that an engine offers.

All that tell the public something. Not those that ask (searching, signing in, a letter by mail), what machines read,
and not the page of a person: what it says of them is theirs, and goes to no engine.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.urls import ResolverMatch, reverse
from django.utils.translation import get_language_from_path

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
ONE_ARTICLE = re.compile(r"news/[\w-]+/")
NEWS = "news/"  # the list; each of its articles is read by its own name
# Where in a list one is: which page of it, or behind or before which row. The page itself then has a link back to where
# one came from; without that, the list has no such place, and shows its first page.
PLACES = {
    "page": re.compile("[2-9]|[1-9][0-9]{1,3}"),
    "after": re.compile("[1-9][0-9]{0,9}"),
    "before": re.compile("[1-9][0-9]{0,9}"),
}
BACK = {"page": "page", "after": "before", "before": "after"}


def address_asked_for(request: HttpRequest) -> str | None:
    """This will tell the address of a page, without its language, that can be read in another one; else nothing."""
    found = request.resolver_match
    return _with_place(_bare(request.path), request.GET) if found is not None and _is_readable(found) else None


def asked_at(address: str, asked: QueryDict) -> str | None:
    """This will tell the address of a page by what follows the language in it; nothing where it cannot be read so.

    A page has one address: `/sessions/07/` is none.
    """
    path = f"/{address.lstrip('/')}"
    found = route_at(f"/{current_language()}{path}")
    if found is None or not _is_readable(found):
        return None
    is_its_own = _bare(reverse(found.view_name, args=found.args, kwargs=found.kwargs)) == path
    whole = _with_place(path, asked)
    return whole if is_its_own and len(whole) <= LONGEST_ADDRESS else None


def original_at(address: str, language: str) -> PublicPage | None:
    """This will find a page in the language from which another one is read: where it is read already, else ours.

    Nothing where everybody is given none.
    """
    order = sorted(languages(), key=lambda code: code != current_language())
    leading = [code for code in order if language in languages_for(code)] or order
    began = source_of(key_of(address), language)
    found = public_page(address, began if began in leading else leading[0])
    return found if found is not None and _is_there(found) else None


def _is_there(page: PublicPage) -> bool:
    """Whether the list has the place at which its page is asked for."""
    name, _equals, number = page.address.partition("?")[2].partition("=")
    if not name:
        return True
    back = f"page={int(number) - 1}(?![0-9])" if name == "page" else f"{BACK[name]}=[0-9]"
    return re.search(back, page.html) is not None


def offer_of(address: str) -> Offer | None:
    """This will offer a page in the languages to which an engine leads from any of ours; nothing without one."""
    codes = {code for source in languages() for code in languages_for(source)}
    return Offer("page-reading-choice", "address", address, sorted(codes)) if codes else None


def leads_on(href: str, language: str, original: PublicPage) -> str:
    """This will let a link of a page lead to where its target is read in the same language."""
    try:
        asked = urlsplit(href)
    except ValueError:
        return href
    is_elsewhere = asked.scheme or asked.netloc or get_language_from_path(asked.path) not in (None, original.language)
    if href.startswith("#") or is_elsewhere:
        return href
    wanted = QueryDict(asked.query)
    if not asked.path and set(wanted) <= set(PLACES):  # another place in the same list
        return href
    if not asked.path or asked.query:  # a list narrowed to something is not read elsewhere
        return href if asked.path else f"{urlsplit(original.url).path}{href}"
    found = route_at(asked.path)
    if found is not None and _is_article(found):
        mark = f"#{asked.fragment}" if asked.fragment else ""
        return f"{reverse('reading', args=[language, _slug_of(found)])}{mark}"
    is_readable = found is not None and _is_readable(found)
    return reading_at(_bare(asked.path), language, fragment=asked.fragment) if is_readable else href


def _is_readable(found: ResolverMatch) -> bool:
    return found.url_name in PAGES or (found.url_name == "wagtail_serve" and found.args == (NEWS,))


def _is_article(found: ResolverMatch) -> bool:
    return found.url_name == "wagtail_serve" and bool(ONE_ARTICLE.fullmatch(str(found.args[0])))


def _slug_of(found: ResolverMatch) -> str:
    return str(found.args[0]).removeprefix(NEWS).strip("/")


def _bare(path: str) -> str:
    """What follows the language in it."""
    return f"/{path.removeprefix('/').partition('/')[2]}"


def _with_place(path: str, asked: QueryDict) -> str:
    for name, numbers in PLACES.items():
        if numbers.fullmatch(number := asked.get(name, "")):
            return f"{path}?{name}={number}"
    return path
