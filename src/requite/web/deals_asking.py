"""Short words in the address of the list of deals, as the forecast and kept links write them: each is a condition."""

from collections.abc import Iterator
from datetime import date

from django.http import QueryDict

from requite.deals.queries.shapes import PipelineShape
from requite.deals.queries.windows import find_window
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.ids import parse_id
from requite.web.screens.deals import owner_of

WORDS = ("pipeline", "of", "stage", "close", "rots", "q")
ORDERS = {"age": "-age", "-age": "age"}  # what stands longest came first
LONGEST = 100


def is_short(given: QueryDict) -> bool:
    """Whether the address says its list by such words."""
    return "f" not in given and (any(name in given for name in WORDS) or given.get("sort", "") in ORDERS)


def spell_out(given: QueryDict, actor: Actor, pipelines: list[PipelineShape], today: date) -> QueryDict:
    """The same list by conditions; what is said wrongly is left out. Raises NotVisible for whose deals aren't seen."""
    owner_id = owner_of(actor, given.get("of", ""))
    if owner_id is not None and not actor.covers("deals.see", owner_id):
        raise NotVisible
    found = QueryDict(mutable=True)
    found["view"] = "mine" if owner_id and owner_id == actor.id else "all"
    conditions = list(_conditions(given, pipelines, today))
    if owner_id is not None and owner_id != actor.id:
        conditions.append(("owner", "is", str(owner_id)))
    for place, one in enumerate(conditions):
        for name, word in zip("gfov", (str(place), *one), strict=True):
            found.appendlist(name, word)
    sort = given.get("sort", "")
    if sort:
        found["sort"] = ORDERS.get(sort, sort)
    return found


def _conditions(
    given: QueryDict, pipelines: list[PipelineShape], today: date
) -> Iterator[tuple[str, str, str]]:
    wanted, stage_id = parse_id(given.get("pipeline", "")), parse_id(given.get("stage", ""))
    pipeline = next((one for one in pipelines if one.id == wanted), None)
    known = {stage.id for one in pipelines for stage in one.stages if pipeline in (None, one)}
    if stage_id and stage_id in known:
        yield "stage", "is", str(stage_id)
    elif pipeline is not None:
        yield "pipeline", "is", str(pipeline.id)
    window = find_window(given.get("close", ""), today)
    if window is not None:
        yield ("close", "empty", "") if window.undated else ("close", "during", window.slug)
    if given.get("rots") == "1":
        yield "rots", "yes", ""
    text = given.get("q", "").replace("\x00", "").strip()[:LONGEST]
    if text:
        yield "name", "contains", text
