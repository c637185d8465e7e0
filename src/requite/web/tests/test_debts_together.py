"""The same field of many records in one sheet."""

import re

import pytest
from testing.asserts import field_of, last_entry, text, told, untouched
from testing.builders import call_of, meeting_of, person_of, status
from testing.cast import HTMX, NOW

from requite.people.actions.points import register_point
from requite.people.models import Person, Point
from requite.work.actions.correct_activity import correct_activity
from requite.work.actions.meetings import hold_meeting
from requite.work.models import Activity

pytestmark = pytest.mark.django_db
SHEET = "/debts/together/meeting/result/"


@pytest.fixture
def anna(clients):
    return clients("anna")


@pytest.fixture
def meetings(cast):
    seo = person_of(cast, company_name="Sejong")
    found = [meeting_of(cast, seo, topic=f"topic {n}") for n in range(3)]
    for one in found:
        hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=one.id)
    return found


def results(meetings):
    return [Activity.objects.get(id=one.id).result for one in meetings]


def test_is_offered_where_more_than_one_record_lacks_the_same(anna, meetings):
    page = text(anna.get("/debts/"))
    assert "Close 3 of the same: Meeting: Result" in page
    assert SHEET in page
    assert "Close 1 of the same" not in page
    sheet = text(anna.get(SHEET))
    assert all(f"value-{one.id}" in sheet and one.topic in sheet for one in meetings)


def test_without_script_one_form_keeps_all_rows_that_hold_something(anna, meetings):
    form = {f"value-{meetings[0].id}": "They buy", f"value-{meetings[1].id}": " ", f"value-{meetings[2].id}": "Not now"}
    answer = anna.post(SHEET, form, follow=True)
    assert results(meetings) == ["They buy", "", "Not now"]
    assert last_entry().changes["result"] == ["", "Not now"]
    page = text(answer)
    assert "2 saved." in page
    assert f"value-{meetings[1].id}" in page
    assert f"value-{meetings[0].id}" not in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_row_keeps_its_text_and_the_others_are_kept(cast, anna, headers):
    bare = [person_of(cast, family=f"Bare{n}", points=[]) for n in range(2)]
    sheet, number = "/debts/together/person/phone/", "010-8273-4615"
    form = {f"value-{bare[0].id}": "9" * 501, f"value-{bare[1].id}": number}
    if headers:
        answers = [anna.post(f"{sheet}?row={one.id}", form, headers=headers) for one in bare]
        assert [answer.status_code for answer in answers] == [422, 200]
        assert "<html" not in told(answers[0])
        assert "Saved." in text(answers[1])
        answer = answers[0]
    else:
        answer = anna.post(sheet, form)
        assert answer.status_code == 422
        assert "1 saved." in text(answer)
    assert "at most 500 letters" in text(answer)
    assert "9" * 501 in text(answer)
    assert [point.raw for point in Point.objects.filter(person__in=bare)] == [number]


def test_sent_twice_makes_one_point(cast, anna):
    bare = person_of(cast, family="Bare", points=[])
    sheet = "/debts/together/person/phone/"
    once = field_of(anna.get(sheet), f"once-{bare.id}")
    form = {f"value-{bare.id}": "010-8273-4615", f"once-{bare.id}": once}
    for _time in range(2):
        assert anna.post(f"{sheet}?row={bare.id}", form, headers=HTMX).status_code == 200
    assert Point.objects.filter(person=bare).count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_somebody_filled_meanwhile_stays_and_the_row_says_so(cast, anna, meetings, headers):
    first = meetings[0]
    correct_activity(actor=cast.actors["vera"], at=NOW, activity_id=first.id, given={"result": "They buy"})
    with untouched():
        answer = anna.post(f"{SHEET}?row={first.id}", {f"value-{first.id}": "They don’t"}, headers=headers)
    assert answer.status_code == 422
    assert "This is filled by now" in text(answer)
    assert 'value="They don’t"' in text(answer)
    with untouched():  # the very same is as good as saved
        again = anna.post(f"{SHEET}?row={first.id}", {f"value-{first.id}": "They buy"}, headers=headers)
    assert again.status_code == (200 if headers else 302)


def test_a_second_phone_is_none(cast, anna):
    bare = person_of(cast, family="Bare", points=[])
    register_point(actor=cast.actors["vera"], at=NOW, kind="phone", raw="010-8273-4615", person_id=bare.id)
    for where, name in ((f"/debts/together/person/phone/?row={bare.id}", f"value-{bare.id}"),
                        (f"/debts/person/{bare.id}/phone/", "value")):  # fmt: skip
        with untouched():
            answer = anna.post(where, {name: "010-8273-4616"}, headers=HTMX)
        assert answer.status_code == 422, where
        assert "This is filled by now" in text(answer)
        assert 'value="010-8273-4616"' in text(answer)


def test_calls_are_settled_by_their_outcome(cast, anna):
    calls = [call_of(cast, person_of(cast, company_name="Sejong"), outcome=None) for _n in range(2)]
    form = {f"value-{one.id}": str(status().id) for one in calls}
    assert anna.post("/debts/together/call/outcome/", form).status_code == 302
    assert {Activity.objects.get(id=one.id).outcome_id for one in calls} == {status().id}


def test_says_that_nothing_is_left(anna, meetings):
    anna.post(SHEET, {f"value-{one.id}": "They buy" for one in meetings})
    assert "Nothing of this is owed" in text(anna.get(SHEET))


def test_who_cant_fill_the_first_ones_goes_on_to_the_next(cast, anna):
    for n in range(52):
        person_of(cast, family=f"P{n:03}", points=[("email", f"p{n}@sejong.kr")])
    sheet = "/debts/together/person/phone/"
    first = text(anna.get(sheet))
    more = re.search(r'href="([^"]*after=[^"]*)"', first)[1]
    rest = text(anna.get(more))
    found = [re.findall(r'name="value-([^"]*)"', page) for page in (first, rest)]
    assert [len(ones) for ones in found] == [50, 2]
    assert len({*found[0], *found[1]}) == 52
    assert ("The next ones" in first, "The next ones" in rest) == (True, False)
    done = anna.post(more, {f"value-{id_}": f"010-8273-46{n}5" for n, id_ in enumerate(found[1])}, follow=True)
    assert "2 saved." in text(done)
    assert text(done).count('name="value-') == 50  # past the end it begins anew


def test_of_others_is_seen_within_the_right_and_saved_within_it(cast, clients, meetings):
    assert clients("gleb").get(f"{SHEET}?user={cast.anna.id}").status_code == 404
    form = {f"value-{meetings[0].id}": "mine"}
    for who, sentence in (("boris", "may not change this record"), ("gleb", "is gone, or you don’t see it")):
        client = clients(who)
        with untouched():
            answer = client.post(SHEET, form)
        assert answer.status_code == 422, who
        assert sentence in text(answer), who
    assert clients("vera").post(f"{SHEET}?user={cast.anna.id}", form).status_code == 302
    assert results(meetings)[0] == "mine"


def test_knows_only_fields_that_a_line_can_close(anna):
    for place in ("meeting/contact", "person/owner", "spaceship/topic", "task/topic", "person/x_0"):
        for answer in (anna.get(f"/debts/together/{place}/"), anna.post(f"/debts/together/{place}/")):
            assert answer.status_code == 404, place
    assert Person.objects.count() == 0


def test_costs_the_same_for_many(cast, anna, meetings, django_assert_num_queries):
    anna.get(SHEET)
    with django_assert_num_queries(4):
        anna.get(SHEET)
