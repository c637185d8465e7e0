"""The lists of words in the settings: outcomes of a call, reasons for winning and losing, parts in a deal."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requite.deals.actions.lists import reasons
from requite.deals.actions.lists.listing import RIGHT
from requite.deals.actions.lists.parts import PARTS
from requite.deals.queries.lists import list_reason_lines
from requite.deals.queries.stakeholders import list_part_lines
from requite.web.screens.settings_named import Choice, Page
from requite.work.actions.statuses.archive_status import archive_status
from requite.work.actions.statuses.correct_status import correct_status
from requite.work.actions.statuses.move_status import move_status
from requite.work.actions.statuses.register_status import register_status
from requite.work.actions.statuses.restore_status import restore_status
from requite.work.models import CallStatus

OUTCOMES = Page(
    slug="status",
    plural="statuses",
    address="outcomes",
    right="settings.statuses",
    title=gettext_lazy("Outcomes of a call"),
    say=gettext_lazy("in the order in which a rep sees them"),
    new=gettext_lazy("New outcome"),
    kept=gettext_lazy("past calls keep them"),
    gone=gettext_lazy("No longer offered. Calls that have it keep it."),
    field="status_id",
    rows=lambda: CallStatus.objects.order_by("position", "id"),
    register=register_status,
    correct=correct_status,
    move=move_status,
    archive=archive_status,
    restore=restore_status,
    choice=Choice(
        name="class_name",
        label=gettext_lazy("Class"),
        options=lambda: [(value, str(label)) for value, label in CallStatus.Class.choices],
        first="reached",
        on_line=True,
        hint=gettext_lazy("“Reached” counts as a contact"),
    ),
)
REASONS = Page(
    slug="reason",
    plural="reasons",
    address="reasons",
    right=RIGHT,
    title=gettext_lazy("Reasons"),
    say=gettext_lazy("why deals are won and lost"),
    new=gettext_lazy("New reason"),
    kept=gettext_lazy("closed deals keep them"),
    gone=gettext_lazy("No longer offered. Deals that have it keep it."),
    field="reason_id",
    rows=list_reason_lines,
    register=reasons.register_reason,
    correct=reasons.correct_reason,
    move=reasons.move_reason,
    archive=reasons.archive_reason,
    restore=reasons.restore_reason,
    choice=Choice(
        name="state",
        label=gettext_lazy("List"),
        options=lambda: [("won", _("Won")), ("lost", _("Lost"))],
        first="lost",
        on_line=False,
    ),
)
STAKEHOLDER_PARTS = Page(
    slug="part",
    plural="parts",
    address="parts",
    right=RIGHT,
    title=gettext_lazy("Parts in a deal"),
    say=gettext_lazy("what people of the customer’s side are in it"),
    new=gettext_lazy("New part"),
    kept=gettext_lazy("deals keep them"),
    gone=gettext_lazy("No longer offered. Deals that have it keep it."),
    field="line_id",
    rows=list_part_lines,
    register=PARTS.register,
    correct=PARTS.correct,
    move=PARTS.move,
    archive=PARTS.archive,
    restore=PARTS.restore,
)
PAGES = (OUTCOMES, REASONS, STAKEHOLDER_PARTS)
