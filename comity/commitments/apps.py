from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "comity.commitments"

    def ready(self) -> None:
        from comity.commitments import following  # noqa: PLC0415 - listens to the journal from now on

        following.listen()
