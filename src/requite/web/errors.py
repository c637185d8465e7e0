"""The pages that say no: each a clear sentence, with what was kept and what to do next."""

import logging
from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from requite.web.pages import is_fragment, part, render

log = logging.getLogger("requite.web")


def _page(request: HttpRequest, *, status: int, title: str, text: str) -> HttpResponse:
    context = {"title": title, "text": text, "status": status}
    if is_fragment(request):
        response = part(request, "_shared/refusal.html", context, status=status)
        response.headers["HX-Reswap"] = "none"
        return response
    return render(request, "_shared/error.html", context, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """404: there is none, or none for this reader: both look the same."""
    return _page(
        request,
        status=404,
        title=_("There is nothing here"),
        text=_("The page doesn't exist, or you don't have the right to see it. Nothing was changed."),
    )


def not_shown(request: HttpRequest, permitted: Sequence[str]) -> HttpResponse:
    """405: a form is sent there, and nothing is shown: the address of a refused one was opened anew."""
    text = _("A form was sent to this address. Go back to the page that you sent it from.")
    response = _page(request, status=405, title=_("Nothing is shown here"), text=text)
    response.headers["Allow"] = ", ".join(permitted)
    return response


def not_allowed(
    request: HttpRequest, exception: Exception | None = None, *, message: str = ""  # noqa: ARG001
) -> HttpResponse:
    """403: the reader sees the record, but may not do this."""
    text = message or _("You don't have the right to do this.")
    return _page(
        request, status=403, title=_("This isn't yours to do"), text=f"{text} " + _("Nothing was changed.")
    )


def refused(request: HttpRequest, *, errors: Mapping[str, str | Promise]) -> HttpResponse:
    """422 for a refusal that no form of the page has shown beside its field."""
    text = " ".join(str(sentence) for sentence in errors.values())
    return _page(request, status=422, title=_("That can't be saved as it is"), text=text)


def stale(request: HttpRequest, *, by: str, text: str = "") -> HttpResponse:
    """409 for a record that moved on, where the page has no form to show both. `text` says more than the usual one."""
    usual = _(
        "%(name)s changed this record meanwhile. Open it again to see the change; nothing of yours was saved over it."
    )
    said = text or usual % {"name": by or _("Somebody")}
    return _page(request, status=409, title=_("Somebody was faster"), text=said)


def changed_since(request: HttpRequest, *, by: str) -> HttpResponse:
    """409 for an undo of what somebody has changed since."""
    text = _("%(name)s changed this since. To undo would overwrite that, so it stays as it is.")
    return stale(request, by=by, text=text % {"name": by or _("Somebody")})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """400: the request itself can't be read."""
    return _page(
        request,
        status=400,
        title=_("The request can't be read"),
        text=_(
            "Something between your browser and here broke it. Go back, your text is kept, and try again."
        ),
    )


def unavailable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """503: the database doesn't answer in time."""
    log.error("database: %s", exception)
    return _page(
        request,
        status=503,
        title=_("The database doesn't answer"),
        text=_(
            "Nothing was lost that was confirmed before. Your text is kept in this browser; try again in a moment."
        ),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _page(
        request,
        status=500,
        title=_("Something broke on our side"),
        text=_(
            "It has been noted. Your text is kept in this browser; try again, or tell your administrator."
        ),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it
    """403 of Django's guard against forged forms, where there is nothing to keep."""
    return _page(
        request,
        status=403,
        title=_("This form is too old"),
        text=_("You logged in or out in another tab since it was opened. Reload the page and send it again."),
    )
