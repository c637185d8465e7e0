from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "requite.deals"
    label = "deals"

    def ready(self) -> None:
        """Declare what of this room can be required, judge anew when its stages change, say whether it keeps amounts."""
        from requite.deals import following, reactions, requirements  # noqa: F401, PLC0415
        from requite.deals.worth import holds_amounts  # noqa: PLC0415
        from requite.identity import held_amounts  # noqa: PLC0415

        held_amounts.register(holds_amounts)
