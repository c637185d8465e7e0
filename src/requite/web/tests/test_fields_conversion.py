"""Another type for a field with many values: by a job with progress, nobody filling it meanwhile."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from testing.asserts import last_entry, text, untouched
from testing.builders import DAY, meeting_of, person_of
from testing.cast import HTMX, NOW, Cast, Clients

from requite.fields import jobs
from requite.fields.actions import convert, enqueue_conversion, retype
from requite.fields.actions.fields import archive_field, restore_field
from requite.fields.catalogue import editable
from requite.fields.models import Conversion, Field, Value
from requite.fields.values import lock_fields, texts_of
from requite.kernel.errors import Refused
from requite.people.models import Person
from requite.web.tests.own import actor, add, fill
from requite.work.actions.correct_activity import correct_activity
from requite.work.actions.meetings import postpone_meeting

pytestmark = pytest.mark.django_db
SENTENCE = "Its type is being changed. It can be filled again when that is done."


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enqueue_conversion, "MANY", 2)
    monkeypatch.setattr("requite.fields.queries.MANY", 2)
    monkeypatch.setattr(retype, "BATCH", 2)


@pytest.fixture
def people(cast: Cast) -> list[Person]:
    return [person_of(cast, family=f"Seo{n}") for n in range(5)]


@pytest.fixture
def field(cast: Cast, people: list[Person]) -> Field:
    made = add(cast, name="Size")
    for person, said in zip(people, ("12", "many", "7.5", "1,200", "some"), strict=True):
        fill(cast, person, made, said)
    return made


@pytest.fixture
def oleg(clients: Clients) -> Client:
    return clients("oleg")


def ask(oleg: Client, field: Field, **more: str) -> Any:
    version = str(Field.objects.get(id=field.id).version)
    form = {"type": "number", "version": version, **more}
    if "sure" in more:  # of what was weighed
        form["sure"] = " ".join(f"{form['type']} {form.get('options', '')}".split())
    return oleg.post(f"/settings/fields/{field.id}/type/", form, follow=True)


def work(cast: Cast, field: Field, *, stops_after: int = 99, attempts: int = 0) -> None:
    steps = iter(range(99))
    context: Any = SimpleNamespace(
        should_abort=lambda: next(steps) >= stops_after - 1, job=SimpleNamespace(attempts=attempts)
    )
    jobs.run_conversion.func(context, field_id=str(field.id), actor_id=str(cast.oleg.id))


def held(cast: Cast, person: Person, field: Field) -> str:
    return texts_of(actor(cast), "person", person.id).get(field.slug, "?")


def test_is_weighed_by_a_part_queued_and_done(cast: Cast, oleg: Client, field: Field, people: list[Person]) -> None:
    assert "5 of 5 records hold a value; of the first 2, 1 don’t fit" in text(ask(oleg, field))
    page = text(ask(oleg, field, sure="1"))
    assert SENTENCE in page
    assert "Until this is done nobody fills the field." in page
    assert 'aria-valuemax="5" aria-valuenow="0"' in page
    assert "Another type" not in page
    assert 'hx-select="#conversion"' in page  # of what is fetched, as around it the page's main part is
    assert [one.task_name for one in ProcrastinateJob.objects.order_by("id")][-1] == "requite.fields.convert"
    work(cast, field, stops_after=1)
    progress = oleg.get(f"/settings/fields/{field.id}/conversion/", headers=HTMX)
    assert 'aria-valuenow="1"' in text(progress) or 'aria-valuenow="2"' in text(progress)
    work(cast, field)
    field.refresh_from_db()
    assert (field.type, field.is_turning) == ("number", False)
    assert [held(cast, one, field) for one in people] == ["12", "", "7.5", "1200", ""]
    assert not Conversion.objects.exists()
    aside = Field.objects.get(origin=field)
    assert set(aside.values.values_list("text", flat=True)) == {"12", "many", "7.5", "1,200", "some"}
    entry = last_entry()
    assert (entry.changes, entry.actor_id) == ({"field_type": ["text", "number"]}, cast.oleg.id)
    done = oleg.get(f"/settings/fields/{field.id}/conversion/", headers=HTMX)
    assert done.headers["HX-Redirect"] == f"/settings/fields/{field.id}/"
    archive_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
    restore_field(actor=cast.actors["oleg"], at=NOW, field_id=aside.id)
    assert held(cast, people[1], aside) == "many"


def test_nobody_fills_it_meanwhile_and_what_was_typed_is_told(
    cast: Cast, oleg: Client, clients: Clients, field: Field, people: list[Person]
) -> None:
    anna = clients("anna")
    ask(oleg, field, sure="1")
    work(cast, field, stops_after=1)
    person = people[0]
    page = text(anna.get(f"/people/{person.id}/edit/"))
    assert SENTENCE in page
    assert f'name="{field.slug}"' not in page
    assert "12" in text(anna.get(f"/people/{person.id}/"))
    form = {"family_name": "Seo0", "given_name": "Hana", "title": "Buyer", field.slug: "99"}
    with untouched():
        answer = anna.post(f"/people/{person.id}/edit/", form)
        assert answer.status_code == 422
        assert "A field is being given another type." in text(answer)
        assert "99" in text(answer)
        cell = f"/lists/person/{person.id}/cells/{field.slug}/"
        for answer in (anna.get(cell, headers=HTMX), anna.post(cell, {"value": "99"}, headers=HTMX)):
            assert answer.status_code == 422
            assert SENTENCE in text(answer)
    assert field.slug not in [one.slug for one in editable(actor(cast), "person")]
    assert lock_fields([field.id]) == {}
    assert anna.post(f"/people/{person.id}/edit/", {**form, field.slug: "12"}).status_code in (302, 422)


def test_its_words_wait_and_the_stage_is_not_shown(cast: Cast, oleg: Client, field: Field) -> None:
    ask(oleg, field, sure="1")
    with untouched(), pytest.raises(Refused):
        archive_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
    with untouched():
        assert oleg.post(f"/settings/fields/{field.id}/", {"name": "Area", "kind": "person"}).status_code == 422
        assert ask(oleg, field, sure="1").status_code == 422
    assert "Ended" not in text(oleg.get("/settings/fields/"))


def test_one_that_fails_leaves_all_as_it_was(
    cast: Cast, oleg: Client, field: Field, people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(oleg, field, sure="1")
    before = Value.objects.filter(field=field).count()
    with monkeypatch.context() as patch:
        patch.setattr(convert, "move_options", lambda *_given: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            work(cast, field)
        assert Field.objects.get(id=field.id).is_turning
        with pytest.raises(ZeroDivisionError):
            work(cast, field, attempts=jobs.TRIES)
    field.refresh_from_db()
    assert (field.type, field.is_turning) == ("text", False)
    assert Value.objects.count() == before
    assert "The type couldn’t be changed. All is as it was" in text(oleg.get(f"/settings/fields/{field.id}/"))
    ask(oleg, field, sure="1")
    work(cast, field)
    assert held(cast, people[3], field) == "1200"


def test_who_may_not_any_more_leaves_it_as_it_was(cast: Cast, oleg: Client, field: Field) -> None:
    ask(oleg, field, sure="1")
    cast.oleg.role = "rep"
    cast.oleg.save()
    work(cast, field)
    field.refresh_from_db()
    assert (field.type, field.is_turning) == ("text", False)


def test_choices_keep_their_ids_through_the_job(cast: Cast, oleg: Client, people: list[Person]) -> None:
    field = add(cast, name="Branch")
    for person in people:
        fill(cast, person, field, "Seoul" if person != people[0] else "Busan")
    ask(oleg, field, type="choice", options="Seoul\nBusan", sure="1")
    work(cast, field, stops_after=1)
    work(cast, field)
    page = text(oleg.get(f"/people/{people[0].id}/"))
    assert "Busan" in page
    ask(oleg, field, type="choices", sure="1")
    work(cast, field)
    assert Field.objects.get(id=field.id).type == "choices"
    assert "Busan" in text(oleg.get(f"/people/{people[0].id}/"))


def test_a_meeting_that_is_moved_at_its_end_keeps_its_value(cast: Cast) -> None:
    made, meeting = add(cast, name="Size", kind="activity", kinds=("meeting",)), meeting_of(cast, person_of(cast))
    correct_activity(actor=actor(cast), at=NOW, activity_id=meeting.id, given={made.slug: "12"})
    oleg = actor(cast, "oleg")
    enqueue_conversion.enqueue_conversion(actor=oleg, at=NOW, field_id=made.id, type_="number")
    while convert.claim_batch(actor=oleg, field_id=made.id):
        pass
    fresh = postpone_meeting(actor=actor(cast), at=NOW, activity_id=meeting.id, event_at=NOW + 7 * DAY)
    convert.resolve_conversion(actor=oleg, at=NOW, field_id=made.id)
    held = Value.objects.filter(field=made).values_list("record_id", "number")
    assert dict(held) == {meeting.id: 12, fresh.id: 12}
