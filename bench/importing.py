"""One import from hand to base, in a process of its own (`python -m bench.importing FILE`)."""

import json
import os
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django


def main() -> None:
    """Hand the file in, let it come in as the worker's job does, say what it took."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requite.config.settings")
    django.setup()
    from requite.identity.access import find_actor  # noqa: PLC0415 - needs Django set up
    from requite.identity.models import User  # noqa: PLC0415
    from requite.intake.actions.enqueue_import import enqueue_import  # noqa: PLC0415
    from requite.intake.actions.launch_import import launch_import  # noqa: PLC0415
    from requite.intake.actions.resolve_rows import claim_import  # noqa: PLC0415
    from requite.intake.jobs import land_import  # noqa: PLC0415
    from requite.intake.models import Import  # noqa: PLC0415

    user = User.objects.get(email="administrator1@requite.example")
    actor = find_actor(user_id=user.id, via="import")
    if actor is None:
        raise SystemExit("nobody imports")
    path, began = Path(sys.argv[1]), time.monotonic()
    with path.open("rb") as stream:
        made = enqueue_import(
            actor=actor, at=datetime.now(UTC), stream=stream, name=path.name, size=path.stat().st_size
        )
    launch_import(actor=actor, at=datetime.now(UTC), import_id=made.id)
    claim = claim_import(at=datetime.now(UTC), import_id=made.id)
    if claim is None:
        raise SystemExit("the worker took it")
    land_import(actor=actor, claim=claim)
    took = time.monotonic() - began
    found = Import.objects.get(id=made.id)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump({"made": found.made, "refused": found.refused, "seconds": took, "peak_mb": peak}, sys.stdout)


if __name__ == "__main__":
    main()
