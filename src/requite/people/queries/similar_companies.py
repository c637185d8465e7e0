"""Which companies of the base may be the same as a draft: asked before a company is registered."""

from django.db.models import Q

from requite.kernel.actor import Actor
from requite.people import access
from requite.people.drafts import CompanyDraft, fold_company
from requite.people.models import Company
from requite.people.queries.similar import list_contacts

MOST = 5


def list_similar_companies(*, actor: Actor, draft: CompanyDraft) -> list[Company]:
    """Visible companies with the draft's name, letter case apart, its number, phone or e-mail: at most 5."""
    same = Q(name_fold=fold_company(draft.name))
    if draft.registration_number.strip():
        same |= Q(registration_number=draft.registration_number.strip())
    values = list_contacts(actor=actor, points=draft.points, country=draft.country or actor.country)
    if values:
        same |= Q(points__value__in=values, points__kind__in=["phone", "email"])
    found = access.visible_companies(actor).filter(same, archived_at__isnull=True)
    return list(found.distinct().order_by("name_fold", "id")[:MOST])
