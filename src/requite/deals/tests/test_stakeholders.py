"""People with a part in a deal."""

import pytest
from testing.builders import deal_of, person_of
from testing.cast import HTMX, NOW, entries

from requite.deals.actions import stakeholders as acts
from requite.deals.actions.lists.parts import PARTS
from requite.deals.models import Part, Stakeholder
from requite.deals.queries.choices import list_parts
from requite.deals.queries.pages import list_deals_of
from requite.deals.queries.stakeholders import list_stakeholders
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.people.actions.archive import archive_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    return cast.actors["anna"]


@pytest.fixture
def deal(cast):
    return deal_of(cast)


def part(key="decides"):
    return Part.objects.get(key=key)


def add(actor, deal, person, key="decides"):
    return acts.register_stakeholder(
        actor=actor, at=NOW, deal_id=deal.id, person_id=person.id, part_id=part(key).id
    )


def shown(actor, deal):
    return [(one.name[0], one.part) for one in list_stakeholders(actor=actor, deal_id=deal.id)]


def test_people_of_any_company_have_a_part_and_their_page_shows_the_deal(cast, anna, deal):
    person = person_of(cast, "boris", company_name="Other")
    add(anna, deal, person)
    assert shown(anna, deal) == [("Seo", "Decision maker")]
    assert [(one.id, one.part) for one in list_deals_of(actor=anna, at=NOW, person_id=person.id)] == [
        (deal.id, "Decision maker")
    ]
    entry = entries()[-1]
    assert (entry.subject_id, entry.changes) == (deal.id, {"stakeholder": ["", "Seo Hana: Decision maker"]})
    assert f"person:{person.id}" in entry.topics


def test_another_part_replaces_and_nobody_stands_twice(cast, anna, deal):
    person = person_of(cast)
    first, again = add(anna, deal, person), add(anna, deal, person, "uses")
    assert first.id == again.id
    assert shown(anna, deal) == [("Seo", "User of it")]
    acts.correct_stakeholder(
        actor=cast.actors["vera"], at=NOW, stakeholder_id=first.id, part_id=part("buys").id, version=2
    )
    with pytest.raises(Stale):
        acts.correct_stakeholder(
            actor=anna, at=NOW, stakeholder_id=first.id, part_id=part("blocks").id, version=2
        )
    assert shown(anna, deal) == [("Seo", "Buyer")]


def test_who_is_taken_off_comes_back_unless_there_again(cast, anna, deal):
    person = person_of(cast)
    first = add(anna, deal, person)
    for _ in "12":
        acts.archive_stakeholder(actor=anna, at=NOW, stakeholder_id=first.id)
    assert shown(anna, deal) == []
    assert list_deals_of(actor=anna, at=NOW, person_id=person.id) == []
    acts.restore_stakeholder(actor=anna, at=NOW, stakeholder_id=first.id)
    assert shown(anna, deal) == [("Seo", "Decision maker")]
    acts.archive_stakeholder(actor=anna, at=NOW, stakeholder_id=first.id)
    add(anna, deal, person, "uses")
    with pytest.raises(Refused):
        acts.restore_stakeholder(actor=anna, at=NOW, stakeholder_id=first.id)
    assert Stakeholder.objects.count() == 2


def test_an_archived_person_stays_marked_and_cant_be_added(cast, anna, deal):
    person, other = person_of(cast), person_of(cast, family="Ko")
    add(anna, deal, person)
    for one in (person, other):
        archive_record(actor=anna, at=NOW, kind="person", record_id=one.id)
    assert list_stakeholders(actor=anna, deal_id=deal.id)[0].archived_at == NOW
    with pytest.raises(Refused) as refused:
        add(anna, deal, other)
    assert list(refused.value.errors) == ["person"]


