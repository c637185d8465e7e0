"""One mapping from what a use case says no with to what the browser is answered."""

from collections.abc import Callable

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
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
        if isinstance(exception, Http404 | NotVisible):
            return pages.not_found(request)
        if isinstance(exception, NotAllowed):
            return pages.not_allowed(request, message=str(exception.message))
        if isinstance(exception, Refused):
            return pages.refused(request, errors=exception.errors)
        if isinstance(exception, Stale):
            return pages.stale(request, by=exception.by)
        if isinstance(exception, BadRequest | RequestDataTooBig | TooManyFieldsSent):
            return pages.bad_request(request)
        if isinstance(exception, OperationalError):
            return pages.unavailable(request, exception)
        return None


errors = ErrorsMiddleware
