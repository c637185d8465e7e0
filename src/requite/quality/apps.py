from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "requite.quality"
    label = "quality"
