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
    def make() -> Team:
        return register_team(actor=kept_cast.actors["oleg"], at=NOW, name="East")

    def first() -> str:
        with transaction.atomic():
            make()
            until_it_waits()
        return "made"

    def second() -> str:
        try:
            make()
        except Refused as refusal:
            return str(refusal.errors["name"])
        return "made"

    assert sorted(at_once([first, second])) == ["There is a team of that name here already.", "made"]
    assert Team.objects.filter(name="East").count() == 1
