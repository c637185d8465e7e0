from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "requite.deals"
    label = "deals"

    def ready(self) -> None:
        """Declare what of this room can be required."""
        from requite.deals import requirements  # noqa: F401, PLC0415
