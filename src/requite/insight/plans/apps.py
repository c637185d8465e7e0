from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "requite.insight.plans"
    label = "plans"

    def ready(self) -> None:
        """Make the metrics known, and who says which events came last before a target."""
        from requite.insight import before_targets  # noqa: PLC0415
        from requite.insight.plans import metrics  # noqa: PLC0415
        from requite.insight.plans.before_targets import list_before_targets  # noqa: PLC0415

        metrics.load()
        before_targets.register(list_before_targets)
