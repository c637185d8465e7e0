from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "requite.people"
    label = "people"

    def ready(self) -> None:
        """Declare what of this room can be required, and what hangs on its records."""
        from requite.people import following, naming, requirements  # noqa: F401, PLC0415
