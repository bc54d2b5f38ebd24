from django.apps import AppConfig


class TranslatingConfig(AppConfig):
    name = "comity.translating"

    def ready(self) -> None:
        from comity.translating import (  # noqa: PLC0415
            noticing,  # noqa: F401 - it listens to the workbench
            on_the_desk,  # noqa: F401 - it tells the desk what waits
            retention,  # noqa: F401 - it tells how long what is kept
        )
