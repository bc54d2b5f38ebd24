from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "comity.meetings"

    def ready(self) -> None:
        from comity.meetings import following  # noqa: PLC0415 - listens to the journal from now on

        following.listen()
