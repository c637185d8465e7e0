"""What the engine of quality would give the records that are made up: the few cases there are, asked of it once."""

from datetime import UTC, datetime, timedelta

from requite.people.requirements import COMPANY, PERSON
from requite.quality import engine
from requite.quality.engine import Subject
from requite.quality.measure import State
from requite.quality.registry import Kind
from requite.quality.rules import list_rules
from requite.work.requirements import CALL, MEETING

NO_PHONE, NO_COMPANY, NO_EMAIL, FILLER, BOUNCED = 1, 2, 4, 8, 16
NO_ADDRESS = 2
_AT = datetime(2026, 1, 1, tzinfo=UTC)


def _score(kind: Kind, states: dict[str, State], *, stages: tuple[str, ...] = (), late: bool = False) -> int:
    rules = list_rules(kind.slug, at=_AT)
    values: dict[str, object] = {rule.field: states.get(rule.field, State.VALID) for rule in rules}
    event_at = _AT - timedelta(hours=30) if late else _AT
    subject = Subject(
        kind=kind.slug,
        values=values,
        stages=frozenset(stages),
        made_at=_AT,
        event_at=event_at if stages else None,
        evidence_at=event_at,
    )
    return engine.assess(subject, at=_AT, rules=rules).score


def person_scores() -> list[int]:
    """The score of a person for each set of holes."""

    def states(holes: int) -> dict[str, State]:
        found: dict[str, State] = {}
        if holes & NO_PHONE:
            found["phone"] = State.FILLER if holes & FILLER else State.BLANK
        if holes & NO_COMPANY:
            found["company"] = State.BLANK
        if holes & NO_EMAIL:
            found["email"] = State.INVALID if holes & BOUNCED else State.BLANK
        return found

    return [_score(PERSON, states(holes)) for holes in range(32)]


def company_scores() -> list[int]:
    """The score of a company for each set of holes (phone, address)."""
    return [
        _score(COMPANY, {name: State.BLANK for name, bit in (("phone", 1), ("address", 2)) if holes & bit})
        for holes in range(4)
    ]


def activity_scores(kind: str) -> list[int]:
    """The scores of a call or a meeting: complete, entered late, lacking its outcome or result, late and lacking."""
    which, stages, field = (
        (CALL, ("done",), "outcome") if kind == "call" else (MEETING, ("planned", "held"), "result")
    )
    return [
        _score(which, {field: State.BLANK} if lacking else {}, stages=stages, late=late)
        for lacking in (False, True)
        for late in (False, True)
    ]
