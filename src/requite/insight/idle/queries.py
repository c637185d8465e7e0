"""Fields that are asked for and that nobody has used for long: the page of a minimum set proposes to ask no more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from requite.identity.access import demand_right
from requite.identity.queries import find_organisation
from requite.insight.idle.models import Survey
from requite.insight.idle.surveying import DAYS, is_idle_at_all, uses_of
from requite.kernel.actor import Actor
from requite.quality.asking import list_askings
from requite.quality.registry import label_of

RIGHT = "settings.requirements"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A field that may be asked for no more. Nobody has used it since `since`; `used_at` is None where nobody is known to
    have at all, `kept_at` where nobody said that it stays.
    """

    field: str
    label: str
    since: datetime
    used_at: datetime | None
    kept_at: datetime | None


def list_proposals(*, actor: Actor, kind: str, at: datetime) -> list[Proposal]:
    """Fields of the kind that have been asked for these 180 days and that nobody used in them, the longest unused first.

    None before the journal was looked through. Raises NotAllowed. Four statements.
    """
    demand_right(actor=actor, right=RIGHT)
    company = find_organisation()
    if company is None or not Survey.objects.filter(looked_at__isnull=False).exists():
        return []
    uses, found = uses_of(kind), []
    for (of, field), askings in list_askings(at=at).items():
        if of != kind or not is_idle_at_all(kind, field):
            continue
        use = uses.get(field)
        used_at, kept_at = (use.used_at, use.kept_at) if use else (None, None)
        asked = min(one.since or company.made_at for one in askings)
        since = max(one for one in (asked, company.made_at, used_at, kept_at) if one)
        if since <= at - timedelta(days=DAYS):
            found.append(Proposal(field, label_of(kind, field), since, used_at, kept_at))
    return sorted(found, key=lambda one: (one.since, one.field))
