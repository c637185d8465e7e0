"""Who may listen to which live topic: asked anew each time a pass is made longer."""

from requite.deals.access import visible_deals
from requite.identity.topics import topics_for
from requite.insight.checks.access import visible_checks
from requite.insight.lists.access import visible_acts
from requite.intake.access import visible_imports
from requite.kernel.actor import Actor
from requite.kernel.ids import parse_id
from requite.people.access import visible_companies, visible_people
from requite.work.access import visible_activities

# By which right one hears what isn't of one record.
OF_ALL = {"plans": "plans.see", "cards": "cards.see", "rates": "settings.deals", "judging": "settings.requirements"}
OF_ONE = {"pipeline": "deals.see", "steps": "deals.see", "trial": "settings.requirements"}


def may_listen(actor: Actor, topic: str) -> bool:
    """Whether the actor may see the record, or the rep or team, that the topic is of."""
    if topic in topics_for(actor):
        return True
    if topic in OF_ALL:
        return actor.has(OF_ALL[topic])
    kind, _, text = topic.partition(":")
    record_id = parse_id(text)
    if record_id is None:
        return False
    if kind in OF_ONE:
        return actor.has(OF_ONE[kind])
    if kind in ("user", "team"):
        return actor.covers("team.see", record_id) if kind == "user" else actor.scope("team.see") == "all"
    visible = {
        "person": visible_people,
        "company": visible_companies,
        "activity": visible_activities,
        "deal": visible_deals,
        "import": visible_imports,
        "act": visible_acts,
        "check": visible_checks,
    }.get(kind)
    return visible is not None and bool(visible(actor).filter(id=record_id).exists())


def topic_of(actor: Actor, right: str) -> str:
    """What moves when any of the records does that the right reaches."""
    if actor.scope(right) == "all":
        return "company"
    return f"team:{actor.team_id}" if actor.scope(right) == "team" and actor.team_id else f"user:{actor.id}"
