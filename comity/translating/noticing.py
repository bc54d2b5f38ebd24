"""What people do in the workbench itself is written down too: it keeps no history, and marks every touch as theirs."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail_localize.models import StringTranslation, Translation

from comity.translating import workbench
from comity.translating.comparing import begun_in_the_workbench
from comity.translating.ledger import itself
from comity.translating.models import Passage, Version
from comity.translating.reviewing import take_back, typed_in_the_workbench


@receiver(post_save, sender=StringTranslation)
def note_words(instance: StringTranslation, **kwargs: Any) -> None:
    """This will note whose words now stand in the workbench; a touch that changes nothing is no review."""
    passage = _passage_of(instance)
    if passage is None:
        return
    by = instance.last_translated_by or itself()
    if not workbench.fits(passage.source_text, instance.data):
        take_back(passage, by=by)
    elif instance.data != passage.words:
        typed_in_the_workbench(passage, instance.data, by=by)


@receiver(post_delete, sender=StringTranslation)
def note_absence(instance: StringTranslation, **kwargs: Any) -> None:
    """This will note that words were taken out of the workbench, so that the page shows the original's."""
    passage = _passage_of(instance)
    if passage is not None:
        take_back(passage, by=itself())


@receiver(post_save, sender=Translation)
def note_beginning(instance: Translation, **kwargs: Any) -> None:
    """This will follow a translation that somebody began in the workbench like one of our own."""
    if not workbench.is_ours():
        begun_in_the_workbench(instance, by=itself())


def _passage_of(words: StringTranslation) -> Passage | None:
    if workbench.is_ours() or words.context is None:
        return None
    known = Version.objects.of_page(words.context.object_id).in_language(words.locale.language_code).first()
    return known.passage_at(words.context.path, workbench.hash_of(words.translation_of.data)) if known else None
