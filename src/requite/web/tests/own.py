"""Custom fields for tests: added, filled, and who acts as of now."""

from typing import Any

from testing.cast import NOW, Cast

from requite.fields.actions.fields import FieldDraft, register_field
from requite.fields.models import Field
from requite.identity.access import find_actor
from requite.kernel.actor import Actor
from requite.people.actions.correct_person import correct_person
from requite.people.models import Person


def actor(cast: Cast, who: str = "anna") -> Actor:
    """The actor as a request of now would have them."""
    found = find_actor(user_id=getattr(cast, who).id)
    assert found
    return found


def add(cast: Cast, type_: str = "text", name: str = "Branch", **values: Any) -> Field:
    return register_field(
        actor=cast.actors["oleg"], at=NOW, draft=FieldDraft(type=type_, name=name, **values)
    )


def fill(
    cast: Cast, person: Person, field: Field, text: str, who: str = "anna", base: str | None = None
) -> None:
    seen = {field.slug: base} if base is not None else None
    correct_person(actor=actor(cast, who), at=NOW, person_id=person.id, given={field.slug: text}, base=seen)
