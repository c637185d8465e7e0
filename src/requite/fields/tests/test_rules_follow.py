"""What a request keeps of rules follows the company's own fields: who may fill one isn't owed by who may not."""

import pytest
from testing.cast import NOW

from requite.fields.actions.fields import FieldDraft, correct_field, register_field
from requite.identity.access import find_reader
from requite.identity.tests.cast import make_cast
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.rules import PRESENT, list_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def unable(cast, slug):
    """Who may not fill the field, as a request that begins now has it."""
    token = PRESENT.set(find_reader(user_id=cast.anna.id).stamps)
    try:
        return next(rule.unable for rule in list_rules("person", at=NOW) if rule.field == slug)
    finally:
        PRESENT.reset(token)


def test_a_field_that_is_hidden_from_a_role_is_owed_by_none_of_it(cast):
    oleg = cast.actors["oleg"]
    field = register_field(actor=oleg, at=NOW, draft=FieldDraft(name="Branch"))
    declare_requirement(actor=oleg, at=NOW, kind="person", stage="", field=field.slug, weight=2, grace_hours=48)
    before = unable(cast, field.slug)
    correct_field(actor=oleg, at=NOW, field_id=field.id, draft=FieldDraft(name="Branch", audience="work"))
    assert unable(cast, field.slug) == before | {cast.dina.id}
    assert cast.dina.id not in before
