"""What was found out about a question is used when it comes again."""

from __future__ import annotations

from testing.builders import person_of
from testing.cast import NOW

from requite.insight.lists import counting, listing, ways
from requite.insight.lists.listing import read_page
from requite.insight.lists.tests.asking import give_up
from requite.insight.lists.tests.test_lists import asked
from requite.insight.lists.within import TooSlow


def test_pages_are_tried_first_by_the_way_that_found_them(cast, actors, monkeypatch):
    for n in range(12):
        person_of(cast, family="Kim", tags=["VIP"] if n % 3 else [], points=[])
    query = asked(actors["anna"], ("tags", "has", "VIP"), ("company", "empty", ""), ("last_call", "empty", ""))
    tried, slow, found = [], {"glance", "quick"}, listing._page

    def page(query, asked, after, limit):
        tried.append(asked.how)
        if asked.how in slow:
            raise TooSlow
        return found(query, asked, after, limit)

    monkeypatch.setattr(listing, "_page", page)
    pages = [read_page(actor=actors["anna"], at=NOW, query=query, limit=5, is_counted=False) for _ in range(2)]
    assert tried == ["glance", "quick", "walk", "walk"]
    slow.add("walk")
    pages.append(read_page(actor=actors["anna"], at=NOW, query=query, limit=5, is_counted=False))
    assert tried[4:] == ["walk", "quick", "sort"]
    slow.clear()
    assert read_page(actor=actors["anna"], at=NOW, query=query, limit=5, is_counted=False) == pages[0] == pages[2]
    assert tried[7:] == ["sort"]
    other = asked(actors["anna"], ("tags", "has", "VIP"), ("last_call", "empty", ""))
    read_page(actor=actors["anna"], at=NOW, query=other, limit=5, is_counted=False)
    assert tried[8:] == ["glance"]


def test_a_question_in_use_is_tried_in_the_usual_order_again_after_a_while(cast, actors, monkeypatch):
    for _n in range(3):
        person_of(cast, family="Kim", tags=["VIP"], points=[])
    query = asked(actors["anna"], ("tags", "has", "VIP"), ("last_call", "empty", ""))
    tried, slow, found = [], ["glance", "quick"], listing._page

    def page(query, asked, after, limit):
        tried.append(asked.how)
        if asked.how in slow:
            raise TooSlow
        return found(query, asked, after, limit)

    monkeypatch.setattr(listing, "_page", page)
    began = ways.monotonic()
    for minutes in (0, 6, 12):
        monkeypatch.setattr(ways, "monotonic", lambda minutes=minutes: began + 60 * minutes)
        read_page(actor=actors["anna"], at=NOW, query=query, is_counted=False)
        slow.clear()
    assert tried == ["glance", "quick", "walk", "walk", "glance"]


def test_what_takes_long_to_count_is_not_counted_each_time(cast, actors, monkeypatch):
    for _n in range(12):
        person_of(cast, family="Kim", tags=["VIP"], points=[])
    query = asked(actors["anna"], ("tags", "has", "VIP"), ("company", "empty", ""), ("last_call", "empty", ""))
    counted, slow = [], [None, counting.Count(12)]
    give_up(monkeypatch, ("glance",), 20_000)
    monkeypatch.setattr(counting, "count_query", lambda **_how: counted.append(1) or slow[len(counted) > 1])
    pages = [read_page(actor=actors["anna"], at=NOW, query=query, limit=5) for _ in range(2)]
    assert [page.count for page in pages] == [None, None]
    assert len(counted) == 1
    ways.counts.forget()
    assert read_page(actor=actors["anna"], at=NOW, query=query, limit=5).count == counting.Count(12)


def test_what_was_learnt_is_forgotten_after_a_while(monkeypatch):
    memory = ways.Memory(seconds=10, most=2)
    memory.learn("a", "walk")
    assert memory.recall("a") == "walk"
    now = ways.monotonic()
    monkeypatch.setattr(ways, "monotonic", lambda: now + 11)
    assert memory.recall("a") == ""
    for name in "bcd":
        memory.learn(name, "sort")
    assert [name for name in "bcd" if memory.recall(name)] == ["c", "d"]
    memory.learn("d", "")
    assert memory.recall("d") == ""
