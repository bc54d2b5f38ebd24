"""How the list of news is narrowed down: by year, by topic, by partner, and by language, which is another list."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Viewer
from comity.partners.models import Area, Organisation
from comity.translating.telling import HEAD, in_original
from comity.website.access import articles_visible_to
from comity.website.models import Article, ArticleQuerySet, NewsIndex

ON_A_PAGE = 20
LATEST = 3  # on the home page


class FilterForm(forms.Form):
    """The filters of the list; each offers what there is news of."""

    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    topic = forms.ModelChoiceField(Area.objects.none(), label=_("Topic"), required=False, empty_label=_("all topics"))
    partner = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Partner"), required=False, empty_label=_("all partners")
    )

    def __init__(self, *args: Any, articles: ArticleQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(day.year, day.year) for day in articles.order_by().dates("date", "year", order="DESC")]
        self.fields["year"].choices = [("", _("all years")), *years]  # type: ignore[attr-defined]
        offered: dict[str, Any] = {"topic": articles.areas(), "partner": articles.partners()}
        for name, found in offered.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]

    def followed(self) -> dict[str, Area | Organisation]:
        """This will give the topic and the partner that are asked for: what a feed can be about."""
        given = self.cleaned_data if self.is_valid() else {}
        return {name: given[name] for name in ("topic", "partner") if given.get(name)}

    def followed_at(self) -> str:
        """This will write them for the end of an address; nothing where all news is asked for."""
        asked = urlencode({name: one.pk for name, one in self.followed().items()})
        return f"?{asked}" if asked else ""

    def asked(self) -> str:
        """This will write all that is asked for, for the end of the address of the same list in another language."""
        given = self.cleaned_data if self.is_valid() else {}
        told = {name: getattr(one, "pk", one) for name, one in given.items() if one}
        return f"?{urlencode(told)}" if told else ""


def listed(articles: ArticleQuerySet, form: FilterForm) -> ArticleQuerySet:
    """This will keep the articles that are asked for; what nobody offered narrows nothing down."""
    given = form.cleaned_data if form.is_valid() else {}
    if given.get("year"):
        articles = articles.of_year(given["year"])
    if given.get("topic"):
        articles = articles.on(given["topic"].pk)
    if given.get("partner"):
        articles = articles.with_partner(given["partner"].pk)
    return articles


def news_context(index: NewsIndex, request: HttpRequest) -> dict[str, Any]:
    """This will gather what the list of news shows."""
    language = index.locale.language_code
    every = articles_visible_to(request.user).in_language(language)
    form = FilterForm(request.GET or None, articles=every)
    pages = Paginator(listed(every, form).select_related("locale"), ON_A_PAGE)
    codes = [code for code, _name in settings.LANGUAGES]
    spoken = [{"code": code, "url": f"{news_address(code)}{form.asked()}"} for code in codes]
    named = [{"code": code, "url": f"{settings.ADDRESS}{news_address(code)}"} for code in codes]
    page = pages.get_page(request.GET.get("page"))
    page.object_list = in_their_languages(list(page.object_list), language)
    return {
        "form": form,
        "feed": f"{news_address(language)}feed.atom{form.followed_at()}",
        "page": page,
        "spoken": spoken,
        "language": language,
        "other_languages": [one for one in spoken if one["code"] != language],
        "alternates": [*named, {"code": "x-default", "url": named[0]["url"]}],
    }


def news_address(language: str) -> str:
    """This will tell where the list of news in a language is."""
    return f"/{language}/news/"


def latest_news(viewer: Viewer, language: str) -> list[Article]:
    """This will find the articles for the home page."""
    latest = articles_visible_to(viewer).in_language(language).select_related("locale")[:LATEST]
    return in_their_languages(list(latest), language)


def in_their_languages(articles: list[Article], language: str) -> list[Article]:
    """This will note of each article which part of its head is still in the language of the original."""
    found = in_original(one.translation_key for one in articles) if articles else {}
    for one in articles:
        places = {path: found.get((one.translation_key, language, path), "") for path in HEAD}
        one.in_original = {path: source for path, source in places.items() if source}
    return articles
