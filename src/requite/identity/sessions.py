"""Sessions in the database, read without building a model: each request reads one, and whose it is."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as Kept
from django.utils import timezone
from orjson import dumps, loads

from requite.identity import access
from requite.kernel.ids import parse_id
from requite.kernel.reading import fetch_all, fetch_one, run

ALL = "SELECT session_key, session_data FROM django_session"
END = "DELETE FROM django_session WHERE session_key = ANY(%s)"
READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


MOST = 20_000
# Whose each session was when it was last read here: a guess, which the session itself confirms.
_owners: dict[str, UUID] = {}


class SessionStore(Kept):
    """Django's own store, with the one read of each request in plain SQL.

    Whose a session is stands inside it. A process that has read it before guesses that it still is theirs, and asks for
    session and reader in one statement; the session decides.
    """

    guessed: access.Reader | None = None

    def load(self) -> dict[str, Any]:
        """The session's data; empty, and without a key, when there is none or it is over."""
        key = self.session_key
        kept = self._read(key) if key and "\x00" not in key else None
        if kept is None:
            self._session_key = None
            return {}
        data: dict[str, Any] = loads(_proved(kept))
        owner = parse_id(str(data.get(SESSION_KEY, "")))
        if owner and key:
            if len(_owners) >= MOST:
                _owners.clear()
            _owners[key] = owner
        return data

    def _read(self, key: str) -> str | None:
        owner = _owners.get(key)
        if owner:
            kept, self.guessed = access.find_session_and_reader(key=key, user_id=owner, now=timezone.now())
            if kept is not None:
                return kept
        row = fetch_one(READ, [key, timezone.now()])
        return str(row[0]) if row else None

    def find_reader(self) -> access.Reader | None:
        """Whose the session is, as they are now; None when it is nobody's."""
        owner = parse_id(str(self.get(SESSION_KEY, "")))
        if owner is None:
            return None
        if self.guessed is not None and self.guessed.actor.id == owner:
            return self.guessed
        return access.find_reader(user_id=owner)


@lru_cache(maxsize=4_096)
def _proved(kept: str) -> bytes:
    """What a session holds, as JSON, once its signature was looked at; the same text always holds the same."""
    return dumps(SessionStore().decode(kept))


def end_sessions(*, user_id: UUID) -> None:
    """Delete all sessions of that user: no cookie of theirs works again, whatever becomes of the user.

    Whose a session is stands inside it alone, so all of them are read: some tens of microseconds each.
    """
    store = SessionStore()
    keys = [key for key, kept in fetch_all(ALL) if store.decode(kept).get(SESSION_KEY) == str(user_id)]
    if keys:
        run(END, [keys])
