from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "comity.newsletter"

    def ready(self) -> None:
        from comity.newsletter import retention  # noqa: F401, PLC0415 - it tells how long what is kept
