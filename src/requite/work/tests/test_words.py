"""The same words on too many of somebody's records say nothing: found at night, judged, and told (measures, §2)."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from testing.asserts import text
from testing.builders import call_of, meeting_of, person_of
from testing.cast import HTMX, NOW, Cast, Clients

from requite.kernel.fold import fold
from requite.quality.fillers import list_overused
from requite.quality.models import Overused
from requite.work.actions.correct_activity import correct_activity
from requite.work.actions.meetings import hold_meeting
from requite.work.jobs import survey_words
from requite.work.models import Activity
from requite.work.reassessing import judge_words

pytestmark = pytest.mark.django_db
SAME, NIGHT = "Good talk with them", NOW + timedelta(hours=14)


def held(cast: Cast, result: str, who: str = "anna") -> Activity:
    made = meeting_of(cast, person_of(cast), topic="prices", who=who)
    return hold_meeting(actor=cast.actors[who], at=NOW, activity_id=made.id, result=result)


def lacking(meetings: list[Activity]) -> list[list[str]]:
    return [list(Activity.objects.get(id=one.id).missing) for one in meetings]


def night(cast: Cast) -> int:
    return judge_words(owner_id=cast.anna.id, at=NIGHT)


def test_three_are_allowed_and_a_fourth_is_not(cast: Cast) -> None:
    meetings = [held(cast, SAME) for _n in range(3)]
    assert (night(cast), lacking(meetings)) == (0, [[]] * 3)
    meetings.append(held(cast, "  good TALK  with them "))
    other = held(cast, "They take two frames")
    before = Activity.objects.get(id=meetings[0].id)
    assert (night(cast), lacking([*meetings, other])) == (4, [["result"]] * 4 + [[]])
    after = Activity.objects.get(id=meetings[0].id)
    assert after.score < before.score
    assert (before.validity, after.validity) == (100, 79)  # the result weighs 3 of 14
    assert night(cast) == 0


def test_of_many_records_two_in_a_hundred_are_allowed(cast: Cast) -> None:
    meetings = [held(cast, SAME) for _n in range(4)]
    one = Activity.objects.get(id=meetings[0].id)
    for number in range(196):
        one.pk = UUID(int=number + 1)
        one.result = f"Talk {number}"
        one._state.adding = True
        one.save(force_insert=True)
    assert (night(cast), lacking(meetings)) == (0, [[]] * 4)  # 4 of 200 are two in a hundred
    Activity.objects.filter(id=one.pk).update(retracted_at=NOW)
    assert (night(cast), lacking(meetings)) == (4, [["result"]] * 4)  # 4 of 199 are more


def test_finds_what_plain_python_finds(cast: Cast) -> None:
    mixed, other = ["They  BUY", "they buy"] * 2, ["Two frames wanted"] * 3 + ["Once"]
    written = [SAME] * 5 + mixed + other + ["Спросили цену"] * 4
    meetings = [held(cast, result) for result in written]
    over = list_overused(written)
    assert len(over) == 3
    night(cast)
    assert lacking(meetings) == [["result"] if fold(result) in over else [] for result in written]


def test_each_counts_by_their_own_and_each_kind(cast: Cast) -> None:
    hers = [held(cast, SAME) for _n in range(3)]
    theirs = held(cast, SAME, who="boris")
    call = call_of(cast, person_of(cast))
    Activity.objects.filter(id=call.id).update(result=SAME)
    assert night(cast) == judge_words(owner_id=cast.boris.id, at=NIGHT) == 0
    assert lacking([*hers, theirs]) == [[]] * 4


def test_is_due_from_the_night_on_that_found_it(cast: Cast) -> None:
    meetings = [held(cast, SAME) for _n in range(4)]
    night(cast)
    owed_at = Activity.objects.get(id=meetings[0].id).owed_at
    assert owed_at
    assert owed_at > NIGHT


def test_ends_where_they_say_something_else(cast: Cast) -> None:
    meetings = [held(cast, SAME) for _n in range(4)]
    night(cast)
    correct_activity(actor=cast.actors["anna"], at=NIGHT, activity_id=meetings[0].id, given={"result": "They buy"})
    assert lacking(meetings) == [[], ["result"], ["result"], ["result"]]
    assert (night(cast), lacking(meetings), Overused.objects.count()) == (3, [[]] * 4, 0)


def test_what_a_night_did_not_come_to_the_next_one_judges(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    meetings = [held(cast, SAME) for _n in range(4)]
    with monkeypatch.context() as broken:
        broken.setattr("requite.work.reassessing.take_all", lambda *_given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            night(cast)
    assert lacking(meetings) == [[]] * 4
    assert (night(cast), lacking(meetings)) == (4, [["result"]] * 4)


def test_is_told_in_the_list_of_what_is_owed_and_where_it_is_typed_again(cast: Cast, clients: Clients) -> None:
    meetings = [held(cast, SAME) for _n in range(4)]
    night(cast)
    anna: Client = clients("anna")
    assert text(anna.get("/debts/")).count("the same words stand in many records") == 4
    where = f"/debts/meeting/{meetings[0].id}/result/"
    answer = anna.post(where, {"value": "good talk with them"}, headers=HTMX)
    assert answer.status_code == 422
    assert "these words stand in many records and count as blank" in text(answer)
    assert anna.post(where, {"value": "They take two frames"}, headers=HTMX).status_code == 200
    assert lacking(meetings[:1]) == [[]]


def test_a_new_record_with_such_words_lacks_them_at_once(cast: Cast) -> None:
    for _n in range(4):
        held(cast, SAME)
    night(cast)
    assert lacking([held(cast, SAME), held(cast, "They buy")]) == [["result"], []]


def test_the_job_goes_through_all_and_stops_when_it_is_to(cast: Cast) -> None:
    meetings = [held(cast, SAME) for _n in range(4)]

    class Context:
        def __init__(self, *, stops: bool) -> None:
            self.should_abort = lambda: stops

    survey_words.func(Context(stops=True), timestamp=int(NIGHT.timestamp()))
    assert lacking(meetings) == [[]] * 4
    survey_words.func(Context(stops=False), timestamp=int(NIGHT.timestamp()))
    assert lacking(meetings) == [["result"]] * 4
