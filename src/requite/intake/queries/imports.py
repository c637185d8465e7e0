"""Imports read back: the list, and the first rows as they would come in."""

from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db.models import Q

from requite.intake import access
from requite.intake.landing.preview import PreviewRow, preview_rows
from requite.intake.models import Import
from requite.intake.options import plan_of
from requite.intake.reading import limits
from requite.intake.reading.rows import read_rows
from requite.kernel.actor import Actor

PAGE = 50


def list_imports(*, actor: Actor, after: tuple[datetime, UUID] | None = None) -> tuple[list[Import], bool]:
    """A page of the imports that the actor may see, newest first, from the key `after` on; and whether more follow."""
    found = access.visible_imports(actor).order_by("-made_at", "-id")
    if after:
        found = found.filter(Q(made_at__lt=after[0]) | Q(made_at=after[0], id__lt=after[1]))
    rows = list(found[: PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


def get_preview(*, actor: Actor, found: Import) -> tuple[PreviewRow, ...]:
    """The first rows of the import's file with what is wrong in them; none when the file is gone."""
    try:
        with found.file.open("rb") as stream:
            samples = list(islice(read_rows(stream.file, found.layout), limits.PREVIEW_ROWS))
    except FileNotFoundError:
        return ()
    return preview_rows(samples, plan_of(found, actor=actor))
