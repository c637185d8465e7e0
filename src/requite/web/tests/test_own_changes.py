"""A custom field of many records of a list changed at once over HTTP, and taken back."""

from __future__ import annotations

import pytest
from django.test import Client
from testing.asserts import field_of, last_entry, text, untouched
from testing.builders import company_of, person_of
from testing.cast import NOW, Cast, Clients, entries

from requite.fields.access import stamp
from requite.fields.actions.fields import archive_field
from requite.fields.actions.options import archive_option
from requite.fields.models import Field, Option, Value
from requite.identity.models import Organisation
from requite.identity.roles import ROLES
from requite.journal.models import Act
from requite.web.tests.own import add, fill
from requite.web.tests.own_many import back, do, held, held_rows, now_by, offered, send

pytestmark = pytest.mark.django_db
CASES = [
    ("text", " Mapo  branch ", "Mapo branch"),
    ("long", "one\r\ntwo", "one\ntwo"),
    ("number", "1,234.5", "1234.5"),
    ("money", "1200000", "1200000"),
    ("date", "2026-12-01", "2026-12-01"),
    ("time", "2026-03-02T14:30", "2026-03-02T14:30"),
    ("flag", "no", "no"),
    ("link", "sejong.kr", "https://sejong.kr"),
]


@pytest.fixture
def anna(clients: Clients) -> Client:
    return clients("anna")


@pytest.mark.parametrize(("type_", "typed", "kept"), CASES)
def test_all_get_what_a_form_would_keep_and_get_back_what_they_had(
    cast: Cast, anna: Client, type_: str, typed: str, kept: str
) -> None:
    field, people = add(cast, type_, unit="m²" if type_ == "number" else ""), [person_of(cast) for _n in range(3)]
    had = {"flag": "yes", "number": "7", "money": "5", "date": "2026-01-02", "time": "2026-01-02T08:00"}.get(type_, "a.kr")
    fill(cast, people[1], field, had)
    fill(cast, people[2], field, kept)
    before = held(cast, people, field)
    answer = do(anna, field.slug, typed, people)
    assert "2 changed, 1 was so already." in text(anna.get(answer.headers["Location"]))
    assert held(cast, people, field) == [kept] * 3
    found = entries("people.PersonCorrected")[-2:]
    assert {entry.subject_id for entry in found} == {people[0].id, people[1].id}
    assert all(entry.via == "bulk" and list(entry.changes) == [field.slug] for entry in found)
    assert "2 restored." in back(anna)
    assert held(cast, people, field) == before


@pytest.mark.parametrize("type_", ["choice", "choices"])
def test_answers_are_chosen_and_an_ended_one_comes_back_where_it_was(cast: Cast, anna: Client, type_: str) -> None:
    field, people = add(cast, type_, options="Mon\nTue\nWed"), [person_of(cast), person_of(cast)]
    mon, tue, wed = (str(one.id) for one in Option.objects.order_by("position"))
    fill(cast, people[0], field, mon)
    archive_option(actor=cast.actors["oleg"], at=NOW, option_id=Option.objects.get(id=mon).id)
    page = text(send(anna, field.slug, people))
    assert "Wed" in page
    assert mon not in page
    with untouched():
        answer = do(anna, field.slug, mon, people)
    assert answer.status_code == 422
    chosen = ["", wed, tue] if type_ == "choices" else wed
    assert do(anna, field.slug, chosen, people).status_code == 302
    assert held(cast, people, field) == [",".join([tue, wed]) if type_ == "choices" else wed] * 2
    assert last_entry().changes["count"] == [None, 2]
    back(anna)
    assert held(cast, people, field) == [mon, ""]


def test_records_and_colleagues_are_chosen_among_those_that_the_reader_sees(cast: Cast, anna: Client) -> None:
    people, friend = [person_of(cast), person_of(cast)], person_of(cast, family="Han")
    for type_, chosen in (("person", friend.id), ("company", company_of(cast).id), ("user", cast.boris.id)):
        field = add(cast, type_, f"By {type_}")
        assert do(anna, field.slug, str(chosen), people).status_code == 302
        assert held(cast, people, field) == [str(chosen)] * 2
        stands = entries("people.PersonCorrected")[-1].changes[field.slug][1]
        assert "Boris" in stands if type_ == "user" else stands == f"{type_}:{chosen}"
    field = Field.objects.get(type="person")
    assert "Change “By person” – Hana Han" in text(anna.get("/acts/"))
    with untouched():
        answer = do(anna, field.slug, "", people, **{f"{field.slug}_text": "Nobody of note"})
    assert answer.status_code == 422
    assert "Choose one of the list." in text(answer)
    assert 'value="Nobody of note"' in text(answer)
    stranger = person_of(cast, "gleb")
    with untouched():
        assert do(anna, field.slug, str(stranger.id), people).status_code == 422


def test_an_empty_value_empties_the_field_and_the_undo_fills_it_again(cast: Cast, anna: Client) -> None:
    field, people = add(cast), [person_of(cast), person_of(cast), person_of(cast)]
    for one, word in zip(people[:2], ("Seoul", "Busan"), strict=True):
        fill(cast, one, field, word)
    do(anna, field.slug, "", people)
    assert not Value.objects.exists()
    assert entries("people.PersonCorrected")[-1].changes == {field.slug: ["Busan", None]}
    back(anna)
    assert held(cast, people, field) == ["Seoul", "Busan", ""]


