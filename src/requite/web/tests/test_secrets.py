"""Every page without a record of its own, asked in many ways, tells nothing of records that its reader may not see."""

import html
from collections import defaultdict
from itertools import product

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern, get_resolver
from testing.asserts import drain
from testing.builders import DAY, company_of, deal_of, meeting_of, note_of, person_of
from testing.cast import HTMX, NOW
from testing.heard import ANY, heard

from requite.identity.tests.cast import Cast
from requite.insight.lists.actions.change import launch_change
from requite.insight.lists.actions.views import ViewDraft, keep_view
from requite.insight.lists.conditions import Query
from requite.insight.lists.trees import make_filter
from requite.web.tests.cast import browser

pytestmark = pytest.mark.django_db
MARK = "qzxwqzxw"  # in each text of what is planted, and in no word of ours
ASKED = (
    "", "?of={who}", "?user={who}", "?with={who}&view=agenda&on=2026-11-25", "?view=all", "?state=won", "?q=seo",
    "?view=all&f=&sort=-name&col=company&col=person&col=phone&col=note", "?view=all&g=0&f=owner&o=is&v={who}",
)  # fmt: skip


WAYS = [*((query, {}) for query in ASKED), (ASKED[0], HTMX), (ASKED[-2], HTMX)]


def plant(cast: Cast, who: str) -> None:
    """Records of somebody, and what they did with them: every text and number of it is marked."""
    actor = cast.actors[who]
    points = [("phone", "010-7777-8881"), ("email", f"{MARK}@sejong.kr"), ("address", f"{MARK} 1")]
    person = person_of(cast, who, family="Seo", given=MARK, title=MARK, note=MARK, tags=[MARK], points=points)
    company = company_of(cast, who, f"Seo {MARK}", industry=MARK, note=MARK)
    about = {"person_id": person.id, "company_id": company.id, "amount": "777123", "note": MARK}
    deal = deal_of(cast, who, f"Seo {MARK}", expected_on="2026-12-01", **about)
    meeting_of(cast, person, who, topic=MARK, place=MARK, deal_id=deal.id, at=NOW + DAY)
    note_of(cast, person, who, body=MARK)
    query = Query("deal", "all", make_filter(actor, "deal", [("0", "name", "contains", MARK)]))
    keep_view(actor=actor, at=NOW, draft=ViewDraft(name=MARK, query=query, share="team"))
    launch_change(
        actor=actor, at=NOW, kind="deal", way="expect", given="2026-12-02", ids=[deal.id], words=f"Deal: contains “{MARK}”"
    )


def told(client: Client, who: str) -> dict[str, str]:
    """The pages that tell something of it, each asked in all ways that it can tell apart."""
    routes = [one for one in get_resolver().url_patterns if isinstance(one, URLPattern) and "<" not in str(one.pattern)]
    found, asked = {}, defaultdict(set)
    for route, (query, headers) in product(routes, WAYS):
        if "GET" not in getattr(route.callback, "guard", ((), None))[0]:
            continue
        names = {*QueryDict(query[1:]), ANY}
        if query and asked[route].isdisjoint(names):
            continue  # nothing of the question is asked for, so it is answered as none is
        address = f"/{route.pattern}{query.format(who=who)}"
        with heard() as more:
            page = html.unescape(drain(client.get(address, headers=headers)).decode())
        asked[route] |= more
        if MARK in page or "777,123" in page or "7777-8881" in page:
            found[address] = page
    return found


def test_a_stranger_is_told_nothing(cast):
    plant(cast, "gleb")
    assert not told(browser(cast.vera), str(cast.gleb.id))
    assert len(told(browser(cast.gleb), str(cast.gleb.id))) > 25


def test_an_operator_is_told_nothing_of_deals_and_work(cast):
    deal = deal_of(cast, title=MARK, amount="777123", note=MARK)
    meeting_of(cast, person_of(cast), topic=MARK, place=MARK, deal_id=deal.id, at=NOW + DAY)
    launch_change(
        actor=cast.actors["anna"], at=NOW, kind="deal", way="expect", given="", ids=[deal.id], words=f"Deal: is “{MARK}”"
    )
    assert not told(browser(cast.dina), str(cast.anna.id))
