from django.apps import AppConfig


class FieldsConfig(AppConfig):
    name = "requite.fields"
    label = "fields"

    def ready(self) -> None:
        """Make the company's own fields known to minimum sets."""
        from requite.fields import requirables  # noqa: F401, PLC0415
