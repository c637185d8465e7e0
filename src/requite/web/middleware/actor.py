"""Who asks: sets `request.actor` and the reader's language for the length of the request."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import cast
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare

from requite.deals.queries import choices
from requite.fields import catalogue
from requite.identity import access
from requite.identity.models import User
from requite.identity.sessions import SessionStore
from requite.insight.lists import queries as views
from requite.kernel.actor import Actor
from requite.kernel.reading import renew
from requite.kernel.stamped import Present
from requite.quality import rules
from requite.web.errors import unavailable
from requite.work.queries import statuses

Handler = Callable[[HttpRequest], HttpResponseBase]
SEEN_EVERY = timedelta(minutes=1)
LANGUAGES = {"en", "ko", "ru"}
AWAY = (OperationalError, InterfaceError)


def actor(get_response: Handler) -> Handler:
    """Find the actor of the session, note that they were here, and speak their language."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.now = datetime.now(UTC)  # type: ignore[attr-defined]
        request.reader = request.actor = None  # type: ignore[attr-defined]
        try:
            reader = _find_surely(request)
        except AWAY as fault:  # the first that asks the database learns that it is away
            with translation.override(_language(request, None)):
                return unavailable(request, fault)
        found = reader.actor if reader else None
        request.reader, request.actor = reader, found  # type: ignore[attr-defined]
        language = _language(request, found)
        previous = translation.get_language()
        translation.activate(language)
        timezone.activate(found.zone if found else UTC)
        tokens = [(present, present.set(stamp)) for present, stamp in _stamps(found)]
        lines = rules.PRESENT.set(reader.stamps if reader else None)
        request.LANGUAGE_CODE = language
        try:
            response = get_response(request)
        finally:
            for present, token in tokens:
                present.reset(token)
            rules.PRESENT.reset(lines)
            translation.activate(previous or "en")
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def _stamps(actor: Actor | None) -> tuple[tuple[Present, UUID | None], ...]:
    """What the request says of when each kind of thing that is read once was last changed."""
    return (
        (catalogue.PRESENT, actor.fields_stamp if actor else None),
        (statuses.PRESENT, actor.statuses_stamp if actor else None),
        (choices.PRESENT, actor.deals_stamp if actor else None),
        (views.PRESENT, actor.views_stamp if actor else None),
    )


def _language(request: HttpRequest, actor: Actor | None) -> str:
    language = actor.language if actor else translation.get_language_from_request(request)
    return language if language in LANGUAGES else "en"


def _find_surely(request: HttpRequest) -> access.Reader | None:
    """The reader, asked for once more where only the connection had broken: nothing has been done yet."""
    try:
        return _enter(request)
    except AWAY:
        if not renew():
            raise
        return _enter(request)


def _enter(request: HttpRequest) -> access.Reader | None:
    reader, now = _find(request), request.now  # type: ignore[attr-defined]
    if reader and (reader.last_seen_at is None or now - reader.last_seen_at > SEEN_EVERY):
        access.note_seen(user_id=reader.actor.me, at=now)
    return reader


def _find(request: HttpRequest) -> access.Reader | None:
    """The reader of the session: one statement, and the session's proof compared with the password as it is now."""
    session = cast(SessionStore, request.session)
    reader = session.find_reader()
    proof = session.get(HASH_SESSION_KEY, "")
    if reader is None or not constant_time_compare(proof, _proof(reader.password)):
        return None
    return reader


@lru_cache(maxsize=10_000)
def _proof(password: str) -> str:
    """What a session that was begun with this password carries (Django's own derivation from the password's hash)."""
    return User(password=password).get_session_auth_hash()
