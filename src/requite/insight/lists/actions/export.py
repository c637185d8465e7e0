"""Note that a list leaves Requite, before it does."""

from datetime import datetime
from unicodedata import normalize

from django.utils.translation import gettext_lazy as _

from requite.identity.topics import topics_of
from requite.insight.lists.conditions import Query
from requite.insight.lists.events import ListExported
from requite.insight.lists.exporting import count_rows
from requite.insight.lists.files import MOST_IN_A_WORKBOOK, TOO_MANY
from requite.insight.lists.models import Export
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.ids import new_id

FORMS = ("csv", "xlsx")
SHORTEST, LONGEST = 5, 300


def export_list(
    *, actor: Actor, at: datetime, query: Query, columns: tuple[str, ...], said: str, form: str, reason: str
) -> Export:
    """Keep who takes which list out, with how many rows, and why; `said` is the filter in words.

    Raises NotAllowed, Refused by field.
    """
    reason = " ".join(reason.split())
    if len(normalize("NFD", reason)) < SHORTEST:  # a syllable of Hangul is two letters or three
        raise Refused(_("Say in a few words what the file is for."), field="reason")
    if len(reason) > LONGEST:
        raise Refused(_("A reason has 300 signs at most."), field="reason")
    if form not in FORMS:
        raise Refused(_("Choose CSV or XLSX."), field="form")
    if not query.filter.is_whole:
        raise Refused(_("The filter isn't finished: a condition is left out. Finish or remove it first."))
    count = count_rows(actor=actor, at=at, query=query)
    if form == "xlsx" and count > MOST_IN_A_WORKBOOK:
        raise Refused(TOO_MANY, field="form")
    with recording(actor=actor, at=at) as record:
        made = Export.objects.create(
            id=new_id(), kind=query.kind, actor_id=actor.me, at=at, form=form, reason=reason, filter=said,
            columns=list(columns), count=count,
        )  # fmt: skip
        changes: dict[str, tuple[object, object]] = {
            name: (None, getattr(made, name)) for name in ("kind", "form", "reason", "filter", "columns", "count")
        }
        record(ListExported(subject_id=made.id, changes=changes, topics=topics_of({actor.id})))
    return made
