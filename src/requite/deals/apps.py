from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "requite.deals"
    label = "deals"

    def ready(self) -> None:
        """Declare what of this room can be required, and judge anew when its stages change."""
        from requite.deals import following, reactions, requirements  # noqa: F401, PLC0415
