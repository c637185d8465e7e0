"""How every form of the settings answers: kept, refused beside its field, or changed by another meanwhile."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from requite.journal.queries import list_history
from requite.kernel.errors import Refused, Stale
from requite.web.doors import sent
from requite.web.pages import is_fragment
from requite.web.toasts import with_toast

Row = tuple[str, object, object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a form. `clash` are rows (field, theirs, mine), `by` who was faster, and `at` when."""

    status: int = 200
    errors: Mapping[str, str] = field(default_factory=dict)
    clash: Sequence[Row] = ()
    by: str = ""
    at: datetime | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the form was written."""
        return self.status == 200

    def named(self, labels: Mapping[str, object], say: Callable[[str, object], object]) -> list[Row]:
        """The clash with fields and values in the reader's words."""
        return [
            (str(labels.get(name, name)), say(name, theirs), say(name, mine))
            for name, theirs, mine in self.clash
        ]


OPEN = Outcome()


def attempt(act: Callable[[], object], *, subject: UUID | None = None) -> Outcome:
    """Run a use case; a refusal becomes 422 with its faults, another's change of `subject` 409 with both."""
    try:
        act()
    except Refused as refusal:
        return Outcome(422, {name: str(text) for name, text in refusal.errors.items()})
    except Stale as stale:
        last = list_history(subject_id=subject, limit=1) if subject else []
        clash = [(name, *pair) for name, pair in stale.changes.items()]
        return Outcome(409, {}, clash, stale.by, last[0].at if last else None)
    return OPEN


def done(request: HttpRequest, where: str, text: str, *, undo: str = "") -> HttpResponseBase:
    """Go back to where one came from, and say there what was done."""
    response: HttpResponseBase = HttpResponseRedirect(where)
    if text:
        with_toast(request, response, text, undo=undo)
    if is_fragment(request):
        # The undo of a toast asks so: the page that it stands on has to be read anew.
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    return response


def sent_version(request: HttpRequest) -> int:
    """The version that the form was opened with; one that no record has when the form says none."""
    text = sent(request, "version")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
