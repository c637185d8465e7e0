"""Open deals as a list: filters and order stand in the address."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from requite.deals.queries import listing
from requite.deals.queries.listing import ORDERS, Wanted
from requite.deals.queries.shapes import PipelineShape
from requite.deals.queries.windows import Window, find_window
from requite.kernel.ids import parse_id
from requite.web.addresses import url
from requite.web.doors import ActorRequest, door
from requite.web.formats import day
from requite.web.keys import read_name_key, write_name_key
from requite.web.pages import render
from requite.web.screens.deals import faces, owner_of, pick_pipeline
from requite.web.screens.owners import owners_for
from requite.work.queries.day import standings

FIRST = "close"
DOWN_FIRST = ("amount",)


def say_window(window: Window) -> str:
    """A window of expected closes in words: "Overdue", "This month", "March 2027"."""
    words = {
        "overdue": _("Overdue"),
        "this": _("This month"),
        "next": _("Next month"),
        "later": _("Later"),
        "none": _("Without a date"),
    }
    return words.get(window.slug) or day(window.starts_on, "month")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; whatever it says wrongly is left out."""

    stage: str
    close: Window | None
    rots: bool
    q: str
    sort: str
    down: bool

    @property
    def order(self) -> str:
        """The order as an address says it: "-amount" is the largest first."""
        return f"{'-' * self.down}{self.sort}"

    def query(self, **changes: Any) -> dict[str, Any]:
        """The same as parameters of an address, with some of them changed; what is blank is left out."""
        found = {
            "stage": self.stage, "close": self.close.slug if self.close else "", "rots": "1" if self.rots else "",
            "q": self.q, "sort": "" if self.order == FIRST else self.order,
        }  # fmt: skip
        return {name: value for name, value in {**found, **changes}.items() if value}


def _asked(request: ActorRequest, pipeline: PipelineShape, today: date) -> Asked:
    given = request.GET
    stage = str(parse_id(given.get("stage", "")) or "")
    sort = given.get("sort", FIRST)
    name = sort.removeprefix("-")
    return Asked(
        stage if stage in [str(one.id) for one in pipeline.stages] else "",
        find_window(given.get("close", ""), today),
        given.get("rots") == "1",
        given.get("q", "").replace("\x00", "").strip()[: listing.LONGEST],
        name if name in ORDERS else FIRST,
        sort.startswith("-") and name in ORDERS,
    )


def _columns(asked: Asked, base: dict[str, Any]) -> list[dict[str, Any]]:
    """The heads of the table; four of them are doors to an order, the one that is on to its reverse."""

    def sorted_by(name: str, label: str, **more: Any) -> dict[str, Any]:
        is_on = name == asked.sort
        down = not asked.down if is_on else name in DOWN_FIRST
        address = url("deal_list", query={**base, **asked.query(sort=f"{'-' * down}{name}")})
        way = "descending" if asked.down != (name == "age") else "ascending"
        return {"label": label, "sort": address, "sorted": way if is_on else "", **more}

    return [
        sorted_by("name", _("Deal")), {"label": _("With whom")}, {"label": _("Stage")},
        sorted_by("amount", _("Amount"), num=True), sorted_by("close", _("Expected close")),
        sorted_by("age", _("In this stage")), {"label": _("Owner")}, {"label": _("Next step")}, {"label": _("Missing")},
    ]  # fmt: skip


def _doors(asked: Asked, base: dict[str, Any], today: date) -> list[tuple[str, str, bool]]:
    """Filters as chips, as (label, address, on); the one that is on leads back to the list without it."""
    shown = [find_window(slug, today) for slug in ("overdue", "this", "next", "none")]
    windows = [one for one in shown if one]
    if asked.close and asked.close not in windows:
        windows.insert(3, asked.close)
    found = [
        (
            say_window(one),
            asked.query(close="" if one == asked.close else one.slug),
            one == asked.close,
        )
        for one in windows
    ]
    found.append((_("Stands too long"), asked.query(rots="" if asked.rots else "1"), asked.rots))
    return [(label, url("deal_list", query={**base, **query}), is_on) for label, query, is_on in found]


def _orders() -> list[tuple[str, str]]:
    """Every order to choose from: on a narrow screen the table has no heads."""
    labels = {
        "close": _("Expected close"), "amount": _("Amount"), "age": _("In this stage"), "name": _("Deal"),
    }  # fmt: skip
    # What stands longest came in first: its age falls while the instant rises.
    return [
        (f"{way}{name}", f"{'↑' if (way == '-') == (name == 'age') else '↓'} {label}")
        for name, label in labels.items()
        for way in ("", "-")
    ]


@door("GET", right="deals.see")
def deal_list(request: ActorRequest) -> HttpResponseBase:
    """Open deals of a pipeline, filtered and in an order; pages go on by key."""
    actor, at = request.actor, request.now
    pipelines, pipeline = pick_pipeline(request.GET.get("pipeline", ""))
    shared = faces(actor, request.GET.get("of", ""), pipelines, pipeline)
    today = actor.day_of(at)
    asked = _asked(request, pipeline, today)
    base = {"of": shared["of"], "pipeline": pipeline.id}
    what = Wanted(
        tuple(one.id for one in pipeline.stages if asked.stage in ("", str(one.id))),
        owner_of(actor, shared["of"]), asked.close, asked.rots, asked.q,
    )  # fmt: skip
    after = read_name_key(request.GET.get("after", ""))
    rows, more = listing.list_deals(
        actor=actor, at=at, what=what, order=asked.sort, down=asked.down, after=after
    )
    people = [row.person_id for row in rows if row.person_id]
    context = {
        **shared, "asked": asked, "base": base, "rows": rows, "today": today,
        "stages": {one.id: one for one in pipeline.stages},
        "standings": standings(people) if actor.has("work.see") else {},
        "next": url("deal_list", query={**base, **asked.query(after=write_name_key(*more))}) if more else "",
    }  # fmt: skip
    if after:
        return render(request, "deals/list.html", _whole(request, context), fragment="deals/list_rows.html")
    topics = [f"pipeline:{pipeline.id}"]
    return render(
        request, "deals/list.html", {**_whole(request, context), **_summed(request, what)}, topics=topics
    )


def _summed(request: ActorRequest, what: Wanted) -> dict[str, Any]:
    return {"sum": listing.sum_deals(actor=request.actor, at=request.now, what=what)}


def _whole(request: ActorRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What stands around the rows."""
    asked, base = context["asked"], context["base"]
    return {
        **context,
        "columns": _columns(asked, base),
        "doors": _doors(asked, base, context["today"]),
        "orders": _orders(),
        "owners": owners_for(request.actor),
    }
