"""Many records of a list changed over HTTP."""

from functools import partial
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone
from testing.asserts import field_of, last_entry, text, told, untouched
from testing.builders import company_of, deal_of, person_of
from testing.cast import HTMX, NOW

from requite.identity.actions.deactivate_user import deactivate_user
from requite.identity.models import User
from requite.insight.lists import changing, jobs
from requite.insight.lists.actions import change
from requite.insight.lists.actions.change import launch_change, return_change
from requite.insight.lists.conditions import Query
from requite.insight.lists.jobs import go_on
from requite.journal.models import Act
from requite.kernel.ids import new_id
from requite.people.actions.correct_person import correct_person
from requite.people.models import Company, Person
from requite.web.screens import list_changes
from requite.web.tests.cast import browser

pytestmark = pytest.mark.django_db
LIST = "view=all&f=title&o=is&v=Buyer&g=0&sort=name"


@pytest.fixture
def anna(cast):
    return browser(cast.anna)


def send(client, way, value="", picked=(), kind="person", **more):
    form = {"list": "view=all", "way": way, "value": value, "pick": [str(one.id) for one in picked], **more}
    return client.post(f"/lists/{kind}/change/", form)


@pytest.mark.parametrize("path", ["/people/", "/companies/"])
def test_what_was_changed_is_a_link_away_from_the_list(cast, path):
    assert '<a class="button button--quiet" href="/acts/">' in text(browser(cast.anna).get(path))
    assert 'href="/acts/"' not in text(browser(cast.emma).get(path))


def do(client, way, value="", picked=(), kind="person", **more):
    return send(client, way, value, picked, kind, apply="1", **more)


def titles():
    return list(Person.objects.order_by("id").values_list("title", flat=True))


