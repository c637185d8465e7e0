from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "requite.identity"
    label = "identity"
