"""Filters, orders and pages against a small base, and against plain Python."""

import contextlib
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from testing.builders import BACK, DAY, call_of, company_of, deal_of, person_of, task_of
from testing.cast import NOW
from testing.standing import Stood

from requite.insight.lists import counting, listing, ways, within
from requite.insight.lists.conditions import MOST_CONDITIONS, OPS, Query, ops_of
from requite.insight.lists.fields import CATALOGUE
from requite.insight.lists.listing import read_page
from requite.insight.lists.trees import make_filter
from requite.insight.lists.within import TooSlow
from requite.kernel.reading import fetch_all
from requite.people.actions.archive import archive_record
from requite.people.models import Person

pytestmark = pytest.mark.django_db


def asked(actor, *given, kind="person", base="all", match="all", sort="name", down=False):
    lines = [(str(one[3]) if len(one) > 3 else str(n), *one[:3]) for n, one in enumerate(given)]
    return Query(kind, base, make_filter(actor, kind, lines, match=match), sort, down)


def names(actor, *given, **how):
    page = read_page(actor=actor, at=NOW, query=asked(actor, *given, **how))
    assert page.count == counting.Count(len(page.ids))
    found = {one.id: one.family_name for one in Person.objects.filter(id__in=page.ids)}
    return [found[id_] for id_ in page.ids]


def make_base(cast):
    busan = company_of(cast, name="Busan Optics", industry="Optics", tags=["key"])
    kim = person_of(cast, family="Kim", company_id=busan.id, title="Director", tags=["VIP"],
                    points=[("phone", "010-1234-5670"), ("address", "부산광역시 해운대구 1")])  # fmt: skip
    lee = person_of(cast, family="Lee", points=[("email", "lee@sejong.kr")], source="fair")
    park = person_of(cast, "boris", family="Park", points=[("phone", "010-8888-1111")])
    call_of(cast, kim, at=BACK)
    task_of(cast, lee, at=NOW + 2 * DAY)
    deal_of(cast, title="Frames", person_id=kim.id, amount="500000")
    return kim, lee, park


class TestConditions(Stood):
    make = staticmethod(make_base)

    @pytest.mark.parametrize(
        ("given", "found"),
        [
            ([("name", "contains", "ki")], ["Kim"]),
            ([("name", "without", "ki")], ["Lee", "Park"]),
            ([("company", "contains", "busan")], ["Kim"]),
            ([("company", "empty", "")], ["Lee", "Park"]),
            ([("company_industry", "is", "optics")], ["Kim"]),
            ([("company_tags", "has", "key")], ["Kim"]),
            ([("company_tags", "has_not", "key")], ["Lee", "Park"]),
            ([("title", "contains", "DIREC")], ["Kim"]),
            ([("phone", "contains", "8888")], ["Park"]),
            ([("phone", "empty", "")], ["Lee"]),
            ([("email", "contains", "LEE@")], ["Lee"]),
            ([("address", "contains", "부산")], ["Kim"]),
            ([("address", "filled", "")], ["Kim"]),
            ([("tags", "has", "VIP")], ["Kim"]),
            ([("tags", "empty", "")], ["Lee", "Park"]),
            ([("source", "is", "fair")], ["Lee"]),
            ([("missing", "has", "email")], ["Kim", "Park"]),
            ([("last_contact", "within", "30")], ["Kim"]),
            ([("last_call", "not_within", "1")], ["Kim", "Lee", "Park"]),
            ([("last_call", "not_within", "30")], ["Lee", "Park"]),
            ([("next_step", "ahead", "7")], ["Lee"]),
            ([("next_step", "empty", "")], ["Kim", "Park"]),
            ([("deals", "at_least", "1")], ["Kim"]),
            ([("deals", "at_most", "0")], ["Lee", "Park"]),
            ([("deals_value", "at_least", "400,000")], ["Kim"]),
            ([("owner", "is", "me")], ["Kim", "Lee"]),
            ([("owner", "is_not", "me")], ["Park"]),
            ([("made", "before", "2000-01-01")], []),
            ([("tags", "has", "VIP", "a"), ("source", "is", "fair", "a")], ["Kim", "Lee"]),
            ([("tags", "has", "VIP", "a"), ("source", "is", "fair", "b")], []),
            ([("archived", "yes", "")], []),
        ],
    )  # fmt: skip
    def test_leave_who_fits(self, actors, base, given, found):
        assert names(actors["anna"], *given) == found

    def test_any_joins_the_other_way_round(self, actors, base):
        given = [("tags", "has", "VIP", "a"), ("title", "contains", "dir", "a"), ("source", "is", "fair", "b")]
        assert names(actors["anna"], *given, match="any") == ["Kim", "Lee"]

    def test_what_is_archived_shows_when_it_is_asked_for(self, cast, actors, base):
        archive_record(actor=actors["anna"], at=NOW, kind="person", record_id=base[0].id)
        assert names(actors["anna"]) == ["Lee", "Park"]
        assert names(actors["anna"], ("archived", "yes", "")) == ["Kim"]
        assert names(actors["anna"], base="archived") == ["Kim"]

    def test_a_name_of_one_s_own_signs_is_no_pattern(self, cast, actors):
        person_of(cast, family="100%_sure")
        person_of(cast, family="Kim")
        assert names(actors["anna"], ("name", "contains", "%_")) == ["100%_sure"]
        assert names(actors["anna"], ("name", "contains", "\\")) == []


