"""The news for readers of feeds, and every page of the public site for search engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from uuid import uuid5
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Viewer
from comity.translating.telling import unreviewed_pages
from comity.translation.texts import languages
from comity.website.access import articles_visible_to
from comity.website.configured import NEWSROOM
from comity.website.listing import FilterForm, listed, news_address
from comity.website.models import ArticleQuerySet
from comity.website.reading import alternates, publisher
from comity.website.words import NEWS

IN_A_FEED = 30
MACHINE_TRANSLATED = "machine-translated"  # for programs that read feeds
UNREVIEWED = _("Translated by a machine, in part or whole, and not reviewed by a person yet.")
IN_A_SITEMAP = 15_000  # articles; the protocol ends at 50,000 addresses
OPENING = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
)
# Sections behind the language of which nothing is read without an account, and where one signs in.
NEEDS_AN_ACCOUNT = (
    "account",
    "accounts",
    "data",
    "desk",
    "evidence",
    "history",
    "newsroom",
    "operations",
    "registry",
    "translations",
)


@dataclass(frozen=True)
class Entry:
    """A page in one language, as it is listed for search engines, and when it changed last where that is known."""

    code: str
    url: str
    changed_at: datetime | None = None


def atom(articles: ArticleQuerySet, form: FilterForm, language: str) -> str:
    """This will write the latest of these articles, on the topic and partner of the form, as an Atom feed."""
    here, office = f"{settings.ADDRESS}{news_address(language)}", publisher()
    about = [str(one) for one in form.followed().values()]
    feed = Atom1Feed(
        title=" · ".join([office, str(NEWS), *about]),
        link=f"{here}{form.followed_at()}",
        description=gettext("What the office tells the public, each beside the records that it is about."),
        language=language,
        feed_url=f"{here}feed.atom{form.followed_at()}",
        author_name=office,  # of every entry too (RFC 4287, 4.1.1)
    )
    latest = list(listed(articles, form).select_related("locale")[:IN_A_FEED])
    unreviewed = unreviewed_pages(one.translation_key for one in latest)
    for one in latest:
        is_unreviewed = (one.translation_key, language) in unreviewed
        published = timezone.make_aware(datetime.combine(one.date, time.min))
        feed.add_item(
            title=one.title,
            link=f"{settings.ADDRESS}{one.address}",
            # Readers of feeds tell news apart by it: it stays when an article gets another address (RFC 4287, 4.2.6).
            unique_id=uuid5(one.translation_key, language).urn,
            description=f"{one.introduction} [{UNREVIEWED}]" if is_unreviewed else one.introduction,
            categories=[MACHINE_TRANSLATED] if is_unreviewed else [],
            pubdate=published,
            updateddate=one.last_published_at or published,
        )
    return feed.writeString("utf-8")


def robots() -> str:
    """This will name the list of pages to robots, and keep them from what nobody reads without an account (RFC 9309).

    A page that is not to be indexed says so itself; a robot that was kept from it would never read that.
    """
    closed = [f"/{code}/{section}/" for section in NEEDS_AN_ACCOUNT for code in languages()]
    lines = ["User-agent: *", f"Disallow: /{NEWSROOM}", *(f"Disallow: {one}" for one in closed)]
    return "\n".join([*lines, "", f"Sitemap: {settings.ADDRESS}{reverse('sitemap')}", ""])


def sitemap(viewer: Viewer) -> Iterator[str]:
    """This will write every published page with its address in each language in which it can be read."""
    yield OPENING
    articles = list(_articles(viewer))
    yield from _page([Entry(code, f"/{code}/") for code in languages()])
    yield from _page([Entry(code, news_address(code), _latest(articles, code)) for code in languages()])
    for versions in articles:
        yield from _page(versions)
    yield "\n</urlset>\n"


def _articles(viewer: Viewer) -> Iterable[list[Entry]]:
    found: dict[str, dict[str, Entry]] = {}
    listed = list(articles_visible_to(viewer).select_related("locale")[:IN_A_SITEMAP])
    unreviewed = unreviewed_pages(one.translation_key for one in listed)
    for one in listed:
        code = one.locale.language_code
        if (one.translation_key, code) in unreviewed:
            continue  # readers find it beside its original; search engines wait for a person
        found.setdefault(str(one.translation_key), {})[code] = Entry(code, one.address, one.last_published_at)
    return [[one[code] for code in languages() if code in one] for one in found.values()]


def _latest(articles: Iterable[list[Entry]], code: str) -> datetime | None:
    """When the list of news changed last in a language, as far as its articles tell."""
    changed = [one.changed_at for versions in articles for one in versions if one.code == code and one.changed_at]
    return max(changed, default=None)


def _page(versions: list[Entry]) -> Iterator[str]:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(one["code"])} href={quoteattr(one["url"])}/>'
        for one in alternates([{"code": one.code, "url": one.url} for one in versions])
    )
    for one in versions:
        changed = f"<lastmod>{one.changed_at.isoformat(timespec='seconds')}</lastmod>" if one.changed_at else ""
        yield f"\n<url><loc>{escape(settings.ADDRESS + one.url)}</loc>{changed}{links}</url>"
