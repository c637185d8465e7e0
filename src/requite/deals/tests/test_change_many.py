"""Many deals changed at once, and each given back just what it had."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from testing.asserts import untouched
from testing.builders import BACK, deal_of, stages
from testing.cast import NOW, entries

from requite.deals.actions.archive_deal import archive_deal
from requite.deals.actions.change_many import (
    archive_many,
    assign_many,
    expect_many,
    move_many,
    restore_many,
    return_many,
)
from requite.deals.actions.close_deal import close_deal
from requite.deals.actions.close_many import close_many
from requite.deals.actions.move_deal import move_deal
from requite.deals.models import Deal, Reason, Stage
from requite.journal.models import Act
from requite.kernel.errors import NotAllowed, Refused

# A closure that was taken back stays, beside its reopening: both together are nothing.
STATE = """
SELECT (SELECT jsonb_object_agg(id, to_jsonb(r) - 'version') FROM deals_deal r),
    (SELECT jsonb_agg(to_jsonb(c) ORDER BY id) FROM deals_closure c WHERE c.reverses_id IS NULL
        AND NOT EXISTS (SELECT FROM deals_closure r WHERE r.reverses_id = c.id AND r.sign = -c.sign AND r.value = -c.value
                        OR r.reverses_id = c.id AND c.state = 'lost' AND r.sign = 0)),
    (SELECT jsonb_agg(to_jsonb(t) ORDER BY owner_id, figure, day, team_id) FROM plans_tally t
        WHERE counted <> 0 OR pending <> 0),
    (SELECT jsonb_agg(to_jsonb(t) ORDER BY stage_id, grain, starts_on, owner_id) FROM deals_tally t WHERE deals <> 0),
    (SELECT jsonb_object_agg(deal_id, to_jsonb(t)) FROM work_deal_standing t)
