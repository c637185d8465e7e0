"""What of this room an administrator can require, and where a trial finds it."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from requite.people.assessing import best_state
from requite.quality.measure import State
from requite.quality.registry import Default, Kind, Requirable, declare


def read_states(states: Sequence[str] | None) -> State:
    """What a record's points of one kind are worth, by the states that a trial reads."""
    return best_state(states or ())


POINTS = "(SELECT array_agg(t.state::text) FROM people_point t WHERE t.{}_id = r.id AND t.kind = '{}')"
OWING = "r.archived_at IS NULL AND r.owner_id IS NOT NULL"
COMPANY_NAME = "(SELECT k.name FROM people_company k WHERE k.id = r.company_id)"

PERSON = declare(
    Kind(
        slug="person",
        reassess="requite.people.reassessing.reassess_next",
        table="people_person",
        owing=OWING,
        label=_("Person"),
        fields=(
            Requirable("name", _("Name"), "name", 6, sql="r.family_name || ' ' || r.given_name"),
            Requirable("company", _("Company"), "text", 6, sql=COMPANY_NAME),
            Requirable("phone", _("Phone"), "phone", 8, sql=POINTS.format("person", "phone"), read=read_states),
            Requirable("email", _("E-mail"), "email", 10, sql=POINTS.format("person", "email"), read=read_states),
            Requirable("title", _("Title"), "text", 6, sql="r.title"),
            Requirable(
                "address", _("Address"), "text", 15, sql=POINTS.format("person", "address"), read=read_states, chooses=False
            ),
            Requirable("note", _("Note"), "text", 15, sql="r.note"),
        ),
        defaults=(
            Default("name", 3),
            Default("company", 2),
            Default("phone", 3),
            Default("email", 2),
        ),
    )
)

COMPANY = declare(
    Kind(
        slug="company",
        reassess="requite.people.reassessing.reassess_next",
        table="people_company",
        owing=OWING,
        country="r.country",
        label=_("Company"),
        fields=(
            Requirable("name", _("Name"), "text", 6, sql="r.name"),
            Requirable("phone", _("Phone"), "phone", 8, sql=POINTS.format("company", "phone"), read=read_states),
            Requirable("email", _("E-mail"), "email", 10, sql=POINTS.format("company", "email"), read=read_states),
            Requirable(
                "address", _("Address"), "text", 15, sql=POINTS.format("company", "address"), read=read_states, chooses=False
            ),
            Requirable("industry", _("Industry"), "text", 5, sql="r.industry"),
            Requirable("website", _("Website"), "text", 10, sql="r.website"),
            Requirable("registration_number", _("Registration number"), "registration", 12, sql="r.registration_number"),
        ),
        defaults=(Default("name", 3), Default("phone", 3), Default("address", 2)),
    )
)
