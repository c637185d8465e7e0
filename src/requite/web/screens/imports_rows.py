"""The rows of an import that came in, by what the result counts: each opens its records."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from requite.intake import access
from requite.intake.models import Import
from requite.intake.queries.doubtful import stream_doubtful
from requite.intake.queries.landed import list_landed
from requite.kernel.errors import NotVisible
from requite.web.doors import ActorRequest, door, id_of
from requite.web.pages import render
from requite.web.screens.imports import RIGHT, hand_out

LONGEST_NUMBER = 18


def views_of(found: Import) -> dict[str, tuple[str, int]]:
    """The figures of a result that open rows, as slug → (label, figure)."""
    return {
        "new": (_("New"), found.made),
        "matched": (_("Matched"), found.matched),
        "companies": (_("New companies"), found.companies),
        "doubtful": (_("With a doubtful cell"), found.owing),
    }


@door("GET", right=RIGHT)
def rows(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The rows that one figure counts, in the order of the file; pages go on by the row's number."""
    found = access.see_import(actor=request.actor, import_id=id_of(id))
    views = views_of(found)
    view = request.GET.get("view", "")
    view = view if view in views else "doubtful"
    sent = request.GET.get("after", "")
    after = int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= LONGEST_NUMBER else 0
    shown, more = list_landed(actor=request.actor, found=found, view=view, after=after)
    context = {
        "file": found,
        "headings": found.layout.headings,
        "rows": shown,
        "views": views,
        "view": view,
        "next": shown[-1].number if more else 0,
    }
    fragment = "imports/landed_rows.html" if after else None
    return render(request, "imports/landed.html", context, fragment=fragment)


@door("GET", right=RIGHT)
def doubtful(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The rows with a doubtful cell as a file, each with its reasons."""
    found = access.see_import(actor=request.actor, import_id=id_of(id))
    try:
        lines = stream_doubtful(found=found)
    except FileNotFoundError as gone:
        raise NotVisible from gone
    return hand_out(request, lines, f"doubtful-{found.id}.csv")
