"""Draws read back, and drawn again: that the same seed over the same records gives the same ones."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from requite.insight.checks import drawing
from requite.insight.checks.access import see_draw, visible_checks
from requite.insight.checks.models import Check
from requite.kernel.actor import Actor

Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DrawShape:
    """A draw. `user` is (family, given) of whose records it is, `team` the team's name instead; `by` who drew, ("", "") for
    Requite itself. `checks` are (check, π, whether it was favoured) of those that the reader sees."""

    id: UUID
    stratum: str
    user: Names
    team: str
    starts_on: date
    ends_on: date
    seed: str
    frame_hash: str
    size: int
    favoured: int
    asked: int
    drawn: int
    drawn_at: datetime
    by: Names
    checks: tuple[tuple[UUID, float, bool], ...]

    @property
    def last_on(self) -> date:
        """The last day that was drawn from."""
        return self.ends_on - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proof:
    """What drawing again found: whether the kept records have the hash that was noted, and whether the same were drawn."""

    same_frame: bool
    same_drawn: bool
    frame_hash: str
    drawn: int

    @property
    def is_fair(self) -> bool:
        """Whether both are the same."""
        return self.same_frame and self.same_drawn


def get_draw(*, actor: Actor, draw_id: UUID) -> DrawShape:
    """The draw with the checks that the actor sees of it. Raises NotVisible."""
    draw = see_draw(actor=actor, draw_id=draw_id)
    checks = visible_checks(actor).filter(draw=draw).order_by("record_id")
    return DrawShape(
        draw.id, draw.stratum, (draw.user.family_name, draw.user.given_name) if draw.user else ("", ""),
        draw.team.name if draw.team else "", draw.starts_on, draw.ends_on, draw.seed, draw.frame_hash, draw.size,
        len(draw.favoured) // 16, draw.asked, draw.drawn, draw.drawn_at,
        (draw.drawn_by.family_name, draw.drawn_by.given_name) if draw.drawn_by else ("", ""),
        tuple(checks.values_list("id", "probability", "is_favoured")),
    )  # fmt: skip


def draw_again(*, actor: Actor, draw_id: UUID) -> Proof:
    """Draw from the kept records with the kept seed, and compare with what was drawn then. Raises NotVisible."""
    draw = see_draw(actor=actor, draw_id=draw_id)
    ids = drawing.unpack(bytes(draw.frame))
    found = drawing.draw(ids=ids, favoured=set(drawing.unpack(bytes(draw.favoured))), count=draw.asked, seed=draw.seed)
    kept = Check.objects.filter(draw=draw).values_list("record_id", "probability")
    again, found_hash = {one.record_id: float(one.probability) for one in found}, drawing.hash_of(ids)
    return Proof(found_hash == draw.frame_hash, again == dict(kept), found_hash, len(found))
