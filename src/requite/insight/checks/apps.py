from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "requite.insight.checks"
    label = "checks"
