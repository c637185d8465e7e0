"""Pages ask the database as often for many records as for a few, and the busiest ones exactly as often as said here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from testing.asserts import drain
from testing.builders import (
    BACK,
    DAY,
    call_of,
    company_of,
    deal_of,
    meeting_of,
    note_of,
    person_of,
    planned_call,
    task_of,
)
from testing.cast import HTMX, Cast

from requite.deals.models import Pipeline, Rate, Reason, Stage
from requite.identity.models import User
from requite.identity.tests.cast import NOW
from requite.insight.plans.models import Plan
from requite.people.models import Person
from requite.web.tests.cast import browser
from requite.work.actions.log_call import log_call
from tests.architecture.stage import Stage as Played
from tests.architecture.stage import set_stage

pytestmark = pytest.mark.django_db
FEW, MANY = 4, 11
SHOWN = (200, 302)
READERS = ("anna", "vera", "emma", "oleg")
# Statements of a warm page, those that know the session and its reader (2) among them.
COSTS = {
    "today": 12, "today_replies": 2, "today_now": 2, "today_owed": 5, "open": 2, "debts": 6, "owes": 6,
    "people": 4, "duplicates": 2, "person": 9, "person_peek": 5,
    "person_timeline": 3, "person_aside": 4, "companies": 3,
    "company": 9, "deals": 3, "search": 6, "person_new": 1, "team": 13,
    "adoption": 9, "adoption_debts": 9, "digest": 9, "debts_of_week": 8, "helped": 3,
    "my_card": 11, "user_card": 11, "team_cards": 12, "user_card_part": 11, "scorecard": 3,
    "pipelines": 3, "pipeline": 3, "reasons": 2, "rates": 4,
    "deal_list": 8, "deal_forecast": 2, "deals_by_time": 3, "calendar": 4, "calendar_new": 2, "calendar_slots": 4,
    "activities": 7,
    "deal": 10, "deal_lines": 4, "deal_stakeholders": 4, "parts": 2, "settings_history": 3, "products": 2, "product": 2,
    "checks": 10, "check": 10, "checks_mine": 3, "checks_results": 4, "draw": 3, "checks_settings": 4,
}  # fmt: skip
# Where without it nothing would be found.
ASKED = {
    "search": "?q=seo", "adoption_debts": "?week=2026-W47", "debts_of_week": "?week=2026-W47&what=opened",
    "helped": "?week=2026-W47",
}  # fmt: skip
# What only the first of a reader's requests does would hide what many cost.
ONCE = ("file_content", "people", "companies", "deal_list", "activities")
FEWER = ("/calendar/",)  # of more colleagues than there are lanes it shows one
SETTINGS = (
    "pipelines", "pipeline", "reasons", "rates", "products", "product", "parts", "settings_history", "scorecard",
    "checks_settings",
)  # fmt: skip
READ = [
    route for route in get_resolver().url_patterns if "GET" in getattr(route.callback, "guard", ((), None))[0]
]


@pytest.fixture
def stage(cast: Cast, settings: Any, tmp_path: Path) -> Played:
    settings.MEDIA_ROOT = tmp_path
    return set_stage(cast)


def fill(cast: Cast, person: Person, numbers: range) -> None:
    """Some of everything that a page may list, of Anna's and about one person of hers."""
    for n in numbers:
        one = person_of(cast, family=f"Seo{n}", company_name="Sejong", points=[("phone", "1")])
        company_of(cast, name=f"Sejong {n}")
        call_of(cast, one, outcome=None)
        deal_of(cast, title=f"D{n}", person_id=one.id)
        deal_of(cast, title=f"E{n}", person_id=person.id)
        for who in (one, person):
            call_of(cast, who)
            planned_call(cast, who, at=BACK + n * DAY)
            meeting_of(cast, who, colleagues=[cast.boris.id])
            task_of(cast, who)
            note_of(cast, who)
        log_call(actor=cast.actors["boris"], at=BACK, person_id=person.id)
        User.objects.create(email=f"rep{n}@hanil.kr", role="rep", team=cast.north, made_at=NOW)
        Plan.objects.create(
            metric="meetings_held", user=cast.anna, span="month", target=n + 1, made_at=NOW,
            starts_on=f"2026-{n % 12 + 1:02}-01",
        )  # fmt: skip
        Stage.objects.create(pipeline=Pipeline.objects.create(name=f"P{n}"), name=f"S{n}")
        Reason.objects.create(name=f"R{n}", state="lost")
        Rate.objects.create(currency=f"X{n:02}", starts_on=date(2026, 1, 1), rate=n + 1)


