"""What a page shows otherwise since an act of its composer was taken back, or brought back; out of band of any answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from requite.kernel.errors import NotVisible
from requite.people.queries.pages import get_company, get_person
from requite.web.doors import ActorRequest
from requite.web.pages import html
from requite.web.screens import companies, deals_work, people
from requite.web.screens.deals import deal_context
from requite.work.models import Activity
from requite.work.queries.statuses import list_statuses
from requite.work.queries.timeline import get_activity


def moved(request: ActorRequest, done: Activity) -> str:
    """By `in` of the address: where the act was done. Nothing for other pages, or where that page is no longer theirs."""
    tell = PLACES.get(request.GET.get("in", ""))
    try:
        return tell(request, done) if tell else ""
    except NotVisible:
        return ""


def _added(request: ActorRequest, done: Activity) -> str:
    """Its entry alone and, of a call, the last contact (ADR 0074)."""
    found = get_activity(actor=request.actor, activity_id=done.id)
    context: dict[str, Any] = {"activity": found, "gone": done.id, "statuses": list_statuses() if found else [], "oob": True}
    parts = [html(request, "activities/added.html" if found else "activities/gone_entry.html", context)]
    if done.kind == "call" and done.person_id and _sees(request, done.person_id):
        context["standing"] = people.standing_of(request.actor, done.person_id)
        parts.append(html(request, "people/last_contact.html", context))
    return "".join(parts)


def _sees(request: ActorRequest, person_id: UUID) -> bool:
    """Whether the person is still one whom the reader sees; the entry is their own in any case."""
    try:
        get_person(actor=request.actor, person_id=person_id)
    except NotVisible:
        return False
    return True


def _person(request: ActorRequest, done: Activity) -> str:
    if done.person_id is None:
        raise NotVisible
    return people.moved_on_person(request, people.page_context(request, done.person_id))


def _company(request: ActorRequest, done: Activity) -> str:
    if done.company_id is None:
        raise NotVisible
    shape = get_company(actor=request.actor, company_id=done.company_id)
    return companies.moved_on_company(request, companies.page_context(request, shape))


def _deal(request: ActorRequest, done: Activity) -> str:
    if done.deal_id is None:
        raise NotVisible
    context = deals_work.work_context(request, deal_context(request, done.deal_id))
    return deals_work.moved_on_deal(request, context)


PLACES: dict[str, Callable[[ActorRequest, Activity], str]] = {
    "added": _added, "person": _person, "company": _company, "deal": _deal,
}  # fmt: skip
