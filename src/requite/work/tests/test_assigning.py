"""Work that is still to be done is handed over to a colleague."""

from datetime import UTC, datetime, timedelta

import pytest
from testing.builders import BACK, meeting_of, person_of, planned_call, task_of
from testing.cast import entries

from requite.identity.tests.cast import NOW
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import new_id
from requite.work.actions import meetings
from requite.work.actions.assigning import assign_activity

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.fixture
def meeting(cast):
    return meeting_of(cast, person_of(cast), at=TEN)


def give(actors, activity, to, who="anna", **more):
    return assign_activity(actor=actors[who], at=BACK, activity_id=activity.id, owner_id=to.id, **more)


class TestAssign:
    def test_gives_it_to_a_team_mate_in_their_team_and_says_so(self, cast, actors, meeting):
        given = give(actors, meeting, cast.boris)
        assert (given.owner, given.team_id, given.at) == (cast.boris, cast.boris.team_id, TEN)
        last = entries("work.ActivityAssigned")[-1]
        assert last.changes == {"owner": [cast.anna.name, cast.boris.name]}
        assert {f"user:{cast.anna.id}", f"user:{cast.boris.id}"} <= set(last.topics)

    def test_a_task_and_a_planned_call_too(self, cast, actors):
        person = person_of(cast)
        for one in (task_of(cast, person), planned_call(cast, person)):
            assert give(actors, one, cast.boris, who="vera").owner == cast.boris

    def test_the_same_owner_is_no_change(self, cast, actors, meeting):
        count = len(entries())
        give(actors, meeting, cast.anna)
        assert len(entries()) == count

    def test_one_who_took_part_changes_places(self, cast, actors):
        meeting = meeting_of(cast, person_of(cast), at=TEN, colleagues=[cast.boris.id])
        given = give(actors, meeting, cast.boris, who="vera")
        assert list(given.participations.values_list("user_id", flat=True)) == [cast.anna.id]
        back = give(actors, meeting, cast.anna, who="vera")
        assert back.owner == cast.anna
        assert list(back.participations.values_list("user_id", flat=True)) == [cast.boris.id]

    def test_what_is_over_stays_with_who_did_it(self, cast, actors, meeting):
        meetings.hold_meeting(actor=actors["anna"], at=TEN + timedelta(hours=1), activity_id=meeting.id)
        with pytest.raises(Refused) as caught:
            give(actors, meeting, cast.boris)
        assert "owner" in caught.value.errors

    def test_of_two_at_once_the_second_learns_of_the_first(self, cast, actors, meeting):
        give(actors, meeting, cast.boris, who="vera", version=1)
        with pytest.raises(Stale):
            give(actors, meeting, cast.vera, who="vera", version=1)

    def test_only_by_who_may_and_to_whom_they_see(self, cast, actors, meeting):
        for who, error in (("gleb", NotVisible), ("boris", NotAllowed), ("emma", NotAllowed)):
            with pytest.raises(error):
                give(actors, meeting, cast.boris, who=who)
        with pytest.raises(NotAllowed):
            give(actors, meeting, cast.gleb)
        for nobody in (None, new_id()):
            with pytest.raises(Refused):
                assign_activity(actor=actors["anna"], at=NOW, activity_id=meeting.id, owner_id=nobody)

    def test_one_who_only_takes_part_gives_nothing_away(self, cast, actors):
        meeting = meeting_of(cast, person_of(cast), at=TEN, colleagues=[cast.boris.id])
        with pytest.raises(NotAllowed):
            give(actors, meeting, cast.boris, who="boris")
