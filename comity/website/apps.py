from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WebsiteConfig(AppConfig):
    name = "comity.website"

    def ready(self) -> None:
        from wagtail.signals import page_slug_changed  # noqa: PLC0415 - it knows models

        from comity.ui.context import offer_more_languages  # noqa: PLC0415 - with what it offers
        from comity.website import (  # noqa: PLC0415 - they know models
            asked,
            behind,  # noqa: F401 - it tells the queue what waits for people
            following,  # noqa: F401 - it listens to what is published
        )
        from comity.website.below import offered_below  # noqa: PLC0415 - it knows models
        from comity.website.moderating import listen  # noqa: PLC0415 - it knows models
        from comity.website.moving import remember_the_former_address  # noqa: PLC0415 - it knows models

        post_migrate.connect(lay_the_ground, sender=self)
        page_slug_changed.connect(remember_the_former_address, dispatch_uid="comity.website.moving")
        listen()
        offer_more_languages(offered_below)
        asked.listen()


def lay_the_ground(**kwargs: Any) -> None:
    """This will make what the site stands on after the tables were made, or emptied by a test."""
    from comity.website.ground import lay  # noqa: PLC0415 - it knows models

    lay()
