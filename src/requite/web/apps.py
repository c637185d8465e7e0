from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "requite.web"
    label = "web"
