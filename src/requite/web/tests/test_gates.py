"""A gate: the act is stopped, what is missing is asked for in place, and it goes through in one step."""

import re

import pytest
from testing.asserts import last_entry, text, untouched
from testing.builders import deal_of, meeting_of, person_of, stages
from testing.cast import DAY, HTMX

from requite.deals.actions.correct_deal import correct_deal
from requite.deals.models import Deal, Reason
from requite.deals.moments import moment_of
from requite.identity.tests.cast import NOW
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.models import Requirement
from requite.quality.terms import Terms
from requite.web.tests.own import actor, add
from requite.work.actions.asked import mark_asked
from requite.work.actions.debts import waive_debt
from requite.work.models import Activity

pytestmark = pytest.mark.django_db
PAST = NOW - DAY


def gate(cast, kind, stage, field, **values):
    Requirement.objects.filter(kind=kind, stage=stage, field=field).delete()
    return declare_requirement(
        actor=cast.actors["oleg"], at=NOW - 30 * DAY, kind=kind, stage=stage, field=field, weight=3, grace_hours=24,
        terms=Terms(is_gate=True, **values),
    )  # fmt: skip


@pytest.fixture
def meeting(cast):
    return meeting_of(cast, person_of(cast, company_name="Sejong"), at=PAST)


@pytest.fixture
def deal(cast):
    return deal_of(cast, person_id=person_of(cast).id)


def state(record):
    record.refresh_from_db()
    return record.state


