"""A line of a minimum set for some teams alone, by the owner's; and a line that ends on a day ahead."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from requite.identity.actions.correct_user import UserDraft, correct_user
from requite.identity.models import Team
from requite.identity.tests.cast import NOW, entries, make_cast
from requite.kernel.errors import Refused, Stale
from requite.kernel.ids import new_id
from requite.quality import engine, queries
from requite.quality.actions.close_requirement import close_requirement, reopen_requirement
from requite.quality.actions.correct_requirement import Correction, correct_requirement
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.engine import Subject
from requite.quality.models import Requirement
from requite.quality.reactions import reassess_kind, reassess_member, reassess_teams
from requite.quality.rules import list_rules
from requite.quality.terms import Terms
from requite.quality.versions import list_days, list_versions, number_of

DAY = timedelta(days=1)
KINDS = {"kind": "person", "stage": "", "field": "title", "weight": "2", "grace_hours": "48"}


@pytest.fixture
def cast(db):
    return make_cast()


def declare(cast, *teams, **values):
    terms = Terms(teams=tuple(str(getattr(team, "id", team)) for team in teams))
    return declare_requirement(actor=cast.actors["oleg"], at=NOW, terms=terms, **{**KINDS, **values})


def lacks(owner_id):
    subject = Subject(kind="person", values={}, made_at=NOW, owner_id=owner_id)
    return "title" in engine.assess(subject, at=NOW).missing


class TestTeams:
    def test_is_asked_of_their_records_alone(self, cast):
        declare(cast, cast.north)
        assert {who: lacks(getattr(cast, who).id) for who in ("anna", "boris", "gleb", "dina")} == {
            "anna": True, "boris": True, "gleb": False, "dina": False
        }  # fmt: skip
        assert not lacks(None)

    def test_a_team_stands_for_those_below_it(self, cast):
        declare(cast, cast.sales)
        assert lacks(cast.anna.id)
        assert lacks(cast.gleb.id)
        assert not lacks(cast.dina.id)

    def test_is_told_by_name_also_once_a_team_is_gone(self, cast):
        made = declare(cast, cast.north)
        assert entries("quality.RequirementsChanged")[-1].changes["teams"] == ["", "North"]
        Requirement.objects.filter(id=made.id).update(teams=[cast.north.id, new_id()])
        oleg = cast.actors["oleg"]
        [line] = [
            line
            for one in queries.list_minimum_sets(actor=oleg, at=NOW)
            if one.kind == "person"
            for line in one.lines
            if line.field == "title"
        ]
        assert (len(line.teams), line.team_names) == (2, ("North",))
        [said] = list_versions(actor=oleg, kind="person", at=NOW)[0].lines
        assert "only North, a team that is no longer there" in said

    def test_refuses_a_team_that_isnt_there(self, cast):
        for team in (new_id(), "nonsense"):
            with pytest.raises(Refused) as refused:
                declare(cast, cast.north, team)
            assert set(refused.value.errors) == {"teams"}
        assert not Requirement.objects.filter(field="title").exists()

    def test_other_teams_are_a_new_row(self, cast):
        made = declare(cast, cast.north)
        oleg = cast.actors["oleg"]
        asked = {"actor": oleg, "at": NOW + DAY, "requirement_id": made.id}
        assert correct_requirement(**asked, to=Correction(weight=2, grace_hours=48)).id == made.id
        terms = Terms(teams=(str(cast.south.id),))
        new = correct_requirement(**asked, to=Correction(weight=2, grace_hours=48, terms=terms))
        assert (new.teams, entries("quality.RequirementsChanged")[-1].changes["teams"]) == (
            [cast.south.id], ["North", "South"]
        )  # fmt: skip
        made.refresh_from_db()
        assert made.ends_at == new.starts_at

    def test_who_changes_teams_has_their_records_judged_anew(self, cast):
        reassess_member(entry_id=1, subject_id=cast.anna.id, at=NOW)
        assert not ProcrastinateJob.objects.filter(task_name="requite.quality.reassess").exists()
        declare(cast, cast.north)
        reassess_member(entry_id=1, subject_id=cast.anna.id, at=NOW)
        reassess_teams(entry_id=1, subject_id=cast.south.id, at=NOW)
        jobs = ProcrastinateJob.objects.filter(task_name="requite.quality.reassess").order_by("id")
        assert [job.args.get("owner") for job in jobs] == [str(cast.anna.id), None]
        Team.objects.filter(id=cast.north.id).update(parent=cast.south)
        assert lacks(cast.anna.id)

    def test_a_move_to_another_team_queues_it(self, cast):
        declare(cast, cast.north)
        user = cast.anna
        correct_user(
            actor=cast.actors["oleg"], at=NOW, user_id=user.id,
            draft=UserDraft(
                family_name=user.family_name, given_name=user.given_name, role=user.role, team_id=cast.south.id
            ),
        )  # fmt: skip
        names = [job.args["name"] for job in ProcrastinateJob.objects.filter(task_name="requite.react")]
        assert "requite.quality.reactions.reassess_member" in names


class TestEnds:
    def asked(self, at):
        return {rule.field for rule in list_rules("person", at=at)}

    def test_on_a_day_ahead_and_not_before(self, cast):
        oleg = cast.actors["oleg"]
        phone = Requirement.objects.get(kind="person", field="phone")
        day = oleg.day_of(NOW) + 7 * DAY
        ended = close_requirement(actor=oleg, at=NOW, requirement_id=phone.id, ends_on=day.isoformat())
        assert "phone" in self.asked(ended.ends_at - timedelta(seconds=1))
        assert "phone" not in self.asked(ended.ends_at)
        reassess_kind(entry_id=1, subject_id=phone.id, at=NOW)
        assert ProcrastinateJob.objects.get(task_name="requite.quality.begin").scheduled_at == ended.ends_at
        [ahead] = list_versions(actor=oleg, kind="person", at=NOW)[0].lines
        assert ahead == "Phone will no longer be asked for"
        assert [number_of(list_days("person"), at) for at in (NOW, ended.ends_at)] == [1, 2]

    def test_is_taken_back_or_changed_meanwhile(self, cast):
        oleg = cast.actors["oleg"]
        phone = Requirement.objects.get(kind="person", field="phone")
        day = (oleg.day_of(NOW) + 7 * DAY).isoformat()
        close_requirement(actor=oleg, at=NOW, requirement_id=phone.id, ends_on=day)
        new = correct_requirement(actor=oleg, at=NOW, requirement_id=phone.id, to=Correction(weight=9, grace_hours=1))
        assert new.ends_at == Requirement.objects.get(id=new.id).ends_at > NOW
        reassess_kind(entry_id=1, subject_id=new.id, at=NOW)  # the other weight holds at once, and no more from that day on
        queued = ProcrastinateJob.objects.filter(task_name__startswith="requite.quality.").order_by("id")
        assert [job.task_name for job in queued] == ["requite.quality.begin", "requite.quality.reassess"]
        reopen_requirement(actor=oleg, at=NOW, requirement_id=new.id)
        assert Requirement.objects.get(id=new.id).ends_at is None
        close_requirement(actor=oleg, at=NOW, requirement_id=new.id)
        with pytest.raises(Stale):
            reopen_requirement(actor=oleg, at=NOW, requirement_id=new.id)

    @pytest.mark.parametrize("day", ["yesterday", "2020-01-01", "2199-01-01"])
    def test_refuses_what_is_no_day_ahead(self, cast, day):
        phone = Requirement.objects.get(kind="person", field="phone")
        with pytest.raises(Refused) as refused:
            close_requirement(actor=cast.actors["oleg"], at=NOW, requirement_id=phone.id, ends_on=day)
        assert set(refused.value.errors) == {"ends_on"}
