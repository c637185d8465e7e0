"""Correct the company's own settings."""

from datetime import datetime
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from requite.identity import access
from requite.identity.actions.register_organisation import OrganisationDraft, check_organisation
from requite.identity.checks import Checks
from requite.identity.events import OrganisationCorrected
from requite.identity.held_amounts import holds_amounts
from requite.identity.models import Organisation
from requite.identity.versions import changes_of, demand_version, write
from requite.journal.recording import recording
from requite.kernel.actor import Actor

MOST_DAYS = 1000


def correct_organisation(
    *, actor: Actor, at: datetime, draft: OrganisationDraft, version: int | None = None
) -> Organisation:
    """Write the company's settings. Raises NotAllowed, Refused by field, Stale.

    The currency stays once amounts are kept that mean it: under another one they would be other amounts.
    """
    access.demand_right(actor=actor, right="settings.company")
    checks = Checks()
    given: dict[str, str | int] = {
        **check_organisation(checks, draft), "address": check_address(checks, draft.address),
    }  # fmt: skip
    if draft.quiet_days:
        given["quiet_days"] = check_days(checks, draft.quiet_days)
    checks.settle()
    with recording(actor=actor, at=at) as record:
        organisation = access.take_organisation(actor=actor)
        demand_version(organisation, version=version, given=given)
        changes = changes_of(organisation, given)
        if "currency" in changes and holds_amounts():
            said = _("Amounts are kept in %(currency)s already, so it stays.")
            checks.fault("currency", said % {"currency": organisation.currency})
            checks.settle()
        if changes:
            write(organisation, given)
            organisation.save()
            record(
                OrganisationCorrected(
                    subject_id=organisation.id, changes=changes, topics=frozenset({"company"})
                )
            )
    return organisation


def check_days(checks: Checks, value: str) -> int:
    """After how many days without contact a customer counts as let be, 1 to 1000."""
    text = value.strip()
    days = int(text) if text.isdecimal() and len(text) <= len(str(MOST_DAYS)) else 0
    if not 1 <= days <= MOST_DAYS:
        checks.fault("quiet_days", _("Write a number of days from 1 to 1000."))
    return days


def check_address(checks: Checks, value: str) -> str:
    """An origin, "https://crm.example.com", without a path; "" when none is given."""
    text = checks.text("address", value, limit=200, needed=False).rstrip("/")
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        whole = False
    if (
        not whole
        or text != f"{parts.scheme}://{parts.netloc}"
        or parts.scheme not in ("http", "https")
        or "@" in text
    ):
        checks.fault("address", _("Write it as https://crm.example.com, without a path."))
    return text
