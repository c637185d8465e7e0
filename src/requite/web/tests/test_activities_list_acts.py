"""Activities changed in their list: many at once with an undo, and one cell in place."""


import pytest
from testing.builders import meeting_of, note_of, person_of, task_of
from testing.cast import DAY, entries

from requite.journal.models import Act
from requite.work.models import Activity

pytestmark = pytest.mark.django_db
WHERE = "/lists/activity/change/"


@pytest.fixture
def seo(cast):
    return person_of(cast, company_name="Sejong")


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[:400]
    return response.content.decode()


def fresh(one):
    return Activity.objects.get(id=one.id)


class TestMany:
    def test_moves_the_picked_ones_says_what_was_left_and_takes_it_back(self, cast, clients, seo):
        task, meeting, note = task_of(cast, seo), meeting_of(cast, seo), note_of(cast, seo)
        anna = clients("anna")
        page = text(anna.get("/activities/?view=mine"))
        assert page.count('name="pick"') == 3
        given = {"way": "postpone", "pick": [str(one.id) for one in (task, meeting, note)], "list": "view=mine"}
        assert "A meeting is kept as moved" in text(anna.post(WHERE, given))
        assert "whole number of days" in text(anna.post(WHERE, {**given, "apply": "1", "value": "soon"}), 422)
        answer = anna.post(WHERE, {**given, "apply": "1", "value": "7"})
        assert answer["Location"] == "/activities/?view=mine"
        assert (fresh(task).at, fresh(meeting).state) == (task.at + 7 * DAY, "moved")
        act = Act.objects.get()
        assert (act.changed, act.not_allowed, act.value) == (2, 1, "+7")
        page = text(anna.get(f"/acts/{act.id}/"))
        assert "2 changed, 1 not changed: not yours, or nothing that is still to be done." in page
        assert "To the activities" in page
        anna.post(f"/acts/{act.id}/return/")
        assert (fresh(task).at, fresh(meeting).state) == (task.at, "planned")
        assert Act.objects.get().returned == 2

    def test_each_way_over_all_that_a_filter_holds(self, cast, clients, seo):
        for _n in range(3):
            task_of(cast, seo)
        vera = clients("vera")
        where = {"list": "view=all&g=0&f=kind&o=is&v=task", "all": "1", "apply": "1"}
        text(vera.post(WHERE, {**where, "way": "hand_over", "value": str(cast.boris.id)}), 302)
        assert {one.owner_id for one in Activity.objects.all()} == {cast.boris.id}
        text(vera.post(WHERE, {**where, "way": "day", "value": "2026-12-24"}), 302)
        assert {str(one.day) for one in Activity.objects.all()} == {"2026-12-24"}
        assert "year-month-day" in text(vera.post(WHERE, {**where, "way": "day", "value": ""}), 422)
        text(vera.post(WHERE, {**where, "way": "complete"}), 302)
        text(vera.post(WHERE, {**where, "way": "call_off"}), 302)
        assert {one.state for one in Activity.objects.all()} == {"done"}
        text(vera.post(WHERE, {**where, "way": "retract"}), 302)
        assert "No activity fits" in text(vera.get(f"/activities/?{where['list']}"))
        text(vera.post(WHERE, {**where, "list": "view=archived", "way": "bring_back"}), 302)
        assert not Activity.objects.exclude(retracted_at=None).exists()
        assert len(entries("work.ActivityRetracted")) == len(entries("work.ActivityRestored")) == 3

    def test_is_offered_to_who_may_edit_alone(self, cast, clients, seo):
        task_of(cast, seo)
        assert 'name="pick"' not in text(clients("emma").get("/activities/?view=all"))
        assert clients("dina").post(WHERE, {"way": "retract"}).status_code == 403
