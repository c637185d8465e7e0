"""Who asks: sets `request.actor` and the reader's language for the length of the request."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation

from requite.identity import access
from requite.kernel.actor import Actor
from requite.kernel.ids import parse_id

Handler = Callable[[HttpRequest], HttpResponseBase]
LANGUAGES = {"en", "ko", "ru"}


def actor(get_response: Handler) -> Handler:
    """Find the actor of the session, note that they were here, and speak their language."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.now = datetime.now(UTC)  # type: ignore[attr-defined]
        found = _find(request)
        request.actor = found  # type: ignore[attr-defined]
        language = found.language if found else translation.get_language_from_request(request)
        if language not in LANGUAGES:
            language = "en"
        previous = translation.get_language()
        translation.activate(language)
        timezone.activate(found.zone if found else UTC)
        request.LANGUAGE_CODE = language
        try:
            response = get_response(request)
        finally:
            translation.activate(previous or "en")
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def _find(request: HttpRequest) -> Actor | None:
    key = request.session.get(SESSION_KEY)
    user_id = parse_id(key) if key else None
    if user_id is None or not request.user.is_authenticated:
        return None
    return access.find_actor(user_id=user_id)
