"""The four ways in which a use case says no. Each face maps them once: 422, 404, 403, 409."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Refused(Exception):  # noqa: N818 - the name is the sentence that a reader sees
    """Input or state that the rules don't allow. `errors` maps a form field to a sentence; "" is the whole form."""

    def __init__(
        self, message: Text = "", *, field: str = "", errors: Mapping[str, Text] | None = None
    ) -> None:
        self.errors: dict[str, Text] = dict(errors) if errors else {field: message}
        super().__init__(str(next(iter(self.errors.values()), "")))


class NotVisible(Exception):  # noqa: N818
    """The record doesn't exist for this actor."""


class NotAllowed(Exception):  # noqa: N818
    """The actor sees the record but may not do this."""

    def __init__(self, message: Text = "") -> None:
        self.message = message or _("You don't have the right to do this.")
        super().__init__(str(self.message))


class Stale(Exception):  # noqa: N818
    """The record moved on since the reader opened it. `changes` maps a field to (theirs, yours)."""

    def __init__(self, *, by: str = "", changes: Mapping[str, tuple[object, object]] | None = None) -> None:
        self.by = by
        self.changes = dict(changes or {})
        super().__init__(by)