class TestMeeting:
    def where(self, meeting):
        return f"/activities/{meeting.id}/holding/"

    def test_isnt_held_without_its_result_and_is_with_it(self, cast, clients, meeting):
        gate(cast, "meeting", "held", "result")
        anna = clients("anna")
        with untouched():
            answer = anna.post(self.where(meeting))
        assert answer.status_code == 422
        page = text(answer)
        assert "This needs first: result." in page
        assert 'name="gate-result"' in page
        assert state(meeting) == "planned"
        sent = {"gate": f"meeting:{meeting.id}", "gate-result": "They buy"}
        done = anna.post(self.where(meeting), sent, follow=True)
        assert done.status_code == 200
        assert "Held." in text(done)
        meeting.refresh_from_db()
        assert (meeting.state, meeting.result, meeting.missing) == ("held", "They buy", [])

    def test_says_what_the_value_must_be_and_goes_through_with_it(self, cast, clients, meeting):
        gate(cast, "meeting", "held", "result", limits={"words": ["3"]})
        anna, sent = clients("anna"), {"gate": f"meeting:{meeting.id}"}
        assert "This needs first: result (at least 3 words)." in text(anna.post(self.where(meeting)))
        with untouched():
            short = anna.post(self.where(meeting), {**sent, "gate-result": "They buy"})
        assert short.status_code == 422
        assert "This is asked for: at least 3 words." in text(short)
        assert 'value="They buy"' in text(short)
        anna.post(self.where(meeting), {**sent, "gate-result": "They buy frames"})
        assert state(meeting) == "held"

    def test_says_which_meeting_it_is_and_what_was_left_blank(self, cast, clients, meeting):
        gate(cast, "meeting", "held", "result")
        anna = clients("anna")
        first = text(anna.post(self.where(meeting), headers=HTMX))
        assert re.search("<b>Meeting with .*Hana.*</b> <small.*>prices · 23 Nov</small>", first)
        assert "autofocus" in first
        assert "This is needed." not in first
        with untouched():
            again = anna.post(self.where(meeting), {"gate": f"meeting:{meeting.id}", "gate-result": " "}, headers=HTMX)
        assert again.status_code == 422
        assert "This is needed." in text(again)

    @pytest.mark.parametrize("limits", [{}, {"words": ["3"]}])
    def test_says_why_words_that_say_nothing_dont_do(self, cast, clients, meeting, limits):
        gate(cast, "meeting", "held", "result", limits=limits)
        with untouched():
            sent = {"gate": f"meeting:{meeting.id}", "gate-result": "asdf"}
            answer = clients("anna").post(self.where(meeting), sent, headers=HTMX)
        assert answer.status_code == 422
        assert "This is filler and counts as blank. Type what it really is." in text(answer)
        assert 'value="asdf"' in text(answer)

    def test_says_when_it_was_not_when_its_debt_is_due(self, cast, clients):
        gate(cast, "meeting", "held", "topic")
        meeting = meeting_of(cast, person_of(cast), at=PAST, topic="")
        assert '<small class="mute">23 Nov</small>' in text(clients("anna").post(self.where(meeting), headers=HTMX))

    def test_whose_result_comes_with_it_isnt_stopped(self, cast, clients, meeting):
        gate(cast, "meeting", "held", "result")
        clients("anna").post(self.where(meeting), {"result": "They buy"})
        assert state(meeting) == "held"

    def test_what_is_no_gate_stays_a_debt(self, cast, clients, meeting):
        clients("anna").post(self.where(meeting))
        assert (state(meeting), meeting.missing) == ("held", ["result"])

    def test_asks_again_for_what_cant_be_used_and_keeps_what_was_typed(self, cast, clients):
        bare = meeting_of(cast, person_of(cast, points=[]), at=PAST)
        gate(cast, "meeting", "held", "contact")
        gate(cast, "meeting", "held", "result")
        anna = clients("anna")
        sent = {"gate": f"meeting:{bare.id}", "gate-contact": "010-1234-5678", "gate-result": "They buy"}
        with untouched():
            answer = anna.post(self.where(bare), sent, headers=HTMX)
        page = text(answer)
        assert answer.status_code == 422
        assert "be used as it is" in page
        assert "010-1234-5678" in page
        assert "They buy" in page
        headers = {**HTMX, "HX-Current-URL": f"http://testserver/activities/{bare.id}/"}
        answer = anna.post(self.where(bare), {**sent, "gate-contact": "kim@sejong.kr"}, headers=headers)
        assert answer.headers["HX-Redirect"] == f"/activities/{bare.id}/"
        bare.refresh_from_db()
        assert (bare.state, bare.result, bare.missing) == ("held", "They buy", [])

    def test_lets_through_what_was_waived_or_asked(self, cast, clients):
        def asked(who, record):
            return {"actor": cast.actors[who], "at": NOW, "kind": "meeting", "record_id": record.id, "field": "contact"}

        for n, let in enumerate((
            lambda one: waive_debt(**asked("vera", one), reason="x"), lambda one: mark_asked(**asked("anna", one)),
        )):  # fmt: skip
            bare = meeting_of(cast, person_of(cast, given=f"N{n}", points=[]), at=PAST)
            if not n:
                gate(cast, "meeting", "held", "contact")
            let(bare)
            clients("anna").post(self.where(bare), {"result": "They buy"})
            assert state(bare) == "held"

    def test_of_a_field_of_the_companys_own(self, cast, clients, meeting):
        own = add(cast, "text", "Budget", kind="activity", kinds=("meeting",))
        gate(cast, "meeting", "held", own.slug)
        anna = clients("anna")
        page = text(anna.post(self.where(meeting), {"result": "They buy"}))
        assert f'name="gate-{own.slug}"' in page
        assert '<input type="hidden" name="result" value="They buy">' in page
        sent = {"gate": f"meeting:{meeting.id}", f"gate-{own.slug}": "Large", "result": "They buy"}
        anna.post(self.where(meeting), sent)
        assert (state(meeting), meeting.result, meeting.missing) == ("held", "They buy", [])
        assert actor(cast)

    def test_planning_is_never_stopped(self, cast):
        gate(cast, "meeting", "held", "place")
        assert meeting_of(cast, person_of(cast, points=[])).state == Activity.State.PLANNED


