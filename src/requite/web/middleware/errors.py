"""One mapping from what a use case says no with to what the browser is answered."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.reading import renew
from requite.web import errors as pages

Handler = Callable[[HttpRequest], HttpResponseBase]


class ErrorsMiddleware:
    """Turn errors into pages: 422, 404, 403, 409, 400, 503."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a view that raised."""
        answer = next((found for kinds, found in ANSWERS if isinstance(exception, kinds)), None)
        return answer(request, exception) if answer else None


def _stale(request: HttpRequest, error: Stale) -> HttpResponse:
    """An undo has the version that it takes back in its address; a form has the one that it shows among its fields."""
    answer = pages.changed_since if "version" in request.GET else pages.stale
    return answer(request, by=error.by)


def _unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    renew()  # so that the next page has a connection that works
    return pages.unavailable(request, error)


ANSWERS: tuple[tuple[tuple[type[Exception], ...], Callable[[HttpRequest, Any], HttpResponse]], ...] = (
    ((Http404, NotVisible), pages.not_found),
    ((NotAllowed,), lambda request, error: pages.not_allowed(request, message=str(error.message))),
    ((Refused,), lambda request, error: pages.refused(request, errors=error.errors)),
    ((Stale,), _stale),
    ((BadRequest, RequestDataTooBig, TooManyFieldsSent), pages.bad_request),
    ((OperationalError, InterfaceError), _unavailable),
)
errors = ErrorsMiddleware
