"""Puts the minimum sets that ship into the table, for the migrations of the rooms that declare them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from requite.quality.registry import Kind

START = datetime(2000, 1, 1, tzinfo=UTC)
Step = Callable[[Any, Any], None]


def seed(*kinds: Kind) -> Step:
    """A migration step that adds each kind's default requirements."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        requirement = apps.get_model("quality", "Requirement")
        requirement.objects.bulk_create(
            requirement(
                kind=kind.slug,
                stage=default.stage,
                field=default.field,
                weight=default.weight,
                check_name=found.check,
                grace_hours=default.grace_hours,
                starts_at=START,
            )
            for kind in kinds
            for default in kind.defaults
            if (found := kind.find_field(default.field))
        )

    return forwards


def unseed(*kinds: Kind) -> Step:
    """The step back."""

    def backwards(apps: Any, schema_editor: Any) -> None:
        apps.get_model("quality", "Requirement").objects.filter(
            kind__in=[kind.slug for kind in kinds]
        ).delete()

    return backwards
