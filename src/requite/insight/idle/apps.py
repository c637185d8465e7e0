from django.apps import AppConfig


class IdleConfig(AppConfig):
    name = "requite.insight.idle"
    label = "idle"
