from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "comity.partners"

    def ready(self) -> None:
        from comity.accounts.naming import ask_for_names  # noqa: PLC0415 - models are loaded by now
        from comity.partners.models import Person  # noqa: PLC0415

        ask_for_names(Person.objects.names_by_account)