class TestEveryFieldAndOperator(Stood):
    make = staticmethod(make_base)

    @pytest.mark.parametrize("kind", ["person", "company"])
    def test_is_a_statement_that_runs_and_denies_its_opposite(self, actors, cast, base, kind):
        actor = actors["oleg"]
        whole = len(read_page(actor=actor, at=NOW, query=Query(kind)).ids)
        values = {"number": "1", "moment": "5", "user": "me", "team": str(cast.vera.team_id), "missing": "email"}
        opposite = {"contains": "without", "is": "is_not", "has": "has_not", "filled": "empty", "within": "not_within"}
        for slug, field in CATALOGUE[kind].items():
            counts = {}
            for op in ops_of(field):
                value = "2026-11-01" if op in ("before", "after") else values.get(field.type, "k1")
                query = asked(actor, (slug, op, value), kind=kind)
                assert query.filter.is_whole, (slug, op)
                counts[op] = len(read_page(actor=actor, at=NOW, query=query).ids)
            for op, other in opposite.items():
                if op in counts and other in counts:
                    assert counts[op] + counts[other] == whole, (slug, op)


class TestWhatIsPast:
    PAST = {"last_contact", "last_call", "last_meeting", "made", "entered", "closed"}

    @pytest.mark.parametrize("kind", ["person", "company", "deal", "activity"])
    def test_alone_is_not_asked_for_days_ahead(self, actors, kind):
        moments = {slug for slug, field in CATALOGUE[kind].items() if "ahead" in OPS[field.type]}
        asked_ahead = {slug for slug in moments if asked(actors["oleg"], (slug, "ahead", "7"), kind=kind).filter.is_whole}
        assert asked_ahead == moments - self.PAST
        assert moments & self.PAST

    def test_asked_from_an_old_address_is_left_out(self, actors):
        query = asked(actors["oleg"], ("last_call", "ahead", "7"))
        assert [one.problem for group in query.filter.groups for one in group] == ["op"]
        assert query.filter.asked == ()


