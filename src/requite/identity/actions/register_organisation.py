"""Start: the company and its first administrator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from requite.identity.checks import Checks
from requite.identity.events import OrganisationRegistered, UserJoined
from requite.identity.models import Organisation, User
from requite.identity.places import LANGUAGES, country_codes, currency_codes, zone_names
from requite.identity.roles import ROLES
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDraft:
    """The company as typed."""

    name: str
    country: str
    language: str
    currency: str
    time_zone: str
    address: str = ""
    quiet_days: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministratorDraft:
    """The first administrator as typed."""

    family_name: str
    given_name: str
    email: str
    password: str


def has_organisation() -> bool:
    """Whether the company has started; until then every page leads to the first one."""
    return Organisation.objects.exists()


def check_organisation(checks: Checks, draft: OrganisationDraft) -> dict[str, str]:
    """The company's fields as they are to be kept."""
    return {
        "name": checks.text("name", draft.name, limit=200),
        "country": checks.choice("country", draft.country, country_codes()),
        "language": checks.choice("language", draft.language, LANGUAGES),
        "currency": checks.choice("currency", draft.currency, currency_codes()),
        "time_zone": checks.choice("time_zone", draft.time_zone, zone_names()),
        "address": draft.address,
    }


def register_organisation(
    *, at: datetime, organisation: OrganisationDraft, administrator: AdministratorDraft, via: str = "page"
) -> User:
    """Make the company and its first administrator, who is returned.

    Raises Refused by field, and for the whole form once there is a company.
    """
    checks = Checks()
    company = check_organisation(checks, organisation)
    user = _check_administrator(checks, administrator, at=at)
    user.language = company["language"] if company["language"] in LANGUAGES else "en"
    checks.password("password", administrator.password, user=user)
    checks.settle()
    user.set_password(administrator.password)
    actor = Actor(id=user.id, name=user.name, role=user.role, rights=ROLES["administrator"].rights, via=via)
    with recording(actor=actor, at=at) as record:
        made = _insert(user, company, at=at)
        changes = {name: ("", value) for name, value in company.items() if value}
        record(OrganisationRegistered(subject_id=made.id, changes=changes))
        record(UserJoined(subject_id=user.id, changes={"email": ("", user.email), "role": ("", user.role)}))
    return user


def _check_administrator(checks: Checks, draft: AdministratorDraft, *, at: datetime) -> User:
    family, given = checks.names(draft.family_name, draft.given_name)
    email = checks.email("email", draft.email)
    return User(family_name=family, given_name=given, email=email, role="administrator", made_at=at)


def _insert(user: User, company: Mapping[str, str], *, at: datetime) -> Organisation:
    try:
        with transaction.atomic():
            made = Organisation.objects.create(**company, made_at=at)
            user.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            _("This company has already started. Log in, or ask an administrator for an invitation.")
        ) from error
    return made
