"""A team whose records were checked stays, and with it what was found."""

import pytest
from testing.builders import person_of

from requite.identity.actions.erase_team import erase_team
from requite.identity.models import Team, User
from requite.identity.tests.cast import NOW
from requite.insight.checks.actions.draw_checks import draw_week
from requite.insight.checks.models import Check
from requite.insight.checks.queries.anchors import anchors_now
from requite.insight.checks.tests.stage import judge, plan, system
from requite.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def test_a_team_that_was_drawn_from_is_not_erased_with_what_its_checks_found(cast):
    person_of(cast)
    plan(cast, per="team", person=5)
    draw_week(actor=system(cast), at=NOW)
    for check in Check.objects.all():
        judge(cast, check, "wrong", "nobody knows them")
    found = anchors_now(actor=cast.actors["vera"], user_ids=[cast.anna.id], now=NOW)[cast.anna.id]
    assert (found.ok, found.checks) == (0, Check.objects.count())
    assert found.checks > 0
    User.objects.filter(team=cast.north).update(team=cast.south)
    with pytest.raises(Refused, match="Past work"):
        erase_team(actor=cast.actors["oleg"], at=NOW, team_id=cast.north.id)
    assert Team.objects.filter(id=cast.north.id).exists()
    assert anchors_now(actor=cast.actors["vera"], user_ids=[cast.anna.id], now=NOW)[cast.anna.id] == found
