from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "requite.work"
    label = "work"

    def ready(self) -> None:
        """Declare what of this room can be required, and what it reacts to."""
        from requite.work import following, reactions, requirements  # noqa: F401, PLC0415
