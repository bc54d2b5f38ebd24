"""The pages of the public site: a root in each language, the list of news, and the article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import AbstractGroupApprovalTask, Page, PageManager, PagePermissionTester
from wagtail.models.panels import PanelPlaceholder
from wagtail.query import PageQuerySet
from wagtail_localize.fields import SynchronizedField, TranslatableField

from comity.meetings.models import Session
from comity.partners.models import Area, Organisation
from comity.translating.models import Passage
from comity.translation.texts import Text
from comity.website.blocks import ArticleBody
from comity.website.records import Reference, reference_in

OF_WAGTAIL = "each version is kept with who made it and when, in the versions and the log of Wagtail (decision 19)"

ADDRESS = _("The last part of its address, the same in every language. A former address leads to the new one.")


class OfTheGround(PagePermissionTester):
    """What may be done with the pages on which the site stands: they are edited, and nobody takes them away.

    Wagtail asks this in its rooms, in its acts on many pages at once, and where it offers what can be done.
    """

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False


class LanguageHome(Page):
    """The root of the site in one language; what is read at its address is the home page of Comity."""

    UNGOVERNED = OF_WAGTAIL
    max_count = 0  # one for each language, made with the site
    subpage_types = ["website.NewsIndex"]
    preview_modes: list[tuple[str, str]] = []
    private_page_options: list[str] = []

    class Meta:
        verbose_name = _("root of a language")

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return OfTheGround(user, self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(reverse("home"))


class NewsIndex(Page):
    """The list of news in one language."""

    UNGOVERNED = OF_WAGTAIL
    max_count = 0
    parent_page_types = ["website.LanguageHome"]
    subpage_types = ["website.Article"]
    private_page_options: list[str] = []

    class Meta:
        verbose_name = _("list of news")

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return OfTheGround(user, self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from comity.website.listing import news_context  # noqa: PLC0415 - it knows this model

        return TemplateResponse(request, "website/news.html", news_context(self, request))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return self.serve(request)


class ArticleQuerySet(PageQuerySet):
    def to_read(self) -> ArticleQuerySet:
        """This will keep what is published, the latest first."""
        found: ArticleQuerySet = self.live().order_by("-date", "-pk")
        return found

    def in_language(self, language: str) -> ArticleQuerySet:
        """This will keep the articles of one language."""
        found: ArticleQuerySet = self.filter(locale__language_code=language)
        return found

    def of_year(self, year: int) -> ArticleQuerySet:
        """This will keep the articles of one year."""
        found: ArticleQuerySet = self.filter(date__year=year)
        return found

    def on(self, area: str) -> ArticleQuerySet:
        """This will keep the articles on one area of interest."""
        found: ArticleQuerySet = self.filter(areas__code=area)
        return found

    def with_partner(self, number: int) -> ArticleQuerySet:
        """This will keep the articles that concern one organisation."""
        found: ArticleQuerySet = self.filter(concerned=number)
        return found

    def at(self, slug: str) -> ArticleQuerySet:
        """This will find what is read at an address, in whichever language."""
        found: ArticleQuerySet = self.filter(slug=slug).select_related("locale")
        return found

    def of_page(self, key: UUID) -> ArticleQuerySet:
        """This will find an article in every language."""
        found: ArticleQuerySet = self.filter(translation_key=key).select_related("locale")
        return found

    def versions_of(self, article: Article) -> ArticleQuerySet:
        """This will find the article in every language in which it is published."""
        found: ArticleQuerySet = self.filter(translation_key=article.translation_key).select_related("locale")
        return found

    def left_behind(self) -> ArticleQuerySet:
        """This will find versions that people write of what is read in another language already: drafts, and those
        that are older than the last publication of the version that was published first, the latest of these first.
        """
        everywhere = Article.objects.filter(translation_key=OuterRef("translation_key"), live=True)
        original = everywhere.order_by("first_published_at", "pk")
        of_machines = Passage.objects.filter(
            version__page_key=OuterRef("translation_key"), version__language=OuterRef("locale__language_code")
        )
        is_draft = Q(first_published_at=None, go_live_at=None)
        is_older = Q(live=True, last_published_at__gte=F("original_first"), last_published_at__lt=F("original_last"))
        found: ArticleQuerySet = (
            self.filter(alias_of=None)
            .annotate(
                original=Subquery(original.values("pk")[:1]),
                original_language=Subquery(original.values("locale__language_code")[:1]),
                original_first=Subquery(original.values("first_published_at")[:1]),
                original_last=Subquery(original.values("last_published_at")[:1]),
            )
            .exclude(original=F("pk"))
            .filter(is_draft | is_older, ~Exists(of_machines), original__isnull=False)
            .select_related("locale")
            .order_by("-original_last", "pk")
        )
        return found

    def drafted_from(self, session: Session) -> ArticleQuerySet:
        """This will find what was drafted from the record of a session, published or not, in every language."""
        found: ArticleQuerySet = self.filter(drafted_from=session).select_related("locale").order_by("pk")
        return found

    def addressed_like(self, beginning: str) -> ArticleQuerySet:
        """This will find the articles whose address begins like this, published or not."""
        found: ArticleQuerySet = self.filter(slug__startswith=beginning)
        return found

    def read_before_at(self, slug: str, language: str) -> ArticleQuerySet:
        """This will find the article that had this address before."""
        former = FormerAddress.objects.filter(slug=slug, language=language)
        found: ArticleQuerySet = self.filter(pk__in=former.values("article")).select_related("locale")
        return found

    def areas(self) -> models.QuerySet[Area]:
        """This will find the areas of interest of these articles."""
        return Area.objects.filter(pk__in=self.order_by().values("areas"))

    def partners(self) -> models.QuerySet[Organisation]:
        """This will find the organisations that these articles concern."""
        return Organisation.objects.filter(pk__in=self.order_by().values("concerned")).by_name()


class Article(Page):
    """One piece of news, in one language, tied to the records that it is about."""

    UNGOVERNED = OF_WAGTAIL

    date = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    introduction = models.TextField(_("introduction"), max_length=600)
    body = StreamField(ArticleBody(), verbose_name=_("text"), blank=True)
    areas = ParentalManyToManyField(Area, verbose_name=_("topics"), related_name="+", blank=True)
    concerned = ParentalManyToManyField(Organisation, verbose_name=_("partners"), related_name="+", blank=True)
    session = models.ForeignKey(
        Session,
        verbose_name=_("session that it is about"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    # The session from whose record it was drafted, so that this is done once.
    drafted_from = models.ForeignKey(
        Session, related_name="+", null=True, blank=True, editable=False, on_delete=models.SET_NULL
    )
    is_sample = models.BooleanField(default=False, editable=False)

    parent_page_types = ["website.NewsIndex"]
    subpage_types: list[str] = []
    private_page_options: list[str] = []
    content_panels = [
        *Page.content_panels,
        "date",
        "introduction",
        "body",
        "session",
        "areas",
        "concerned",
    ]
    promote_panels = [
        PanelPlaceholder("wagtail.admin.panels.FieldPanel", ["slug"], {"heading": _("Address"), "help_text": ADDRESS})
    ]
    # The address is the same in every language: an Arabic title gives none, and a new title would move it.
    override_translatable_fields = [
        SynchronizedField("slug"),
        TranslatableField("introduction"),
        TranslatableField("body"),
        SynchronizedField("date"),
        # Every version is about the same one; the workbench would offer its number to be overridden.
        SynchronizedField("session", overridable=False),
        SynchronizedField("areas"),
        SynchronizedField("concerned"),
    ]

    objects: ClassVar[Any] = PageManager.from_queryset(ArticleQuerySet)()
    # What of its head is in another language than the page, and in which one; noted for lists (listing.py).
    in_original: Mapping[str, str] = {}

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def head_of(self, path: str) -> Text | str:
        """This will give the title or the introduction with the language in which it is."""
        words, source = str(getattr(self, path)), self.in_original.get(path)
        return Text({source: words}) if source else words

    @property
    def address(self) -> str:
        """Where it is read; the same in every language but for its first part."""
        return f"/{self.locale.language_code}/news/{self.slug}/"

    def references(self) -> list[Reference]:
        """This will name the records that stand in the text, and those from which its sentences came."""
        found = [reference_in(one) for block in self.body for one in _records_in(block)]
        return [one for one in found if one is not None]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from comity.website.reading import article_context  # noqa: PLC0415 - it knows this model

        return TemplateResponse(request, "website/article.html", article_context(self, request))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return self.serve(request)


def _records_in(block: Any) -> list[str]:
    """What a block keeps of the records in it."""
    if block.block_type == "record":
        return [str(block.value)]
    return [str(one["record"]) for one in block.value] if block.block_type == "facts" else []


class SecondLook(AbstractGroupApprovalTask):
    """Somebody else of the office looks at an article before it is published."""

    UNGOVERNED = "laid with the site; what is decided by it is kept by Wagtail, with who and when"

    class Meta:
        verbose_name = _("second look")

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        """This will offer nothing to who submitted it, and no approval while the facts differ."""
        if self.is_asked_for_by(user, obj):
            return []
        offered: list[tuple[str, Any, bool]] = super().get_actions(obj, user)
        return [one for one in offered if one[0] != "approve"] if self.is_held(obj) else offered

    @staticmethod
    def is_asked_for_by(user: Any, page: Page) -> bool:
        """Whether this is who submitted the page; so it is of nobody's page that was not submitted."""
        state = page.current_workflow_state
        return state is None or state.requested_by_id == user.pk

    @staticmethod
    def is_held(page: Page) -> bool:
        """Whether it is an article whose facts differ."""
        from comity.website.checks import compare  # noqa: PLC0415 - it knows this model

        article = page.specific
        return isinstance(article, Article) and bool(compare(article).differences())


class FormerAddress(models.Model):
    """An address at which an article was read before; it leads to where that is read now."""

    UNGOVERNED = "follows from the address of an article, which Wagtail keeps with its versions"

    language = models.CharField(max_length=10)
    slug = models.SlugField(max_length=255, allow_unicode=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("former address")
        constraints = [
            models.UniqueConstraint(fields=["language", "slug"], name="a_former_address_leads_to_one_article")
        ]

    def __str__(self) -> str:
        return f"/{self.language}/news/{self.slug}/"
