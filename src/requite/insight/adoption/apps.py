from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    name = "requite.insight.adoption"
    label = "adoption"
