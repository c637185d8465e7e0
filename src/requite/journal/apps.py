from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "requite.journal"
    label = "journal"
