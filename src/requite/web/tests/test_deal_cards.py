"""Cards of deals: every text is escaped, and nothing is said that isn't known."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone, translation

from requite.deals.queries.shapes import DealCard
from requite.kernel.actor import Actor
from requite.web.deal_cards import stage_cards, time_cards
from requite.work.queries.deals_by_time import StepShape

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
ME, STAGE, DEAL = UUID(int=1), UUID(int=2), UUID(int=3)
HOSTILE = "<b>'&\""
SAFE = "&lt;b&gt;&#39;&amp;&#34;"
CARD = DealCard(
    DEAL, HOSTILE, "open", STAGE, NOW - timedelta(days=40), ME, (HOSTILE, ""), DEAL, (HOSTILE, HOSTILE), HOSTILE,
    120_000, "USD", None, date(2026, 12, 1), ("amount", "note"), True, True,
)  # fmt: skip
BARE = CARD._replace(
    owner=("", ""), person=("", ""), company="", amount=None, expected_on=None, missing=(), may_edit=False, rots=False
)  # fmt: skip
ACTOR = Actor(id=ME, name="Anna", rights={"work.edit": "own"})


@pytest.fixture(autouse=True)
def _reader() -> Any:
    with translation.override("en"), timezone.override(UTC):
        yield


def test_escapes_whatever_a_card_says() -> None:
    page = str(stage_cards([CARD], False))
    assert HOSTILE not in page
    assert page.count(SAFE) == 5  # the title, the person's two names, the company, the owner
    assert '<article class="deal deal--rots" id="deal-00000000-0000-0000-0000-000000000003" data-row' in page
    assert ' data-move="/deals/00000000-0000-0000-0000-000000000003/stage/"' in page
    assert "$1,200</b>" in page
    assert '<span class="missing">Missing: amount, note</span></article>' in page
    assert 'class="deal__sign behind"><svg' in page


def test_says_that_nothing_is_known() -> None:
    page = str(stage_cards([BARE], False))
    assert '<p class="deal__who">nobody yet</p>' in page
    assert '<b><span class="mute">no amount</span></b></p>\n</article>' in page
    assert "data-move" not in page


def test_leaves_the_owner_of_ones_own_deals_out() -> None:
    assert str(stage_cards([CARD], True)).count(SAFE) == 4


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (None, f'data-plan="/deals/{DEAL}/step/"'),
        (StepShape(NOW - timedelta(hours=1)), '<p class="deal__sign behind">'),
        (StepShape(NOW, ME, "call", HOSTILE, None, 4, True), f'step/time/" data-step="{ME}" data-version="4"'),
        (StepShape(NOW, ME, "task", "", date(2026, 11, 18)), f'<a href="/activities/{ME}/" data-behaviour="peek"'),
    ],
)
def test_says_the_next_step(step: StepShape | None, said: str) -> None:
    page = str(time_cards([{"card": CARD, "step": step, "stage": HOSTILE}], False, ACTOR, NOW))
    assert said in page
    assert HOSTILE not in page


def test_offers_no_step_to_who_may_not_plan() -> None:
    each = {"card": CARD, "step": None, "stage": ""}
    assert "step/" not in str(time_cards([each], False, replace(ACTOR, rights={}), NOW))
    assert "step/" not in str(time_cards([{**each, "card": BARE}], False, ACTOR, NOW))
