from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    name = "requite.insight.scorecards"
    label = "scorecards"

    def ready(self) -> None:
        """Make the parts known that a card can consist of, and whether one pays a bonus."""
        from requite.identity import held_amounts  # noqa: PLC0415
        from requite.insight.scorecards import parts  # noqa: PLC0415
        from requite.insight.scorecards.versions import has_bonus  # noqa: PLC0415

        parts.load()
        held_amounts.register(has_bonus)
