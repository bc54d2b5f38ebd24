"""Documents as files: the signed original, copies of it, and what renewed, suspended, resumed or ended an agreement."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.storage import Storage
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.personal import About
from comity.agreements.models.renewals import Renewal
from comity.agreements.models.reviews import KEPT, ExchangedLetter, Notice
from comity.files.kinds import extension_of
from comity.journal.records import Recorded
from comity.translation.unseen import as_file_name

if TYPE_CHECKING:
    from comity.agreements.models.agreements import Agreement
    from comity.agreements.models.parties import Party


class Shows(models.TextChoices):
    """What a paper shows."""

    LETTER = "letter", _("letter of renewal")
    NOTICE = "notice", _("notice of non-renewal")
    RENEWAL = "renewal", _("instrument of renewal")
    SUSPENSION = "suspension", pgettext_lazy("paper", "suspension")
    RESUMPTION = "resumption", pgettext_lazy("paper", "resumption")
    TERMINATION = "termination", pgettext_lazy("paper", "termination")
    ORIGINAL = "original", _("signed original")
    CERTIFIED = "certified", _("certified copy")
    TRANSLATION = "translation", pgettext_lazy("paper", "translation")


# Of what these show, the journal tells by which act it happened.
HAPPENED = {
    Shows.RENEWAL: "renewed",
    Shows.SUSPENSION: "suspended",
    Shows.RESUMPTION: "resumed",
    Shows.TERMINATION: "terminated",
}
# What these show is a record of its own.
TIED = {Shows.LETTER, Shows.NOTICE, Shows.RENEWAL}


def random_paper_name(paper: Paper | None = None, filename: str = "") -> str:
    """This will name a stored paper so that nothing of the sender's name is in the path."""
    return f"papers/{uuid4().hex}"


class PaperQuerySet(models.QuerySet["Paper"]):
    def of(self, agreement: Agreement) -> PaperQuerySet:
        """This will keep the papers of one agreement, the newest first, with who wrote each, or the renewal."""
        shown = ("renewal", "letter__party__organisation", "notice__party__organisation")
        return self.filter(agreement=agreement).select_related(*shown).order_by("-at", "-pk")


class Paper(Recorded):
    """A PDF or a picture of a document, kept with the act that it shows or later; words name it in any case."""

    PERSONAL = frozenset({"file_name", "by_name"})
    ABOUT = About(author="by_name", kept=KEPT)

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="papers")
    shows = models.CharField(_("what it shows"), max_length=12, choices=Shows)
    letter = models.OneToOneField(
        ExchangedLetter,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="paper",
        verbose_name=_("letter of renewal"),
    )
    notice = models.OneToOneField(
        Notice,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="paper",
        verbose_name=_("notice of non-renewal"),
    )
    renewal = models.OneToOneField(
        Renewal, on_delete=models.CASCADE, null=True, blank=True, related_name="paper", verbose_name=_("renewal")
    )
    document = models.CharField(_("document: its number, and where it is kept"), max_length=300)
    file = models.FileField(_("file"), upload_to=random_paper_name)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(default=0)  # in bytes
    sha256 = models.CharField(max_length=64)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("document that was kept")
        verbose_name_plural = _("documents that were kept")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shows=Shows.LETTER, letter__isnull=False, notice=None, renewal=None)
                | Q(shows=Shows.NOTICE, notice__isnull=False, letter=None, renewal=None)
                | Q(shows=Shows.RENEWAL, renewal__isnull=False, letter=None, notice=None)
                | Q(shows__in=sorted(set(Shows) - TIED), letter=None, notice=None, renewal=None),
                name="a_paper_belongs_to_what_it_shows",
                violation_error_message=_("A document is kept with what it shows."),
            ),
            models.CheckConstraint(
                condition=~Q(document="") & ~Q(file=""),
                name="a_paper_is_named_and_has_a_file",
                violation_error_message=_("Name the document."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_shows_display()}: {self.document}"

    def get_absolute_url(self) -> str:
        return reverse("agreement-paper", args=[self.agreement_id, self.pk])

    @classmethod
    def store(cls) -> Storage:
        """This will name the place where papers lie: outside of what is served as it is."""
        return cls._meta.get_field("file").storage  # type: ignore[union-attr, no-any-return]

    @property
    def party(self) -> Party | None:
        """Whose letter or notice it is; of what all parties wrote together, nobody's."""
        shown = self.letter or self.notice
        return shown.party if shown else None

    @property
    def name_to_save(self) -> str:
        """The name under which a browser saves it, ending in what it truly is."""
        stem = PurePath(as_file_name(self.file_name)).stem or "document"
        return f"{stem}.{extension_of(self.media_type)}"
