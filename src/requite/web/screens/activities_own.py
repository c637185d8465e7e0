"""The company's own fields on an activity's page."""

from collections.abc import Mapping
from typing import Any

from requite.fields.queries import Section
from requite.fields.values import texts_of
from requite.web.doors import ActorRequest
from requite.web.own_fields import inputs_for
from requite.work.queries.timeline import ActivityShape


def own_context(
    request: ActorRequest, found: ActivityShape, typed: Mapping[str, str], *, do: str = ""
) -> dict[str, Any]:
    """The fields that the reader may fill, as inputs with what they hold, and the others that hold something, as values.

    `typed` was typed into the form of an outcome when `do` says so, else into that of corrections.
    """
    actor, kind = request.actor, found.kind
    now = texts_of(actor, kind, found.id) if found.may_edit else {}
    fresh = {**now, **typed}
    forms = {"own": now if do == "outcome" else fresh, "own_outcome": fresh if do == "outcome" else now}
    return {
        **{name: inputs_for(actor, kind, texts) if found.may_edit else [] for name, texts in forms.items()},
        "own_base": now,
        "own_read": [Section("", tuple(one for one in found.own if one.slug not in now))],
    }
