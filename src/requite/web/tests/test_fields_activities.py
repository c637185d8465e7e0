"""Custom fields of activities: given in the composer and on the page, owed, closed in place, listed, told by rights."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from testing.asserts import field_of, last_entry, text, untouched
from testing.builders import call_of, meeting_of, person_of, status
from testing.cast import DAY, HTMX, NOW, Cast, Clients

from requite.fields.models import Field, Option, Value
from requite.fields.values import texts_of
from requite.identity.roles import ROLES
from requite.kernel.workdays import Calendar
from requite.kernel.worktime import due_after
from requite.people.models import Person
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.models import Requirement
from requite.web.screens.history_words import say_value
from requite.web.tests.own import actor, add
from requite.work.actions.correct_activity import correct_activity
from requite.work.actions.log_call import log_call
from requite.work.actions.meetings import hold_meeting, postpone_meeting
from requite.work.models import Activity

pytestmark = pytest.mark.django_db
CASES = {
    "text": (" Acme  Ltd ", "Acme Ltd"), "long": ("one\r\ntwo", "one\ntwo"), "number": ("1,234.5", "1234.5"),
    "money": ("1200000", "1200000"), "date": ("2026-12-01", "2026-12-01"), "time": ("2026-12-01T14:30",) * 2,
    "flag": ("yes", "yes"), "link": ("sejong.kr", "https://sejong.kr"),
}  # fmt: skip
DAY_OF_TALK = {"day": "2026-11-20", "clock": "10:00"}
SENT: dict[str, dict[str, str]] = {
    "call": {}, "meeting": {**DAY_OF_TALK, "topic": "prices"}, "task": {"topic": "send", **DAY_OF_TALK},
    "note": {"body": "Likes tea"},
}  # fmt: skip


@pytest.fixture
def anna(clients: Clients) -> Client:
    return clients("anna")


@pytest.fixture
def person(cast: Cast) -> Person:
    return person_of(cast)


def added(
    cast: Cast, type_: str = "choice", name: str = "Competitor", kinds: tuple[str, ...] = ("meeting",), **more: Any
) -> Field:
    more.setdefault("options", "Acme\nBolt" if type_ in ("choice", "choices") else "")
    return add(cast, type_, name, kind="activity", kinds=kinds, **more)


def option(label: str) -> str:
    return str(Option.objects.get(label=label).id)


def ask(cast: Cast, field: Field, kind: str = "meeting", stage: str = "held") -> None:
    declare_requirement(
        actor=cast.actors["oleg"], at=NOW, kind=kind, stage=stage, field=field.slug, weight=3, grace_hours=24
    )


def compose(client: Client, person: Person, kind: str, **sent: Any) -> Any:
    where = reverse(f"person_{kind}s", kwargs={"id": person.id})
    return client.post(where, {**SENT[kind], **sent}, headers=HTMX)


def held(cast: Cast, activity: Activity) -> dict[str, str]:
    return texts_of(actor(cast), activity.kind, activity.id)


@pytest.mark.parametrize("type_", CASES)
@pytest.mark.parametrize("kind", SENT)
def test_the_composer_keeps_every_type_of_every_kind_and_the_time_line_shows_it(
    cast: Cast, anna: Client, person: Person, kind: str, type_: str
) -> None:
    field = added(cast, type_, kinds=(kind,), unit="KRW" if type_ == "money" else "")
    typed, kept = CASES[type_]
    assert compose(anna, person, kind, **{field.slug: typed}).status_code == 200
    made = Activity.objects.get()
    assert held(cast, made) == {field.slug: kept}
    assert field.slug in last_entry().changes
    line = re.search(r'<p class="entry__own">(.*)</p>', text(anna.get(f"/people/{person.id}/")))
    assert line
    assert line[1].startswith("Competitor: <b>")


def test_choices_and_records_are_chosen(cast: Cast, anna: Client, person: Person) -> None:
    many, friend = added(cast, "choices", "Days", options="Mon\nTue\nWed"), person_of(cast, family="Han")
    chosen = {
        many.slug: ["", option("Wed"), option("Mon")],
        added(cast, "person", "By whom").slug: str(friend.id),
        added(cast, "company", "At").slug: "",
        added(cast, "user", "With").slug: str(cast.boris.id),
    }
    assert compose(anna, person, "meeting", **chosen).status_code == 200
    assert "Days: <b>Mon, Wed</b> · By whom: <b>Hana Han</b> · With: <b>Boris" in text(anna.get(f"/people/{person.id}/"))


def test_a_form_has_the_fields_of_its_kind_alone_each_under_an_id_of_its_own(
    cast: Cast, anna: Client, person: Person
) -> None:
    both, tasks = added(cast, "text", "Both", ("meeting", "call")), added(cast, "text", "Tasks", ("task",))
    page = text(anna.get(f"/people/{person.id}/"))
    ids = re.findall(rf'id="(\w+-(?:{both.slug}|{tasks.slug}))"', page)
    assert ids == [f"call-{both.slug}", f"meeting-{both.slug}", f"task-{tasks.slug}"]
    assert compose(anna, person, "note", **{tasks.slug: "typed"}).status_code == 422
    assert "Tasks: “typed”" in text(compose(anna, person, "note", **{tasks.slug: "typed"}))


def test_a_call_is_one_click_also_where_a_field_is_asked_for(cast: Cast, anna: Client, person: Person) -> None:
    field = added(cast, kinds=("call",))
    ask(cast, field, "call", "done")
    assert compose(anna, person, "call", outcome=status().id, **{field.slug: ""}).status_code == 200
    call = Activity.objects.get()
    assert call.missing == [field.slug]
    seoul = ZoneInfo("Asia/Seoul")
    assert call.owed_at == due_after(call.made_at, hours=24, calendar=Calendar("KR"), zone=seoul)
    assert compose(anna, person, "call", outcome=status().id, **{field.slug: option("Bolt")}).status_code == 200
    assert Activity.objects.exclude(id=call.id).get().missing == []


def test_what_doesnt_fit_is_refused_and_stays_typed(cast: Cast, anna: Client, person: Person) -> None:
    field = added(cast, "number", kinds=("call",))
    with untouched():
        answer = compose(anna, person, "call", outcome=status().id, result="Nice", **{field.slug: "twelve"})
    assert answer.status_code == 422
    assert "“twelve” is no number" in text(answer)
    assert f'name="{field.slug}" type="text" value="twelve"' in text(answer)
    assert 'value="Nice"' in text(answer)


def test_a_held_meeting_owes_it_until_it_is_given_in_place(cast: Cast, anna: Client, person: Person) -> None:
    field, meeting = added(cast), meeting_of(cast, person)
    ask(cast, field)
    hold = reverse("activity_holding", kwargs={"id": meeting.id})
    assert anna.post(hold, {"result": "Good"}, headers=HTMX).status_code == 200
    meeting.refresh_from_db()
    assert meeting.missing == [field.slug]
    today = text(anna.get("/today/"))
    assert "Competitor is missing" in today
    where = reverse("debt", kwargs={"kind": "meeting", "id": meeting.id, "field": field.slug})
    with untouched():
        assert anna.post(where, {"value": "Nobody"}, headers=HTMX).status_code == 422
    assert anna.post(where, {"value": option("Acme")}, headers=HTMX).status_code == 200
    meeting.refresh_from_db()
    assert meeting.missing == []
    assert meeting.owed_at is None
    assert last_entry().changes == {field.slug: [None, "Acme"]}
    assert "Competitor" in text(anna.get(reverse("history", kwargs={"kind": "activity", "id": meeting.id})))


def test_what_is_owed_is_given_in_its_entry_of_the_time_line(cast: Cast, anna: Client, person: Person) -> None:
    choice, number = added(cast), added(cast, "number", "Offers")
    meeting = meeting_of(cast, person)
    for field in (choice, number, added(cast, "person", "By whom")):
        ask(cast, field)
    hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=meeting.id, result="Good")
    page, where = text(anna.get(f"/people/{person.id}/")), reverse("activity", kwargs={"id": meeting.id}) + "?in=entry"
    assert re.findall(r'<(select|input) class="input"[^>]* name="x_\w+"[^>]* aria-label="(\w+)"', page) == [
        ("select", "Competitor"), ("input", "Offers"),
    ]  # fmt: skip
    with untouched():
        answer = anna.post(where, {number.slug: "some", f"base_{number.slug}": ""}, headers=HTMX)
    assert answer.status_code == 422
    assert 'value="some"' in text(answer)
    assert "is no number" in text(answer)
    answer = anna.post(where, {choice.slug: option("Acme"), f"base_{choice.slug}": ""}, headers=HTMX)
    assert "Competitor: <b>Acme</b>" in text(answer)
    assert choice.slug not in Activity.objects.get(id=meeting.id).missing


def test_the_page_fills_corrects_and_clashes_in_words(cast: Cast, anna: Client, clients: Clients, person: Person) -> None:
    field, meeting = added(cast), meeting_of(cast, person)
    where = reverse("activity", kwargs={"id": meeting.id})
    assert field_of(anna.get(where), f"base_{field.slug}") == ""
    assert anna.post(where, {field.slug: option("Acme"), f"base_{field.slug}": ""}, headers=HTMX).status_code == 200
    assert held(cast, meeting) == {field.slug: option("Acme")}
    vera = clients("vera")
    with untouched():
        answer = vera.post(where, {field.slug: option("Bolt"), f"base_{field.slug}": ""}, headers=HTMX)
    assert answer.status_code == 409
    assert "Acme" in text(answer)
    assert "Bolt" in text(answer)
    assert anna.post(where, {field.slug: "", f"base_{field.slug}": option("Acme")}, headers=HTMX).status_code == 200
    assert not Value.objects.exists()


def test_a_moved_meeting_takes_its_values_along(cast: Cast, person: Person) -> None:
    field, meeting = added(cast), meeting_of(cast, person)
    ask(cast, field, stage="planned")
    anna = actor(cast)
    correct_activity(actor=anna, at=NOW, activity_id=meeting.id, given={field.slug: option("Acme")})
    fresh = postpone_meeting(actor=anna, at=NOW, activity_id=meeting.id, event_at=NOW + DAY)
    assert held(cast, fresh) == {field.slug: option("Acme")}
    assert field.slug not in fresh.missing


def columns(client: Client, *fields: Field, view: str = "all", **asked: str) -> str:
    more = "".join(f"&{name}={value}" for name, value in asked.items())
    return text(client.get(f"/activities/?view={view}{''.join(f'&col={one.slug}' for one in fields)}{more}"))


def test_the_list_shows_filters_orders_and_edits_it(cast: Cast, anna: Client, person: Person) -> None:
    field = added(cast)
    first, second, third = (meeting_of(cast, person, topic=word) for word in ("one", "two", "three"))
    call = call_of(cast, person)
    for one, label in ((first, "Acme"), (second, "Bolt")):
        correct_activity(actor=actor(cast), at=NOW, activity_id=one.id, given={field.slug: option(label)})
    page = columns(anna, field, sort=field.slug)
    shown = re.findall(r'data-label="Competitor"[^>]*>([^<]*)<', page)
    assert sorted(shown[:2]) == ["Acme", "Bolt"]
    assert shown[2:] == ["", ""]
    found = columns(anna, field, f=field.slug, g="0", o="is", v=option("Bolt"))
    assert re.findall(r'class="name"[^>]*>([^<]*)<', found) == ["two"]
    lacking = columns(anna, field, f=field.slug, g="0", o="empty", v="")
    assert re.findall(r'class="name"[^>]*>([^<]*)<', lacking) == ["three"]
    cell = f"/lists/activity/{third.id}/cells/{field.slug}/"
    assert anna.get(cell, headers=HTMX).status_code == 200
    assert ">Acme<" in text(anna.post(cell, {"value": option("Acme"), "base": ""}, headers=HTMX))
    assert held(cast, third) == {field.slug: option("Acme")}
    assert anna.get(f"/lists/activity/{call.id}/cells/{field.slug}/", headers=HTMX).status_code == 403
    fixed = re.search(rf'data-fixed="([^"]*)"[^>]*>(?:(?!<tr).)*{call.id}', page, re.DOTALL)
    assert fixed
    assert field.slug in fixed[1]


@pytest.mark.parametrize("level", ["masked", "hidden"])
def test_a_group_that_isnt_the_readers_stays_so_everywhere(
    cast: Cast, anna: Client, person: Person, monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    field, meeting = added(cast, audience="contact"), meeting_of(cast, person)
    ask(cast, field)
    hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=meeting.id, result="Good")
    correct_activity(actor=actor(cast, "vera"), at=NOW, activity_id=meeting.id, given={field.slug: option("Acme")})
    monkeypatch.setitem(ROLES["rep"].fields, "contact", level)
    pages = [columns(anna, field), text(anna.get(f"/people/{person.id}/")), text(anna.get(f"/activities/{meeting.id}/"))]
    for page in pages:
        assert ("competitor" in page.lower()) == (level == "masked")
        assert "Acme" not in page
    assert ("•••" in pages[1]) == (level == "masked")
    correct_activity(actor=actor(cast, "vera"), at=NOW, activity_id=meeting.id, given={field.slug: ""})
    assert "competitor" not in text(anna.get("/debts/")).lower()  # nobody owes what they may not fill
    for where in (f"/people/{person.id}/", f"/activities/{meeting.id}/", "/activities/?view=all"):
        assert ("competitor" in text(anna.get(where)).lower()) == (level == "masked")
    with untouched():
        where = reverse("activity", kwargs={"id": meeting.id})
        assert anna.post(where, {field.slug: option("Bolt")}, headers=HTMX).status_code == 422


def test_settings_add_it_for_kinds_and_widen_it(cast: Cast, clients: Clients, person: Person) -> None:
    oleg, home = clients("oleg"), "/settings/fields/?kind=activity"
    sent = {"kind": "activity", "type": "choice", "name": "Competitor", "options": "Acme", "once": ""}
    assert "Choose at least one kind of activity." in text(oleg.post(home, sent))
    assert oleg.post(home, {**sent, "kinds": ["call", "meeting"]}).status_code == 302
    field = Field.objects.get()
    assert field.kinds == ["meeting", "call"]
    assert "Choice · Meeting, Call" in text(oleg.get(home))
    ask(cast, field, "call", "done")
    call = log_call(actor=actor(cast), at=NOW, person_id=person.id, own={field.slug: option("Acme")})
    where, words = reverse("field", kwargs={"id": field.id}), {"kind": "activity", "name": "Competitor", "version": "1"}
    answer = oleg.post(where, {**words, "kinds": "meeting"})
    assert "Activities of that kind hold values." in text(answer)
    correct_activity(actor=actor(cast), at=NOW, activity_id=call.id, given={field.slug: ""})
    assert oleg.post(where, {**words, "kinds": "meeting"}).status_code == 302
    assert not Requirement.objects.filter(field=field.slug, ends_at__isnull=True).exists()
    assert compose(clients("anna"), person, "call", **{field.slug: option("Acme")}).status_code == 422
    told = last_entry("fields.FieldCorrected").changes["record_kinds"]
    assert [say_value("record_kinds", one) for one in told] == ["Meeting, Call", "Meeting"]


def test_nothing_more_is_asked_where_there_is_no_field(cast: Cast, anna: Client, person: Person) -> None:
    def cost() -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            assert compose(anna, person, "call", outcome=status().id).status_code == 200
        return [one["sql"] for one in asked]

    cost()
    before = cost()
    field = added(cast, kinds=("meeting",))
    added(cast, "text", "Of people", kinds=("task",))
    cost()
    after = cost()
    assert len(after) - len(before) <= 1, after  # what the time-line's entries hold
    assert field
