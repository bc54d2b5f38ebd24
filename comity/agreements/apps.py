from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "comity.agreements"

    def ready(self) -> None:
        from comity.agreements import following  # noqa: PLC0415 - listens to the journal from now on

        following.listen()
