"""The editor of the scorecard: parts, figures, bonus; its preview; its versions."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.insight.figures import list_figures
from requite.insight.scorecards.actions.publish_card import (
    RIGHT,
    earliest_start,
    publish_card,
    restore_card,
    retract_card,
)
from requite.insight.scorecards.drafts import CardDraft, read_rules, ready_made
from requite.insight.scorecards.parts import list_parts
from requite.insight.scorecards.queries import preview
from requite.insight.scorecards.saying import say_moves
from requite.insight.scorecards.scoring import Rules, bonus_of, names_of, rules_of, sample_score
from requite.insight.scorecards.versions import card_of, list_cards, list_versions
from requite.kernel.errors import Refused
from requite.kernel.period import Kind, period_of
from requite.web.card_lines import say_bonus
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.formats import day, money
from requite.web.pages import render
from requite.web.screens.periods import period_label
from requite.web.screens.settings_forms import OPEN, Outcome, attempt, done

SAMPLES = (50, 60, 70, 78, 80, 90, 100)


@door("GET", "POST", right=RIGHT)
def scorecard(request: ActorRequest) -> HttpResponseBase:
    """The card as it will be, with what it comes to (`act` preview; `after` a rep: of those behind), or kept."""
    if request.method == "GET":
        return _show(request, OPEN)
    draft, act = _draft(request), sent(request, "act") or ("preview" if sent(request, "after") else "")
    if act not in ("preview", "keep"):
        unsaid = _("Say whether to show what it comes to, or to put it in force: nothing was announced.")
        return _show(request, Outcome(422, {"": unsaid}))
    return _preview_draft(request, draft) if act == "preview" else _keep(request, draft)


def _preview_draft(request: ActorRequest, draft: CardDraft) -> HttpResponseBase:
    try:
        shown = read_rules(draft, currency=request.actor.currency)
    except Refused as refusal:
        return _show(request, Outcome(422, {name: str(text) for name, text in refusal.errors.items()}))
    return _show(request, OPEN, shown)


def _keep(request: ActorRequest, draft: CardDraft) -> HttpResponseBase:
    made: list[Any] = []
    outcome = attempt(
        lambda: made.append(
            publish_card(actor=request.actor, at=request.now, draft=draft, once=sent_id(request, "once"))
        )
    )
    if not made:
        return _show(request, outcome)
    card, today = made[0], request.actor.day_of(request.now)
    if card.starts_on <= today:
        return done(request, reverse("scorecard"), _("The card is in force."))
    text = _("The card is announced for %(day)s.") % {"day": day(card.starts_on, "year")}
    undo = reverse("scorecard_retraction", kwargs={"id": card.id})
    return done(request, reverse("scorecard"), text, undo=undo)


@door("POST", right=RIGHT)
def scorecard_retraction(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Take an announced card back."""
    outcome = attempt(lambda: retract_card(actor=request.actor, at=request.now, card_id=id_of(id)))
    if not outcome.is_kept:
        return _show(request, outcome)
    undo = reverse("scorecard_restoration", kwargs={"id": id})
    return done(request, reverse("scorecard"), _("The change was taken back."), undo=undo)


@door("POST", right=RIGHT)
def scorecard_restoration(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Announce again what was taken back."""
    outcome = attempt(lambda: restore_card(actor=request.actor, at=request.now, card_id=id_of(id)))
    return done(request, reverse("scorecard"), _("Undone.")) if outcome.is_kept else _show(request, outcome)


def _draft(request: ActorRequest) -> CardDraft:
    return CardDraft(
        parts={part.slug: sent(request, f"part-{part.slug}") for part in list_parts()},
        figures={figure.slug: sent(request, f"figure-{figure.slug}") for figure in list_figures()},
        formula=sent(request, "formula"), starts_on=sent(request, "starts_on"),
    )  # fmt: skip


def _show(request: ActorRequest, outcome: Outcome, shown: Rules | None = None) -> HttpResponseBase:
    actor, cards = request.actor, list_cards()
    today = actor.day_of(request.now)
    rules = rules_of(cards[-1]) if cards else ready_made()
    is_typed = "formula" in request.POST
    typed = _draft(request) if is_typed else None
    context: dict[str, Any] = {
        "parts": [(one, typed.parts[one.slug] if typed else rules.weights.get(one.slug, "")) for one in list_parts()],
        "figures": [(one, typed.figures[one.slug] if typed else rules.figures.get(one.slug, "")) for one in list_figures()],
        "formula": typed.formula if typed else rules.formula,
        "starts_on": typed.starts_on if typed else "", "earliest": earliest_start(cards, today),
        "slugs": {one.slug for one in list_parts()}, "is_first": not cards,
        "names": names_of({one.slug: one.weight for one in list_parts()}),
        "versions": [(one, say_moves(one)) for one in list_versions(today=today)],
        "errors": outcome.errors, "once": sent(request, "once") or fresh_key(), "samples": (),
    }  # fmt: skip
    if shown is not None:
        context |= _preview(request, shown)
    return render(request, "settings/scorecard.html", context, status=outcome.status)


def _preview(request: ActorRequest, rules: Rules) -> dict[str, Any]:
    """What sample cards, and those of all reps in this month, come to under the rules that were typed."""
    actor = request.actor
    month = period_of(Kind.MONTH, actor.day_of(request.now))
    samples = []
    for percent in SAMPLES:
        score = sample_score({part.slug: rules.weights[part.slug] for part in rules.parts}, percent)
        amount, fault = bonus_of(rules, score, actor.currency)
        samples.append((percent, fault if amount is None else money(amount, actor.currency)))
    now = card_of(list_cards(), month)
    last = sent(request, "after")
    page: dict[str, Any] = {"period": month, "at": request.now, "after": id_of(last) if last else None}
    before = dict(preview(actor=actor, rules=rules_of(now), **page)[0]) if now else {}
    found, after = preview(actor=actor, rules=rules, **page)
    scores = {user.id: card.score.shown for user, card in before.items() if card.score}
    reps = [
        (user.name, scores.get(user.id), card.score.shown if card.score else None, say_bonus(card))
        for user, card in found
        if card.score or last or after
    ]
    return {
        "samples": samples, "reps": reps, "has_bonus": bool(rules.formula), "month": period_label(month),
        "after": after, "is_first_page": not last,
    }  # fmt: skip