class TestDeal:
    def test_isnt_drawn_past_the_gate_on_the_board(self, cast, clients, deal):
        gate(cast, "deal", "offer", "amount")
        anna, offer = clients("anna"), stages()["offer"]
        sent = {"stage": str(offer.id), "from": str(deal.stage_id), "on": "board", "of": "mine"}
        where = f"/deals/{deal.id}/stage/"
        with untouched():
            answer = anna.post(where, sent, headers=HTMX)
        assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#main")
        assert f'<input type="hidden" name="stage" value="{offer.id}">' in text(answer)
        headers = {**HTMX, "HX-Current-URL": "http://testserver/deals/?of=mine"}
        done = anna.post(where, {**sent, "gate": f"deal:{deal.id}", "gate-amount": "5000000"}, headers=headers)
        assert done.headers["HX-Redirect"] == "/deals/?of=mine"
        deal.refresh_from_db()
        assert (deal.stage_id, deal.amount, deal.missing) == (offer.id, 5_000_000, ["expected_on"])
        undo = text(anna.get("/deals/?of=mine"))
        assert "Moved to" in undo
        assert f"{where}?stage=" in undo

    def test_isnt_lost_without_a_reason_nor_won_without_an_amount(self, cast, clients, deal):
        gate(cast, "deal", "lost", "reason")
        gate(cast, "deal", "won", "amount")
        anna, where = clients("anna"), f"/deals/{deal.id}/closure/"
        for closed, asked in (("lost", 'name="reason"'), ("won", 'name="gate-amount"')):
            with untouched():
                answer = anna.post(where, {"state": closed}, headers=HTMX)
            assert answer.status_code == 422
            assert asked in text(answer)
        sent = {"state": "won", "gate": f"deal:{deal.id}", "gate-amount": "nonsense"}
        with untouched():
            assert "nonsense" in text(anna.post(where, sent))
        anna.post(where, {**sent, "gate-amount": "700"})
        assert (state(deal), deal.amount) == ("won", 700)
        assert last_entry("deals.DealWon").subject_id == deal.id

    def test_a_reason_that_is_chosen_goes_through(self, cast, clients, deal):
        gate(cast, "deal", "lost", "reason")
        reason = Reason.objects.filter(state="lost").first()
        sent = {"state": "lost", "gate": f"deal:{deal.id}", "reason": str(reason.id)}
        clients("anna").post(f"/deals/{deal.id}/closure/", sent)
        assert state(deal) == "lost"

    def test_a_new_one_is_refused_beside_its_field(self, cast, clients):
        gate(cast, "deal", "offer", "amount")
        form = {"title": "New", "stage": str(stages()["offer"].id)}
        answer = clients("anna").post("/deals/new/", form)
        assert answer.status_code == 422
        assert "This needs first: amount." in text(answer)
        assert not Deal.objects.filter(title="New").exists()

    def test_of_many_those_that_miss_stay_and_are_listed(self, cast, clients, deal):
        gate(cast, "deal", "offer", "amount")
        rich = deal_of(cast, title="Rich", amount="900")
        offer = stages()["offer"]
        sent = {"way": "stage", "apply": "1", "value": str(offer.id), "pick": [str(deal.id), str(rich.id)]}
        page = text(clients("anna").post("/lists/deal/change/", sent, follow=True))
        assert "1 changed, 1 stays: something is missing." in page
        assert f'href="/deals/{deal.id}/edit/"' in page
        assert "Missing: amount" in page
        assert {one.id: one.stage_id for one in Deal.objects.all()} == {rich.id: offer.id, deal.id: deal.stage_id}

    def test_many_are_closed_past_it_with_the_reason_of_all(self, cast, clients, deal):
        gate(cast, "deal", "lost", "reason")
        reason = Reason.objects.filter(state="lost").first()
        sent = {"way": "lost", "apply": "1", "value": str(reason.id), "pick": [str(deal.id)]}
        clients("anna").post("/lists/deal/change/", sent)
        assert state(deal) == "lost"

    def test_holds_for_a_team_alone(self, cast, clients, deal):
        gate(cast, "deal", "won", "amount", teams=(str(cast.south.id),))
        clients("anna").post(f"/deals/{deal.id}/closure/", {"state": "won"})
        assert state(deal) == "won"


