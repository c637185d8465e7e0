"""Parts that a stakeholder may have in a deal."""

from django.utils.translation import gettext_lazy as _

from requite.deals.actions.lists.events import PartArchived, PartCorrected, PartRegistered, PartRestored
from requite.deals.actions.lists.named import NamedList
from requite.deals.models import Part

PARTS = NamedList(
    model=Part,
    registered=PartRegistered,
    corrected=PartCorrected,
    archived=PartArchived,
    restored=PartRestored,
    last=_("This is the last part of the list: add another one first."),
)
