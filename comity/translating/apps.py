from django.apps import AppConfig


class TranslatingConfig(AppConfig):
    name = "comity.translating"

    def ready(self) -> None:
        from comity.translating import noticing  # noqa: F401, PLC0415 - it listens to the workbench
