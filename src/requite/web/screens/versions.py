"""A version of a minimum set, to which a score's "judged by" leads: what was asked for then, for whoever reads the score."""

from django.http import HttpResponseBase
from django.urls import reverse

from requite.kernel.errors import NotVisible
from requite.quality.versions import RIGHT, get_version
from requite.web.doors import ActorRequest, door, read_version
from requite.web.pages import render
from requite.web.worths import version_address


@door("GET")
def version(request: ActorRequest, *, kind: str, number: str) -> HttpResponseBase:
    """The version's lines, what changed with it, and the ways to the ones before and after it."""
    known = read_version(number)
    if known is None:
        raise NotVisible
    found = get_version(actor=request.actor, kind=kind, number=known, at=request.now)
    context = {
        "found": found,
        "before": version_address(kind, known - 1) if known > 1 else "",
        "after": version_address(kind, known + 1) if known < found.newest else "",
        "back": reverse("minimum_set", kwargs={"kind": kind}) if request.actor.has(RIGHT) else "",
    }
    return render(request, "settings/version.html", context)
