"""Many activities changed by a job, batch after batch."""

from datetime import timedelta

from testing.builders import BACK, meeting_of, person_of, task_of
from testing.cast import DAY, NOW

from requite.insight.lists.actions.change import resolve_change, resolve_return, return_change
from requite.insight.lists.changing import write_query
from requite.insight.lists.listed import shipped
from requite.journal.models import Act
from requite.kernel.ids import new_id
from requite.work.models import Activity


def test_a_meeting_that_is_planned_anew_is_not_met_again(cast):
    seo = person_of(cast)
    met = [meeting_of(cast, seo), task_of(cast, seo), meeting_of(cast, seo)]
    oleg = cast.actors["oleg"]
    act = Act.objects.create(
        id=new_id(), at=NOW, actor_id=oleg.me, actor_name=oleg.name, kind="activity", what="postpone", value="+7", given="7",
        query=write_query(shipped("activity", "all")),
    )  # fmt: skip
    later = NOW + timedelta(seconds=1)
    assert resolve_change(actor=oleg, at=later, act_id=act.id)
    assert not resolve_change(actor=oleg, at=later, act_id=act.id)
    act.refresh_from_db()
    assert (act.state, act.changed, act.asked) == ("done", 3, 3)
    assert {one.at for one in Activity.objects.exclude(state="moved")} == {BACK + 8 * DAY}
    return_change(actor=oleg, at=later, act_id=act.id)
    assert not resolve_return(actor=oleg, at=later, act_id=act.id)
    assert {(one.at, one.state) for one in Activity.objects.filter(retracted_at=None)} == {
        (one.at, one.state) for one in met
    }
