"""Days with more than a column has room for: what is shown and what is counted are all that there is."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from testing.asserts import text
from testing.builders import meeting_of, person_of

from requite.identity.tests.cast import NOW
from requite.kernel.ids import new_id
from requite.kernel.period import start_of_day
from requite.web.calendar.agenda import by_day
from requite.web.calendar.board import room_of
from requite.web.calendar.clashes import find_clashes
from requite.web.calendar.days import ALL, JUST_WHOLE, read_parts, say_parts
from requite.web.calendar.showing import read_key
from requite.web.tests.cast import browser
from requite.work.models import Activity, Participation
from requite.work.queries.calendar import list_span
from requite.work.queries.calendar_days import WHOLE, list_booked, list_columns, list_part

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SUNDAY = datetime(2026, 11, 22, tzinfo=UTC).date()
MONDAY = datetime(2026, 11, 23, 0, tzinfo=UTC)  # nine o'clock in Seoul
WEEK = [SUNDAY + DAY * n for n in range(7)]
MORE = re.compile(r'<a class="(?:box box--rest|cal__more)" href="([^"]+)"[^>]*>(?:<span[^>]*>)?\+(\d+) more<')


def look(client, view, on, *who, **query):
    return text(client.get("/calendar/", {"view": view, "on": on, "with": [one.id for one in who], **query}))


def boxes(html):
    return len(re.findall(r'<article class="box', html))


def rests(html):
    """Where each rest leads to, and how many it counts."""
    return [(address.replace("&amp;", "&"), int(count)) for address, count in MORE.findall(html)]


def made(cast, kind, at, *, minutes=None, state=None, who="anna", all_day=False, joint=()):
    """An activity as it stands in the base, unsaved; `joint` are its colleagues."""
    until = at + timedelta(minutes=minutes) if minutes is not None else None
    usual = {"meeting": "planned", "task": "to_do", "call": "to_do"}[kind]
    person = getattr(cast, who)
    one = Activity(
        id=new_id(), kind=kind, state=state or usual, owner=person, team=person.team, at=at, until=until,
        day=cast.actors[who].day_of(at), is_all_day=all_day, topic="prices", is_joint=bool(joint), made_at=NOW,
    )  # fmt: skip
    return one, [Participation(activity=one, user=getattr(cast, name), team=person.team) for name in joint]


def keep(found):
    Activity.objects.bulk_create([one for one, _joint in found])
    Participation.objects.bulk_create([part for _one, joint in found for part in joint])


def full_day(cast, count=30, kind="task"):
    """A day of so many, a quarter of an hour after each other, or as they find place."""
    apart = min(HOUR / 4, 14 * HOUR / count)
    keep([made(cast, kind, MONDAY + n * apart, minutes=15) for n in range(count)])


class TestAnOverfullDay:
    def test_shows_two_of_each_hour_and_counts_the_others(self, cast):
        full_day(cast, 32)
        html = look(browser(cast.anna), "week", "2026-11-24")
        assert boxes(html) == 16
        assert [count for _address, count in rests(html)] == [2] * 8
        assert "32 in all" in html

    def test_an_hour_leads_to_all_that_begins_in_it(self, cast):
        full_day(cast, 32)
        anna = browser(cast.anna)
        address = rests(look(anna, "week", "2026-11-24"))[1][0]
        assert address == "/calendar/?view=agenda&on=2026-11-23&part=10"
        html = text(anna.get(address))
        assert re.findall(r"<time[^>]*>([^<]+)</time>", html) == [
            "10:00–10:15", "10:15–10:30", "10:30–10:45", "10:45–11:00"
        ]  # fmt: skip
        assert "10:00–11:00" in html
        assert "4 in all" in html

    def test_a_day_of_twenty_is_shown_as_it_is(self, cast):
        full_day(cast, 20)
        html = look(browser(cast.anna), "week", "2026-11-24")
        assert boxes(html) == 20
        assert not rests(html)
        assert "in all" not in html

    def test_a_day_alone_has_more_room(self, cast):
        full_day(cast, 61)
        html = look(browser(cast.anna), "day", "2026-11-23")
        assert boxes(html) + sum(count for _address, count in rests(html)) == 61
        Activity.objects.filter(at__gt=MONDAY + 13 * HOUR).delete()
        assert not rests(look(browser(cast.anna), "day", "2026-11-23"))

    def test_what_books_time_stands_before_a_reminder(self, cast):
        found = [made(cast, "task", MONDAY + timedelta(minutes=n)) for n in range(25)]
        keep([*found, made(cast, "meeting", MONDAY + HOUR / 2)])
        html = look(browser(cast.anna), "week", "2026-11-24")
        assert html.count("box--meeting") == 1
        assert html.index("box--task") < html.index("box--meeting")

    def test_counts_tasks_of_the_whole_day_too(self, cast):
        keep([made(cast, "task", MONDAY + 15 * HOUR - timedelta(seconds=1), all_day=True) for _ in range(30)])
        anna = browser(cast.anna)
        html = look(anna, "week", "2026-11-24")
        assert boxes(html) == 5
        assert rests(html) == [("/calendar/?view=agenda&on=2026-11-23&part=whole", 25)]
        assert text(anna.get(rests(html)[0][0])).count("<time") == 30

    def test_says_with_how_many_one_is_double_booked(self, cast):
        full_day(cast, 40, "meeting")
        person = person_of(cast)
        meeting_of(cast, person, at=MONDAY, until=MONDAY + 5 * HOUR, topic="Long")
        html = look(browser(cast.anna), "week", "2026-11-24")
        assert "Double-booked with 09:00–09:15 prices and 19 more" in html
        assert "09:00–14:00" in html
        # the one of which it is told stands in another part
        part = look(browser(cast.anna), "agenda", "2026-11-23", part="13")
        assert part.count("Double-booked with 1 other") == 4

    def test_each_persons_column_counts_their_own(self, cast):
        full_day(cast, 32)
        keep([made(cast, "meeting", MONDAY, minutes=60, who="boris", joint=["anna"])])
        vera = browser(cast.vera)
        html = look(vera, "day", "2026-11-23", cast.anna, cast.boris)
        assert "33 in all" in html
        assert all(f"with={cast.anna.id}" in address for address, _count in rests(html))
        assert str(cast.boris.id) not in rests(html)[0][0]
        assert sum(count for _address, count in rests(html)) + boxes(html) == 34

    def test_a_list_of_a_day_goes_on_by_key(self, cast, monkeypatch):
        monkeypatch.setattr("requite.web.calendar.agenda.ROWS", 12)
        full_day(cast, 30)
        keep([made(cast, "meeting", MONDAY + DAY, minutes=30)])
        anna, seen = browser(cast.anna), []
        address = "/calendar/?view=agenda&on=2026-11-23"
        while address:
            html = text(anna.get(address))
            seen += re.findall(r'<time class="row__time" datetime="([^"]+)"', html)
            found = re.search(r'<p class="below"><a href="([^"]+)">(?!‹)', html)
            address = found and found[1].replace("&amp;", "&")
            assert len(seen) < 40
            address = None if seen[-1] >= "2026-11-24" else address
        assert len(seen) == len(set(seen)) == 31

    def test_a_stranger_is_told_of_nothing(self, cast):
        full_day(cast, 32)
        gleb = browser(cast.gleb)
        for query in ({"view": "week"}, {"view": "agenda", "part": "10"}, {"view": "agenda", "part": "all"}):
            html = text(gleb.get("/calendar/", {"on": "2026-11-23", "with": [cast.anna.id], **query}))
            assert "in all" not in html
            assert "prices" not in html


@pytest.mark.parametrize(
    "query",
    [
        {"part": "99"}, {"part": "10-9"}, {"part": "-1"}, {"part": "½"}, {"part": "9-"}, {"after": "soon"},
        {"after": "0001-01-01T00:00:00+14:00~01937349-3d80-7045-bff2-e341810d2e30"}, {"after": "2026-11-23~x"},
        {"part": "\x00", "after": "\x00"}, {"part": "25", "after": "9999-12-31T23:59:59-12:00~"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("view", ["agenda", "week"])
def test_absurd_parts_and_keys_show_a_calendar(cast, view, query):
    assert "calendar" in look(browser(cast.anna), view, "2026-11-23", **query)


@given(st.integers(0, 25), st.integers(1, 26))
def test_parts_are_read_as_they_are_said(first, past):
    if first < past:
        assert read_parts(say_parts((first, past))) == (first, past)
    assert read_parts(say_parts(ALL)) == ALL
    assert read_parts(say_parts(JUST_WHOLE)) == JUST_WHOLE


ONE = st.tuples(
    st.sampled_from(["meeting", "meeting", "task", "call", "whole"]),
    st.integers(-40, 150),  # quarters of an hour from Monday's nine o'clock, most of them in a few hours
    st.sampled_from([None, 0, 15, 45, 120, 1500, 4000]),
    st.sampled_from(["anna", "boris", "gleb"]),
    st.sampled_from([(), (), ("boris",), ("anna", "boris")]),
    st.booleans(),
)


def drawn(cast, one, crowd):
    kind, quarters, minutes, who, joint, is_done = one
    at = MONDAY + HOUR / 4 * (quarters // (6 if crowd else 1))
    joint = tuple(name for name in joint if name != who) if kind == "meeting" else ()
    if kind == "whole":
        day = start_of_day(cast.actors["anna"].day_of(at) + DAY, zone=cast.actors["anna"].company_zone)
        return made(cast, "task", day - timedelta(seconds=1), who=who, all_day=True)
    state = {"meeting": "held", "task": "done", "call": "done"}[kind] if is_done else None
    return made(cast, kind, at, minutes=minutes, state=state, who=who, joint=joint)


@pytest.mark.parametrize("days", [WEEK[1:2], WEEK])
@pytest.mark.parametrize("kind", ["meeting", "task", "whole"])
@pytest.mark.parametrize("quarters", [-36, -37, -38, -40, -133])  # from midnight on Monday, 23:45, 23:30, 23:00 before it
def test_what_is_drawn_over_midnight_is_found_from_both_days(cast, days, kind, quarters):
    keep([drawn(cast, (kind, quarters, minutes, "anna", ("boris",), False), crowd=False) for minutes in (None, 0)])
    cast.vera.time_zone = "Asia/Seoul"
    cast.vera.save()
    compare(cast, days)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(ONE, min_size=1, max_size=90), st.booleans(), st.booleans(),
    st.sampled_from(["Asia/Seoul", "Europe/London", "America/New_York"]),
)  # fmt: skip
def test_what_is_shown_and_what_is_counted_are_all_that_the_reader_may_see(cast, found, crowd, is_day, zone):
    with transaction.atomic():
        keep([drawn(cast, one, crowd) for one in found])
        for user in (cast.anna, cast.vera):
            user.time_zone = zone
            user.save()
        compare(cast, WEEK[1:2] if is_day else WEEK)
        transaction.set_rollback(True)


def compare(cast, days):
    """Columns, lists of parts and the page, beside everything that there is by day."""
    vera = browser(cast.vera)
    actor = replace(cast.actors["vera"], zone=ZoneInfo(cast.vera.time_zone))
    who = [cast.anna.id, cast.boris.id, cast.gleb.id]  # the last one's work she may not see
    borders = [start_of_day(day, zone=actor.zone) for day in [*days, days[-1] + DAY]]
    asked = {"actor": actor, "user_ids": who}
    every = list_span(**asked, start=borders[0] - DAY, end=borders[-1] + DAY, limit=10_000)
    plain = by_day(every, days, actor.zone)
    apart, room = len(days) == 1, room_of(days, 2)
    columns = list_columns(**asked, days=days, borders=borders, apart=apart, few=room.few, full=room.full)
    total = 0
    for day, items in plain.items():
        for user in [cast.anna.id, cast.boris.id] if apart else [None]:
            here = [item for item in items if user is None or user in item.users]
            column = columns.pop((day, user), None)
            assert (column.count if column else 0) == len(here)
            if column is None:
                continue
            total += len(here)
            assert sum(column.parts.values()) == len(here)
            assert {one.activity.id for one, _part in column.shown} <= {one.activity.id for one in here}
            assert column.is_overfull == (len(here) > len(column.shown))
            if len(here) <= room.full:
                assert [one.activity.id for one, _part in column.shown] == [one.activity.id for one in here]
            check_parts({**asked, "user_ids": [user] if user else who}, day, column, here)
    assert not columns
    check_clashes(asked, borders, every, plain)
    html = look(vera, "day" if apart else "week", days[0], cast.anna, cast.boris, cast.gleb)
    assert boxes(html) + sum(count for _address, count in rests(html)) == total
    for address, count in rests(html)[:3]:
        if "view=agenda" in address:
            assert text(vera.get(address)).count("<time") >= count


def check_parts(asked, day, column, here):
    """Every part lists what it counts, and all parts together list everything, page by page."""
    borders = [start_of_day(one, zone=asked["actor"].zone) for one in (day, day + DAY)]
    seen = []
    for part, count in column.parts.items():
        after, pages = None, []
        while True:
            total, page = list_part(
                **asked, day=day, borders=borders, part=(part, part + 1), limit=4, after=after
            )
            if not page:
                break
            assert total == count
            pages += [one.activity.id for one in page]
            after = read_key(f"{page[-1].at.isoformat()}~{page[-1].activity.id}")
        assert len(pages) == count
        assert {one.activity.id for one, at in column.shown if at == part} <= set(pages)
        seen += pages
    assert sorted(seen) == sorted(one.activity.id for one in here)
    whole = list_part(**asked, day=day, borders=borders, part=ALL, limit=1)[0]
    assert whole == len(here)
    assert list_part(**asked, day=day, borders=borders, part=JUST_WHOLE, limit=1)[0] == column.parts.get(WHOLE, 0)


def check_clashes(asked, borders, every, plain):
    """Who is double-booked, and with how many: the same of some as of all."""
    booked = list_booked(**asked, start=borders[0], end=borders[-1])
    same_zone = asked["actor"].zone.key == asked["actor"].company_zone.key
    inside = list_span(**asked, start=borders[0], end=borders[-1], limit=10_000) if same_zone else every
    counts = {id_: clash.count for id_, clash in find_clashes(inside).items()}
    some = [one for one in inside[::2] if any(one in items for items in plain.values())]
    found = {id_: clash.count for id_, clash in find_clashes(some, booked).items()}
    assert found == {one.activity.id: counts[one.activity.id] for one in some if one.activity.id in counts}
