"""Custom fields of activities in the calendar's form, and in the form of a call's outcome."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from testing.asserts import last_entry, text, untouched
from testing.builders import deal_of, person_of, planned_call, status
from testing.cast import HTMX, NOW, Cast, Clients

from requite.fields.models import Field, Option
from requite.fields.values import texts_of
from requite.web.tests.own import actor, add
from requite.work.actions.correct_activity import correct_activity
from requite.work.models import Activity

pytestmark = pytest.mark.django_db
NEW = "/calendar/new/"
PLANNED = {"day": "2026-11-26", "clock": "10:00", "minutes": "60", "topic": "prices"}


@pytest.fixture
def anna(clients: Clients) -> Client:
    return clients("anna")


def added(cast: Cast, type_: str = "choice", name: str = "Competitor", kinds: tuple[str, ...] = ("meeting",)) -> Field:
    options = "Acme\nBolt" if type_ in ("choice", "choices") else ""
    return add(cast, type_, name, kind="activity", kinds=kinds, options=options)


def option(label: str) -> str:
    return str(Option.objects.get(label=label).id)


def held(cast: Cast, activity: Activity) -> dict[str, str]:
    return texts_of(actor(cast), activity.kind, activity.id)


class TestCalendar:
    def test_has_the_fields_of_meetings_alone_and_keeps_them(self, cast: Cast, anna: Client) -> None:
        field, other = added(cast), added(cast, "text", "Of calls", ("call",))
        page = text(anna.get(NEW))
        assert f'id="new-{field.slug}"' in page
        assert other.slug not in page
        assert anna.post(NEW, {**PLANNED, field.slug: option("Bolt")}, headers=HTMX).status_code == 200
        assert held(cast, Activity.objects.get()) == {field.slug: option("Bolt")}
        assert last_entry("work.MeetingPlanned").changes[field.slug] == [None, "Bolt"]

    def test_refuses_what_doesnt_fit_beside_its_field_and_loses_nothing(self, cast: Cast, anna: Client) -> None:
        number, many = added(cast, "number", "Offers"), added(cast, "choices", "Days")
        friend = added(cast, "person", "By whom")
        typed = {number.slug: "some", many.slug: ["", option("Acme"), option("Bolt")], f"{friend.slug}_text": "Nobody"}
        with untouched():
            answer = anna.post(NEW, {**PLANNED, **typed, friend.slug: ""}, headers=HTMX)
        page = text(answer)
        assert answer.status_code == 422

        assert f'id="new-{number.slug}-error"' in page
        assert f'id="new-{friend.slug}-error"' in page
        assert 'value="Nobody"' in page
        assert page.count(" checked") == 2
        assert 'value="prices"' in page

    def test_folds_more_than_four_away_until_one_is_wrong(self, cast: Cast, anna: Client) -> None:
        fields = [added(cast, "number", f"Figure {one}") for one in "abcde"]
        assert "More fields" in text(anna.get(NEW))
        assert "More fields" not in text(anna.post(NEW, {**PLANNED, fields[0].slug: "x"}, headers=HTMX))


class TestNextStep:
    """Of a deal: one form for a task, a call and a meeting, each with fields of its own."""

    def test_has_each_field_once_and_keeps_those_of_what_is_planned(self, cast: Cast, anna: Client) -> None:
        both, calls = added(cast, kinds=("task", "meeting")), added(cast, "number", "Of calls", ("call",))
        deal = deal_of(cast, person_id=person_of(cast).id)
        here = reverse("deal_step", kwargs={"id": deal.id})
        page = text(anna.get(here))
        assert page.count(f'id="step-{both.slug}"') == page.count(f'id="step-{calls.slug}"') == 1
        assert 'data-for="task meeting"' in page
        assert 'data-for="call"' in page
        # what was typed before the kind was changed, and is hidden since, is no reason to refuse
        sent = {**PLANNED, "kind": "meeting", both.slug: option("Bolt"), calls.slug: "many"}
        assert anna.post(here, sent, headers=HTMX).status_code == 200
        assert held(cast, Activity.objects.get()) == {both.slug: option("Bolt")}

    def test_refuses_what_doesnt_fit_and_what_went_meanwhile(self, cast: Cast, anna: Client) -> None:
        number, gone = added(cast, "number", "Of calls", ("call",)), added(cast, "text", "Gone", ("call",))
        deal = deal_of(cast, person_id=person_of(cast).id)
        here = reverse("deal_step", kwargs={"id": deal.id})
        with untouched():
            answer = anna.post(here, {**PLANNED, "kind": "call", number.slug: "some"}, headers=HTMX)
        assert answer.status_code == 422
        assert f'id="step-{number.slug}-error"' in text(answer)
        Field.objects.filter(id=gone.id).update(ended_at=NOW)
        with untouched():
            answer = anna.post(here, {**PLANNED, "kind": "call", gone.slug: "all of it"}, headers=HTMX)
        assert answer.status_code == 422
        assert "all of it" in text(answer)


class TestOutcome:
    @pytest.fixture
    def call(self, cast: Cast) -> Activity:
        return planned_call(cast, person_of(cast))

    def test_asks_for_the_fields_of_calls_and_keeps_them(self, cast: Cast, anna: Client, call: Activity) -> None:
        field, other = added(cast, kinds=("call",)), added(cast, "text", "Of meetings")
        page = text(anna.get(f"/activities/{call.id}/?do=outcome"))
        assert f'id="o-{field.slug}"' in page
        assert other.slug not in page
        sent = {"outcome": status().id, field.slug: option("Acme"), f"base_{field.slug}": ""}
        assert anna.post(reverse("activity_outcome", kwargs={"id": call.id}), sent, headers=HTMX).status_code == 200
        call.refresh_from_db()
        assert call.state == "done"
        assert held(cast, call) == {field.slug: option("Acme")}
        assert last_entry("work.CallSettled").changes[field.slug] == [None, "Acme"]

    def test_refuses_what_doesnt_fit_there_alone_and_loses_nothing(
        self, cast: Cast, anna: Client, call: Activity
    ) -> None:
        number, many = added(cast, "number", "Offers", ("call",)), added(cast, "choices", "Days", ("call",))
        chosen = {number.slug: "some", many.slug: ["", option("Acme"), option("Bolt")]}
        sent = {"outcome": status().id, "result": "Nice", **chosen}
        with untouched():
            answer = anna.post(reverse("activity_outcome", kwargs={"id": call.id}), sent, headers=HTMX)
        page = text(answer)
        assert answer.status_code == 422
        assert f'id="o-{number.slug}-error"' in page
        assert f'id="f-{number.slug}-error"' not in page
        assert page.count('value="some"') == 1
        assert page.count(" checked") == 3  # the outcome, and two choices
        assert re.search(r">\s*Nice</textarea>", page)

    def test_overwrites_nothing_that_a_colleague_wrote_meanwhile(self, cast: Cast, anna: Client, call: Activity) -> None:
        field = added(cast, kinds=("call",))
        correct_activity(actor=actor(cast, "vera"), at=NOW, activity_id=call.id, given={field.slug: option("Acme")})
        sent = {"outcome": status().id, "result": "Nice", f"base_{field.slug}": ""}
        where = reverse("activity_outcome", kwargs={"id": call.id})
        with untouched():
            answer = anna.post(where, {**sent, field.slug: option("Bolt")}, headers=HTMX)
        page = text(answer)
        assert answer.status_code == 409
        assert "Vera" in page
        assert re.search(rf'id="o-{field.slug}".*?value="{option("Bolt")}" selected', page, re.DOTALL)
        assert re.search(r">\s*Nice</textarea>", page)
        assert anna.post(where, {**sent, field.slug: ""}, headers=HTMX).status_code == 200
        assert held(cast, call) == {field.slug: option("Acme")}
