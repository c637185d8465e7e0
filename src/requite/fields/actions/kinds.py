"""Which activities have a field: said when it is made, widened at any time, narrowed where nothing is lost by it."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from requite.fields.blanks import forget_blanks
from requite.fields.models import Field
from requite.fields.references import TABLES
from requite.identity.checks import Checks
from requite.journal.recording import Recorder
from requite.kernel.errors import Refused
from requite.kernel.reading import fetch_all, run
from requite.quality.events import RequirementsChanged
from requite.quality.models import Requirement, going_on

PATIENCE = "SET LOCAL statement_timeout = '1min'"
HELD = """
SELECT EXISTS (SELECT FROM fields_value v JOIN {table} r ON r.id = v.record_id WHERE v.field_id = %s AND r.kind = ANY(%s))
"""


def read_kinds(checks: Checks, kind: str, given: Sequence[str]) -> list[str]:
    """The kinds of activity that a form chose, in their order; none of any other record."""
    if kind != Field.Kind.ACTIVITY:
        return []
    found = [one for one in Field.ACTIVITIES if one in given]
    if not found:
        checks.fault("kinds", _("Choose at least one kind of activity."))
    return found


def give_kinds(record: Recorder, field: Field, kinds: Sequence[str]) -> dict[str, tuple[object, object]]:
    """Set which activities have the field, which is locked; the caller saves it. Returns what changed, for the journal.

    Minimum sets of a kind that goes ask for the field no longer. Raises Refused where records of such a kind hold values.
    """
    before = list(field.kinds)
    if before == list(kinds):
        return {}
    gone = [one for one in before if one not in kinds]
    if gone:
        run(PATIENCE)
        if fetch_all(HELD.format(table=TABLES[field.kind]), [field.id, gone])[0][0]:
            text = _("Activities of that kind hold values. Remove the field instead, or leave the kind.")
            raise Refused(text, field="kinds")
        _close(record, field, gone)
    forget_blanks(field.id)
    field.kinds = list(kinds)
    return {"record_kinds": (", ".join(before), ", ".join(kinds))}


def _close(record: Recorder, field: Field, kinds: Sequence[str]) -> None:
    for rule in Requirement.objects.filter(going_on(record.at), field=field.slug, kind__in=kinds):
        rule.ends_at = record.at
        rule.save(update_fields=["ends_at"])
        record(RequirementsChanged(subject_id=rule.id, changes={"field": (rule.field, "")}))
