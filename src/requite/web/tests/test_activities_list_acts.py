"""Activities changed in their list: many at once with an undo, and one cell in place."""


import re
from datetime import timedelta

import pytest
from testing.builders import call_of, meeting_of, note_of, person_of, planned_call, status, task_of
from testing.cast import DAY, HTMX, entries

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
        assert page.count("name=pick") == 3
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
        assert "name=pick" not in text(clients("emma").get("/activities/?view=all"))
        assert clients("dina").post(WHERE, {"way": "retract"}).status_code == 403


class TestCells:
    def where(self, one, field):
        return f"/lists/activity/{one.id}/cells/{field}/"

    def post(self, client, one, field, value, base="", status=200):
        return text(client.post(self.where(one, field), {"value": value, "base": base}, headers=HTMX), status)

    def test_texts_are_kept_as_the_page_keeps_them(self, cast, clients, seo):
        meeting, task, note = meeting_of(cast, seo), task_of(cast, seo), note_of(cast, seo)
        anna = clients("anna")
        assert ">Terms<" in self.post(anna, meeting, "name", "Terms", "prices")
        assert "Gangnam" in self.post(anna, meeting, "place", "Gangnam")
        assert "<textarea" in text(anna.get(self.where(meeting, "result"), headers=HTMX))
        assert "Likes coffee" in self.post(anna, note, "note", "Likes coffee", "Likes tea")
        html = self.post(anna, task, "name", "", "send prices", 422)
        assert "Say what is to be done." in html
        assert (fresh(meeting).topic, fresh(meeting).place, fresh(task).topic) == ("Terms", "Gangnam", "send prices")
        html = self.post(clients("vera"), meeting, "name", "Prices?", "prices", 409)
        assert "it is “Terms” now" in html
        assert 'value="Prices?"' in html

    def test_time_length_outcome_and_owner(self, cast, clients, seo):
        meeting, call, task = meeting_of(cast, seo), planned_call(cast, seo), task_of(cast, seo)
        vera = clients("vera")
        form = text(vera.get(self.where(meeting, "when"), headers=HTMX))
        assert 'type="date"' in form
        base = re.findall(r'name="base" value="([^"]*)"', form)
        self.post(vera, meeting, "when", ["2027-01-04", "09:30"], base)
        here = fresh(meeting).at.astimezone(cast.actors["vera"].zone)
        assert f"{here:%Y-%m-%d %H:%M}" == "2027-01-04 09:30"
        self.post(vera, meeting, "when", ["2027-01-05", "09:30"], base, 409)
        assert "in whole minutes" in self.post(vera, meeting, "length", "long", "60", 422)
        self.post(vera, meeting, "length", "90", "60")
        assert fresh(meeting).until - fresh(meeting).at == timedelta(minutes=90)
        assert "Talked" in self.post(vera, call, "outcome", str(status().id))
        assert (fresh(call).state, fresh(call).outcome) == ("done", status())
        html = self.post(vera, task, "owner", str(cast.boris.id), str(cast.anna.id))
        assert "Handed over to" in html
        assert fresh(task).owner_id == cast.boris.id
        vera.post(f"/acts/{Act.objects.get().id}/return/")
        assert fresh(task).owner_id == cast.anna.id
        self.post(vera, task, "when", ["2027-01-04", ""], ["x", "x"], 409)
        base = re.findall(r'name="base" value="([^"]*)"', text(vera.get(self.where(task, "when"), headers=HTMX)))
        self.post(vera, task, "when", ["2027-01-04", ""], base)
        assert fresh(task).is_all_day

    def test_a_row_has_cells_only_for_what_its_kind_holds(self, cast, clients, seo):
        call, note, gleb = call_of(cast, seo), note_of(cast, seo), task_of(cast, person_of(cast, "gleb"), "gleb")
        anna = clients("anna")
        page = text(anna.get("/activities/?view=mine"))
        assert 'data-edit="when"' in page
        assert '<tr data-row data-cells="owner" data-fixed="length name outcome owner place result when">' in page
        for one, field, expected in (
            (call, "place", 403), (call, "owner", 403), (note, "when", 403), (call, "score", 404), (gleb, "when", 404),
        ):  # fmt: skip
            assert anna.get(self.where(one, field), headers=HTMX).status_code == expected
        assert clients("boris").get(self.where(call, "result"), headers=HTMX).status_code == 403
        assert anna.get(self.where(call, "result"))["Location"] == f"/activities/{call.id}/"


class TestLive:
    def test_is_fetched_anew_with_as_many_rows_as_it_showed(self, cast, clients, seo):
        for _n in range(45):
            note_of(cast, seo)
        anna = clients("anna")
        page = text(anna.get("/activities/?view=mine"))
        assert f'data-live="user:{cast.anna.id}"' in page
        table = text(anna.get("/activities/?view=mine&shown=45", headers={**HTMX, "HX-Target": "activity-list"}))
        assert table.count("<tr data-row") == 45
        assert "<html" not in table
        assert f'data-live="user:{cast.vera.id} team:{cast.north.id}"' in text(clients("vera").get("/activities/"))
        assert 'data-live="company"' in text(clients("oleg").get("/activities/?view=all"))