class TestRights(Stood):
    make = staticmethod(make_base)

    def test_nobody_finds_what_they_may_not_see(self, cast, actors, base):
        assert names(actors["gleb"]) == []
        assert names(actors["gleb"], ("owner", "is", str(cast.anna.id))) == []

    def test_a_field_of_a_hidden_group_does_not_exist(self, actors, base):
        found = asked(actors["dina"], ("last_contact", "within", "30")).filter
        assert found.groups[0][0].problem == "field"
        assert found.asked == ()

    def test_masked_values_are_not_found_out_by_asking(self, actors, base):
        found = asked(actors["emma"], ("phone", "contains", "1234")).filter
        assert found.groups[0][0].problem == "masked"
        assert names(actors["emma"], ("phone", "filled", "")) == ["Kim", "Park"]

    def test_deals_of_others_are_not_counted(self, cast, actors, base):
        deal_of(cast, "gleb", title="South", person_id=person_of(cast, "gleb", family="Ahn").id)
        emma = actors["emma"]
        assert names(emma, ("deals", "at_least", "1")) == ["Ahn", "Kim"]
        blind = replace(emma, rights={name: scope for name, scope in emma.rights.items() if name != "deals.see"})
        assert asked(blind, ("deals", "at_least", "1")).filter.groups[0][0].problem == "field"


class TestBadInput(Stood):
    make = staticmethod(make_base)

    @pytest.mark.parametrize(
        ("given", "problem"),
        [
            (("nothing", "is", "x"), "field"), (("name", "sounds", "x"), "op"), (("name", "contains", " "), "value"),
            (("score", "at_least", "many"), "number"), (("score", "at_least", "NaN"), "number"),
            (("score", "at_least", "1e400"), "number"), (("score", "is", "1e-20000"), "number"),
            (("made", "within", "-3"), "days"),
            (("made", "within", "99999999"), "days"), (("made", "before", "2026-02-30"), "date"),
            (("owner", "is", "nobody"), "choice"), (("missing", "has", "soul"), "choice"),
            (("phone", "contains", "abc"), "value"),
            (("address", "contains", "&|!"), "value"),
        ],
    )  # fmt: skip
    def test_is_told_and_left_out(self, actors, base, given, problem):
        query = asked(actors["anna"], given)
        assert query.filter.groups[0][0].problem == problem
        assert len(read_page(actor=actors["anna"], at=NOW, query=query).ids) == 3

    def test_more_than_a_filter_holds_is_not_asked(self, actors, base):
        given = [("name", "contains", "kim")] * (MOST_CONDITIONS + 1)
        found = asked(actors["anna"], *given).filter
        assert found.is_cut
        assert found.asked == ()

    @pytest.mark.parametrize("value", ["'; DROP TABLE people_person; --", "%s %(at)s", "😀\u202e", "ㅁ" * 200, ":*&"])
    def test_any_text_is_only_a_text(self, actors, base, value):
        for slug in ("name", "title", "email", "address", "tags"):
            op = "has" if slug == "tags" else "contains"
            assert names(actors["anna"], (slug, op, value)) in ([], ["Kim", "Lee", "Park"])


