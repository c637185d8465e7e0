"""Work that is still to be done, handed over: dropped on a colleague's column of the calendar, or from its own page."""


from django.http import HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.kernel.errors import NotVisible
from requite.kernel.ids import parse_id
from requite.web.doors import ActorRequest, door, id_of
from requite.web.screens.calendar_acts import said_of, value_of, version_of
from requite.web.screens.owners import sent_colleague
from requite.work.actions.assigning import assign_activity
from requite.work.queries.timeline import get_activity


@door("POST", right="work.edit")
def owner(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Give it to a colleague. The undo, for who still may, has the former owner in its address, and the version: it
    overwrites nothing that was changed since.
    """
    activity_id, actor = id_of(id), request.actor
    before = get_activity(actor=actor, activity_id=activity_id)
    if before is None:
        raise NotVisible
    given = assign_activity(
        actor=actor,
        at=request.now,
        activity_id=activity_id,
        owner_id=parse_id(sent_colleague(request, "owner") or value_of(request, "owner")),
        version=version_of(request),
    )
    if given.owner_id == before.owner_id:
        return said_of(request, activity_id, _("%(name)s has it already.") % {"name": given.owner.name}, "")
    back = QueryDict(mutable=True)
    back.update({"owner": str(before.owner_id), "version": str(given.version)})
    undo = f"{reverse('activity_owner', kwargs={'id': activity_id})}?{back.urlencode()}"
    may_undo = actor.covers("work.edit", given.owner_id)
    said = _("Handed over to %(name)s.") % {"name": given.owner.name}
    return said_of(request, activity_id, said, undo if may_undo else "")