"""


def act_of(actor):
    return Act.objects.create(at=NOW, actor_id=actor.id, actor_name=actor.name, kind="deal", what="x")


def state():
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return cursor.fetchone()


def run(cast, what, ids, act, who="anna"):
    values = {"actor": cast.actors[who], "at": NOW, "ids": ids, "act_id": act.id}
    if what == "assign":
        return assign_many(**values, owner_id=cast.boris.id)
    if what == "move":
        return move_many(**values, stage_id=stages()["offer"].id)
    if what == "expect":
        return expect_many(**values, day="2027-01-31")
    if what in ("won", "lost"):
        reason = Reason.objects.filter(state="lost").first() if what == "lost" else None
        return close_many(**values, state=what, reason_id=reason.id if reason else None)
    return {"archive": archive_many, "restore": restore_many}[what](**values)


def undo(cast, act, who="anna"):
    found = return_many(actor=cast.actors[who], at=NOW, act=act)
    return (len(found.rows), found.left) if found else None


def test_moves_the_open_ones_that_are_the_actors_and_counts_the_others(cast):
    mine, boris, gleb, won = (deal_of(cast, who) for who in ("anna", "boris", "gleb", "anna"))
    close_deal(actor=cast.actors["anna"], at=NOW, deal_id=won.id, state="won")
    tally = run(cast, "move", [one.id for one in (mine, boris, gleb, won)], act_of(cast.actors["anna"]))
    assert (tally.changed, tally.same, tally.not_allowed) == (1, 0, 2)
    one = Deal.objects.get(id=mine.id)
    assert (one.stage.key, one.entered_at, one.left_stage_id) == ("offer", NOW, stages()["interest"].id)
    assert [entry.subject_id for entry in entries("deals.DealMoved")] == [mine.id]


def test_a_slip_back_goes_on_where_it_was_as_a_single_one_does(cast):
    deal = deal_of(cast, at=BACK)
    run(cast, "move", [deal.id], act_of(cast.actors["anna"]))
    values = {"actor": cast.actors["anna"], "at": NOW, "ids": [deal.id], "act_id": act_of(cast.actors["anna"]).id}
    assert move_many(**values, stage_id=stages()["interest"].id).changed == 1
    assert Deal.objects.get().entered_at == BACK


def test_a_day_is_read_before_anything_changes(cast):
    deal = deal_of(cast)
    with untouched(), pytest.raises(Refused):
        expect_many(actor=cast.actors["anna"], at=NOW, ids=[deal.id], day="2026-02-31")
    run(cast, "expect", [deal.id], act_of(cast.actors["anna"]))
    assert entries("deals.DealCorrected")[-1].changes == {"expected_on": [None, "2027-01-31"]}


def test_judges_as_a_single_move_does(cast):
    one, other = deal_of(cast), deal_of(cast)
    move_deal(actor=cast.actors["anna"], at=NOW, deal_id=one.id, stage_id=stages()["offer"].id)
    run(cast, "move", [other.id], act_of(cast.actors["anna"]))
    findings = [(deal.score, deal.missing, deal.owed_at) for deal in Deal.objects.filter(id__in=[one.id, other.id])]
    assert findings[0] == findings[1]


def test_refuses_who_may_not_and_whom_there_is_not(cast):
    deal = deal_of(cast)
    with untouched():
        with pytest.raises(NotAllowed):
            archive_many(actor=cast.actors["emma"], at=NOW, ids=[deal.id])
        with pytest.raises(Refused):
            assign_many(actor=cast.actors["anna"], at=NOW, ids=[deal.id], owner_id=cast.gleb.id)


def test_leaves_alone_a_deal_that_was_moved_or_whose_stage_has_ended_since(cast):
    one, other, third = (deal_of(cast) for _n in range(3))
    act = act_of(cast.actors["anna"])
    run(cast, "move", [one.id, other.id, third.id], act)
    move_deal(actor=cast.actors["vera"], at=NOW, deal_id=one.id, stage_id=stages()["decision"].id)
    assert undo(cast, act) == (2, 1)
    act = act_of(cast.actors["anna"])
    run(cast, "archive", [other.id], act)
    Stage.objects.filter(key="interest").update(ended_at=NOW)
    assert undo(cast, act) == (0, 1)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    what=st.sampled_from(("assign", "move", "expect", "won", "lost", "archive", "restore")),
    picks=st.lists(st.booleans(), min_size=5, max_size=5), who=st.sampled_from(("anna", "vera", "oleg")),
)  # fmt: skip
def test_an_act_and_its_undo_give_the_base_exactly_as_before(cast, what, picks, who):
    if not Deal.objects.exists():
        made = [deal_of(cast, owner, amount="1200") for owner in ("anna", "anna", "boris", "gleb", "anna")]
        archive_deal(actor=cast.actors["oleg"], at=NOW, deal_id=made[1].id)
        close_deal(actor=cast.actors["oleg"], at=NOW, deal_id=made[4].id, state="won")
        for key in ("needs", "interest"):  # all judged by the same hour
            move_many(actor=cast.actors["oleg"], at=NOW, ids=[one.id for one in made], stage_id=stages()[key].id)
    ids = [one.id for one, is_picked in zip(Deal.objects.order_by("id"), picks, strict=True) if is_picked]
    before = state()
    act = act_of(cast.actors[who])
    changed = run(cast, what, ids, act, who).changed
    assert undo(cast, act, who) == ((changed, 0) if changed else None)
    assert state() == before


def test_many_cost_as_many_statements_as_a_few(cast):
    one = deal_of(cast)
    asked = []
    for many in (9, 2_500):
        with connection.cursor() as cursor:
            cursor.execute(
                """INSERT INTO deals_deal SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid()))).*
                FROM deals_deal r, generate_series(1, %s) WHERE r.id = %s RETURNING id""", [many, one.id],
            )  # fmt: skip
            ids = [row[0] for row in cursor.fetchall()]
        act = act_of(cast.actors["oleg"])
        with CaptureQueriesContext(connection) as queries:
            assert run(cast, "move", ids, act, "oleg").changed == many
        asked.append(len(queries))
    assert asked[1] <= asked[0] + 2  # plans made for one row are given up, and a statement has a minute
