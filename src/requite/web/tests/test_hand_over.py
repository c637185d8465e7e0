"""All that is somebody's handed to a colleague: what there is, who may, one step, one undo."""

from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from testing.asserts import last_entry, text, untouched
from testing.builders import call_of, company_of, deal_of, meeting_of, person_of
from testing.cast import DAY, HTMX, NOW

from requite.deals.models import Deal
from requite.identity.models import User
from requite.insight.lists.actions import hand_over as handing
from requite.insight.lists.actions.change import resolve_change
from requite.journal.models import Act
from requite.people.models import Company, Person
from requite.web.tests.cast import once
from requite.work.models import Activity

ALL = ["person", "company", "deal", "activity"]


@pytest.fixture
def oleg(clients):
    return clients("oleg")


@pytest.fixture
def hers(cast):
    """What is Anna's, and beside it what stays: an archived person, a won deal, a call that was made, Boris's."""
    person = person_of(cast, company_name="")
    company = company_of(cast)
    deal, won = deal_of(cast), deal_of(cast)
    Deal.objects.filter(id=won.id).update(state="won", closed_at=NOW)
    meeting = meeting_of(cast, person, at=NOW + DAY)
    call = call_of(cast, person)
    gone = person_of(cast, "anna", "Gone", company_name="")
    Person.objects.filter(id=gone.id).update(archived_at=NOW)
    other = person_of(cast, "boris", company_name="")
    return {
        "person": person, "company": company, "deal": deal, "won": won, "meeting": meeting, "call": call, "gone": gone,
        "other": other,
    }  # fmt: skip


def at(user):
    return f"/users/{user.id}/hand-over/"


def give(client, user, to, kinds=ALL, **more):
    return client.post(at(user), {"owner": str(to.id) if to else "", "kinds": kinds, "once": once(), **more})


def owners(found):
    return {name: type(record).objects.get(id=record.id).owner.given_name for name, record in found.items()}


class TestWhatThereIs:
    def test_is_said_kind_by_kind(self, cast, oleg, hers):
        page = text(oleg.get(at(cast.anna)))
        for said in ("People: 1", "Companies: 1", "Open deals: 1", "Planned meetings, calls and tasks: 1"):
            assert said in page
        assert "Nothing to hand over" in text(oleg.get(at(cast.emma)))

    def test_is_a_link_away_where_somebody_leaves(self, cast, oleg, clients, hers):
        for where in (f"/settings/users/{cast.anna.id}/", f"/settings/users/{cast.anna.id}/deactivation/"):
            assert f'href="{at(cast.anna)}"' in text(oleg.get(where))
        assert f'href="{at(cast.anna)}"' in text(clients("vera").get(f"/team/reps/{cast.anna.id}/"))

    def test_costs_the_same_however_much_it_is(self, cast, oleg, hers, django_assert_max_num_queries):
        oleg.get(at(cast.anna))
        for _n in range(3):
            person_of(cast)
            deal_of(cast)
        with django_assert_max_num_queries(20):  # three for each kind, whose time is limited
            oleg.get(at(cast.anna))


