from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "comity.events"