class TestPages:
    @pytest.mark.parametrize("sort", [slug for slug, field in CATALOGUE["person"].items() if field.sort])
    @pytest.mark.parametrize("down", [False, True])
    def test_give_each_row_once_in_order(self, cast, actors, sort, down):
        noise = random.Random(sort + str(down))
        people = [person_of(cast, family=noise.choice(["Kim", "Lee"]), points=[]) for _ in range(23)]
        for person in people[:9]:
            call_of(cast, person, at=BACK - noise.randint(0, 3) * DAY)
        for person in people[5:12]:
            task_of(cast, person, at=NOW + noise.randint(1, 3) * DAY)
        for given in ([], [("name", "filled", "")]):
            query = asked(actors["anna"], *given, sort=sort, down=down)
            whole = read_page(actor=actors["anna"], at=NOW, query=query, limit=100).ids
            seen, after = [], None
            for _ in range(20):
                page = read_page(actor=actors["anna"], at=NOW, query=query, after=after, limit=4)
                seen += page.ids
                after = page.more
                if after is None:
                    break
            assert seen == whole
            assert sorted(seen) == sorted(one.id for one in people)

    @pytest.mark.parametrize("slow", [("glance",), ("glance", "quick"), ("glance", "quick", "walk")])
    def test_are_the_same_by_every_way(self, cast, actors, monkeypatch, slow):
        for n in range(12):
            person_of(cast, family="Kim", tags=["VIP"] if n % 3 else [], points=[])
        query = asked(actors["anna"], ("tags", "has", "VIP"), ("company", "empty", ""), ("last_call", "empty", ""))
        monkeypatch.setattr(counting, "SOON_MS", 4_000)  # how busy the machine is is no matter here
        usual = read_page(actor=actors["anna"], at=NOW, query=query, limit=5)
        found = listing._page

        def late(query, asked, after, limit):
            if asked.how in slow:
                raise TooSlow
            return found(query, asked, after, limit)

        monkeypatch.setattr(listing, "_page", late)
        ways.found_by.forget()
        page = read_page(actor=actors["anna"], at=NOW, query=query, limit=5)
        assert (page.ids, page.more, page.count) == (usual.ids, usual.more, counting.Count(8))
        assert (len(usual.ids), usual.count) == (5, None)  # of what is met at once there are many: counted later

    def test_what_is_met_at_once_and_is_all_is_its_own_count(self, cast, actors):
        for _n in range(3):
            person_of(cast, family="Kim", tags=["VIP"], points=[])
        page = read_page(actor=actors["anna"], at=NOW, query=asked(actors["anna"], ("last_call", "empty", "")), limit=5)
        assert (len(page.ids), page.more, page.count) == (3, None, counting.Count(3))

    def test_more_than_are_counted_are_told_about(self, cast, actors, monkeypatch):
        for _ in range(5):
            person_of(cast, family="Kim", points=[])
        monkeypatch.setattr(counting, "EXACT", 4)
        found = counting.count_query(actor=actors["anna"], at=NOW, query=asked(actors["anna"]))
        assert found
        assert not found.is_exact
        assert found.number >= 4

    def test_what_is_not_counted_in_time_is_not_told(self, actors, monkeypatch):
        def late(*_args, **_options):
            raise TooSlow

        monkeypatch.setattr(counting, "fetch_within", late)
        assert counting.count_query(actor=actors["anna"], at=NOW, query=asked(actors["anna"])) is None

    @pytest.mark.parametrize("wait", ["0", "1"])
    def test_what_is_set_for_one_statement_holds_for_it_alone(self, db, wait):
        asked = "SELECT current_setting('statement_timeout'), current_setting('enable_sort')"
        with transaction.atomic():
            before = fetch_all(asked)
            with contextlib.suppress(TooSlow):
                assert within.fetch_within(f"{asked}, pg_sleep({wait})", {}, 90, walks=True)[0][:2] == ("90ms", "off")
            assert fetch_all(asked) == before
        assert fetch_all(asked) == before

    def test_a_filter_that_takes_too_long_says_so(self, db):
        with pytest.raises(TooSlow):
            within.fetch_within("SELECT pg_sleep(1)", {}, 20)


def test_made_after_a_day_means_the_reader_s_days(cast, actors):
    person_of(cast, family="Kim")
    actor = actors["anna"]
    day = BACK.astimezone(actor.zone).date()
    assert names(actor, ("made", "after", str(day - timedelta(days=1)))) == ["Kim"]
    assert names(actor, ("made", "after", str(day))) == []
    assert names(actor, ("made", "before", str(day + timedelta(days=1)))) == ["Kim"]


def test_what_lies_ahead_is_not_within_the_last_days_in_its_own_order_either(cast, actors):
    kim, lee = person_of(cast, family="Kim"), person_of(cast, family="Lee")
    task_of(cast, kim, at=NOW + 40 * DAY)
    task_of(cast, lee, at=NOW - DAY)
    query = asked(actors["anna"], ("next_step", "not_within", "30"), sort="next_step")
    assert read_page(actor=actors["anna"], at=NOW, query=query).ids == [kim.id]
