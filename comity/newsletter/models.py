"""Who asked for the news by mail, and which news each digest told."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from comity.accounts.personal import ITSELF, About
from comity.website.models import Article


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def confirmed(self) -> SubscriberQuerySet:
        """This will keep those who have said twice that they want the news."""
        return self.exclude(confirmed_at=None)

    def to_be_told(self, digest: Digest) -> SubscriberQuerySet:
        """This will keep those to whom a digest goes, in the order in which they are written to."""
        return self.filter(language=digest.language, confirmed_at__lte=digest.made_at).order_by("pk")

    def counted(self) -> dict[str, int]:
        """This will count the confirmed ones of each language; a language without any has none."""
        found = self.confirmed().order_by().values_list("language").annotate(n=models.Count("pk"))
        return dict.fromkeys((code for code, _name in settings.LANGUAGES), 0) | dict(found)


class Subscriber(models.Model):
    """An address that asked for the news of one language; nobody is written to before they confirmed it.

    Nothing else is kept of them, and nothing at all once they leave.
    """

    UNGOVERNED = (
        "a reader's own wish about their own address: whoever leaves is removed, and a journal that never forgets "
        "would keep them (decision 27)"
    )
    ABOUT = About(whose=(ITSELF,), addresses=("email",), is_theirs=True, is_removed=True)
    CONFIRMABLE = timedelta(days=3)

    key = models.UUIDField(_("key"), default=uuid4, unique=True, editable=False)  # what its letters name it by
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10)
    # The language that was asked for last; it counts once it is confirmed from the letter.
    wanted = models.CharField(_("language asked for"), max_length=10)
    asked_at = models.DateTimeField(_("asked on"))
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber of the news")
        verbose_name_plural = _("subscribers of the news")
        constraints = [models.UniqueConstraint(Lower("email"), name="an_address_subscribes_once")]
        indexes = [models.Index(fields=["language", "confirmed_at"])]

    def __str__(self) -> str:
        return self.email

    @property
    def is_confirmed(self) -> bool:
        """Whether they are written to."""
        return self.confirmed_at is not None

    def may_be_confirmed(self, *, now: datetime) -> bool:
        """This will tell whether the letter that asks for a word is still young enough to be answered."""
        return now - self.asked_at < self.CONFIRMABLE


class DigestQuerySet(models.QuerySet["Digest"]):
    def unfinished(self) -> DigestQuerySet:
        """This will find the digests of which some readers have no letter yet, the oldest first."""
        return self.filter(finished_at=None).order_by("pk")

    def newest_first(self) -> DigestQuerySet:
        """This will put the newest first, with the number of articles in each."""
        return self.annotate(article_count=models.Count("articles")).order_by("-made_at", "-pk")


class Digest(models.Model):
    """The news of one language that were told to its subscribers at one time."""

    UNGOVERNED = "Comity's own record of which published news it has told; nobody decides anything in it"

    language = models.CharField(_("language"), max_length=10)
    made_at = models.DateTimeField(_("made on"))
    finished_at = models.DateTimeField(_("every letter was written on"), null=True)
    letters = models.PositiveIntegerField(_("letters"), default=0)

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = _("digest of the news")
        verbose_name_plural = _("digests of the news")
        constraints = [
            models.UniqueConstraint(
                fields=["language"], condition=Q(finished_at=None), name="a_language_has_one_digest_at_work"
            )
        ]

    def __str__(self) -> str:
        return f"{self.language} · {self.made_at:%Y-%m-%d}"


class Told(models.Model):
    """One article in one digest. An article is told once: the database refuses a second time."""

    UNGOVERNED = Digest.UNGOVERNED

    digest = models.ForeignKey(
        Digest, verbose_name=_("digest of the news"), on_delete=models.CASCADE, related_name="articles"
    )
    article = models.OneToOneField(Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("article in a digest")

    def __str__(self) -> str:
        return f"{self.digest_id} · {self.article_id}"
