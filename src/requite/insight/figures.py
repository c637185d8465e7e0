"""A figure is its records: the number is `measure(records)`, the drill-down is `records`, and nothing else counts.

A room's figures are declared once, each in a module that its wing imports when it is ready; plans, scorecards and
reports name them by slug.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import Promise

from requite.kernel.actor import Actor
from requite.kernel.period import Period

Who = Literal["user", "team", "company"]
Records = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose figure: a rep's, a team's with the teams below it, or the company's."""

    who: Who
    id: UUID | None = None

    @property
    def key(self) -> str:
        """As in an address, and the live topic that moves it: user:<id>, team:<id>, company."""
        return self.who if self.id is None else f"{self.who}:{self.id}"

    def covered(self, actor: Actor, right: str) -> bool:
        """Whether the actor's right reaches this holder."""
        if self.who == "user":
            return actor.covers(right, self.id)
        scope = actor.scope(right)
        return scope == "all" or (self.who == "team" and scope == "team" and self.id in actor.team_ids)


COMPANY = Holder("company")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose records, and of which days."""

    holder: Holder
    period: Period

    @property
    def who(self) -> Who:
        """Whether it is a rep's, a team's or the company's."""
        return self.holder.who


@dataclass(frozen=True, slots=True)
class Count:
    """The value of a figure: what counts, and what is done but lacks its minimum data."""

    counted: int
    pending: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A named number.

    `records(actor, scope)` gives the rows, each with `is_complete`; none at all where the actor may not see the scope's
    figures. `measure` makes the number of them. `team_by` says whose team a row is of: the rep's at the time of the
    event, or the owner's present one. `position` orders figures on a page; `is_usual` ones are shown without a plan too.
    """

    slug: str
    label: Promise
    records: Callable[[Actor, Scope], Records]
    measure: Callable[[Records], Count]
    unit: Literal["count", "money"] = "count"
    team_by: Literal["event", "owner"] = "event"
    position: int = 100
    is_usual: bool = False

    @property
    def scale(self) -> int:
        """How many of what is summed make one of the figure: money is summed in hundredths of a unit."""
        return 100 if self.unit == "money" else 1

    @property
    def is_of_events(self) -> bool:
        """Whether it counts whole events, so that the chance of a target can be told."""
        return self.unit == "count"


_FIGURES: dict[str, Figure] = {}


def declare(figure: Figure) -> Figure:
    """Make the figure known."""
    _FIGURES[figure.slug] = figure
    return figure


def find_figure(slug: str) -> Figure | None:
    """The figure of that name, or None."""
    return _FIGURES.get(slug)


def list_figures(slugs: Iterable[str] | None = None) -> list[Figure]:
    """All figures, or those named, in the order of a page."""
    wanted = set(_FIGURES) if slugs is None else set(slugs)
    return sorted(
        (one for one in _FIGURES.values() if one.slug in wanted), key=lambda one: (one.position, one.slug)
    )


def list_subtree(team_id: UUID | None) -> list[UUID]:
    """The team and all teams below it, as the tree stands now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE below AS (SELECT %s::uuid AS id"
            " UNION SELECT t.id FROM identity_team t JOIN below ON t.parent_id = below.id) SELECT id FROM below",
            [team_id],
        )
        return [row[0] for row in cursor.fetchall()]
