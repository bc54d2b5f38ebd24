from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "comity.agreements"

    def ready(self) -> None:
        from comity.agreements import emulating, feeds, following, offering_life  # noqa: PLC0415 - they listen from now on

        following.listen()
        emulating.listen()
        offering_life.offer_with_the_others()
        feeds.tell_calendars()