def test_an_ended_part_is_kept_and_not_offered(cast, anna, deal):
    first = add(anna, deal, person_of(cast))
    oleg, ended = cast.actors["oleg"], part()
    PARTS.archive(actor=oleg, at=NOW, line_id=ended.id)
    assert ended.id not in [id_ for id_, _ in list_parts()]
    acts.correct_stakeholder(actor=anna, at=NOW, stakeholder_id=first.id, part_id=ended.id)
    assert shown(anna, deal) == [("Seo", "Decision maker")]
    with pytest.raises(Refused) as refused:
        add(anna, deal, person_of(cast, family="Ko"))
    assert list(refused.value.errors) == ["part"]
    for key in ("influences", "uses", "buys"):
        PARTS.archive(actor=oleg, at=NOW, line_id=part(key).id)
    with pytest.raises(Refused):
        PARTS.archive(actor=oleg, at=NOW, line_id=part("blocks").id)


def test_whom_one_may_not_see_one_neither_adds_nor_meets(cast, anna, deal):
    theirs = person_of(cast, "gleb", family="Ko")
    with pytest.raises(NotVisible):
        add(anna, deal, theirs)
    found = add(cast.actors["oleg"], deal, theirs)
    assert shown(anna, deal) == []
    for act in (acts.archive_stakeholder, acts.restore_stakeholder):
        with pytest.raises(NotVisible):
            act(actor=anna, at=NOW, stakeholder_id=found.id)
    for who, error in (("boris", NotAllowed), ("gleb", NotVisible), ("dina", NotVisible)):
        with pytest.raises(error):
            add(cast.actors[who], deal, theirs)


class TestPages:
    def test_works_without_script_and_with(self, cast, clients, deal):
        person, anna = person_of(cast), clients("anna")
        here = f"/deals/{deal.id}/stakeholders/"
        form = {"person": str(person.id), "part": str(part().id)}
        assert anna.post(here, form).status_code == 302
        assert "Decision maker" in anna.get(f"/people/{person.id}/").content.decode()
        found = Stakeholder.objects.get()
        changed = anna.post(
            f"/stakeholders/{found.id}/", {"part": str(part("uses").id), "version": "1"}, headers=HTMX
        )
        assert f'value="{part("uses").id}" selected' in changed.content.decode()
        late = anna.post(
            f"/stakeholders/{found.id}/", {"part": str(part("buys").id), "version": "1"}, headers=HTMX
        )
        assert late.status_code == 409
        assert "User of it" in late.content.decode()
        gone = anna.post(f"/stakeholders/{found.id}/removal/", headers=HTMX).content.decode()
        assert f"/stakeholders/{found.id}/restoration/" in gone
        assert anna.post(f"/stakeholders/{found.id}/restoration/").status_code == 302
        history = anna.get(f"/history/deal/{deal.id}/").content.decode()
        assert "Hana Seo: User of it" in history

    def test_refuses_beside_the_field(self, clients, deal):
        for headers in (HTMX, {}):
            refused = clients("anna").post(f"/deals/{deal.id}/stakeholders/", {}, headers=headers)
            assert refused.status_code == 422
            assert 'id="stakeholder-p' in refused.content.decode()
        assert not Stakeholder.objects.exists()

    def test_the_list_of_parts_is_edited_and_its_history_read(self, clients):
        oleg = clients("oleg")
        assert oleg.post("/settings/parts/", {"name": "Sponsor"}).status_code == 302
        made = Part.objects.get(name="Sponsor")
        path = f"/settings/parts/{made.id}/"
        assert oleg.post(path, {"name": "Patron", "version": "1"}).status_code == 302
        assert oleg.post(path, {"name": "Friend", "version": "1"}).status_code == 409
        assert oleg.post(f"{path}place/", {"to": "up"}).status_code == 302
        assert oleg.post(f"{path}ending/").status_code == 302
        assert oleg.post(f"{path}restoration/").status_code == 302
        page = oleg.get("/settings/history/part/").content.decode()
        for word in ("part added", "part corrected", "part ended", "part restored", "Sponsor", "Patron"):
            assert word in page
        assert oleg.get("/settings/history/nothing/").status_code == 404
        assert clients("vera").get("/settings/history/part/").status_code == 403
