"""A table refers only to tables of its own room or of a room below, and a room that isn't there yet has no folder."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps

import requite

FLOORS = {
    "journal": 1,
    "identity": 2,
    "quality": 3,
    "people": 4,
    "deals": 5,
    "work": 6,
    "intake": 7,
    "files": 7,
    "channels": 8,
    "campaigns": 8,
    "plans": 9,
    "reports": 9,
    "checks": 9,
    "supervision": 9,
    "adoption": 9,
    "scorecards": 9.5,
    "web": 10,
}


def test_foreign_keys_point_down() -> None:
    wrong = []
    checked = 0
    for model in apps.get_models():
        floor = FLOORS.get(model._meta.app_label)
        if floor is None:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not getattr(field, "concrete", False) or target is None:
                continue
            checked += 1
            label = target._meta.app_label
            if label != model._meta.app_label and not FLOORS[label] < floor:
                wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert checked > 20
    assert wrong == []


def test_every_room_holds_something() -> None:
    package = Path(requite.__file__).parent
    rooms = [path for path in package.iterdir() if path.is_dir() and (path / "__init__.py").exists()]
    empty = [path.name for path in rooms if sum(1 for _ in path.rglob("*.py")) < 2]
    assert empty == []
