"""What the leader's page says of each rep: customers whom nobody was in touch with, and what the rep's records come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from requite.insight.checks.queries.anchors import Anchor, anchors_now
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all

NO_ANCHOR = Anchor()
FEW = 10
LEAST_FOR_PERCENT = 10


@dataclass(frozen=True, slots=True)
class Sum:
    """What records in use come to: how many, how many of them lack nothing, the sum of their scores.

    `parted` of them have the four parts of their score, whose sums in percent follow.
    """

    records: int = 0
    complete: int = 0
    points: int = 0
    parted: int = 0
    completeness: int = 0
    validity: int = 0
    timeliness: int = 0
    uniqueness: int = 0

    @property
    def score(self) -> int | None:
        """The mean score, 0 to 100; None without records."""
        return round(self.points / self.records) if self.records > 0 else None

    @property
    def share(self) -> float | None:
        """Those that lack nothing, in [0, 1]; None for fewer than ten records, of which a share says too much."""
        return self.complete / self.records if self.records >= LEAST_FOR_PERCENT else None

    @property
    def parts(self) -> tuple[int, int, int] | None:
        """The mean completeness, validity and timeliness in percent; None where no record has its parts yet."""
        if self.parted <= 0:
            return None
        sums = self.completeness, self.validity, self.timeliness
        c, v, t = (round(each / self.parted) for each in sums)
        return c, v, t

    @property
    def unique(self) -> int | None:
        """The mean uniqueness in percent: below 100 where doubles have waited for three working days."""
        return round(self.uniqueness / self.parted) if self.parted > 0 else None


def anchored(quality: Sum, anchor: Anchor) -> int | None:
    """The mean score times the anchor, 0 to 100; None without records."""
    return round(anchor.value * quality.points / quality.records) if quality.records > 0 else None


@dataclass(frozen=True, slots=True)
class RepFacts:
    """`quiet` customers had no contact for longer than `quiet_days` (counted up to 11); `quality` sums the records.

    `anchor` is how far that can be relied on, by spot checks.
    """

    quiet: int
    quiet_days: int
    quality: Sum
    anchor: Anchor = NO_ANCHOR

    @property
    def score(self) -> int | None:
        """Q: the mean score of the records times the anchor, 0 to 100; None without records."""
        return anchored(self.quality, self.anchor)


SUMS = ("records", "complete", "points", "parted", "completeness", "validity", "timeliness", "uniqueness")
SUMMED = ", ".join(f"coalesce(sum(m.{name}), 0)" for name in SUMS)
NOTHING = RepFacts(0, 0, Sum())
FACTS = f"""
WITH o AS MATERIALIZED (SELECT quiet_days FROM identity_organisation LIMIT 1)
SELECT r.id, o.quiet_days,
 (SELECT count(*) FROM (SELECT 1 FROM work_standing s JOIN people_person p ON p.id = s.person_id
   WHERE s.owner_id = r.id AND s.last_contact_at < %(now)s - make_interval(days => o.quiet_days)
   AND p.archived_at IS NULL LIMIT %(few)s) x),
 q.*
FROM unnest(%(users)s::uuid[]) r(id) CROSS JOIN o CROSS JOIN LATERAL (
    SELECT {SUMMED} FROM supervision_move m WHERE m.owner_id = r.id
) q
"""  # noqa: S608
KINDS = f"SELECT kind, {SUMMED} FROM supervision_move m WHERE owner_id = %s GROUP BY kind"  # noqa: S608
OWNERS = f"SELECT owner_id, {SUMMED} FROM supervision_move m WHERE owner_id = ANY(%s) GROUP BY owner_id"  # noqa: S608


def list_rep_facts(*, actor: Actor, user_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, RepFacts]:
    """The facts of each of these reps whose work the actor sees: one statement, and one for the anchors."""
    owners = actor.owners("work.see")
    seen = [id_ for id_ in user_ids if owners is None or id_ in owners]
    rows = fetch_all(FACTS, {"now": now, "few": FEW + 1, "users": seen}) if seen else []
    held = anchors_now(actor=actor, user_ids=seen, now=now)
    return {
        id_: RepFacts(quiet, days, Sum(*map(int, numbers)), held.get(id_, NO_ANCHOR))
        for id_, days, quiet, *numbers in rows
    }


def list_sums(*, user_ids: Sequence[UUID]) -> Mapping[UUID, Sum]:
    """What each rep's records come to, reps without any left out: one statement. The caller has authorised the reps."""
    found = {id_: Sum(*map(int, numbers)) for id_, *numbers in fetch_all(OWNERS, [list(user_ids)])}
    return {id_: one for id_, one in found.items() if one.records > 0}


def list_kind_sums(*, actor: Actor, user_id: UUID) -> Mapping[str, Sum]:
    """What a rep's records come to by kind, kinds without any left out; nothing for a rep whom the actor doesn't see."""
    if not actor.covers("work.see", user_id):
        return {}
    sums = {kind: Sum(*map(int, numbers)) for kind, *numbers in fetch_all(KINDS, [user_id])}
    return {kind: one for kind, one in sums.items() if one.records > 0}
