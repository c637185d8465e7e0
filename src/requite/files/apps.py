from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "requite.files"
    label = "files"

    def ready(self) -> None:
        """Declare what hangs on persons and companies."""
        from requite.files import following  # noqa: F401, PLC0415
