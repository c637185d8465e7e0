"""Reps of a team, of a preview and disputes beyond a page go on by key."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from testing.asserts import text
from testing.cast import HTMX, Cast, Clients

from requite.insight.scorecards.models import Card
from requite.insight.scorecards.tests.stage import fill, publish
from requite.web.tests.test_cards import FORM, _now, card  # noqa: F401 - the morning of the cast

pytestmark = pytest.mark.django_db


def next_of(page: str, key: str, label: str) -> str:
    """Where the link of that label leads, "" without one."""
    found = re.search(rf'href="([^"]*[?&;]{key}=[^"]*)"[^>]*>(?:<svg.*?</svg>)?\s*(?:<span>)?{label}', page, re.DOTALL)
    return found[1].replace("&amp;", "&") if found else ""


def test_disputes_go_on_page_by_page(cast: Cast, clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(cast)
    fill(cast)
    monkeypatch.setattr("requite.insight.scorecards.queries.MOST_DISPUTES", 1)
    for n, part in enumerate(("next_step", "quality", "attainment")):
        clients("anna").post(f"/card/{cast.anna.id}/{part}/dispute/?period=2026-11", {"text": f"Look again {n}"})
        assert ("wait for an answer" in text(clients("vera").get("/card/team/"))) == bool(n)
    address, seen = "/card/team/", []
    for _ in range(4):
        page = card(clients, "vera", address)
        seen += re.findall(r"Look again \d", page)
        assert "3 wait for an answer, the oldest first." in page
        assert ("The oldest" in page) == ("disputes_after" in address)
        again = re.search(r'id="team-cards"[^>]*hx-get="([^"]*)"', page)
        assert again
        assert seen[-1] in card(clients, "vera", again[1].replace("&amp;", "&"), headers=HTMX)  # live shows the same page
        more = next_of(page, "disputes_after", "More of them")
        if not more:
            break
        address = more
    assert seen == ["Look again 0", "Look again 1", "Look again 2"]
    assert clients("vera").get("/card/team/?disputes_after=x").status_code == 404


def test_a_preview_goes_on_page_by_page(cast: Cast, clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(cast)
    oleg, draft, seen = clients("oleg"), {**FORM, "formula": "score * 1000"}, []
    assert "More reps" not in text(oleg.post("/settings/scorecard/", {**draft, "act": "preview"}))
    monkeypatch.setattr("requite.insight.scorecards.queries.PAGE", 1)
    act = {"act": "preview"}
    for _ in range(9):
        page = text(oleg.post("/settings/scorecard/", {**draft, **act}))
        seen += re.findall(r"<tr data-row><td><b>([^<]*)</b>", page)
        assert ("The first reps" in page) == ("after" in act)
        assert "score * 1000" in page
        more = re.search(r'name="after" value="([^"]*)" form="card-form"', page)
        if not more:
            break
        act = {"after": more[1]}
    assert seen == [getattr(cast, who).name for who in ("gleb", "anna", "boris", "vera")]
    assert not Card.objects.exists()
    assert oleg.post("/settings/scorecard/", {**draft, "after": str(uuid4())}).status_code == 404


def test_a_team_larger_than_a_page_is_shown_page_by_page(
    cast: Cast, clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(cast)
    monkeypatch.setattr("requite.insight.scorecards.queries.PAGE", 2)
    page, seen = card(clients, "oleg", "/card/team/"), []
    for _ in range(9):
        seen += re.findall(r'<a class="name" href="/card/([0-9a-f-]+)/', page)
        more = next_of(page, "after", "More reps")
        if not more:
            break
        page = card(clients, "oleg", more)
        assert "The first reps" in page
    assert seen == [str(getattr(cast, who).id) for who in ("gleb", "anna", "boris", "vera")]
    assert clients("oleg").get(f"/card/team/?after={uuid4()}").status_code == 404
    assert clients("oleg").get("/card/team/?after=x").status_code == 404
