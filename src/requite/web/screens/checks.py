"""The leader's queue of spot checks: one record at a time with what speaks for and against it, and a verdict by one key."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.insight.checks.access import DRAW, JUDGE, SEE
from requite.insight.checks.actions.answer_check import answer_check
from requite.insight.checks.actions.judge_check import judge_again, judge_check, retract_verdict
from requite.insight.checks.queries.records import PAGE, CheckRow, get_check, list_waiting
from requite.kernel.actor import Actor
from requite.kernel.ids import parse_id
from requite.web.addresses import url
from requite.web.checks_beside import address_of, beside
from requite.web.checks_words import TONES, choices, count_word, counts_word, standing_word, title_of
from requite.web.doors import ActorRequest, door, id_of, sent
from requite.web.listening import topic_of
from requite.web.pages import part, render
from requite.web.screens.settings_forms import OPEN, Outcome, attempt, done
from requite.web.screens.team_rows import say_most


@door("GET", right=JUDGE)
def checks(request: ActorRequest) -> HttpResponseBase:
    """What waits for the reader, the oldest first. `id` shows that one, `after` the one behind it."""
    waiting = list_waiting(actor=request.actor)
    if request.GET.get("part") == "waiting":
        shown_id = parse_id(request.GET.get("id", ""))
        return part(request, "checks/waiting.html", _waiting(request, waiting, shown_id))
    row = _chosen(waiting, parse_id(request.GET.get("id", "")), parse_id(request.GET.get("after", "")))
    return _show(request, row, waiting)


def _chosen(waiting: list[CheckRow], id_: UUID | None, after: UUID | None) -> CheckRow | None:
    ids = [row.id for row in waiting]
    if id_ in ids:
        return waiting[ids.index(id_)]
    later = [row for row in waiting if after and row.id > after]
    return next(iter(later or waiting), None)


@door("GET", right=SEE)
def check(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """One check, judged or not."""
    row = get_check(actor=request.actor, check_id=id_of(id))
    return _show(request, row, [])


@door("POST", right=JUDGE)
def verdict(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """What the check found, as the first or (`again`) as the second reader; then the next one.

    As which of both, the form says: who saw that nobody had looked at it yet says nothing of what was found meanwhile.
    """
    actor, check_id = request.actor, id_of(id)
    row = get_check(actor=actor, check_id=check_id)
    act = judge_again if sent(request, "again") else judge_check
    given = {"verdict": sent(request, "verdict"), "why": sent(request, "why")}
    outcome = attempt(lambda: act(actor=actor, at=request.now, check_id=check_id, **given))
    if outcome.is_kept:
        label = next((one.label for one in choices() if one.slug == given["verdict"]), "")
        undo = url("check_retraction", id=id, query={"earlier": "1"})
        return done(request, url("checks", query={"after": id}), f"{label}: {title_of(row)}", undo=undo)
    waiting = list_waiting(actor=actor) if outcome.status == 422 else []
    return _show(request, get_check(actor=actor, check_id=check_id), waiting, outcome, given)


@door("POST", right=JUDGE)
def retraction(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Take one's own verdict back; with `earlier` to what it was before."""
    actor, check_id = request.actor, id_of(id)
    earlier = "earlier" in request.GET
    outcome = attempt(lambda: retract_verdict(actor=actor, at=request.now, check_id=check_id, to_earlier=earlier))
    if outcome.is_kept:
        row = get_check(actor=actor, check_id=check_id)
        where = url("check", id=id) if row.verdict else url("checks", query={"id": id})
        return done(request, where, _("Undone.") if earlier else _("Taken back."))
    return _show(request, get_check(actor=actor, check_id=check_id), [], outcome)


@door("POST", right=SEE)
def answer(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """What the rep answers."""
    check_id, text, said_at = id_of(id), sent(request, "answer"), _read_instant(sent(request, "said_at"))
    outcome = attempt(
        lambda: answer_check(actor=request.actor, at=request.now, check_id=check_id, answer=text, said_at=said_at)
    )
    if outcome.is_kept:
        where = f"{reverse('checks_mine')}#check-{id}"
        return done(request, where, _("Answered. Who checked it sees your answer."))
    row = get_check(actor=request.actor, check_id=check_id)
    return _show(request, row, [], outcome, {"answer": text})


def _read_instant(text: str) -> datetime | None:
    """When what the form's reader had read was said; None where it doesn't say so."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


def reads_again(actor: Actor, row: CheckRow) -> bool:
    """Whether the actor would be the second reader of what is said to be made up."""
    is_open = row.second_by_id in (None, actor.id)
    return row.may_judge and row.verdict == "made_up" and row.judged_by_id != actor.id and is_open


def may_say(actor: Actor, row: CheckRow) -> bool:
    """Whether the actor may give a verdict, or another one."""
    is_first = row.may_judge and row.judged_by_id in (None, actor.id) and row.second_by_id is None
    return is_first or reads_again(actor, row)


def _waiting(request: ActorRequest, waiting: list[CheckRow], shown_id: UUID | None) -> dict[str, Any]:
    count = say_most(len(waiting), PAGE)
    waiting = waiting[:PAGE]
    at = next((n for n, row in enumerate(waiting) if row.id == shown_id), -1)
    turns = {
        "previous": url("checks", query={"id": str(waiting[at - 1].id)}) if at > 0 else "",
        "next": url("checks", query={"id": str(waiting[at + 1].id)}) if -1 < at < len(waiting) - 1 else "",
    }
    return {
        "waiting": [(row, title_of(row)) for row in waiting], "shown_id": shown_id, "turns": turns,
        "count": count, "place": count_word(at + 1, count) if at >= 0 else "",
        "topic": topic_of(request.actor, JUDGE), "may_draw": request.actor.has(DRAW),
    }  # fmt: skip


def _show(
    request: ActorRequest, row: CheckRow | None, waiting: list[CheckRow], outcome: Outcome = OPEN,
    given: dict[str, str] | None = None,
) -> HttpResponseBase:  # fmt: skip
    actor = request.actor
    context = _waiting(request, waiting, row.id if row else None) | {
        "row": row, "errors": outcome.errors, "stale_by": outcome.by if outcome.status == 409 else None,
        "given": given or {}, "choices": choices(), "tones": TONES, "is_queue": bool(waiting) or row is None,
    }  # fmt: skip
    if row is None:
        return render(request, "checks/queue.html", context, topics=[context["topic"]])
    context |= {
        "title": title_of(row), "standing": standing_word(row), "counts": counts_word(row, request.now),
        "beside": beside(actor, row, request.now), "href": address_of(row), "is_mine": row.user_id == actor.id,
        "may_say": may_say(actor, row), "again": reads_again(actor, row),
        "may_retract": actor.id in (row.second_by_id, row.judged_by_id if row.second_by_id is None else None)
        and row.may_judge and not (row.answered_at and row.second_by_id is None),
    }  # fmt: skip
    topics = [context["topic"], f"check:{row.id}"]
    response = render(request, "checks/queue.html", context, status=outcome.status, topics=topics)
    if not outcome.is_kept:
        response.headers["HX-Push-Url"] = "false"  # the form's own address shows nothing when it is read anew
    return response

