"""What the importer decides for a whole file, as it is kept with the import."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity.models import User
from requite.identity.places import country_codes
from requite.intake.landing.own import read_own
from requite.intake.landing.plan import Plan, Setting, make_plan
from requite.intake.models import Import
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.fold import fold
from requite.kernel.ids import parse_id
from requite.kernel.names import display_name

CLOSED = ("archive", "keep")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`owner_id`: whose the records are to be ("": the importer's); `tags`, `source`: put on each record;
    `country`: where numbers without a country code belong; `closed`: whether closed companies come in archived."""

    owner_id: str = ""
    country: str = ""
    source: str = "import"
    tags: tuple[str, ...] = ()
    closed: str = "archive"

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From what was stored or sent; unknown names are left out, wrong values refused."""
        known = {name: stored[name] for name in cls.__slots__ if name in stored}
        known["tags"] = tuple(str(tag).strip()[:60] for tag in known.get("tags", ()) if str(tag).strip())
        options = cls(**known)
        if options.closed not in CLOSED:
            raise Refused(_("Choose what becomes of closed companies."), field="closed")
        if options.country and options.country.upper() not in country_codes():
            raise Refused(_("Choose a country."), field="country")
        return options

    def as_json(self) -> dict[str, Any]:
        """As JSON takes it."""
        return {**asdict(self), "tags": list(self.tags), "source": self.source.strip()[:60] or "import"}


def plan_of(found: Import, *, actor: Actor) -> Plan:
    """The import's mapping made ready, with the colleagues to whom the actor may give records."""
    options = Options.read(found.options)
    owner_id = parse_id(options.owner_id) or found.owner_id
    setting = Setting(
        owner_id=owner_id,
        country=options.country.upper() or actor.country,
        source=options.source,
        tags=options.tags,
        closed=options.closed,
        owners=_owners(actor) if "owner" in found.columns else {},
        own=read_own(actor, found.columns),
    )
    return make_plan(found.layout.headings, found.columns, setting)


def _owners(actor: Actor) -> dict[str, UUID | None]:
    """Active colleagues whom the right to import covers, by e-mail and by name in either order.

    None stands for a name that several of them have.
    """
    owners = actor.owners("people.import")
    users = User.objects.filter(is_active=True)
    if owners is not None:
        users = users.filter(id__in=owners)
    found: dict[str, set[UUID]] = {}
    for user in users:
        names = (display_name(user.family_name, user.given_name, locale=locale) for locale in ("en", "ko"))
        for text in (*names, user.email):
            found.setdefault(fold(text), set()).add(user.id)
    return {text: next(iter(ids)) if len(ids) == 1 else None for text, ids in found.items() if text}
