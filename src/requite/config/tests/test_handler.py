"""The web processes' handler: what a page needed is freed with its answer, without the collector."""

from __future__ import annotations

import gc
import io
import weakref

import pytest
from django.core.handlers.wsgi import WSGIRequest

from requite.config.handler import Handler

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
