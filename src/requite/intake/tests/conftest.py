import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from requite.identity.tests.cast import NOW, Cast, make_cast
from requite.intake import jobs
from requite.intake.actions.correct_import import correct_import
from requite.intake.actions.enqueue_import import enqueue_import
from requite.intake.actions.launch_import import launch_import
from requite.intake.actions.resolve_rows import claim_import
from requite.intake.models import Import

Run = Callable[..., Import]


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def enqueue(cast: Cast) -> Run:
    def run(content: str | bytes, *, who: str = "oleg", name: str = "list.csv", **options) -> Import:
        raw = content.encode() if isinstance(content, str) else content
        return enqueue_import(
            actor=cast.actors[who], at=NOW, stream=io.BytesIO(raw), name=name, size=len(raw), **options
        )

    return run


@pytest.fixture
def bring_in(cast: Cast, enqueue: Run) -> Run:
    def run(content: str | bytes, *, who: str = "oleg", at: datetime = NOW, **options) -> Import:
        made = enqueue(content, who=who)
        if options:
            correct_import(actor=cast.actors[who], at=at, import_id=made.id, options=options)
        launch_import(actor=cast.actors[who], at=at, import_id=made.id)
        claim = claim_import(at=at, import_id=made.id)
        assert claim is not None
        jobs.land_import(actor=cast.actors[who].by("import"), claim=claim)
        return Import.objects.get(id=made.id)

    return run