class TestStage:
    """A gate from a stage of a pipeline on: on the board, on the deal's page, in a cell of the list, of many."""

    @pytest.fixture
    def needs(self, cast):
        found = stages()["needs"]
        gate(cast, "deal", moment_of(found.id), "note", limits={"words": ["2"]})
        return found

    def test_holds_on_the_board_and_the_page(self, clients, deal, needs):
        anna, where = clients("anna"), f"/deals/{deal.id}/stage/"
        for headers in (HTMX, {}):
            with untouched():
                answer = anna.post(where, {"stage": str(needs.id), "on": "board"}, headers=headers)
            assert answer.status_code == 422
            assert "This needs first: note (at least 2 words)." in text(answer)
        anna.post(where, {"stage": str(needs.id), "gate": f"deal:{deal.id}", "gate-note": "They agreed"})
        deal.refresh_from_db()
        assert (deal.stage_id, deal.note) == (needs.id, "They agreed")

    def test_holds_in_a_cell_and_of_many(self, clients, deal, needs):
        anna = clients("anna")
        with untouched():
            cell = anna.post(f"/lists/deal/{deal.id}/cells/stage/", {"value": str(needs.id)}, headers=HTMX)
        assert (cell.status_code, cell["HX-Retarget"]) == (422, "#main")  # a cell would cut it off
        sent = {"way": "stage", "apply": "1", "value": str(needs.id), "pick": [str(deal.id)]}
        page = text(anna.post("/lists/deal/change/", sent, follow=True))
        assert "Missing: note" in page
        assert "banner--ahead" not in page

    def test_is_said_beside_what_is_owed(self, cast, clients):
        found = stages()
        gate(cast, "deal", "-".join(moment_of(found[key].id) for key in ("needs", "decision")), "note")
        deal_of(cast, title="Frames", stage="interest", person_id=person_of(cast).id)
        declared = deal_of(cast, title="Lenses", stage="needs", note="They agreed", at=NOW, person_id=person_of(cast).id)
        correct_deal(actor=cast.actors["anna"], at=NOW, deal_id=declared.id, given={"note": ""})
        assert "Deals need from “Needs known” until “Decision”: Note, since" in text(clients("anna").get("/debts/"))


class TestSettings:
    def test_from_a_stage_until_another(self, clients):
        oleg, found = clients("oleg"), stages()
        form = {"field": "note", "weight": "1", "grace_hours": "1", "is_gate": "1", "stage": moment_of(found["needs"].id)}
        refused = oleg.post("/settings/minimum-sets/deal/", {**form, "until": moment_of(found["interest"].id)})
        assert refused.status_code == 422
        assert "doesn’t come after" in text(refused)
        tried = oleg.post("/settings/minimum-sets/deal/", {**form, "until": moment_of(found["offer"].id)})
        page = text(oleg.get(tried.url))
        assert "from “Needs known” until “Offer made”" in page
        oleg.post(tried.url)
        assert "from “Needs known” until “Offer made”" in text(oleg.get("/settings/minimum-sets/deal/"))

    def test_a_gate_is_for_moments_to_which_an_act_leads(self, cast, clients):
        oleg, form = clients("oleg"), {"field": "note", "weight": "1", "grace_hours": "1", "is_gate": "1"}
        answer = oleg.post("/settings/minimum-sets/deal/", {**form, "stage": ""})
        assert answer.status_code == 422
        assert "No act brings a record to this moment" in text(answer)
        page = text(oleg.get(oleg.post("/settings/minimum-sets/deal/", {**form, "stage": "won"}).url))
        assert "It will be a gate" in page