@pytest.mark.parametrize(
    ("type_", "typed", "said"),
    [("number", "twelve", "is no number"), ("date", "2026-13-45", "is no date"), ("link", "no address", "no address of a"),
     ("number", "9" * 16, "too large"), ("number", "0.0000001", "too fine"), ("link", "sales@hanil.kr", "no address of a"),
     ("link", "mailto:sales@hanil.kr", "no address of a"), ("link", "https://bank.kr@evil.kr/", "no address of a"),
     ("text", "x" * 501, "at most 500 letters"), ("flag", "perhaps", "neither yes nor no"),
     ("choice", "Masan", "isn’t one of the choices"), ("user", "nobody", "Choose one of the list.")],
)  # fmt: skip
def test_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(
    cast: Cast, anna: Client, type_: str, typed: str, said: str
) -> None:
    field, people = add(cast, type_, options="Seoul" if type_ == "choice" else ""), [person_of(cast)]
    with untouched():
        answer = do(anna, field.slug, typed, people)
    assert answer.status_code == 422
    page = text(answer)
    assert said in page
    assert 'role="alert"' in page
    assert field_of(answer, "pick") == str(people[0].id)
    assert typed in page or type_ in ("flag", "choice", "user")


def test_what_somebody_else_changed_since_and_what_holds_another_value_stays(cast: Cast, anna: Client) -> None:
    field, people = add(cast), [person_of(cast) for _n in range(4)]
    do(anna, field.slug, "Seoul", people)
    now_by(cast, "vera", people[0], field, "Busan")
    now_by(cast, "anna", people[1], field, "Masan")
    now_by(cast, "vera", people[2], field, "Masan")
    now_by(cast, "vera", people[2], field, "Seoul")  # the same value, but by now it is hers
    assert "1 restored, 3 left alone" in back(anna)
    assert held(cast, people, field) == ["Busan", "Masan", "Seoul", ""]


def test_what_another_field_of_the_record_got_since_by_oneself_stays(cast: Cast, anna: Client) -> None:
    field, other, one = add(cast), add(cast, name="Region"), person_of(cast)
    do(anna, field.slug, "Seoul", [one])
    fill(cast, one, other, "South")
    assert "1 restored." in back(anna)
    assert [held(cast, [one], each) for each in (field, other)] == [[""], ["South"]]


def test_only_the_readers_own_are_changed_and_the_others_counted(
    cast: Cast, anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    field, mine, boris, gleb = add(cast), person_of(cast), person_of(cast, "boris"), person_of(cast, "gleb")
    monkeypatch.setitem(ROLES["rep"].rights, "people.edit", "own")
    answer = do(anna, field.slug, "Seoul", [mine, boris, gleb])
    assert "1 changed, 1 not yours." in text(anna.get(answer.headers["Location"]))
    assert list(Value.objects.values_list("record_id", flat=True)) == [mine.id]


@pytest.mark.parametrize("level", ["masked", "read", "hidden"])
def test_a_group_that_isnt_the_readers_to_fill_is_shut_and_told_to_nobody(
    cast: Cast, anna: Client, clients: Clients, monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    field, people = add(cast, audience="contact"), [person_of(cast)]
    assert f'value="{field.slug}"' in offered(anna)
    do(anna, field.slug, "Secret Seoul", people)
    act = Act.objects.get()
    monkeypatch.setitem(ROLES["rep"].fields, "contact", level)
    assert f'value="{field.slug}"' not in offered(anna)
    with untouched():
        assert do(anna, field.slug, "Busan", people).status_code == 422
        assert anna.post(f"/acts/{act.id}/return/").status_code == 403
    for page in ("/acts/", f"/acts/{act.id}/"):
        shown = text(anna.get(page))
        assert ("Secret Seoul" in shown) == (level == "read")
        assert ("Branch" in shown) == (level != "hidden")
    assert "Secret Seoul" in text(clients("vera").get("/acts/"))


def test_who_only_reads_is_offered_nothing(cast: Cast, clients: Clients) -> None:
    field, people = add(cast), [person_of(cast)]
    emma = clients("emma")
    assert not offered(emma)
    with untouched():
        do(emma, field.slug, "Seoul", people)


def test_a_field_that_went_while_the_form_was_open_is_told_with_what_was_typed(cast: Cast, anna: Client) -> None:
    field, people = add(cast, "choice", options="Seoul\nBusan"), [person_of(cast)]
    chosen = str(Option.objects.get(label="Busan").id)
    assert send(anna, field.slug, people).status_code == 200
    archive_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
    with untouched():
        answer = do(anna, field.slug, chosen, people)
    assert answer.status_code == 422
    assert "“Branch” was removed while this form was open. Nothing was changed. What you typed: Busan" in text(answer)
    assert "<button" not in text(answer).partition("card--narrow")[2].partition("</form>")[0]


def test_a_field_that_gets_another_type_is_told_likewise(cast: Cast, anna: Client) -> None:
    field, people = add(cast), [person_of(cast)]
    do(anna, field.slug, "Seoul", people)
    Field.objects.filter(id=field.id).update(is_turning=True)
    stamp(Organisation.objects.get())
    with untouched():
        answer = do(anna, field.slug, "Busan", people)
    assert answer.status_code == 422
    assert "“Branch” is being given another type. Nothing was changed. What you typed: Busan" in text(answer)
    assert held_rows() == ["Seoul"]


def test_what_was_kept_of_another_type_isnt_given_back(cast: Cast, anna: Client) -> None:
    field, one = add(cast), person_of(cast)
    fill(cast, one, field, "no address at all")
    do(anna, field.slug, "https://sejong.kr", [one])
    Field.objects.filter(id=field.id).update(type="link")
    back(anna)
    assert Act.objects.get().left == 1
    assert held_rows() == ["https://sejong.kr"]
