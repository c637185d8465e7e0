from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "requite.insight.plans"
    label = "plans"
