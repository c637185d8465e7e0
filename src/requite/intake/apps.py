from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "requite.intake"
    label = "intake"
