"""By which version of its minimum set a record was judged, beside its score, and what that version asked for."""

from datetime import timedelta

import pytest
from django.utils import timezone
from testing.builders import call_of, company_of, deal_of, meeting_of, person_of

from requite.insight.supervision.models import ScoreChange
from requite.people.models import Person
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.jobs import reassess
from requite.quality.models import Judging, Requirement
from requite.web.tests.own import add

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


def text(response):
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def ask(cast, kind="person", field="title", at=None, stage=""):
    return declare_requirement(
        actor=cast.actors["oleg"], at=at or timezone.now(), kind=kind, stage=stage, field=field, weight=2, grace_hours=48
    )


class TestBesideAScore:
    def made(self, cast, kind):
        person = person_of(cast, company_name="Sejong")
        return {
            "person": lambda: (person, "people"), "company": lambda: (company_of(cast), "companies"),
            "deal": lambda: (deal_of(cast), "deals"), "meeting": lambda: (meeting_of(cast, person), "activities"),
            "call": lambda: (call_of(cast, person), "activities"),
        }[kind]()  # fmt: skip

    @pytest.mark.parametrize("kind", ["person", "company", "deal", "meeting", "call"])
    def test_stands_the_version_that_judged_it(self, cast, clients, kind):
        record, place = self.made(cast, kind)
        page = text(clients("anna").get(f"/{place}/{record.id}/"))
        assert f'href="/minimum-sets/{kind}/1/">judged by version 1, as it shipped</a>' in page

    def test_a_pass_says_so_of_what_it_didnt_write_too(self, cast, clients, now):
        people = sorted((person_of(cast, family=f"Kim{n}", title="Buyer") for n in range(3)), key=lambda one: one.id)
        Person.objects.update(made_at=now - DAY)
        ask(cast, at=now)
        anna = clients("anna")

        def told():
            return [text(anna.get(f"/people/{one.id}/card/")) for one in people]

        assert all("judged by version 1, as it shipped" in page for page in told())
        Judging.objects.filter(kind="person").update(at=now, turn=1, ended_at=None, upto=people[1].id, moved_at=now)
        first, second, third = told()
        for page in (first, second):
            assert 'href="/minimum-sets/person/2/">judged by version 2, of ' in page
            assert "on its way" not in page
        assert "judged by version 1, as it shipped</a>, version 2 is on its way to it" in third
        reassess(kind="person", at=(now + DAY).isoformat())
        assert all("judged by version 2, of " in page for page in told())

    def test_what_is_made_after_a_version_began_was_judged_by_it(self, cast, clients, now):
        ask(cast, at=now - DAY)
        made = person_of(cast)
        Person.objects.filter(id=made.id).update(made_at=now)
        assert "judged by version 2" in text(clients("anna").get(f"/people/{made.id}/"))

    def test_stands_beside_each_day_of_a_records_history(self, cast, clients, now):
        made = person_of(cast)
        today = cast.actors["anna"].day_of(now)
        ask(cast, at=now - timedelta(minutes=1))
        ScoreChange.objects.filter(record_id=made.id).delete()
        for day, before, score in ((today - 2 * DAY, 90, 80), (today, 80, 70)):
            ScoreChange.objects.create(
                record_id=made.id, kind="person", owner_id=cast.anna.id, day=day, before=before, score=score
            )
        page = text(clients("anna").get(f"/history/person/{made.id}/"))
        assert page.index("80 → 70") < page.index('/minimum-sets/person/2/">version 2')
        assert page.index("90 → 80") < page.index('/minimum-sets/person/1/">version 1')


class TestItsPage:
    def test_says_what_was_asked_for_and_what_changed(self, cast, clients, now):
        ask(cast, at=now - DAY)
        Requirement.objects.filter(kind="person", field="phone").update(ends_at=now)
        anna = clients("anna")
        first, second, third = (text(anna.get(f"/minimum-sets/person/{n}/")) for n in (1, 2, 3))
        assert ("as it shipped" in first, "<b>Title</b>" in first, "<b>Phone</b>" in first) == (True, False, True)
        assert "weight 2 · 48 hours" in second
        assert "Title is asked for: weight 2, 48 hours" in second
        assert ("in force now" in second, "in force now" in third) == (False, True)
        assert "<b>Phone</b>" not in third
        assert 'href="/minimum-sets/person/2/">The version before' in third
        assert "The version after" not in third

    def test_is_everybodys_but_who_changed_it_is_said_to_who_may_change_it(self, cast, clients, now):
        ask(cast, at=now - DAY)
        oleg = cast.actors["oleg"].name
        for who in ("anna", "vera", "dina"):
            assert f"· {oleg}</span>" not in text(clients(who).get("/minimum-sets/person/2/"))
        page = text(clients("oleg").get("/minimum-sets/person/2/"))
        assert f"· {oleg}</span>" in page
        assert 'href="/settings/minimum-sets/person/"' in page
        assert 'href="/minimum-sets/person/2/">Version 2' in text(clients("oleg").get("/settings/minimum-sets/person/"))

    @pytest.mark.parametrize("path", ["spaceship/1", "person/0", "person/2", "person/x", "person/99999999999"])
    def test_what_isnt_there_isnt_there(self, clients, path):
        assert clients("oleg").get(f"/minimum-sets/{path}/").status_code == 404

    def test_what_is_ahead_isnt_there_yet(self, cast, clients, now):
        ask(cast)
        Requirement.objects.filter(kind="person", field="title").update(starts_at=now + DAY)
        assert clients("oleg").get("/minimum-sets/person/2/").status_code == 404

    def test_fields_that_the_reader_may_not_know_of_stay_hidden(self, cast, clients, now):
        own = add(cast, name="Budget", audience="work")
        ask(cast, field=own.slug, at=now - DAY)
        assert "Budget" in text(clients("anna").get("/minimum-sets/person/2/"))
        assert "Budget" not in text(clients("dina").get("/minimum-sets/person/2/"))
