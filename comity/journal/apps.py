from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "comity.journal"

    def ready(self) -> None:
        from comity.journal import durability  # noqa: F401, PLC0415 - registers the start-up checks
