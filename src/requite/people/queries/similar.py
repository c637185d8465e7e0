"""Who in the base may be the same as a draft: asked before a person is registered."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from requite.kernel.actor import Actor
from requite.people import access
from requite.people.drafts import PersonDraft, fold_name, read_points
from requite.people.models import Person, Point
from requite.people.queries.lists import list_people_by_id
from requite.people.queries.shapes import PersonRow


@dataclass(frozen=True, slots=True)
class Similar:
    """Persons who look the same. Of those whom the reader may not see only that there are some is said."""

    people: list[PersonRow] = field(default_factory=list)
    elsewhere: bool = False

    def __bool__(self) -> bool:
        return bool(self.people) or self.elsewhere


MOST = 5


def list_contacts(*, actor: Actor, points: Sequence[tuple[str, str]], country: str) -> list[str]:
    """The readable phones and e-mails among a draft's points; none for who may not see such values in full."""
    if not actor.sees("contact"):
        return []
    read = read_points(points, country=country)
    return [point.value for point in read if point.kind in ("phone", "email") and point.value]


def list_similar(*, actor: Actor, draft: PersonDraft) -> Similar:
    """Persons with a phone or an e-mail of the draft's, or with its name at a company of its name.

    A reader who may not see contacts in full finds nobody by them, not even that there is one.
    """
    values = list_contacts(actor=actor, points=draft.points, country=actor.country)
    ids = (
        set(
            Point.objects.filter(
                value__in=values, kind__in=["phone", "email"], person__archived_at__isnull=True
            ).values_list("person_id", flat=True)[: MOST * 4]
        )
        if values
        else set()
    )
    name = fold_name(draft.family_name.strip(), draft.given_name.strip(), draft.middle_name.strip())
    if name and draft.company_name.strip():
        same = Person.objects.filter(
            name_fold=name, archived_at__isnull=True, company__name__iexact=draft.company_name.strip()
        )
        ids |= set(same.values_list("id", flat=True)[:MOST])
    ids.discard(None)
    if not ids:
        return Similar()
    seen = set(access.visible_people(actor).filter(id__in=ids).values_list("id", flat=True))
    shown = sorted(ids & seen)[:MOST]
    return Similar(people=list_people_by_id(actor=actor, ids=shown), elsewhere=bool(ids - seen))
