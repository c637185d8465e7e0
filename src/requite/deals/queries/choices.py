"""What a deal can be in: pipelines with stages, reasons to close it, parts of people, as the administrator ordered them.

Read once by each process for each change of them: the reader's own statement brings a stamp that changes with every one.
"""

from contextvars import ContextVar
from typing import Any
from uuid import UUID

from requite.deals.models.pipeline import label_of
from requite.deals.queries.shapes import PipelineShape, StageShape
from requite.kernel.reading import fetch_all
from requite.kernel.stamped import Present, Stamped

PIPELINES = """
SELECT p.id, p.key, p.name, s.id, s.key, s.name, s.colour, s.probability, s.rot_days
FROM deals_pipeline p LEFT JOIN deals_stage s ON s.pipeline_id = p.id AND s.ended_at IS NULL
WHERE p.ended_at IS NULL ORDER BY p.position, p.id, s.position, s.id
"""
REASONS = "SELECT state, id, key, name FROM deals_reason WHERE ended_at IS NULL ORDER BY position, id"
PARTS = "SELECT id, key, name FROM deals_part WHERE ended_at IS NULL ORDER BY position, id"
PRESENT: Present = ContextVar("deals_stamp", default=None)  # the stamp of the request
Rows = tuple[tuple[Any, ...], ...]
_pipelines: Stamped[Rows] = Stamped(PRESENT, lambda: tuple(fetch_all(PIPELINES)))
_reasons: Stamped[Rows] = Stamped(PRESENT, lambda: tuple(fetch_all(REASONS)))
_parts: Stamped[Rows] = Stamped(PRESENT, lambda: tuple(fetch_all(PARTS)))


def list_pipelines() -> list[PipelineShape]:
    """The pipelines in force with their stages, in the administrator's order and the reader's language."""
    found: dict[UUID, tuple[str, list[StageShape]]] = {}
    for row in _pipelines():
        _label, stages = found.setdefault(row[0], (label_of(row[1], row[2]), []))
        if row[3]:
            stages.append(StageShape(row[3], label_of(row[4], row[5]), row[6], row[7], row[8]))
    return [PipelineShape(id_, label, tuple(stages)) for id_, (label, stages) in found.items()]


def list_reasons() -> dict[str, list[tuple[UUID, str]]]:
    """The reasons on offer for "won" and "lost", as (id, word)."""
    found: dict[str, list[tuple[UUID, str]]] = {"won": [], "lost": []}
    for state, id_, key, name in _reasons():
        found[state].append((id_, label_of(key, name)))
    return found


def list_parts() -> list[tuple[UUID, str]]:
    """The parts of people in a deal that are on offer, as (id, word)."""
    return [(id_, label_of(key, name)) for id_, key, name in _parts()]
