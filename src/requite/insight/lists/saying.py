"""Values of an activity in words: its kind, its state, what came of it. A list and a file say them alike."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requite.work.models import Activity, CallStatus
from requite.work.queries.statuses import label_of

SOURCES: Mapping[str, Promise] = {"typed": _("entered by hand"), "captured": _("captured")}
WORDS: Mapping[str, Mapping[Any, Any]] = {
    "kind": dict(Activity.Kind.choices),
    "state": dict(Activity.State.choices),
    "outcome_class": dict(CallStatus.Class.choices),
    "direction": {"out": _("outgoing"), "in": _("incoming")},
    "source": SOURCES,
}


def say_choice(slug: str, value: Any) -> str:
    """What was chosen, in the reader's language; an outcome is given as (shipped key, own name)."""
    if slug == "outcome":
        return label_of((value[0], value[1]))
    return str(WORDS[slug].get(value, value)) if slug in WORDS else str(value)


def say_title(kind: str, said: str) -> str:
    """An activity in a line: its topic, else how its note or its result begins (`said`), else what it is."""
    return " ".join(said.split()) or say_choice("kind", kind)
