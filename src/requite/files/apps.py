from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "requite.files"
    label = "files"
