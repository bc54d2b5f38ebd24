"""The news for readers of feeds, and every page of the public site for search engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from uuid import uuid5
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Viewer
from comity.translating.telling import unreviewed_pages
from comity.website.access import articles_visible_to
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


def sitemap(viewer: Viewer) -> Iterator[str]:
    """This will write every published page with its address in each language in which it can be read."""
    yield OPENING
    codes = [code for code, _name in settings.LANGUAGES]
    for way in ("/{}/", "/{}/news/"):
        yield from _page([{"code": code, "url": way.format(code)} for code in codes])
    for versions in _articles(viewer, codes):
        yield from _page(versions)
    yield "\n</urlset>\n"


def _articles(viewer: Viewer, codes: list[str]) -> Iterable[list[dict[str, str]]]:
    found: dict[str, dict[str, str]] = {}
    listed = list(articles_visible_to(viewer).select_related("locale")[:IN_A_SITEMAP])
    unreviewed = unreviewed_pages(one.translation_key for one in listed)
    for one in listed:
        if (one.translation_key, one.locale.language_code) in unreviewed:
            continue  # readers find it beside its original; search engines wait for a person
        found.setdefault(str(one.translation_key), {})[one.locale.language_code] = one.address
    return [[{"code": code, "url": one[code]} for code in codes if code in one] for one in found.values()]


def _page(versions: list[dict[str, str]]) -> Iterator[str]:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(one["code"])} href={quoteattr(one["url"])}/>'
        for one in alternates(versions)
    )
    for one in versions:
        yield f"\n<url><loc>{escape(settings.ADDRESS + one['url'])}</loc>{links}</url>"
