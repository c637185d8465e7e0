"""A field tried over the records that there are: how many would owe it, and whose, before anybody does."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.deals.access import visible_deals
from requite.identity.models import User
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.ids import parse_id
from requite.people.access import visible_companies, visible_people
from requite.quality.actions.declare_requirement import names_of
from requite.quality.actions.launch_requirement import launch_requirement
from requite.quality.limits_given import say_limits
from requite.quality.models import Requirement, Trial
from requite.quality.moments import moments_of
from requite.quality.queries import list_debtors, see_trial
from requite.quality.registry import KINDS, label_of
from requite.quality.tried import list_owing
from requite.web.addresses import url
from requite.web.doors import ActorRequest, door, id_of, sent
from requite.web.formats import day, moment
from requite.web.pages import render
from requite.web.screens.names import full
from requite.web.screens.settings_forms import OPEN, Outcome, attempt, done
from requite.work.access import visible_activities

RIGHT = "settings.requirements"
FEW = 20  # colleagues who are named; the others are counted
Names = Mapping[UUID, str]


def _people(actor: Actor, ids: Sequence[UUID]) -> Names:
    rows = visible_people(actor).filter(id__in=ids).values_list("id", "family_name", "given_name")
    return {id_: full(family, given) for id_, family, given in rows}


def _companies(actor: Actor, ids: Sequence[UUID]) -> Names:
    return dict(visible_companies(actor).filter(id__in=ids).values_list("id", "name"))


def _deals(actor: Actor, ids: Sequence[UUID]) -> Names:
    return dict(visible_deals(actor).filter(id__in=ids).values_list("id", "title"))


def _activities(actor: Actor, ids: Sequence[UUID]) -> Names:
    rows = visible_activities(actor).filter(id__in=ids).values_list("id", "topic", "at")
    return {id_: f"{moment(at)} · {topic}" if topic else moment(at) for id_, topic, at in rows}


# Each kind of record: what its examples are called, and which page shows one.
SHOWN: Mapping[str, tuple[Callable[[Actor, Sequence[UUID]], Names], str]] = {
    "person": (_people, "person"),
    "company": (_companies, "company"),
    "deal": (_deals, "deal"),
    "meeting": (_activities, "activity"),
    "call": (_activities, "activity"),
}


@door("GET", "POST", right=RIGHT)
def trial(request: ActorRequest, *, kind: str, id: str) -> HttpResponseBase:  # noqa: A002
    """How far a trial is and what it found; asking for the field, or changing its line, is the last step."""
    trial_id = id_of(id)
    found = see_trial(actor=request.actor, trial_id=trial_id)
    if found.kind != kind:
        raise NotVisible
    if request.method == "GET":
        return _show(request, found, OPEN)
    made: list[Requirement] = []
    outcome = attempt(
        lambda: made.append(
            launch_requirement(
                actor=request.actor, at=request.now, trial_id=trial_id, is_sure=bool(sent(request, "sure"))
            )
        )
    )
    if not outcome.is_kept:
        return _show(request, found, outcome)
    said = (say_changed if found.instead_of_id else _say_from)(made[0], request.now)
    return done(request, reverse("minimum_set", kwargs={"kind": kind}), said)


@door("GET", right=RIGHT)
def trial_records(request: ActorRequest, *, kind: str, id: str) -> HttpResponseBase:  # noqa: A002
    """Which records would owe what is tried, as they are now; `owner` says whose, `after` goes on behind a record."""
    found = see_trial(actor=request.actor, trial_id=id_of(id))
    if found.kind != kind:
        raise NotVisible
    of, after = parse_id(request.GET.get("owner", "")), parse_id(request.GET.get("after", ""))
    page = list_owing(found, at=request.now, after=after, of=of)
    named = {id_: name for id_, name, _count in list_debtors(actor=request.actor, trial=found)}
    records = [(str(one.id), str(one.owner_id)) for one in page.debtors]
    shown = _named(request.actor, found.kind, records)
    here = {"owner": of} if of else {}
    context = {
        "field": label_of(found.kind, found.field),
        "records": shown,
        "hidden": len(records) - len(shown),
        "rows": page.rows,
        "of": named.get(of, "") if of else "",
        "next": url("trial_records", kind=kind, id=found.id, query={**here, "after": page.after}) if page.after else "",
        "back": url("trial", kind=kind, id=found.id),
    }
    fragment = "settings/trial_rows.html" if after else None
    return render(request, "settings/trial_records.html", context, fragment=fragment)


def say_changed(made: Requirement, now: datetime) -> str:
    """What follows of a line that was changed."""
    if made.starts_at <= now:
        return say_in_force()
    return _("In force from %(day)s. Until then it is as it was.") % {"day": day(made.starts_at, "year")}


def _say_from(made: Requirement, now: datetime) -> str:
    """What follows of a line that may begin on a day ahead."""
    if made.starts_at <= now:
        return say_in_force()
    return _("In force from %(day)s. Nobody owes it before.") % {"day": day(made.starts_at, "year")}


def say_in_force() -> str:
    """What follows when a minimum set has changed."""
    return _("In force from now on. Records are being judged anew; debts follow in a moment.")


def to_trial(found: Trial) -> HttpResponseBase:
    """To the page of a trial that has begun."""
    return HttpResponseRedirect(reverse("trial", kwargs={"kind": found.kind, "id": found.id}))


def _show(request: ActorRequest, found: Trial, outcome: Outcome) -> HttpResponseBase:
    kind = KINDS[found.kind]
    debtors = list_debtors(actor=request.actor, trial=found)
    context = {
        "trial": found,
        "kind": kind.label,
        "field": label_of(found.kind, found.field),
        "stage": moments_of(kind).say(found.stage),
        "debtors": debtors[:FEW],
        "others": debtors[FEW:],
        "examples": _named(request.actor, found.kind, found.examples),
        "errors": outcome.errors,
        "stale_by": outcome.by if outcome.status == 409 else None,
        "teams": names_of(found.teams),
        "limits": say_limits(kind.find_field(found.field), found.limits),
        "back": reverse("minimum_set", kwargs={"kind": found.kind}),
    }
    return render(
        request, "settings/trial.html", context, status=outcome.status, topics=[f"trial:{found.id}"],
        fragment="settings/trial_result.html" if request.method == "GET" else None,
    )  # fmt: skip


def _named(actor: Actor, kind: str, records: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Records, given as (id, owner's id), as (name, address, owner); those that the reader may not see are left out."""
    name, page = SHOWN[kind]
    ids = [(UUID(record_id), UUID(owner_id)) for record_id, owner_id in records]
    names = name(actor, [record_id for record_id, _owner in ids])
    owners = {
        id_: full(family, given)
        for id_, family, given in User.objects.filter(id__in={owner_id for _record, owner_id in ids}).values_list(
            "id", "family_name", "given_name"
        )
    }
    return [
        (names[record_id] or _("unnamed"), reverse(page, kwargs={"id": record_id}), owners.get(owner_id, ""))
        for record_id, owner_id in ids
        if record_id in names
    ]
