from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "requite.insight.plans"
    label = "plans"

    def ready(self) -> None:
        """Make the metrics known."""
        from requite.insight.plans import metrics  # noqa: PLC0415

        metrics.load()
