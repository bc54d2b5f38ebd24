"""A piece of a translated page, as it stands in the original now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comity.journal.records import Recorded
from comity.translating.models.provenance import Provenance
from comity.translating.models.states import BY_PEOPLE, OPEN, State
from comity.translating.models.versions import Version


class PassageQuerySet(models.QuerySet["Passage"]):
    def in_order(self) -> PassageQuerySet:
        """This will put them in the order in which they are read, with their words."""
        return self.order_by("place", "pk").select_related("wording", "proposal")

    def open_ones(self) -> PassageQuerySet:
        """This will keep those of which a person has to decide."""
        return self.filter(state__in=OPEN)

    def untried(self) -> PassageQuerySet:
        """This will keep those for which a machine has not offered anything yet."""
        return self.open_ones().exclude(state=State.CHECKED).filter(proposal=None)

    def gone_from(self, version: Version) -> PassageQuerySet:
        """This will keep those that nobody needs once they stand on the page no more.

        What a list says goes to its next page, and comes back: there, what a visitor would word otherwise still waits.
        """
        return self.filter(suggestions=None) if version.address else self

    def that_say_the_same(self, passage: Passage) -> PassageQuerySet:
        """This will keep those on other pages of records that say the same, and for which nobody answers."""
        version = passage.version
        same = self.filter(source_hash=passage.source_hash, version__in=Version.objects.of_records())
        same = same.filter(version__source=version.source, version__language=version.language)
        return same.exclude(pk=passage.pk).exclude(state__in=BY_PEOPLE)

    def to_be_changed(self) -> PassageQuerySet:
        """This will hold them, so that nobody changes them until the act ends."""
        return self.select_for_update(of=("self",))

    def stand_checked(self, version: Version, *, names: str, at: datetime) -> int:
        """This will let the page show what a machine made of these last, by the glossary `names`."""
        same = Provenance.objects.filter(page_key=version.page_key, language=version.language)
        same = same.filter(path=OuterRef("path"), source_hash=OuterRef("source_hash"))
        newest = Subquery(same.order_by("-pk").values("pk")[:1])
        return self.update(
            state=State.CHECKED, since=at, names=names, is_unreviewed=True, wording=newest, proposal=None
        )


class Passage(Recorded):
    """A title, a paragraph or another piece of a translated page, as it stands in the original now.

    It only sums up the ledger: `wording` is the event that gave the words that are read, nothing where the page shows
    the original's; `proposal` is what a machine offers and the page does not show.
    """

    ACTS = {
        **Recorded.ACTS,
        "accepted": _("reviewed the translation and left it"),
        "reworded": _("corrected the translation"),
        "written": _("translated it"),
        "taken_back": _("took the translation back"),
        "suggestion_taken": _("took over the wording of a visitor"),
        "suggestion_declined": _("declined the wording of a visitor"),
    }

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="passages")
    path = models.TextField()
    place = models.PositiveIntegerField()
    source_hash = models.CharField(max_length=64)
    source_text = models.TextField()
    state = models.CharField(max_length=20, choices=State)
    since = models.DateTimeField()
    is_unreviewed = models.BooleanField(default=False)
    # What the glossary said of the names in it when its words were settled, as a short hash; another one tells of a
    # rename.
    names = models.CharField(max_length=100, blank=True)
    wording = models.ForeignKey(Provenance, on_delete=models.PROTECT, null=True, related_name="+")
    proposal = models.ForeignKey(Provenance, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage of a translation")
        indexes = [models.Index(fields=["state", "since"])]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "path", "source_hash"], name="a_passage_stands_once_in_its_place"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="a_passage_has_a_known_state",
                violation_error_message=_("There is no such state of a translation."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=BY_PEOPLE) | Q(is_unreviewed=False),
                name="what_a_person_answers_for_is_reviewed",
                violation_error_message=_("There is no such state of a translation."),
            ),
        ]

    def __str__(self) -> str:
        return self.source_text[:60]

    def get_absolute_url(self) -> str:
        return f"{reverse('translation', args=[self.version_id])}#passage-{self.pk}"

    @property
    def words(self) -> str:
        """What the page shows in its language; nothing where it shows the original."""
        return self.wording.words if self.wording else ""

    @property
    def known_names(self) -> str:
        """What the glossary said of its names when its words were settled; nothing where nobody kept that."""
        return self.names or (self.wording.glossary if self.wording else "")

    @property
    def offered(self) -> Provenance | None:
        """What a reviewer begins with: the machine's proposal, else the words that are read."""
        return self.proposal or self.wording

    @property
    def mark(self) -> str:
        """How a form names the words that it shows, so that nobody decides on others than they saw."""
        return f"{self.state} {self.wording_id or 0} {self.proposal_id or 0}"

    @property
    def is_title(self) -> bool:
        """Whether it is the title of the page."""
        return self.path == "title"

    @property
    def block(self) -> str:
        """The place of the block in which it stands; its own where it is no part of one."""
        return ".".join(self.path.split(".")[:2])

    @property
    def is_within_block(self) -> bool:
        """Whether it is one of several words that a block holds: a cell of a table, the credit of a picture."""
        return self.path != self.block

    @property
    def takes_suggestions(self) -> bool:
        """Whether readers may say how they would word it: as long as no person answers for its words."""
        return self.is_unreviewed or self.wording_id is None

    @property
    def is_open(self) -> bool:
        """Whether a person has to decide."""
        return self.state in OPEN

    @property
    def is_untried(self) -> bool:
        """Whether a person has to decide and a machine has not offered anything yet."""
        return self.is_open and self.state != State.CHECKED and self.proposal_id is None

    def facts(self) -> dict[str, Any]:
        """This will name what the ledger says of it whatever happens."""
        return {
            "page_key": self.version.page_key,
            "path": self.path,
            "source": self.version.source,
            "language": self.version.language,
            "source_hash": self.source_hash,
            "source_text": self.source_text,
        }
