"""The web processes' handler: what a page needed is freed with its answer, without the collector."""

from __future__ import annotations

import gc
import io
import types
import weakref

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError

from requite.config.handler import Handler
from requite.insight.lists.within import TooSlow, fetch_within

pytestmark = pytest.mark.django_db


@pytest.fixture
def _uncollected():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_uncollected")
@pytest.mark.parametrize("path", ["/today/", "/people/", "/team/"])
def test_a_request_is_gone_with_its_answer(clients, path):
    cookie = "; ".join(f"{name}={each.value}" for name, each in clients("vera").cookies.items())
    handler = Handler()
    handler.load_middleware()
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "HTTP_COOKIE": cookie,
            "wsgi.input": io.BytesIO(),
        }
    )
    response = handler.get_response(request)
    assert response.status_code == 200
    gone = weakref.ref(request)
    response.close()
    del request, response
    assert gone() is None


@pytest.mark.usefixtures("_uncollected")
def test_a_statement_that_took_too_long_leaves_nothing_behind():
    with pytest.raises(TooSlow):
        fetch_within("SELECT pg_sleep(5)", {}, 20)
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        gc.collect()
        assert not [one for one in gc.garbage if isinstance(one, (OperationalError, types.FrameType))]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
