"""The cards of the boards of deals, in Python: a board has a hundred and fifty of them.

Templates reach them as `stage_cards(…)` and `time_cards(…)`. Whatever many cards share is asked once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from requite.deals.queries.shapes import DealCard
from requite.kernel.actor import Actor
from requite.kernel.dates import language, write_day
from requite.kernel.names import display_name
from requite.web.addresses import around
from requite.web.amounts import units_of
from requite.web.cells import missing, quoted
from requite.web.formats import day_here, money
from requite.web.icons import icon
from requite.web.screens import names
from requite.work.queries.deals_by_time import StepShape

PEEK = ' data-behaviour="peek"'


@lru_cache(maxsize=8192)
def _priced(amount: int, currency: str, code: str) -> str:  # noqa: ARG001 (the language is part of the key)
    return quoted(money(units_of(amount, currency), currency))


class Cards:
    """Of one board: its reader's language, zone and year. `is_mine`: owners go without saying."""

    def __init__(self, is_mine: bool) -> None:
        self.code, self.is_mine = language(), is_mine
        self.zone = timezone.get_current_timezone()
        self.year = timezone.now().astimezone(self.zone).year
        self.deal = around("deal")[0]
        self.move = around("deal_stage")[1]
        self.activity = around("activity")
        self.nobody, unpriced = quoted(_("nobody yet")), quoted(_("no amount"))
        self.unpriced = f'<span class="mute">{unpriced}</span>'

    def name(self, pair: tuple[str, str]) -> str:
        """A (family, given) pair as a name."""
        return quoted(display_name(pair[0], pair[1], locale=self.code)) if pair[0] or pair[1] else ""

    def title(self, card: DealCard, base: str) -> str:
        """What opens the deal, and whom it is with."""
        person, company = self.name(card.person), quoted(card.company)
        whom = f"{person} · {company}" if person and company else person or company or self.nobody
        return (
            f'>\n  <a class="deal__title" href="{base}"{PEEK} data-peek="{base}peek/" draggable="false">'
            f'{quoted(card.title)}</a>\n  <p class="deal__who">{whom}</p>\n'
            f'  <p class="deal__facts"><b>{self.amount(card)}</b>'
        )

    def amount(self, card: DealCard) -> str:
        """What it is worth in its own currency."""
        return self.unpriced if card.amount is None else _priced(card.amount, card.currency, self.code)

    def owner(self, card: DealCard) -> str:
        """Whose it is, at the end of its facts."""
        return "</p>\n" if self.is_mine or not card.owner[0] else f"<span>{self.name(card.owner)}</span></p>\n"

    def stands(self, card: DealCard) -> str:
        """That it has stood too long in its stage."""
        day = day_here(card.entered_at.astimezone(self.zone).date(), self.year, self.code)
        said = quoted(_("in this stage since %(day)s") % {"day": day})
        return f'<p class="deal__sign behind">{icon("clock", 12)}{said}</p>'

    def moment(self, at: datetime) -> str:
        """Day and time with the day of the week."""
        here = at.astimezone(self.zone)
        return f"{write_day(here.date(), 'weekday', self.code)}, {here.hour:02d}:{here.minute:02d}"

    def step(self, step: StepShape, now: datetime) -> str:
        """The deal's next step; its time alone where nothing else may be known of it."""
        late = " behind" if step.at < now else ""
        when = write_day(step.on, "weekday", self.code) if step.on else self.moment(step.at)
        time = f'<time datetime="{step.at.isoformat()}">{quoted(when)}</time>'
        if step.id:
            topic = f" {quoted(step.topic)}" if step.topic else ""
            before, after = self.activity
            time = f'<a href="{before}{step.id}{after}"{PEEK} draggable="false">{time}{topic}</a>'
        return f'  <p class="deal__sign{late}">{icon(step.kind or "clock", 12)}{time}</p>\n'


def stage_cards(cards: Iterable[DealCard], is_mine: bool) -> Markup:
    """Cards of a stage; those that may be edited can be moved."""
    maker, lacks, made = Cards(is_mine), dict[tuple[str, ...], str](), []
    for card in cards:
        id_ = str(card.id)
        base = f"{maker.deal}{id_}/"
        expected = card.expected_on
        if card.missing and card.missing not in lacks:
            lacks[card.missing] = str(missing(names.fields("deal", card.missing)))
        made.append(
            f'<article class="deal{" deal--rots" if card.rots else ""}" id="deal-{id_}" data-row data-deal="{id_}"'
            + (f' data-move="{maker.deal}{id_}{maker.move}"' if card.may_edit else "")
            + maker.title(card, base)
            + (f'<time datetime="{expected}">{day_here(expected, maker.year, maker.code)}</time>' if expected else "")
            + maker.owner(card)
            + (maker.stands(card) if card.rots else "")
            + (lacks[card.missing] if card.missing else "")
            + "</article>\n"
        )
    return Markup("".join(made))  # noqa: S704 - escaped above


def time_cards(cards: Iterable[dict[str, Any]], is_mine: bool, actor: Actor, now: datetime) -> Markup:
    """Cards of a span of the board by time; a step that may be edited can be moved, a deal without one gets one."""
    maker, may_plan, made = Cards(is_mine), actor.has("work.edit"), []
    plan = quoted(_("Plan a next step"))
    for each in cards:
        card, step = each["card"], each["step"]
        id_ = str(card.id)
        base, drag, sign = f"{maker.deal}{id_}/", "", ""
        if step:
            sign = maker.step(step, now)
            if step.may_edit:
                drag = f' data-move="{base}step/time/" data-step="{step.id}" data-version="{step.version}"'
        elif card.may_edit and may_plan:
            drag = f' data-plan="{base}step/"'
            opens = f'href="{base}step/"{PEEK} data-peek="{base}step/" draggable="false"'
            sign = f'  <p class="deal__sign"><a class="text-link" {opens}>{plan}</a></p>\n'
        made.append(
            f'<article class="deal" id="deal-{id_}" data-row data-deal="{id_}"{drag}{maker.title(card, base)}'
            f"<span>{quoted(each['stage'])}</span>{maker.owner(card)}{sign}</article>\n"
        )
    return Markup("".join(made))  # noqa: S704 - escaped above
