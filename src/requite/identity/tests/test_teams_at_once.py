"""Two administrators make a team of one name in one place at the same moment."""

import pytest
from django.db import transaction
from testing.cast import NOW, kept_cast
from testing.committed import at_once, until_it_waits

from requite.identity.actions.register_team import register_team
from requite.identity.models import Team
from requite.kernel.errors import Refused

__all__ = ["kept_cast"]


@pytest.mark.django_db
def test_the_second_of_two_learns_of_the_first(kept_cast):
    def make() -> str:
        try:
            with transaction.atomic():
                register_team(actor=kept_cast.actors["oleg"], at=NOW, name="East")
                until_it_waits()
        except Refused as refusal:
            return str(refusal.errors["name"])
        return "made"

    assert sorted(at_once([make, make])) == ["There is a team of that name here already.", "made"]
    assert Team.objects.filter(name="East").count() == 1
