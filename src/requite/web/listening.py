"""Who may listen to which live topic: asked anew each time a pass is made longer."""

from requite.deals.access import visible_deals
from requite.identity.topics import topics_for
from requite.intake.access import visible_imports
from requite.kernel.actor import Actor
from requite.kernel.ids import parse_id
from requite.people.access import visible_companies, visible_people
from requite.work.access import visible_activities


def may_listen(actor: Actor, topic: str) -> bool:
    """Whether the actor may see the record, or the rep or team, that the topic is of."""
    if topic in topics_for(actor):
        return True
    kind, _, text = topic.partition(":")
    record_id = parse_id(text)
    if record_id is None:
        return False
    if kind == "pipeline":
        return actor.has("deals.see")
    if kind in ("user", "team"):
        return actor.covers("team.see", record_id) if kind == "user" else actor.scope("team.see") == "all"
    visible = {
        "person": visible_people,
        "company": visible_companies,
        "activity": visible_activities,
        "deal": visible_deals,
        "import": visible_imports,
    }.get(kind)
    return visible is not None and bool(visible(actor).filter(id=record_id).exists())
