"""Whom an activity is with: told by name to those who take part, and to those whose reach has the record (ADR 0053)."""

import re

import pytest
from testing.asserts import text
from testing.builders import DAY, call_of, company_of, deal_of, meeting_of, person_of, status
from testing.cast import HTMX, NOW, Cast, Clients

from requite.people.models import Company, Person
from requite.work.actions.correct_activity import correct_whom
from requite.work.actions.log_call import plan_call
from requite.work.actions.meetings import hold_meeting
from requite.work.models import Activity, Attendance

pytestmark = pytest.mark.django_db
NAMES = ("Hana", "Seo", "Sejong Glass")
WEEK = f"/calendar/?on={NOW.date()}&view="
OPEN = "/activities/?view=all&col=person&col=company&col=person_title"
ALL_TELL = ("anna", "gleb", "oleg")


@pytest.fixture
def company(cast: Cast) -> Company:
    return company_of(cast, name="Sejong Glass")


@pytest.fixture
def meeting(cast: Cast, company: Company) -> Activity:
    """Anna's, with Gleb of another team taking part, and with somebody who is of a third team by now."""
    person = person_of(cast, title="Chief buyer", company_name=company.name)
    made = meeting_of(cast, person, at=NOW + DAY / 24, colleagues=[cast.gleb.id], topic="prices")
    _give_away(cast, person, company)
    return made


def _give_away(cast: Cast, person: Person, company: Company) -> None:
    for record in (person, company):
        type(record).objects.filter(id=record.id).update(owner=cast.oleg)


def _pages(cast: Cast, meeting: Activity) -> list[str]:
    whose = f"&with={cast.anna.id}"
    return [
        f"/activities/{meeting.id}/", *(f"{WEEK}{view}{whose}" for view in ("day", "week", "month", "agenda")),
        OPEN, f"/open/?user={cast.anna.id}",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["anna", "gleb", "vera", "boris", "oleg"])
def test_every_page_tells_it_to_those_who_take_part_or_see_the_record(
    cast: Cast, clients: Clients, meeting: Activity, who: str
) -> None:
    client, tells = clients(who), who in ALL_TELL
    seen = 0
    for address in _pages(cast, meeting):
        response = client.get(address)
        if response.status_code == 404 or str(meeting.id) not in (page := text(response)):
            continue
        seen += 1
        assert ("Hana" in page) == tells, address
        assert ("Sejong Glass" in page) <= tells, address
        assert ("Chief buyer" in page) <= (who == "oleg"), address
        assert (f"/people/{meeting.person_id}/" in page) <= (who == "oleg"), address
        assert f"/companies/{meeting.company_id}/" not in page or who == "oleg", address
    assert seen >= (2 if who == "gleb" else 6)


def test_who_takes_part_reads_it_in_the_panel_and_has_no_way_to_the_record(
    clients: Clients, meeting: Activity
) -> None:
    page = text(clients("anna").get(f"/activities/{meeting.id}/", headers=HTMX))
    assert "Hana" in page
    assert "To the person" not in page
    assert "To the person" in text(clients("oleg").get(f"/activities/{meeting.id}/", headers=HTMX))


def test_filters_find_what_is_told_and_no_more(clients: Clients, meeting: Activity) -> None:
    def found(who: str, field: str, value: str) -> bool:
        page = text(clients(who).get(f"/activities/?view=all&f={field}&g=0&o=contains&v={value}"))
        return str(meeting.id) in page

    for who in ("anna", "gleb", "oleg"):
        assert found(who, "person", "Hana"), who
        assert found(who, "company", "Sejong"), who
    assert not found("vera", "person", "Hana")
    assert not found("vera", "company", "Sejong")
    assert found("oleg", "person_title", "Chief")
    assert not found("anna", "person_title", "Chief")


def test_a_debt_names_its_person_so_too(cast: Cast, clients: Clients, company: Company) -> None:
    person = person_of(cast)
    hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=meeting_of(cast, person).id)
    _give_away(cast, person, company)
    own, hers = text(clients("anna").get("/debts/")), text(clients("vera").get(f"/debts/?user={cast.anna.id}"))
    assert "Hana" in own
    assert f"/people/{person.id}/" not in own
    assert "Meeting" in hers
    assert "Hana" not in hers


def test_the_history_names_whom_its_reader_sees_beside_somebody_whom_they_dont(cast: Cast, clients: Clients) -> None:
    near, other = person_of(cast, family="Nearby"), person_of(cast, family="Beside", given="Bom")
    far = person_of(cast, "gleb", family="Faraway", given="Ara")
    meeting = meeting_of(cast, near)
    Attendance.objects.create(activity=meeting, person=far)
    for person in (other, far):
        correct_whom(actor=cast.actors["oleg"], at=NOW, activity_id=meeting.id, person_id=person.id)
    where = f"/history/activity/{meeting.id}/"
    said = text(clients("vera").get(where))
    said = " ".join(re.sub(r"<[^>]+>", " ", said).split())
    assert "Person Hana Nearby → Bom Beside" in said
    assert "Person Bom Beside → •••" in said
    assert "Faraway" not in said
    assert "Faraway" in text(clients("oleg").get(where))


def test_the_history_masks_whom_its_reader_is_not_told(cast: Cast, clients: Clients, meeting: Activity) -> None:
    other = person_of(cast, family="Han", given="Bom")
    where = f"/history/activity/{meeting.id}/"
    for who in ("anna", "oleg"):
        assert "Hana" in text(clients(who).get(where)), who
    hidden = text(clients("vera").get(where))
    assert "Hana" not in hidden
    assert "•••" in hidden
    correct_whom(actor=cast.actors["anna"], at=NOW, activity_id=meeting.id, person_id=other.id)
    assert "Hana" not in text(clients("vera").get(where))


def test_a_company_alone_is_told_alike(cast: Cast, clients: Clients, company: Company) -> None:
    call = plan_call(actor=cast.actors["anna"], at=NOW, company_id=company.id, event_at=NOW + DAY / 24)
    Company.objects.filter(id=company.id).update(owner=cast.oleg)
    own, hers = (text(clients(who).get(f"/activities/{call.id}/")) for who in ("anna", "vera"))
    assert "Sejong Glass" in own
    assert f"/companies/{company.id}/" not in own
    assert "Sejong Glass" not in hers


def test_no_next_step_is_asked_for_with_a_stranger(cast: Cast, clients: Clients, company: Company) -> None:
    person = person_of(cast)
    calls = [call_of(cast, person, outcome=None) for _ in range(2)]

    def step(call: Activity) -> bool:
        sent = {"outcome": status().id}
        answer = text(clients("anna").post(f"/activities/{call.id}/outcome/?in=row", sent, headers=HTMX))
        return bool(re.search(r"compose=task", answer))

    assert step(calls[0])
    _give_away(cast, person, company)
    assert not step(calls[1])


def test_deals_are_told_by_their_own_right(cast: Cast, clients: Clients) -> None:
    person = person_of(cast)
    deal = deal_of(cast, "boris", "Frames for spring", person_id=person.id)
    made = meeting_of(cast, person, deal_id=deal.id)
    type(deal).objects.filter(id=deal.id).update(owner=cast.oleg)
    assert "Frames for spring" not in text(clients("anna").get(f"/activities/{made.id}/"))
