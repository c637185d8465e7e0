"""What of this room an administrator can require, and where a trial finds it."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from requite.people.assessing import best_state
from requite.quality.measure import State
from requite.quality.registry import Default, Kind, Requirable, declare


def read_states(states: Sequence[str] | None) -> State:
    """What a record's points of one kind are worth, by the states that a trial reads."""
    return best_state(states or ())


POINTS = "(SELECT array_agg(t.state::text) FROM people_point t WHERE t.{}_id = r.id AND t.kind = '{}')"
OWING = "r.archived_at IS NULL AND r.owner_id IS NOT NULL"
COMPANY_NAME = "(SELECT k.name FROM people_company k WHERE k.id = r.company_id)"



def _reach(holder: str, kind: str, label: Promise, check: str, seconds: int, *, chooses: bool = True) -> Requirable:
    """A way to reach a person or a company: the best of its points counts."""
    sql = POINTS.format(holder, kind)
    return Requirable(kind, label, check, seconds, sql, read_states, chooses, audience="contact")


PERSON = declare(
    Kind(
        slug="person",
        reassess="requite.people.reassessing.reassess_next",
        table="people_person",
        fades=True,
        right="people.edit",
        owing=OWING,
        label=_("Person"),
        fields=(
            Requirable("name", _("Name"), "name", 6, sql="r.family_name || ' ' || r.given_name"),
            Requirable("company", _("Company"), "text", 6, sql=COMPANY_NAME),
            _reach("person", "phone", _("Phone"), "phone", 8),
            _reach("person", "email", _("E-mail"), "email", 10),
            Requirable("title", _("Title"), "text", 6, sql="r.title"),
            _reach("person", "address", _("Address"), "text", 15, chooses=False),
            Requirable("note", _("Note"), "text", 15, sql="r.note", words="r.note"),
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
        fades=True,
        right="people.edit",
        owing=OWING,
        country="r.country",
        label=_("Company"),
        fields=(
            Requirable("name", pgettext_lazy("company", "Name"), "text", 6, sql="r.name"),
            _reach("company", "phone", _("Phone"), "phone", 8),
            _reach("company", "email", _("E-mail"), "email", 10),
            _reach("company", "address", _("Address"), "text", 15, chooses=False),
            Requirable("industry", _("Industry"), "text", 5, sql="r.industry"),
            Requirable("website", _("Website"), "text", 10, sql="r.website"),
            Requirable("registration_number", _("Registration number"), "registration", 12, sql="r.registration_number"),
        ),
        defaults=(Default("name", 3), Default("phone", 3), Default("address", 2)),
    )
)
