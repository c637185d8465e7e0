"""Sessions in the database, read without building a model: each request reads one."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Kept
from django.utils import timezone

from requite.kernel.reading import fetch_one

READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(Kept):
    """Django's own store, with the one read of each request in plain SQL."""

    def load(self) -> dict[str, Any]:
        """The session's data; empty, and without a key, when there is none or it is over."""
        key = self.session_key
        row = fetch_one(READ, [key, timezone.now()]) if key and "\x00" not in key else None
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])
