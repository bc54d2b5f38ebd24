"""The pages of the public site about which visitors were asked, as far as this app knows them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.partners.models import Area
from comity.translation.texts import Text

if TYPE_CHECKING:
    from comity.opinion.asking import Asked


class AskedPageManager(models.Manager["AskedPage"]):
    def as_asked(self, asked: Asked) -> AskedPage:
        """This will find the page, or note it, and keep what it is called and where it is today."""
        facts = {"title": asked.title, "address": asked.address, "kind": asked.kind}
        page, is_new = self.get_or_create(key=asked.key, language=asked.language, defaults=facts)
        if is_new:
            page.topics.set(Area.objects.filter(pk__in=asked.topics))
        elif any(getattr(page, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(page, name, value)
            page.save(update_fields=list(facts))
            page.topics.set(Area.objects.filter(pk__in=asked.topics))
        return page


class AskedPage(models.Model):
    """A page, in one language, of which visitors said what they think; the page itself is kept elsewhere."""

    UNGOVERNED = "a copy of what the public site told of its page when somebody answered; the site keeps its history"

    key = models.UUIDField(_("key"))  # the same in every language of one page
    language = models.CharField(_("language"), max_length=12)
    kind = models.CharField(_("kind"), max_length=30)
    title = models.CharField(_("title"), max_length=300)
    address = models.CharField(_("address"), max_length=500)
    topics = models.ManyToManyField(Area, related_name="+", verbose_name=_("topics"), blank=True)

    guarded_until = models.DateTimeField(_("asks for a computation until"), null=True, editable=False)

    objects = AskedPageManager()

    class Meta:
        verbose_name = _("page about which visitors were asked")
        constraints = [
            models.UniqueConstraint(fields=["key", "language"], name="a_page_is_noted_once_in_a_language"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def heading(self) -> Text:
        """What it is called, with the language of that."""
        return Text({self.language: self.title})

    def is_guarded(self, now: datetime) -> bool:
        """This will tell whether answers about it are taken only with a computation, because very many came."""
        return self.guarded_until is not None and now < self.guarded_until

    def guard(self, *, until: datetime) -> None:
        """This will ask for a computation with every answer until then."""
        self.guarded_until = until
        self.save(update_fields=["guarded_until"])