def cost(client: Client, address: str, headers: dict[str, str]) -> tuple[int, str]:
    """How many statements a page takes once it is warm, and which; 0 for a page that isn't this reader's."""
    first = client.get(address, headers=headers)
    drain(first)
    return ask(client, address, headers) if first.status_code in SHOWN else (0, "")


def ask(client: Client, address: str, headers: dict[str, str]) -> tuple[int, str]:
    """The same for a page as it is, warm or not."""
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, headers=headers)
    drain(answer)
    # That a reader was seen is written once a minute, whichever page it happens on.
    said = [one["sql"] for one in asked if not one["sql"].startswith("UPDATE identity_user SET last_seen_at")]
    return len(said) * (answer.status_code in SHOWN), "\n".join(" ".join(one.split())[:120] for one in said)


def keys_of(stage: Played) -> list[tuple[str, str, bool]]:
    """Each reader of each page, whole and as a part."""
    addresses = [address for route in READ for address in stage.addresses(route)]
    return [(name, address, part) for address in addresses for name in READERS for part in (False, True)]


def address_of(stage: Played, name: str) -> str:
    route = next(route for route in READ if route.name == name)
    return stage.addresses(route)[0] + ASKED.get(name, "")


def test_pages_cost_what_is_said_here(stage: Played) -> None:
    fill(stage.cast, Person.objects.get(id=stage.ids["person"][0]), range(MANY))
    leaders = ("team", "team_cards", "checks", "checks_results")
    whose = {**dict.fromkeys(leaders, stage.cast.vera), **dict.fromkeys(("adoption", "adoption_debts"), stage.cast.emma)}
    whose |= dict.fromkeys(SETTINGS, stage.cast.oleg)
    readers = {name: browser(whose.get(name, stage.cast.anna)) for name in COSTS}
    found = {name: cost(readers[name], address_of(stage, name), {}) for name in COSTS}
    wrong = {
        name: f"{COSTS[name]} → {number}\n{said}"
        for name, (number, said) in found.items()
        if number != COSTS[name]
    }
    assert not wrong, "\n".join(f"{name}: {said}" for name, said in wrong.items())


RELATED = {
    "/people/?view=all&f=stage&g=0.deal-0&o=filled&v=&f=amount&g=0.deal-0&o=empty&v=": 9,
    "/people/?view=all&f=kind&g=0.no-activity-0&o=is&v=note&f=name&g=1&o=contains&v=seo": 9,
    "/companies/?view=all&f=kind&g=0.activity-0&o=is&v=call": 9,
}


@pytest.mark.parametrize("address", RELATED)
def test_a_list_that_asks_for_related_records_costs_the_same_for_many(stage: Played, address: str) -> None:
    person, anna = Person.objects.get(id=stage.ids["person"][0]), browser(stage.cast.anna)
    for numbers in (range(FEW), range(FEW, MANY)):
        fill(stage.cast, person, numbers)
        number, said = cost(anna, address, {})
        assert number == RELATED[address], said


def test_no_page_costs_more_for_many_records(stage: Played) -> None:
    person = Person.objects.get(id=stage.ids["person"][0])
    fill(stage.cast, person, range(FEW))
    readers = {name: browser(getattr(stage.cast, name)) for name in READERS}

    def price(asked: Callable[..., tuple[int, str]], key: tuple[str, str, bool]) -> tuple[int, str]:
        name, address, part = key
        return asked(readers[name], address, HTMX if part else {})

    for address in {address for _, address, _ in keys_of(stage)}:
        drain(readers["anna"].get(address))
    for name, address in product(READERS, ("/search/", *(address_of(stage, name) for name in ONCE))):
        drain(readers[name].get(address))
    few = {key: price(ask, key) for key in keys_of(stage)}
    fill(stage.cast, person, range(FEW, MANY))
    many = {key: price(ask, key) for key in few if few[key][0]}
    more = {key: asked for key in many if many[key][0] > few[key][0] and (asked := price(cost, key))[0] > few[key][0]}
    assert not more, "\n".join(
        f"{key}: {few[key][0]} → {number}\n{said}" for key, (number, said) in more.items()
    )
    less = {key: (few[key][0], many[key][0]) for key in many if many[key][0] < few[key][0] and key[1] not in FEWER}
    assert not less, f"These do something only when they are asked first: {less}"
    unseen = {address for _, address, _ in few} - {
        address for (_, address, _), (number, _) in few.items() if number or address.startswith("/demo/")
    }
    assert not unseen
