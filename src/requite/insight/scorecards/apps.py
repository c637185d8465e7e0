from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    name = "requite.insight.scorecards"
    label = "scorecards"

    def ready(self) -> None:
        """Make the parts known that a card can consist of."""
        from requite.insight.scorecards import parts  # noqa: PLC0415

        parts.load()
