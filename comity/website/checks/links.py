"""Links of an article that lead nowhere here, or to what not everybody may read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _
from wagtail.models import Page

from comity.commitments.pointing import is_ours
from comity.translation.templatetags.said import isolated
from comity.website.checks.versions import Version
from comity.website.models import Article
from comity.website.records import is_public, reference_at, route_at, shown_to_public

ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


def broken_links(version: Version) -> Iterator[str]:
    """This will say of each link, and of each record that stands in the text, what is wrong with it.

    Links to other sites are not followed: nothing here asks outside.
    """
    for tag in version.links:
        yield from _of_tag(dict(ATTRIBUTE.findall(tag)))
    references = version.article.references()
    shown = shown_to_public(references)
    for name in dict.fromkeys(str(one) for one in references):
        if name not in shown:
            yield _("A record that stands in it (%(record)s) is not there for the public.") % {"record": isolated(name)}


def _of_tag(told: dict[str, str]) -> Iterator[str]:
    number = told.get("id", "")
    if told.get("linktype") == "page":
        page = Page.objects.filter(pk=number).first() if number.isdecimal() else None
        if page is None:
            yield _("A link leads to a page that is gone.")
        elif not page.live:
            yield _("A link leads to “%(page)s”, which is not published.") % {"page": isolated(page.title)}
    elif told.get("href"):
        yield from _of_address(told["href"])


def _of_address(address: str) -> Iterator[str]:
    parts = urlsplit(address)
    is_elsewhere = bool(parts.netloc) and not is_ours(parts.netloc)
    if parts.scheme not in {"", "http", "https"} or is_elsewhere or not parts.path:
        return
    reference = reference_at(address)
    if reference is not None:
        if not is_public(reference):
            yield _("A link leads to a record that not everybody may read: %(address)s") % {
                "address": isolated(address)
            }
    elif not _is_here(parts.path):
        yield _("A link leads nowhere: %(address)s") % {"address": isolated(address)}


def _is_here(path: str) -> bool:
    found = route_at(path)
    if found is None or found.url_name != "wagtail_serve":
        return found is not None
    *_before, slug = path.rstrip("/").split("/")
    language = get_language_from_path(path) or ""
    return slug == "news" or Article.objects.to_read().in_language(language).filter(slug=slug).exists()
