from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "requite.quality"
    label = "quality"

    def ready(self) -> None:
        """Judge anew when the rules change."""
        from requite.quality import reactions  # noqa: F401, PLC0415
