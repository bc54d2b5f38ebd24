from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    name = "comity.journal"

    def ready(self) -> None:
        from comity.journal import durability, guards, once  # noqa: F401, PLC0415 - they register themselves

        connection_created.connect(tell_the_database)
        post_migrate.connect(set_the_guards, sender=self)


def tell_the_database(connection: Any, **kwargs: Any) -> None:
    """This will let the database ask whose act it is, over every connection of ours."""
    from comity.journal.acting import tell_postgresql, tell_sqlite  # noqa: PLC0415 - they know models

    if connection.vendor == "sqlite":
        tell_sqlite(connection)
    elif tell_postgresql not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, tell_postgresql)  # whoever counts within a request takes off the last


def set_the_guards(using: str, **kwargs: Any) -> None:
    """This will set the guards anew after the tables were made or changed."""
    from django.db import connections  # noqa: PLC0415 - beside the next, which knows models

    from comity.journal.guards import install  # noqa: PLC0415 - it knows models

    install(connections[using])
