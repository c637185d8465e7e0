"""Sessions in the database, read without building a model: each request reads one."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Kept
from django.db import connection
from django.utils import timezone

READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(Kept):
    """Django's own store, with the one read of each request in plain SQL."""

    def load(self) -> dict[str, Any]:
        """The session's data; empty, and without a key, when there is none or it is over."""
        with connection.cursor() as cursor:
            cursor.execute(READ, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])
