from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "requite.insight.lists"
    label = "lists"
