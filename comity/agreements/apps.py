from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "comity.agreements"

    def ready(self) -> None:
        from comity.agreements import emulating, following  # noqa: PLC0415 - they listen to the journal from now on

        following.listen()
        emulating.listen()
