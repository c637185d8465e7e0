"""Stages of pipelines as moments from which on, or until which, a field of a deal may be asked for."""

from collections.abc import Sequence
from uuid import UUID

from requite.deals.models.pipeline import label_of
from requite.kernel.reading import fetch_all
from requite.quality.registry import Moment

STAGES = """
SELECT s.id, s.key, s.name, p.key, p.name, s.position, s.ended_at IS NOT NULL OR p.ended_at IS NOT NULL
FROM deals_stage s JOIN deals_pipeline p ON p.id = s.pipeline_id ORDER BY p.position, p.id, s.position, s.id
"""
# A deal that is won has gone through all of its pipeline.
REACHED = """
EXISTS (SELECT FROM deals_stage s JOIN deals_stage f ON f.pipeline_id = s.pipeline_id WHERE s.id = r.stage_id
    AND f.id = '{}' AND f.ended_at IS NULL AND (r.state = 'won' OR (s.position, s.id) >= (f.position, f.id)))
"""


def moment_of(stage_id: UUID) -> str:
    """A stage's name as a moment."""
    return stage_id.hex


def list_moments() -> Sequence[Moment]:
    """All stages in their order, ended ones too, since lines may name them. One statement."""
    rows = fetch_all(STAGES)
    return [
        Moment(moment_of(id_), label_of(key, name), label_of(*pipeline), order, is_ended, REACHED.format(id_))
        for order, (id_, key, name, *pipeline, _position, is_ended) in enumerate(rows)
    ]
