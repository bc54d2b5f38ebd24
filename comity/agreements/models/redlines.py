"""Redlines: the text of an agreement as a party edited it in a Word file, and each thing that the file does to it."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.storage import Storage
from django.db import models
from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comity.accounts.personal import About
from comity.agreements.models.clauses import Outcome, Part
from comity.files.kinds import DOCX
from comity.journal.records import Recorded
from comity.translation.unseen import as_file_name

if TYPE_CHECKING:
    from comity.agreements.models.agreements import Agreement
    from comity.agreements.models.parties import Party


def random_redline_name(redline: Redline | None = None, filename: str = "") -> str:
    """This will name a stored file so that nothing of the sender's name is in the path."""
    return f"redlines/{uuid4().hex}"


class RedlineQuerySet(models.QuerySet["Redline"]):
    def of(self, agreement: Agreement) -> RedlineQuerySet:
        """This will keep the redlines of one agreement, the newest first, with how many of their edits wait."""
        waits = Q(edits__outcome=Outcome.WAITING)
        found = self.filter(agreement=agreement).select_related("agreement", "party__organisation")
        told = {"waiting": Count("edits", filter=waits), "first_waiting": Min("edits", filter=waits)}
        return found.annotate(**told).order_by("-pk")

    def of_others(self) -> RedlineQuerySet:
        """This will leave out those of our own office, which prepare a text."""
        return self.filter(party__organisation__is_host=False)

    def same_as(self, party: Party, sha256: str) -> RedlineQuerySet:
        """This will keep the one of these very bytes, from one party; what was withdrawn can be sent once more."""
        return self.filter(party=party, sha256=sha256, withdrawn_at=None)


