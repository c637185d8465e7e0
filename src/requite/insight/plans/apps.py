from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "requite.insight.plans"
    label = "plans"

    def ready(self) -> None:
        """Make the metrics known, who says which events came last before a target, and whether a target is of money."""
        from requite.identity import held_amounts  # noqa: PLC0415
        from requite.insight import before_targets  # noqa: PLC0415
        from requite.insight.plans import metrics  # noqa: PLC0415
        from requite.insight.plans.before_targets import list_before_targets  # noqa: PLC0415
        from requite.insight.plans.queries import has_target_of_money  # noqa: PLC0415

        metrics.load()
        before_targets.register(list_before_targets)
        held_amounts.register(has_target_of_money)
