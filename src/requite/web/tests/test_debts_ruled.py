"""What a leader says of a debt: another time, or that it isn't owed; and debts by rep and age."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from testing.asserts import last_entry, text, untouched
from testing.builders import BACK, company_of, deal_of, meeting_of, person_of
from testing.cast import HTMX, NOW

from requite.deals.actions.close_deal import close_deal
from requite.deals.models import Closure
from requite.deals.reassessing import reassess_next as reassess_deals
from requite.fields.actions.fields import archive_field, restore_field
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.people.actions.correct_person import correct_person
from requite.people.actions.points import register_point
from requite.people.models import Company, Person
from requite.quality.actions.close_requirement import close_requirement
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.rulings import Ruling, plain
from requite.web.tests.own import add
from requite.work.actions.correct_activity import correct_activity
from requite.work.actions.debts import postpone_debt, restore_debt, waive_debt
from requite.work.actions.meetings import hold_meeting
from requite.work.models import Activity
from requite.work.queries.attention import list_rep_loads
from requite.work.queries.debts import Only, list_debts, list_debts_of, sum_debts
from requite.work.reassessing import reassess_of_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = "The customer keeps it secret"


@pytest.fixture
def person(cast):
    """Lacks an e-mail address."""
    return person_of(cast, family="Bare", points=[("phone", "010-8273-4615")], company_name="")


@pytest.fixture
def meeting(cast):
    made = meeting_of(cast, person_of(cast, company_name="Sejong"))
    return hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=made.id)


def asked(cast, record, kind, field, who="vera"):
    return {"actor": cast.actors[who], "at": NOW, "kind": kind, "record_id": record.id, "field": field}


def owed(cast):
    return {debt.record_id: debt for debt in list_debts(actor=cast.actors["anna"], user_id=cast.anna.id)}


class TestWaived:
    def test_isnt_owed_and_still_missing(self, cast, meeting):
        before = Activity.objects.get(id=meeting.id)
        waive_debt(**asked(cast, meeting, "meeting", "result"), reason=WHY)
        after = Activity.objects.get(id=meeting.id)
        assert meeting.id not in owed(cast)
        assert (after.owed_at, after.missing, after.score) == (None, ["result"], before.score)
        assert last_entry("work.ActivityDebtRuled").changes == {"owed result": [None, WHY]}
        restore_debt(**asked(cast, meeting, "meeting", "result"))
        assert owed(cast)[meeting.id].due_at == before.owed_at

    def test_a_meeting_counts_when_what_was_waived_is_given_after_all(self, cast):
        bare = person_of(cast, points=[])
        meeting = meeting_of(cast, bare)
        hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=meeting.id, result="They will")
        lacks = Activity.objects.get(id=meeting.id).missing
        assert lacks == ["contact"]
        waive_debt(**asked(cast, meeting, "meeting", "contact"), reason=WHY)
        register_point(actor=cast.actors["anna"], at=NOW, kind="phone", raw="02-551-5620", person_id=bare.id)
        reassess_of_person(person_id=bare.id, at=NOW)
        assert Activity.objects.get(id=meeting.id).missing == []

    def test_what_its_deal_counts_for_follows_a_line_that_ended_meanwhile(self, cast):
        oleg = cast.actors["oleg"]
        measures = {"weight": 1, "grace_hours": 0}
        line = declare_requirement(actor=oleg, at=BACK, kind="deal", stage="won", field="note", **measures)
        deal = deal_of(cast, person_id=person_of(cast).id, amount="100", currency="KRW", expected_on="2026-12-01")
        close_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, state="won")
        assert list(Closure.objects.values_list("is_complete", "deal__missing")) == [(False, ["note"])]
        close_requirement(actor=oleg, at=NOW, requirement_id=line.id)
        waive_debt(**asked(cast, deal, "deal", "note"), reason=WHY)
        reassess_deals(kind="deal", after=None, at=NOW)
        assert list(Closure.objects.values_list("is_complete", "deal__missing")) == [(True, [])]

    def test_leaves_what_else_is_missing(self, cast, person):
        both = dict(owed(cast))[person.id]
        assert both.fields == ("company", "email")
        waive_debt(**asked(cast, person, "person", "company"), reason=WHY)
        assert owed(cast)[person.id].due_at == both.due_at
        waive_debt(**asked(cast, person, "person", "email"), reason=WHY)
        assert person.id not in owed(cast)

    def test_is_in_no_list_while_the_record_owes_something_else(self, cast, clients, person):
        other = person_of(cast, family="Other", points=[("phone", "010-8273-4616")], company_name="")
        where = f"/debts/together/person/company/?user={cast.anna.id}"
        whole = sum_debts(actor=cast.actors["anna"], user_id=cast.anna.id)
        waive_debt(**asked(cast, person, "person", "company"), reason=WHY)
        left = owed(cast)[person.id]
        assert (left.field, left.fields, left.others) == ("email", ("email",), 0)
        assert f"value-{other.id}" in text(clients("anna").get(where))
        assert f"value-{person.id}" not in text(clients("anna").get(where))
        after = sum_debts(actor=cast.actors["anna"], user_id=cast.anna.id)
        assert {same.field: same.records for same in after.same} == {"company": 1, "email": 2}
        assert after.seconds < whole.seconds

    def test_isnt_unsettled_while_the_meeting_owes_something_else(self, cast, meeting):
        Activity.objects.filter(id=meeting.id).update(missing=["topic", "result"])
        waived = {"result": plain(Ruling(None, WHY, cast.vera.id, NOW))}
        for rulings, rows in (({}, 1), (waived, 0)):
            Activity.objects.filter(id=meeting.id).update(rulings=rulings)
            only = Only(results=True)
            found = list_debts(actor=cast.actors["anna"], user_id=cast.anna.id, only=only)
            loads = list_rep_loads(actor=cast.actors["vera"], team_id=None, roles=("rep",), now=NOW)
            unsettled = next(one.unsettled for one in loads if one.user_id == cast.anna.id)
            assert (len(found), unsettled) == (rows, rows)

    def test_stays_so_when_the_record_is_judged_anew(self, cast, person):
        for field in ("company", "email"):
            waive_debt(**asked(cast, person, "person", field), reason=WHY)
        correct_person(actor=cast.actors["anna"], at=NOW, person_id=person.id, given={"title": "CEO"})
        assert Person.objects.get(id=person.id).owed_at is None

    def test_of_a_company_and_a_deal(self, cast):
        company, deal = company_of(cast, name="Hanbit"), deal_of(cast, stage="offer")
        for record, kind, field in ((company, "company", "address"), (deal, "deal", "amount")):
            waive_debt(**asked(cast, record, kind, field), reason=WHY)
            record.refresh_from_db()
            assert record.rulings[field]["reason"] == WHY
            assert field in record.missing
        assert Company.objects.get(id=company.id).owed_at is None

    def test_wants_a_reason_and_something_that_is_missing(self, cast, meeting):
        for field, reason, sentence in (
            ("result", " ", "Say why"), ("result", "x" * 301, "At most"), ("topic", WHY, "missing any"),
        ):  # fmt: skip
            with untouched(), pytest.raises(Refused, match=sentence):
                waive_debt(**asked(cast, meeting, "meeting", field), reason=reason)

    @pytest.mark.parametrize(
        ("who", "error"),
        [("anna", NotAllowed), ("boris", NotAllowed), ("emma", NotAllowed), ("gleb", NotVisible), ("dina", NotVisible)],
    )
    def test_is_the_leaders_right(self, cast, meeting, who, error):
        with untouched(), pytest.raises(error):
            waive_debt(**asked(cast, meeting, "meeting", "result", who), reason=WHY)


class TestAnotherTime:
    def test_comes_before_the_rule(self, cast, meeting):
        for due in (NOW + 9 * DAY, NOW + DAY / 24):
            postpone_debt(**asked(cast, meeting, "meeting", "result"), due_at=due)
            assert owed(cast)[meeting.id].due_at == due
        for due, sentence in ((NOW - DAY, "past"), (None, "until when")):
            with untouched(), pytest.raises(Refused, match=sentence):
                postpone_debt(**asked(cast, meeting, "meeting", "result"), due_at=due)


    def test_is_each_fields_own(self, cast, person):
        due = NOW + 30 * DAY
        usual = owed(cast)[person.id].due_at
        postpone_debt(**asked(cast, person, "person", "company"), due_at=due)
        line = owed(cast)[person.id]
        assert (line.field, line.due_at, line.owed_at) == ("email", usual, usual)
        anna = cast.actors["anna"]
        [row] = list_debts(actor=anna, user_id=cast.anna.id, only=Only(same=("person", "company")))
        assert (row.due_at, row.owed_at) == (due, usual)
        found, _owner = list_debts_of(actor=anna, kind="person", record_id=person.id)
        assert {debt.field: debt.due_at for debt in found} == {"company": due, "email": usual}


class TestPages:
    def page(self, record, kind="meeting", field="result"):
        return f"/debts/{kind}/{record.id}/{field}/ruling/"

    def test_the_leader_waives_and_the_rep_reads_by_whom_and_why(self, cast, clients, meeting):
        vera, anna = clients("vera"), clients("anna")
        where = f"/debts/meeting/{meeting.id}/"
        assert "Waive" in text(vera.get(where))
        assert "Waive" not in text(anna.get(where))
        answer = vera.post(self.page(meeting), {"say": "waive", "reason": WHY}, follow=True)
        assert "Waived." in text(answer)
        said = f"Waived by {cast.vera.name} on"
        for address, headers in ((where, {}), (where, HTMX), ("/debts/?only=waived", {})):
            page = text(anna.get(address, headers=headers))
            assert said in page, address
            assert WHY in page
        assert "Owed: Result" in text(anna.get(f"/history/activity/{meeting.id}/"))
        assert "waived: " + WHY in text(anna.get(f"/history/activity/{meeting.id}/"))
        correct_activity(actor=cast.actors["anna"], at=NOW, activity_id=meeting.id, given={"result": "They want an offer"})
        for address in (where, "/debts/?only=waived"):
            assert said not in text(anna.get(address)), "it is filled by now"
        correct_activity(actor=cast.actors["anna"], at=NOW, activity_id=meeting.id, given={"result": ""})
        assert said in text(anna.get("/debts/?only=waived"))
        vera.post(f"{self.page(meeting)}undo/")
        assert said not in text(anna.get(where))
        assert meeting.id in owed(cast)

    def test_leads_back_to_whose_it_is(self, cast, clients, person, meeting):
        at = reverse("owes", kwargs={"kind": "person", "id": person.id})
        back = f'href="{reverse("debts", query={"user": str(cast.anna.id)})}">All that is owed'
        page = text(clients("vera").get(at))
        assert back in page
        assert cast.anna.name in page
        assert f'href="{reverse("debts")}">All that is owed' in text(clients("anna").get(at))

    def test_one_debt_alone_is_open_to_be_ruled(self, clients, meeting, person):
        many = text(clients("vera").get(reverse("owes", kwargs={"kind": "person", "id": person.id})))
        assert many.count('<details class="more ruling">') == 2
        alone = text(clients("vera").get(reverse("owes", kwargs={"kind": "meeting", "id": meeting.id})))
        assert alone.count('<details class="more ruling" open>') == 1

    def test_what_is_refused_keeps_its_text(self, clients, meeting):
        vera = clients("vera")
        with untouched():
            answer = vera.post(self.page(meeting), {"say": "due", "day": "2020-02-02", "clock": "10:00"})
        assert answer.status_code == 422
        assert "This time is past." in text(answer)
        assert "2020-02-02" in text(answer)
        assert vera.post(self.page(meeting), {"say": "nonsense"}).status_code == 404
        assert vera.post(self.page(meeting, "spaceship"), {"say": "rule"}).status_code == 404

    def test_undo_brings_back_what_was_ruled_before(self, cast, clients, meeting):
        vera = clients("vera")
        due = NOW + 9 * DAY
        postpone_debt(**asked(cast, meeting, "meeting", "result"), due_at=due)
        before = Activity.objects.get(id=meeting.id).rulings
        for sent in ({"say": "waive", "reason": WHY}, {"say": "rule"}):
            page = text(vera.post(self.page(meeting), sent, follow=True))
            assert Activity.objects.get(id=meeting.id).rulings != before
            undo = re.search(rf"{self.page(meeting)}undo/[^\"']*", page)[0]
            assert "Undone." in text(vera.post(undo, follow=True))
            assert Activity.objects.get(id=meeting.id).rulings == before
            assert owed(cast)[meeting.id].due_at == due
        other = meeting_of(cast, person_of(cast))
        with untouched():
            assert vera.post(undo.replace(str(meeting.id), str(other.id))).status_code == 404
            assert vera.post(f"{undo}x").status_code == 404
        correct_activity(actor=cast.actors["anna"], at=NOW, activity_id=meeting.id, given={"result": "They buy"})
        with untouched():
            answer = vera.post(undo)
        assert "Nothing of this is missing any more." in text(answer)

    def test_what_isnt_missing_any_more_is_said_on_top(self, cast, clients, meeting):
        vera = clients("vera")
        correct_activity(actor=cast.actors["anna"], at=NOW, activity_id=meeting.id, given={"result": "They buy"})
        with untouched():
            answer = vera.post(self.page(meeting), {"say": "waive", "reason": WHY})
        assert answer.status_code == 422
        assert "Nothing of this is missing any more." in text(answer)
        assert WHY in text(answer)

    def test_another_time(self, cast, clients, meeting):
        vera = clients("vera")
        vera.post(self.page(meeting), {"say": "due", "day": "2027-01-04"})
        assert f"{cast.vera.name} gave it until" in text(vera.get(f"/debts/?only=waived&user={cast.anna.id}"))

    def test_of_a_field_that_was_removed_stands_no_longer_until_it_comes_back(self, cast, clients, person):
        field, vera, where = add(cast, name="Branch"), clients("vera"), f"/debts/?only=waived&user={cast.anna.id}"
        ruling = plain(Ruling(None, WHY, cast.vera.id, NOW))
        Person.objects.filter(id=person.id).update(missing=[field.slug], rulings={field.slug: ruling})
        assert WHY in text(vera.get(where))
        archive_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
        assert WHY not in text(vera.get(where))
        restore_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
        assert WHY in text(vera.get(where))

    def test_debts_by_rep_and_age(self, cast, clients, person, meeting):
        Person.objects.filter(id=person.id).update(owed_at=NOW - 40 * DAY)
        page = text(clients("vera").get("/debts/team/"))
        assert cast.anna.name in page
        assert f"/debts/?user={cast.anna.id}&only=month" in page
        month = text(clients("vera").get(f"/debts/?user={cast.anna.id}&only=month"))
        assert "Bare" in month
        assert "Meeting with" not in month
        assert "Bare" not in text(clients("vera").get(f"/debts/?user={cast.anna.id}&only=week"))
        assert clients("anna").get("/debts/team/").status_code == 403
        assert f'data-live="team:{cast.vera.team_id}"' in page
        alone = text(clients("vera").get("/debts/team/", headers={**HTMX, "HX-Target": "team-debts"}))
        assert cast.anna.name in alone
        assert "<h1" not in alone
