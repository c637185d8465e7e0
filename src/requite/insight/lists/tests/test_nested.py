"""Groups within groups, and what must hold of related records, against plain Python."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from testing.cast import NOW, Cast

from requite.insight.lists.conditions import Query
from requite.insight.lists.counting import Count
from requite.insight.lists.listing import read_page
from requite.insight.lists.related import RELATED
from requite.insight.lists.tests.asking import give_up, pages, plain
from requite.insight.lists.tests.plain import Plain
from requite.insight.lists.tests.test_filtering import READERS, drawn
from requite.insight.lists.trees import make_filter, read_groups, write_groups

pytestmark = pytest.mark.django_db
PLAIN = ("a", "b", "a.0", "a.0.1", "a.0.1.2", "b.1")


@st.composite
def nested(draw: Any, cast: Cast, kind: str) -> tuple[str, list[tuple[str, str, str, str]]]:
    """Lines of up to six conditions in groups four deep, some on related records."""
    lines = []
    for _ in range(draw(st.integers(1, 6))):
        path, of = draw(st.sampled_from(PLAIN)), kind
        if path.count(".") < 3 and RELATED[kind] and draw(st.booleans()):
            slug = draw(st.sampled_from(sorted(RELATED[kind])))
            path, of = f"{path}.{draw(st.sampled_from(['', 'no-']))}{slug}-1", RELATED[kind][slug].kind
            if path.count(".") < 3 and draw(st.booleans()):
                path += ".0"
        lines.append((path, *draw(drawn(cast, of))))
    return draw(st.sampled_from(["all", "any"])), lines


@pytest.mark.parametrize("kind", ["person", "company", "deal", "activity"])
@pytest.mark.parametrize(
    ("ways", "most"), [((), 20_000), (("glance",), 20_000), (("glance", "quick"), -1), (("glance", "quick", "walk"), -1)],
    ids=["glance", "quick", "walked", "sorted"]
)
def test_hold_as_they_do_in_plain_python(
    base: Plain, monkeypatch: pytest.MonkeyPatch, kind: str, ways: tuple[str, ...], most: int
) -> None:
    give_up(monkeypatch, ways, most)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(asked=nested(base.cast, kind), reader=st.sampled_from(READERS))
    def run(asked: Any, reader: str) -> None:
        match, lines = asked
        actor = base.cast.actors[reader]
        found = make_filter(actor, kind, lines, match=match)
        again = make_filter(actor, kind, read_groups(write_groups(found)), match=match)
        assert again == make_filter(actor, kind, read_groups(write_groups(again)), match=match)
        with transaction.atomic():
            ids = pages(actor, Query(kind, "all", found))
            whole = read_page(actor=actor, at=NOW, query=Query(kind, "all", again))
        expected = plain(base, reader, kind, found)
        assert set(ids) == expected, lines
        assert (whole.ids, whole.count) == (ids, Count(len(expected)))

    run()
