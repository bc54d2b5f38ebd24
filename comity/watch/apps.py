from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "comity.watch"

    def ready(self) -> None:
        from comity.watch import entrance, figures  # noqa: PLC0415 - they hear what the apps tell, which must be there

        entrance.listen()
        figures.listen()