class Redline(Recorded):
    """A Word file of the text in one language, as a party edited it; the file is kept as it was sent."""

    PERSONAL = frozenset({"file_name", "by_name", "withdrawn_by"})
    ABOUT = About(
        author="by_name",
        signed=("withdrawn_by",),
        kept=_("The office keeps it as its own record of what was said and done."),
    )

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.CASCADE, related_name="redlines")
    party = models.ForeignKey("agreements.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("party"))
    language = models.CharField(max_length=5)
    file = models.FileField(_("file"), upload_to=random_redline_name)
    file_name = models.CharField(max_length=200)
    size = models.PositiveIntegerField(default=0)  # in bytes
    sha256 = models.CharField(max_length=64)
    is_tracked = models.BooleanField(_("with changes tracked"), default=False)
    # Our office entered what the party had sent it by other ways.
    is_on_behalf = models.BooleanField(_("recorded by our office on its behalf"), default=False)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)

    objects = RedlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("redline")
        verbose_name_plural = _("redlines")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "sha256"],
                condition=Q(withdrawn_at=None),
                name="a_party_sends_a_redline_once",
                violation_error_message=_("This very file was sent already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.language}"

    @classmethod
    def store(cls) -> Storage:
        """This will name the place where the files lie: outside of what is served as it is."""
        return cls._meta.get_field("file").storage  # type: ignore[union-attr, no-any-return]

    def belongs_to(self, party: Party | None) -> bool:
        """This will tell whether a party sent it, or our office on behalf of another: either can withdraw it."""
        return party is not None and (self.party_id == party.pk or (self.is_on_behalf and party.is_ours))

    @property
    def is_ours(self) -> bool:
        """Whether our own office edited it."""
        return self.party.is_ours

    @property
    def media_type(self) -> str:
        """What the file is; nothing else is taken."""
        return DOCX.media_type

    @property
    def name_to_save(self) -> str:
        """The name under which a browser saves the file, ending in what it truly is."""
        return f"{PurePath(as_file_name(self.file_name)).stem or 'redline'}.{DOCX.extension}"


class Doing(models.TextChoices):
    """What an edit does to the text."""

    CHANGED = "changed", pgettext_lazy("edit", "changed")
    ADDED = "added", pgettext_lazy("edit", "added")
    REMOVED = "removed", pgettext_lazy("edit", "taken out")
    MOVED = "moved", pgettext_lazy("edit", "moved")
    COMMENTED = "commented", pgettext_lazy("edit", "commented")
    UNPLACED = "unplaced", _("we do not know where this belongs")
    # What the record tells behind the clauses: it is changed on pages of its own, and never from a file.
    EXCHANGES = "exchanges", _("the exchanges were changed in the file")
    DOCTORATE = "doctorate", _("the joint doctorate was changed in the file")


OF_RECORD = frozenset({Doing.EXCHANGES, Doing.DOCTORATE})


class EditQuerySet(models.QuerySet["Edit"]):
    def in_order(self) -> EditQuerySet:
        """This will sort them as they follow each other in the file."""
        return self.select_related("clause", "after", "redline__agreement", "redline__party").order_by("position", "pk")

    def on(self, agreement: Agreement) -> EditQuerySet:
        """This will keep what redlines do to the text of one agreement."""
        return self.filter(redline__agreement=agreement)

    def waiting(self) -> EditQuerySet:
        """This will keep what nobody has answered."""
        return self.filter(outcome=Outcome.WAITING)


class Edit(Recorded):
    """One thing that a redline does to the text: a clause changed, added, taken out, moved, or commented on.

    What a clause read when the redline came in is kept beside what it should read, and, where our office had changed
    the clause since the file was written, what it read in that file first.
    """

    PERSONAL = frozenset({"comment_by", "answered_by"})
    ABOUT = About(
        author="comment_by",
        signed=("answered_by",),
        kept=_("The office keeps it as its own record of what was said and done."),
    )

    redline = models.ForeignKey(Redline, on_delete=models.CASCADE, related_name="edits")
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    sort = models.CharField(_("what it does"), max_length=10, choices=Doing)
    # It stays when the clause is taken out: what was done to it in the file was done.
    clause = models.ForeignKey(
        "agreements.Clause",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="edits",
        verbose_name=_("clause"),
    )
    clause_was = models.CharField(_("clause"), max_length=100, blank=True)
    part = models.CharField(_("part"), max_length=10, choices=Part, blank=True)
    # Behind which clause it is put, where it is added or moved; at the beginning of its part where there is none.
    after = models.ForeignKey(
        "agreements.Clause",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("behind"),
    )
    was_heading = models.TextField(_("heading before"), blank=True)
    was = models.TextField(_("words before"), blank=True)
    heading = models.TextField(_("heading"), blank=True)
    words = models.TextField(_("it should read"), blank=True)
    # Our office changed the clause after the file was written: what stood in the file, heading and words, if known.
    is_conflict = models.BooleanField(_("changed by both"), default=False)
    base = models.TextField(_("as it was exported"), blank=True)
    comment = models.TextField(_("comment"), blank=True)
    comment_by = models.CharField(_("commented by"), max_length=200, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.WAITING)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.CharField(_("answered by"), max_length=200, blank=True)

    objects = EditQuerySet.as_manager()

    class Meta:
        verbose_name = _("edit")
        verbose_name_plural = _("edits")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sort__in=Doing.values),
                name="an_edit_does_a_known_thing",
                violation_error_message=_("There is no such edit."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="declined") | ~Q(answer=""),
                name="an_edit_is_declined_with_words",
                violation_error_message=_("Say why it is declined."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()}: {self.clause_was}"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.outcome == Outcome.WAITING

    @property
    def can_be_taken(self) -> bool:
        """Whether it can be put into the text as it is; what both changed, and a comment, is for people to settle."""
        return not (self.is_conflict or self.sort in (Doing.COMMENTED, *OF_RECORD))

    @property
    def is_of_record(self) -> bool:
        """Whether it does nothing to the text, but to what the record tells behind it."""
        return self.sort in OF_RECORD
