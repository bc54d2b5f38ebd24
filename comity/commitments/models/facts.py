"""What happened to a commitment: claims with evidence, verdicts, extensions, expected results."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comity.accounts.models import Actor, Viewer
from comity.accounts.personal import About
from comity.commitments.models.commitments import Commitment
from comity.commitments.models.dues import MOVED, Due
from comity.files.kinds import extension_of
from comity.journal.acting import acting
from comity.journal.records import Mark, Recorded, Standing, record
from comity.partners.models import Organisation
from comity.translation.texts import Text, TextField
from comity.translation.unseen import as_file_name


class Claim(Recorded):
    """One side says that the promise was kept, and shows by what."""

    PERSONAL = frozenset({"by_name", "by_key"})
    ABOUT = About(
        author="by_name",
        written={"by_key": "erased"},
        kept=_("The office keeps it as its own record of what was said and done."),
    )

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="claims")
    side = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("what was done"), blank=True)
    by_name = models.CharField(max_length=200)
    by_key = models.CharField(max_length=300)  # who it was, so that nobody verifies their own claim
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("claim")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.commitment)


def random_name(evidence: Evidence | None = None, filename: str = "") -> str:
    """This will name a stored file so that nothing of the sender's name is in the path."""
    return f"evidence/{uuid4().hex}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, viewer: Viewer) -> EvidenceQuerySet:
        """This will keep what was shown for commitments of which `viewer` may know; see also `seen_fully_by`."""
        return self.filter(claim__commitment__in=Commitment.objects.visible_to(viewer))

    def files(self) -> EvidenceQuerySet:
        """This will keep the evidence that is a file, with the promise for which it was shown."""
        return self.exclude(file="").select_related("claim__commitment")

    def shown_for(self, commitment: Commitment) -> EvidenceQuerySet:
        """This will keep what was shown for one promise."""
        return self.filter(claim__commitment=commitment)

    def shown_for_all(self, commitments: Iterable[int]) -> EvidenceQuerySet:
        """This will keep what was shown for these promises, oldest first, with the claim and the answer to it."""
        together = self.select_related("claim__side", "claim__verdict__side")
        return together.filter(claim__commitment__in=list(commitments)).order_by("claim", "pk")


class Evidence(Recorded):
    """What shows that a promise was kept: a file, a link, or another record (by the thread)."""

    ABOUT = About(is_given=True, kept=_("It shows that a promise was kept, and belongs to that promise."))

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="evidence")
    link = models.URLField(_("link"), blank=True, max_length=500)
    file = models.FileField(_("file"), blank=True, upload_to=random_name)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)  # in bytes
    sha256 = models.CharField(max_length=64, blank=True)
    record_name = TextField(blank=True)
    record_url = models.CharField(max_length=200, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(link="", file="", record_url=""),
                name="evidence_is_a_file_a_link_or_a_record",
                violation_error_message=_("Evidence is a file, a link or a record here."),
            )
        ]

    def __str__(self) -> str:
        return self.file_name or self.link or str(self.record_name)

    def get_absolute_url(self) -> str:
        return reverse("evidence", args=[self.pk])

    @classmethod
    def store(cls) -> Storage:
        """This will name the place where files of evidence lie: outside of what is served as it is."""
        return cls._meta.get_field("file").storage  # type: ignore[union-attr, no-any-return]

    @property
    def extension(self) -> str:
        """What the file is, whatever its name says."""
        return extension_of(self.media_type)

    @property
    def stem(self) -> str:
        """The sender's name for the file, without its end and without signs that turn it around."""
        return PurePath(as_file_name(self.file_name)).stem or "evidence"

    @property
    def name_to_save(self) -> str:
        """The name under which a browser saves the file, ending in what it truly is."""
        return f"{self.stem}.{self.extension}"


class Verdict(Recorded):
    """The other side accepts a claim, or returns it with words."""

    PERSONAL = frozenset({"by_name"})
    ABOUT = About(author="by_name", kept=_("The office keeps it as its own record of what was said and done."))

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, related_name="verdict")
    side = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    is_accepted = models.BooleanField()
    words = models.TextField(_("words"), blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("verdict")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_accepted=True) | ~Q(words=""),
                name="what_is_returned_is_returned_with_words",
                violation_error_message=_("Say what is missing."),
            )
        ]

    def __str__(self) -> str:
        return str(self.claim)


class Extension(Due, Recorded):
    """More time that was granted: until when, why, by whom for which side, and upon which wish, if anybody asked."""

    PERSONAL = frozenset({"by_name"})
    ABOUT = About(author="by_name", kept=_("The office keeps it as its own record of what was said and done."))

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="extensions")
    # Not known of what was moved before a side had to grant it.
    side = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    wish = models.OneToOneField("commitments.Wish", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    was_due_on = models.DateField(null=True, blank=True)
    reason = models.TextField(_("reason"))
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("extension")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="an_extension_keeps_its_reason",
                violation_error_message=_("Say why the day is moved."),
            ),
            models.CheckConstraint(
                condition=MOVED,
                name="an_extension_says_until_when",
                violation_error_message=_("Give a day or an occasion, not both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.when_in_words()}"


class Known(models.TextChoices):
    """Whether an expected result came about."""

    NOT_KNOWN = "not_known", _("not known")
    CAME_ABOUT = "came_about", _("came about")
    DID_NOT = "did_not", _("did not come about")


KNOWN_MARKS = {Known.NOT_KNOWN: Mark.UNKNOWN, Known.CAME_ABOUT: Mark.DONE, Known.DID_NOT: Mark.ENDED}


class ExpectedResult(Recorded):
    """A tangible result to which what was said should lead; not known until somebody records what became of it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="expected_results")
    what = TextField(_("expected result"))
    known = models.CharField(_("what is known"), max_length=12, choices=Known, default=Known.NOT_KNOWN)
    source = models.CharField(_("how it is known"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("expected result")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(known="not_known") | ~Q(source=""),
                name="what_is_known_says_how_it_is_known",
                violation_error_message=_("Say how it is known; nothing is claimed here without a source."),
            )
        ]

    def __str__(self) -> str:
        return str(self.what)

    @classmethod
    def titles_for(cls, viewer: Viewer, numbers: list[int]) -> dict[int, Text]:
        expected = cls.objects.filter(commitment__in=Commitment.objects.visible_to(viewer), pk__in=numbers)
        return {one.pk: one.what for one in expected}

    @property
    def standing(self) -> Standing:
        """What is known of it."""
        return Standing(KNOWN_MARKS[Known(self.known)], self.get_known_display())

    def clean(self) -> None:
        if self.known != Known.NOT_KNOWN and not self.source.strip():
            raise ValidationError({"source": _("Say how it is known; nothing is claimed here without a source.")})

    def find(self, known: str, *, source: str, by: Actor) -> None:
        """This will record whether the result came about, and how that is known, in the history of both records."""
        with acting(by=by):
            self.change(known=known, source=source, by=by)
            found = {"expected_result": self.what, "known": known, "source": source}
            record(self.commitment, "found", by=by, after=found)
