"""When an article gets another address, the former one leads to it."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from comity.website.models import Article, FormerAddress


def remember_the_former_address(instance: Page, instance_before: Page, **_rest: Any) -> None:
    """This will keep the address at which a published article was read until now; the last that had it keeps it."""
    if isinstance(instance, Article):
        FormerAddress.objects.update_or_create(
            language=instance.locale.language_code, slug=instance_before.slug, defaults={"article": instance}
        )
