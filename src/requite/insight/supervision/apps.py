from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "requite.insight.supervision"
    label = "supervision"