class TestHandedOver:
    def test_is_all_in_one_step_and_nothing_else(self, cast, oleg, hers):
        answer = give(oleg, cast.anna, cast.boris)
        assert owners(hers) == {
            "person": "Boris", "company": "Boris", "deal": "Boris", "meeting": "Boris",
            "won": "Anna", "call": "Anna", "gone": "Anna", "other": "Boris",
        }  # fmt: skip
        page = text(oleg.get(answer.url))
        assert page.count("1 changed") == 4
        assert "Undo all of it" in page
        assert {act.words for act in Act.objects.all()} == {"all of Anna Kim’s"}
        assert last_entry("people.PersonAssigned").changes == {"owner": ["Anna Kim", "Boris Lee"]}

    def test_is_taken_back_in_one_step(self, cast, oleg, hers):
        before = owners(hers)
        answer = give(oleg, cast.anna, cast.boris)
        back = at(cast.anna) + "return/?" + answer.url.partition("?")[2]
        page = text(oleg.get(oleg.post(back).url))
        assert owners(hers) == before
        assert page.count("Undone: 1 restored") == 4
        assert "Undo all of it" not in page
        with untouched():
            oleg.post(back)

    def test_of_some_kinds_leaves_the_others(self, cast, oleg, hers):
        give(oleg, cast.anna, cast.boris, ["deal"])
        assert Deal.objects.get(id=hers["deal"].id).owner == cast.boris
        assert Person.objects.get(id=hers["person"].id).owner == cast.anna
        assert Company.objects.get(id=hers["company"].id).owner == cast.anna
        assert Activity.objects.get(id=hers["meeting"].id).owner == cast.anna

    def test_works_for_one_who_is_gone_by_now(self, cast, oleg, clients, hers):
        User.objects.filter(id=cast.anna.id).update(is_active=False, deactivated_at=NOW)
        give(clients("vera"), cast.anna, cast.boris)
        assert owners(hers)["person"] == "Boris"

    def test_twice_sent_is_once_done(self, cast, oleg, hers):
        key = once()
        first, second = (give(oleg, cast.anna, cast.boris, once=key) for _n in "12")
        assert first.url == second.url
        assert Act.objects.filter(changed=1).count() == 4

    def test_of_many_goes_on_by_a_job_and_is_shown(self, cast, oleg, hers, monkeypatch, django_assert_max_num_queries):
        monkeypatch.setattr(handing, "MOST_AT_ONCE", 0)
        answer = give(oleg, cast.anna, cast.boris, ["person"])
        act = Act.objects.get()
        page = text(oleg.get(answer.url))
        with django_assert_max_num_queries(8):  # nothing is counted again while it goes on
            assert "People" in text(oleg.get(answer.url, headers=HTMX))
        assert act.state == Act.State.QUEUED
        assert "Going on" in page
        assert "every 2s" in page
        assert "Undo all of it" not in page
        assert ProcrastinateJob.objects.filter(task_name__contains="lists").exists()
        refused = oleg.post(f"{at(cast.anna)}return/?acts={act.id}")
        assert "still going on" in text(oleg.get(refused.url))
        while resolve_change(actor=cast.actors["oleg"], at=NOW, act_id=act.id):
            pass
        assert owners(hers)["person"] == "Boris"
        assert "1 changed" in text(oleg.get(answer.url))


class TestRefused:
    @pytest.mark.parametrize("to", [None, "anna"])
    def test_without_another_colleague(self, cast, oleg, hers, to):
        with untouched():
            answer = give(oleg, cast.anna, getattr(cast, to) if to else None)
        assert answer.status_code == 422
        assert "Choose the colleague who takes over." in text(answer)

    def test_without_anything_to_hand_over(self, cast, oleg, hers):
        for kinds in ([], ["spaceship", "\x00"]):
            with untouched():
                answer = give(oleg, cast.anna, cast.boris, kinds)
            assert answer.status_code == 422
            assert "Choose what is to be handed over." in text(answer)

    def test_to_one_who_is_gone(self, cast, oleg, hers):
        User.objects.filter(id=cast.boris.id).update(is_active=False, deactivated_at=NOW)
        with untouched():
            answer = give(oleg, cast.anna, cast.boris)
        assert answer.status_code == 422
        assert "Choose an active colleague" in text(answer)

    def test_by_who_may_not(self, cast, clients, hers):
        for who, status_ in (("boris", 403), ("gleb", 403), ("emma", 403), ("dina", 403)):
            client = clients(who)
            with untouched():
                assert client.get(at(cast.anna)).status_code == status_
                assert give(client, cast.anna, cast.boris).status_code == status_
        assert clients("oleg").get(f"/users/{uuid4()}/hand-over/").status_code == 404

    def test_the_undo_is_the_givers(self, cast, clients, oleg, hers):
        answer = give(oleg, cast.anna, cast.boris)
        back = at(cast.anna) + "return/?" + answer.url.partition("?")[2]
        vera = clients("vera")
        with untouched():
            assert vera.post(back).status_code in (403, 404)
            assert vera.post(at(cast.anna) + "return/").status_code == 404

    def test_but_not_of_ones_own(self, cast, clients, hers):
        """A rep hands over what is their own."""
        anna = clients("anna")
        give(anna, cast.anna, cast.boris)
        assert owners(hers)["person"] == "Boris"
