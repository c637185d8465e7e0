"""A request that says it is larger than what its page takes is refused before its body is read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from requite.files.actions.refusing import megabytes
from requite.web import errors as pages
from requite.web.uploads import OVERHEAD, most_at_once

Handler = Callable[[HttpRequest], HttpResponseBase]
SMALL = 4 * OVERHEAD


def length(get_response: Handler) -> Handler:
    """Look at the length that the head of the request names."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        said = request.META.get("CONTENT_LENGTH") or "0"
        size = int(said) if said.isdecimal() else 0
        if size <= SMALL:
            return get_response(request)
        try:
            most = max(most_at_once(str(resolve(request.path_info).url_name)), SMALL)
        except Resolver404:
            most = SMALL
        if size <= most:
            return get_response(request)
        sentence = _("This is more than may come in at once (%(most)s MB): send less.") % {"most": megabytes(most)}
        return pages.refused(request, errors={"": sentence})

    return middleware
