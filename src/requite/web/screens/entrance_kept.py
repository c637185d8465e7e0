"""Text sent without a log-in, or with a form that is too old: kept in the page until it can be sent again.

It travels signed, so that nobody can hand a person a form that they didn't type here.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from requite.kernel.ids import parse_id
from requite.web.pages import is_fragment, render

SALT = "requite.web.kept"
LASTS = 24 * 3600
NEVER = ("csrfmiddlewaretoken", "kept")
TECHNICAL = ("once", "version", "base", "sure")


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was sent: where to, each field with its value, and names of files, which can't be kept."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    @property
    def typed(self) -> tuple[str, ...]:
        """The values that a person would know again."""
        values = (value.strip() for name, value in self.fields if name not in TECHNICAL)
        return tuple(value for value in values if value and parse_id(value) is None)


def keep(request: HttpRequest) -> str:
    """The form of this request as one signed text; "" when nothing was sent. Passwords are never kept."""
    if request.method != "POST":
        return ""
    names = (name for name in request.POST if name not in NEVER and "password" not in name)
    fields = [[name, value] for name in names for value in request.POST.getlist(name)]
    files = [file.name for name in request.FILES for file in request.FILES.getlist(name)]
    sent = {"path": request.get_full_path(), "fields": fields, "files": files}
    return signing.dumps(sent, salt=SALT, compress=True) if fields or files else ""


def read_kept(text: str) -> Kept | None:
    """What `keep` kept, within a day; None for anything else."""
    if not text:
        return None
    try:
        found = signing.loads(text, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    fields = tuple((str(name), str(value)) for name, value in found["fields"])
    return Kept(str(found["path"]), fields, tuple(str(name) for name in found["files"]))


def offer_again(request: HttpRequest, kept: Kept, *, status: int = 200) -> HttpResponse:
    """Offer the form once more, with its text; sending it stays the person's own act."""
    return render(request, "entrance/again.html", {"kept": kept, "status": status}, status=status)


def ask_again_in_place() -> HttpResponse:
    """What htmx is told: the page opens a log-in over itself and keeps its text."""
    return HttpResponse(status=401, headers={"HX-Trigger": "login-needed"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form too old, most often since a log-in in another tab: it is offered again with its text.

    Only to a browser that sent it from a page of ours: what another site forged is refused without an offer.
    """
    from requite.web import errors  # noqa: PLC0415 - both name each other
    from requite.web.screens.entrance import ask_log_in  # noqa: PLC0415

    if not _is_ours(request):
        return errors.csrf_failure(request, reason)
    if is_fragment(request):
        return ask_again_in_place()
    if getattr(request, "actor", None) is None:
        return ask_log_in(request)
    kept = read_kept(keep(request))
    return offer_again(request, kept, status=403) if kept else errors.csrf_failure(request, reason)


def _is_ours(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.get_host()
