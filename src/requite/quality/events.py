"""What can happen to the minimum sets."""

from dataclasses import dataclass
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils.translation import gettext_lazy as _

from requite.journal.events import Event, event


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementsChanged(Event):
    """A minimum set asks for more, for less, or in another way."""

    kind = "requirement"
    label = _("minimum set changed")


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class JudgingLaunched(Event):
    """Somebody let the judgement of a kind's records go on where it had stopped, or begin where nobody began it.

    Its subject is the kind (`judging_id`), which is no record.
    """

    kind = "requirement"
    label = _("judged anew by hand")


def judging_id(kind: str) -> UUID:
    """The same id each time for the judgement of a kind."""
    return uuid5(NAMESPACE_OID, f"requite.judging.{kind}")
