"""What somebody said to the reader in answer: told on Today, with a way to it, until they say that they know it."""

from dataclasses import dataclass

from django.http import HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from requite.insight.checks.access import SEE
from requite.insight.checks.actions.answer_check import mark_verdict
from requite.insight.checks.queries.records import CheckRow
from requite.insight.scorecards.actions.disputes import mark_answer
from requite.insight.scorecards.models import Dispute
from requite.insight.scorecards.queries import DisputeRow, get_dispute
from requite.insight.scorecards.replies import list_replies
from requite.insight.scorecards.saying import label_of
from requite.kernel.actor import Actor
from requite.web.addresses import url
from requite.web.checks_words import counts_word, title_of, verdict_label
from requite.web.doors import ActorRequest, door, id_of, read_version, sent
from requite.web.pages import part
from requite.web.screens.cards import address_of, period_of_row
from requite.web.screens.names import pair
from requite.web.screens.periods import period_label

MOST = 3


@dataclass(frozen=True, slots=True)
class Reply:
    """What was said: by whom to what, in their words, and the address that takes that it is known."""

    text: str
    words: str
    action: str
    version: int


def replies_of_reader(request: ActorRequest) -> list[Reply]:
    """What the reader doesn't know yet, the oldest first, some of each kind."""
    disputes, checks = list_replies(actor=request.actor, most=MOST)
    return [_of_dispute(row) for row in disputes] + [_of_check(row, request) for row in checks]


def _of_dispute(row: DisputeRow) -> Reply:
    names = {"who": row.answered_by, "line": label_of(row.part), "period": period_label(period_of_row(row))}
    if row.state == Dispute.State.ACCEPTED:
        text = _("%(who)s accepted what you dispute in your card: %(line)s, %(period)s.") % names
    else:
        text = _("%(who)s keeps the line that you dispute in your card as it is: %(line)s, %(period)s.") % names
    return Reply(text, row.answer, url("dispute_sight", id=row.id), row.version)


def _of_check(row: CheckRow, request: ActorRequest) -> Reply:
    who, why = (row.second_by, row.second_why) if row.second_verdict else (row.judged_by, row.why)
    names = {"who": pair(who), "record": title_of(row), "verdict": verdict_label(row.result)}
    text = _("%(who)s said what the check of a record of yours found: %(record)s, “%(verdict)s”.") % names
    counts = counts_word(row, request.now)
    return Reply(text, " · ".join(one for one in (why, counts) if one), url("check_sight", id=row.id), row.version)


@door("GET", right="work.edit")
def today_replies(request: ActorRequest) -> HttpResponseBase:
    """What is told alone, for live."""
    return part(request, "today/replies.html", {"replies": replies_of_reader(request)})


@door("POST", right="cards.see")
def dispute_sight(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The reader knows the answer to their dispute; `go` leads to it."""
    actor, dispute_id = request.actor, id_of(id)
    mark_answer(actor=actor, at=request.now, dispute_id=dispute_id, version=read_version(sent(request, "version")))
    row = get_dispute(actor=actor, dispute_id=dispute_id)
    return _on(request, f"{address_of(actor, row)}#line-{row.part}")


@door("POST", right=SEE)
def check_sight(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The reader knows of the verdict; `go` leads to it."""
    check_id = id_of(id)
    mark_verdict(actor=request.actor, at=request.now, check_id=check_id, version=read_version(sent(request, "version")))
    return _on(request, url("check", id=check_id))


def _on(request: ActorRequest, where: str) -> HttpResponseBase:
    return HttpResponseRedirect(where if sent(request, "go") else _home(request.actor))


def _home(actor: Actor) -> str:
    return url("today") if actor.has("work.edit") else url("checks_mine")
