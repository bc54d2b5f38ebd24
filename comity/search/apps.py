from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "comity.search"

    def ready(self) -> None:
        from comity.search import following  # noqa: PLC0415 - listens to the journal and to what is published

        following.listen()
