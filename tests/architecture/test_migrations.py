"""What the migrations make is what the models say."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def test_no_model_differs_from_its_migrations() -> None:
    loader = MigrationLoader(None)
    found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    assert {
        label: [operation.describe() for one in changes for operation in one.operations]
        for label, changes in found.changes(graph=loader.graph).items()
    } == {}