class TestChange:
    def test_asks_before_and_says_which(self, cast, anna):
        picked = [person_of(cast), person_of(cast)]
        with untouched():
            page = send(anna, "title", picked=picked)
        assert "2 picked by hand" in text(page)
        assert field_of(page, "pick") == str(picked[0].id)

    def test_takes_as_many_as_may_be_picked(self, cast, anna):
        picked = [SimpleNamespace(id=new_id()) for _n in range(list_changes.MOST_PICKED)]
        assert "10,000 picked by hand" in text(send(anna, "title", picked=picked))

    def test_changes_the_picked_and_says_what_is_not_the_readers(self, cast, anna):
        mine, boris = person_of(cast), person_of(cast, "boris")
        answer = do(anna, "assign", str(cast.boris.id), [mine, boris])
        assert answer.url == "/people/?view=all"
        assert "1 changed, 1 not yours." in text(anna.get(answer.url))
        assert Person.objects.get(id=mine.id).owner == cast.boris
        assert last_entry().type == "insight.ManyChanged"

    def test_its_toast_undoes_it(self, cast, anna):
        picked = [person_of(cast, title="CEO"), person_of(cast)]
        do(anna, "title", "Buyer", picked)
        act = Act.objects.get()
        page = text(anna.get("/people/?view=all"))
        assert f'hx-post="/acts/{act.id}/return/"' in page
        shown = {**HTMX, "HX-Current-URL": "http://testserver/people/?view=mine"}
        answer = anna.post(f"/acts/{act.id}/return/", headers=shown)
        assert answer.headers["HX-Redirect"] == "/people/?view=mine"
        assert "2 restored." in text(anna.get("/people/?view=mine"))
        assert titles() == ["CEO", ""]
        with untouched():
            anna.post(f"/acts/{act.id}/return/", headers=shown)

    def test_changes_all_that_match_and_nothing_else(self, cast, anna):
        for title in ("Buyer", "Buyer", "CEO"):
            person_of(cast, title=title)
        person_of(cast, "gleb", title="Buyer")
        answer = do(anna, "tag", "vip", all="1", list=LIST)
        assert "2 changed." in text(anna.get(answer.url))
        assert sorted(Person.objects.filter(tags=["vip"]).values_list("title", flat=True)) == ["Buyer", "Buyer"]
        assert Act.objects.get().words == "Title: is “Buyer”"

    def test_twice_sent_is_once_done(self, cast, anna):
        picked, once = [person_of(cast)], str(new_id())
        for _n in range(2):
            do(anna, "title", "Buyer", picked, once=once)
        assert Act.objects.count() == 1

    @pytest.mark.parametrize(
        ("way", "value", "said"),
        [
            ("tag", "", "Give the tag."),
            ("company", "x" * 301, "longer than the field holds"),
            ("assign", "", "Choose an active colleague"),
            ("title", "x" * 201, "longer than the field holds"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, cast, anna, way, value, said):
        picked = [person_of(cast)]
        with untouched():
            answer = do(anna, way, value, picked)
        assert answer.status_code == 422
        assert said in text(answer)
        assert field_of(answer, "pick") == str(picked[0].id)

    @pytest.mark.parametrize("picked", [[], ["nonsense"], ["0" * 40]])
    def test_asks_to_pick_first(self, cast, anna, picked):
        with untouched():
            answer = anna.post("/lists/person/change/", {"way": "archive", "apply": "1", "pick": picked})
        assert answer.status_code == 422
        assert "Pick the records" in text(answer)

    def test_offers_nothing_to_one_who_only_reads(self, cast):
        person_of(cast)
        emma = browser(cast.emma)
        assert "name=pick" not in text(emma.get("/people/?view=all"))
        with untouched():
            assert do(emma, "archive", picked=Person.objects.all()).status_code == 302

    def test_companies_too(self, cast, anna):
        picked = [company_of(cast), company_of(cast, name="Hana")]
        assert "name=pick" in text(anna.get("/companies/?view=all"))
        do(anna, "industry", "Optics", picked, kind="company")
        assert set(Company.objects.values_list("industry", flat=True)) == {"Optics"}
        do(anna, "archive", picked=picked, kind="company")
        assert Company.objects.filter(archived_at=None).count() == 0


class TestActs:
    def test_are_listed_for_those_whose_journal_is_read(self, cast, anna):
        do(anna, "title", "Buyer", [person_of(cast)])
        act = Act.objects.get()
        for who in ("anna", "vera", "oleg"):
            page = text(browser(getattr(cast, who)).get("/acts/"))
            assert "Change the title – Buyer" in page
        assert "Buyer" not in text(browser(cast.gleb).get("/acts/"))
        assert browser(cast.gleb).get(f"/acts/{act.id}/").status_code == 404

    def test_of_deals_are_not_told_to_who_sees_no_deals(self, cast):
        deal = deal_of(cast, title="Frames")
        act = launch_change(
            actor=cast.actors["anna"], at=NOW, kind="deal", way="archive", given="", ids=[deal.id], words="Deal: is “Frames”"
        )
        dina, emma = browser(cast.dina), browser(cast.emma)
        assert f"/acts/{act.id}/" not in text(dina.get("/acts/"))
        assert dina.get(f"/acts/{act.id}/").status_code == 404
        assert f"/acts/{act.id}/" in text(emma.get("/acts/"))

    def test_do_not_tell_the_filter_to_who_does_not_see_all_fields(self, cast, anna):
        person_of(cast)
        do(anna, "title", "Buyer", all="1", list="view=all&g=0&f=phone&o=contains&v=5670")
        act = Act.objects.get()
        for path in ("/acts/", f"/acts/{act.id}/"):
            assert "5670" in text(anna.get(path))
            assert "5670" in text(browser(cast.vera).get(path))
            page = text(browser(cast.emma).get(path))
            assert "5670" not in told(page)
            assert "•••" in page

    def test_are_undone_no_more_by_who_may_not_change_records_now(self, cast, anna):
        do(anna, "title", "Buyer", [person_of(cast, title="CEO")])
        act = Act.objects.get()
        assert f"/acts/{act.id}/return/" in text(anna.get(f"/acts/{act.id}/", headers=HTMX))
        User.objects.filter(id=cast.anna.id).update(role="executive")
        assert f"/acts/{act.id}/return/" not in text(anna.get(f"/acts/{act.id}/", headers=HTMX))
        with untouched():
            assert anna.post(f"/acts/{act.id}/return/").status_code == 403
        assert titles() == ["Buyer"]

    def test_are_undone_by_their_own_actor_alone(self, cast, anna):
        do(anna, "title", "Buyer", [person_of(cast)])
        address = f"/acts/{Act.objects.get().id}/"
        vera = browser(cast.vera)
        assert "Undo it" not in text(vera.get(address))
        with untouched():
            assert vera.post(f"{address}return/").status_code == 403
        assert "Undo it" in text(anna.get(address))

    def test_say_what_was_left_alone(self, cast, anna):
        one, other = person_of(cast), person_of(cast)
        do(anna, "title", "Buyer", [one, other])
        correct_person(actor=cast.actors["vera"], at=timezone.now(), person_id=one.id, given={"note": "x"})
        anna.post(f"/acts/{Act.objects.get().id}/return/")
        page = text(anna.get(f"/acts/{Act.objects.get().id}/"))
        assert "1 restored, 1 left alone, as it was changed since." in page
        assert titles() == ["Buyer", ""]


class TestJob:
    @pytest.fixture(autouse=True)
    def small(self, monkeypatch):
        monkeypatch.setattr(change, "AT_ONCE", 3)
        monkeypatch.setattr(change, "BATCH", 2)

    def test_goes_through_more_than_a_page_waits_for_and_back(self, cast, anna):
        for _n in range(5):
            person_of(cast, title="Buyer")
        answer = do(anna, "title", "CEO", all="1", list=LIST)
        act = Act.objects.get()
        assert answer.url == f"/acts/{act.id}/"
        assert titles() == ["Buyer"] * 5
        assert go_on(change.resolve_change, act_id=act.id, actor_id=cast.anna.id)
        assert titles() == ["CEO"] * 5
        assert "5 changed." in text(anna.get(answer.url))
        return_change(actor=cast.actors["anna"], at=NOW, act_id=act.id)
        assert 'aria-valuemax="5" aria-valuenow="0" aria-label="Being undone…"' in text(anna.get(answer.url))
        assert "It is being undone." in text(anna.get("/acts/"))
        change.resolve_return(actor=cast.actors["anna"], at=NOW, act_id=act.id, limit=2)
        page = text(anna.get(answer.url, headers=HTMX))
        assert "<span>Being undone…</span><span>2 / 5</span>" in page
        assert 'hx-trigger="live, every 2s"' in page
        assert "It is being undone: 2 of 5." in text(anna.get("/acts/"))
        assert go_on(change.resolve_return, act_id=act.id, actor_id=cast.anna.id)
        assert titles() == ["Buyer"] * 5
        assert "5 restored." in text(anna.get(answer.url))

    def test_stops_when_its_actor_leaves_and_what_is_changed_can_be_seen(self, cast):
        for _n in range(5):
            person_of(cast, title="Buyer")
        actor = cast.actors["vera"]
        act = launch_change(actor=actor, at=NOW, kind="person", way="title", given="CEO", query=Query("person"))
        assert not go_on(change.resolve_change, act_id=act.id, actor_id=actor.id, stopped=lambda: True)
        deactivate_user(actor=cast.actors["oleg"], at=NOW, user_id=cast.vera.id)
        assert go_on(change.resolve_change, act_id=act.id, actor_id=actor.id)
        act.refresh_from_db()
        assert (act.state, act.changed) == ("failed", 2)


    def test_an_undo_that_was_cut_says_so_and_goes_on(self, cast, anna):
        for _n in range(5):
            person_of(cast, title="Buyer")
        act = launch_change(
            actor=cast.actors["anna"], at=NOW, kind="person", way="title", given="CEO", query=Query("person")
        )
        go_on(change.resolve_change, act_id=act.id, actor_id=cast.anna.id)
        return_change(actor=cast.actors["anna"], at=NOW, act_id=act.id)
        go_on(partial(change.resolve_return, limit=2), act_id=act.id, actor_id=cast.anna.id, stopped=lambda: True)
        User.objects.filter(id=cast.anna.id).update(role="executive")
        assert go_on(change.resolve_return, act_id=act.id, actor_id=cast.anna.id)
        act.refresh_from_db()
        assert (act.state, act.returned) == ("failed", 2)
        page = text(anna.get(f"/acts/{act.id}/"))
        assert "It stopped" in page
        assert "2 restored." in page
        User.objects.filter(id=cast.anna.id).update(role="rep")
        anna.post(f"/acts/{act.id}/return/")
        go_on(change.resolve_return, act_id=act.id, actor_id=cast.anna.id)
        act.refresh_from_db()
        assert (act.state, act.returned, act.left) == ("returned", 5, 0)
        assert titles() == ["Buyer"] * 5

    def test_the_last_try_that_fails_says_so(self, cast, anna, monkeypatch):
        for _n in range(5):
            person_of(cast, title="Buyer")
        do(anna, "title", "CEO", all="1", list=LIST)
        act = Act.objects.get()
        monkeypatch.setattr(jobs, "resolve_change", lambda **_given: 1 // 0)
        for attempts, state in ((0, "queued"), (jobs.TRIES, "failed")):
            context = SimpleNamespace(should_abort=lambda: False, job=SimpleNamespace(attempts=attempts))
            with pytest.raises(ZeroDivisionError):
                jobs.run_change.func(context, act_id=str(act.id), actor_id=str(cast.anna.id))
            act.refresh_from_db()
            assert act.state == state


def test_an_address_that_is_read_back_asks_the_same(cast):
    actor = cast.actors["anna"]
    query = Query("person", "mine")
    assert changing.read_query(actor, "person", changing.write_query(query)) == query


def test_the_queue_holds_the_job(cast, anna, monkeypatch):
    monkeypatch.setattr(change, "AT_ONCE", 1)
    for _n in range(2):
        person_of(cast)
    do(anna, "title", "CEO", all="1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, queue_name FROM procrastinate_jobs")
        assert cursor.fetchall() == [("requite.lists.change", "acts")]
