"""The company's own fields on an activity's page."""

from collections.abc import Mapping
from typing import Any

from requite.fields.queries import Section
from requite.fields.values import texts_of
from requite.web.doors import ActorRequest
from requite.web.own_fields import inputs_for
from requite.work.queries.timeline import ActivityShape


def own_context(request: ActorRequest, found: ActivityShape, typed: Mapping[str, str]) -> dict[str, Any]:
    """The fields that the reader may fill, as inputs with what they hold, and the others that hold something, as values."""
    now = texts_of(request.actor, found.kind, found.id) if found.may_edit else {}
    return {
        "own": inputs_for(request.actor, found.kind, {**now, **typed}) if found.may_edit else [],
        "own_base": now,
        "own_read": [Section("", tuple(one for one in found.own if one.slug not in now))],
    }
