"""What is published is translated: whoever publishes an article asks for it in the other languages by that."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from comity.translating import workbench
from comity.translating.comparing import ask_for_translations, follow_by_hand, forget
from comity.translating.ledger import itself
from comity.translating.rendering import withdraw
from comity.website.models import Article


@receiver(page_published, sender=Article)
def article_published(instance: Article, **kwargs: Any) -> None:
    """This will ask for translations of an original, and compare a translation that somebody published themselves."""
    if workbench.is_ours():
        return
    revision = kwargs.get("revision")
    by = getattr(revision, "user", None) or itself()
    if not follow_by_hand(instance, by=by):
        ask_for_translations(instance, by=by)


@receiver(page_unpublished, sender=Article)
def article_taken_down(instance: Article, **kwargs: Any) -> None:
    """This will take the translations of an original down with it: what the office withdrew is read in no language."""
    if not workbench.is_ours():
        withdraw(instance, by=itself())


@receiver(post_delete, sender=Article)
def article_deleted(instance: Article, **kwargs: Any) -> None:
    """This will drop what is known of the translations of an article that is gone; the ledger keeps all of it."""
    forget(instance.translation_key, instance.locale.language_code, by=itself())
