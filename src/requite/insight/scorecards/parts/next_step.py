"""Next step: open deals whose next step is still to come, of all open deals."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.insight.scorecards.parts import Asked, Part, declare
from requite.insight.scorecards.shapes import Reading
from requite.work.queries.stepped import count_stepped


def read(asked: Asked) -> Mapping[UUID, Reading]:
    """A rep without an open deal has none."""
    found = count_stepped(user_ids=asked.user_ids, now=asked.at)
    return {user: Reading(Decimal(stepped), Decimal(all_)) for user, (stepped, all_) in found.items()}


declare(Part("next_step", _("Next step"), _("open deals with a step still to come"), read, 15, 30))
