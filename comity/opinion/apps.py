from django.apps import AppConfig


class OpinionConfig(AppConfig):
    name = "comity.opinion"
