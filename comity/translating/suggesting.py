"""A reader says how they would word a passage; a reviewer takes that over, or declines it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from comity.accounts.models import User
from comity.journal.acting import act
from comity.journal.records import record
from comity.journal.refusals import NotNow
from comity.opinion.masking import masked
from comity.translating import workbench
from comity.translating.models import Passage, Suggestion
from comity.translating.reviewing import reword

MOST_OF_A_PASSAGE = 5  # that wait for a reviewer
MOST = 1_000


class Enough(NotNow):
    """So many wordings wait that no more are taken."""


def suggest(passage: Passage, words: str, *, today: date) -> None:
    """This will keep how a visitor would word a passage until a reviewer has decided; the same words are kept once.

    Raises NotNow where it is the same as now, or where a person answers for the passage; Enough where many wait.
    """
    if not passage.takes_suggestions:
        raise NotNow(_("A person has reviewed this passage meanwhile. Look at how it reads now."))
    said = workbench.kept(masked(words), like="")
    if said == passage.words:
        raise NotNow(_("These are the words that stand there already."))
    waiting = Suggestion.objects.on(passage)
    if any(one.words == said for one in waiting):
        return
    if len(waiting) >= MOST_OF_A_PASSAGE or Suggestion.objects.count() >= MOST:
        raise Enough(_("Several wordings wait for a reviewer here already, so that no more are taken at the moment."))
    Suggestion.objects.create(passage=passage, words=said, instead_of=passage.mark, given_on=today)


@act
def take(suggestion: Suggestion, words: str, *, by: User) -> None:
    """This will give a passage the words of a visitor, as they are or as a reviewer set them right.

    `by` answers for them from now on. Raises NotNow where they cannot be set into the page, or where somebody else was
    quicker.
    """
    reword(suggestion.passage, words, by=by, is_suggested=True)
    suggestion.delete()


@act
def decline(suggestion: Suggestion, *, by: User) -> None:
    """This will leave a passage as it is; the words of the visitor are kept nowhere."""
    record(suggestion.passage, "suggestion_declined", by=by)
    suggestion.delete()
