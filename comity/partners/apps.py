from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "comity.partners"

    def ready(self) -> None:
        from comity.accounts.naming import ask_for_names  # noqa: PLC0415 - models are loaded by now
        from comity.journal.outbox import sign_with  # noqa: PLC0415
        from comity.partners.models import Organisation, Person  # noqa: PLC0415

        ask_for_names(Person.objects.names_by_account)
        sign_with(Organisation.objects.name_of_host)
