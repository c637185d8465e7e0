"""The company's own settings."""

from importlib.metadata import version as version_of
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from holidays import list_supported_countries

from requite.identity.actions.correct_organisation import correct_organisation
from requite.identity.actions.register_organisation import OrganisationDraft
from requite.identity.held_amounts import holds_amounts
from requite.identity.queries import find_organisation
from requite.kernel.errors import NotVisible
from requite.web.doors import ActorRequest, door, sent
from requite.web.pages import render
from requite.web.screens.entrance import place_options
from requite.web.screens.settings_forms import OPEN, attempt, done, sent_version

FIELDS = ("name", "country", "language", "currency", "time_zone", "address", "quiet_days")


@door("GET", "POST", right="settings.company")
def company(request: ActorRequest) -> HttpResponseBase:
    """Name, country, language, currency, zone, address, and the calendar that goes with the country."""
    kept = find_organisation()
    if kept is None:
        raise NotVisible
    outcome, typed = OPEN, {name: sent(request, name) for name in FIELDS}
    if request.method == "POST":
        draft, version = OrganisationDraft(**typed), sent_version(request)
        outcome = attempt(
            lambda: correct_organisation(actor=request.actor, at=request.now, draft=draft, version=version),
            subject=kept.id,
        )
        if outcome.is_kept:
            return done(request, reverse("company_settings"), _("Kept."))
        kept = find_organisation() or kept
    labels: dict[str, Any] = {
        "name": _("Company name"), "country": _("Country"), "language": _("Language"),
        "currency": _("Currency"),
        "time_zone": _("Time zone"), "address": _("Address in mails"),
        "quiet_days": _("Customers may be without contact for"),
    }  # fmt: skip
    context = {
        "version": kept.version,
        "typed": typed if request.method == "POST" else {name: getattr(kept, name) for name in FIELDS},
        "errors": outcome.errors,
        "clash": outcome.named(labels, lambda _name, value: value),
        "clash_by": outcome.by,
        "clash_at": outcome.at,
        "calendar": version_of("holidays"),
        "has_calendar": kept.country in list_supported_countries(include_aliases=False),
        "holds_amounts": holds_amounts(),
        **place_options(),
    }
    return render(request, "settings/company.html", context, status=outcome.status)
