"""Home, health, and passes for the live stream."""

from urllib.error import URLError
from urllib.request import urlopen

import orjson
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse

from requite.config.environment import ENVIRONMENT
from requite.live.token import verify
from requite.web.doors import ActorRequest, door
from requite.web.framing import home_of
from requite.web.framing import live_token as make_token
from requite.web.listening import may_listen
from requite.web.pages import part

WORKER_ALIVE = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'"


@door("GET")
def home(request: ActorRequest) -> HttpResponseBase:
    """The page that answers the reader's first question."""
    return HttpResponseRedirect(home_of(request.actor))


def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view gets it
    """200 once all parts stand, 503 with the names of those that don't."""
    parts = {"web": True, "database": False, "worker": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute(WORKER_ALIVE)
            parts |= {"database": True, "worker": cursor.fetchone()[0] > 0}
    except Exception:  # noqa: S110 - whatever is wrong with the database, it doesn't stand
        pass
    if ENVIRONMENT.live_url:
        parts["live"] = _answers(ENVIRONMENT.live_url)
    ready = all(parts.values())
    body = {"status": "ok" if ready else "starting", "parts": parts}
    return HttpResponse(orjson.dumps(body), content_type="application/json", status=200 if ready else 503)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=1) as answer:  # noqa: S310 - our own process on this machine
            return bool(answer.status == 200)
    except (URLError, OSError, ValueError):
        return False


@door("GET")
def keys(request: ActorRequest) -> HttpResponseBase:
    """The keys that the pages hear: looked at seldom, so no page carries them."""
    return part(request, "_shared/keys.html")


@door("GET")
def live_token(request: ActorRequest) -> HttpResponse:
    """A fresh pass for the topics of an old one, which must be this reader's own."""
    old = verify(request.GET.get("token", ""), key=settings.SECRET_KEY, at=0)
    asked = old.topics if old and old.user == str(request.actor.id) else frozenset()
    topics = {topic for topic in asked if may_listen(request.actor, topic)}
    return JsonResponse({"token": make_token(request.actor, topics, at=request.now.timestamp())})
