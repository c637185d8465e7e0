"""What the composer of a page needs: kinds, the one that is open, what was typed, what was wrong."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from requite.web.doors import ActorRequest, fresh_key


def composer_context(
    request: ActorRequest,
    *,
    kind: str = "",
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, Any] | None = None,
    once: str = "",
) -> dict[str, Any]:
    """The composer's context: `typed` and `errors` belong to the form of `kind`."""
    chosen = kind or request.GET.get("compose", "call")
    soon = (request.now + timedelta(days=1)).astimezone(request.actor.zone)
    return {
        "kinds": [
            ("call", _("Call"), "call", "?compose=call"),
            ("meeting", _("Meeting"), "meeting", "?compose=meeting"),
            ("task", _("Task"), "task", "?compose=task"),
            ("note", _("Note"), "note", "?compose=note"),
        ],
        "compose": chosen if chosen in ("call", "meeting", "task", "note") else "call",
        "typed": dict(typed or {}),
        "errors": {name: str(text) for name, text in (errors or {}).items()},
        "composer_once": once or fresh_key(),
        "tomorrow": soon.date().isoformat(),
        "today": request.now.astimezone(request.actor.zone).date().isoformat(),
    }
