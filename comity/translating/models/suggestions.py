"""How a visitor would word a passage; it waits for a reviewer."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.accounts.personal import About
from comity.translating.models.passages import Passage

LONGEST = 5_000  # letters, each break of a line one


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def on(self, passage: Passage) -> SuggestionQuerySet:
        """This will keep those on one passage, the oldest first."""
        return self.filter(passage=passage).order_by("pk")

    def by_passage(self, passages: list[Passage]) -> dict[int, list[Suggestion]]:
        """This will find those on these passages, by the number of the passage."""
        found: dict[int, list[Suggestion]] = {}
        for one in self.filter(passage__in=passages).order_by("pk"):
            found.setdefault(one.passage_id, []).append(one)
        return found


class Suggestion(models.Model):
    """A better wording of one passage, as a visitor sent it; gone once a reviewer has decided, or the passage is."""

    KEPT = timedelta(days=365)  # while nobody decides

    UNGOVERNED = (
        "nobody's act: anybody could fill a journal that never forgets; "
        "what a reviewer makes of it is written down (decision 26)"
    )
    ABOUT = About(mentions=("words",))

    passage = models.ForeignKey(
        Passage, verbose_name=_("passage of a translation"), on_delete=models.CASCADE, related_name="suggestions"
    )
    words = models.TextField(_("in their words"), max_length=LONGEST)
    # What stood there when it was sent, as `Passage.mark` names it.
    instead_of = models.CharField(max_length=80, editable=False)
    given_on = models.DateField(_("day"))

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("wording of a visitor")
        verbose_name_plural = _("wordings of visitors")

    def __str__(self) -> str:
        return self.words[:60]
