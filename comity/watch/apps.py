from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "comity.watch"

    def ready(self) -> None:
        from comity.watch import figures  # noqa: PLC0415 - counts what the apps tell, which must be there

        figures.listen()
