"""What can be set up, as far as the reader may."""

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed
from requite.web.doors import ActorRequest, door
from requite.web.pages import render


@dataclass(frozen=True, slots=True)
class Door:
    """One part of the settings."""

    label: str
    say: str
    url: str
    icon: str
    right: str


@door("GET")
def settings(request: ActorRequest) -> HttpResponseBase:
    """The parts that the reader may set up."""
    parts = doors_for(request.actor)
    if not parts:
        raise NotAllowed
    return render(request, "settings/settings.html", {"parts": parts})


def doors_for(actor: Actor) -> list[Door]:
    """The parts that the actor may set up."""
    return [part for part in _parts() if actor.has(part.right)]


def _parts() -> tuple[Door, ...]:
    return (
        Door(
            _("Users"),
            _("who logs in, with which role, in which team"),
            reverse("users"),
            "people",
            "settings.users",
        ),
        Door(
            _("Teams"), _("who belongs together, and under whom"), reverse("teams"), "team", "settings.teams"
        ),
        Door(
            _("Outcomes of a call"),
            _("the words a rep clicks after a call"),
            reverse("statuses"),
            "call",
            "settings.statuses",
        ),
        *_parts_of_deals(),
        *_parts_of_records(),
        Door(
            _("Exports"), _("who took which list out, and why"), reverse("exports"), "download", "settings.users"
        ),
        Door(
            _("Company"),
            _("name, country, language, currency, time zone"),
            reverse("company_settings"),
            "company",
            "settings.company",
        ),
    )


def _parts_of_records() -> tuple[Door, ...]:
    return (
        Door(
            _("Custom fields"),
            _("what else your company keeps of persons, companies and deals"),
            reverse("fields"),
            "edit",
            "settings.fields",
        ),
        Door(
            _("Minimum sets"),
            _("what a record must hold, and from when on"),
            reverse("minimum_sets"),
            "debt",
            "settings.requirements",
        ),
        Door(
            _("Spot checks"),
            _("how many records are drawn each week and looked at"),
            reverse("checks_settings"),
            "check",
            "settings.checks",
        ),
        Door(
            _("Scorecard"),
            _("what a rep’s card consists of, how it weighs, and the bonus"),
            reverse("scorecard"),
            "star",
            "settings.cards",
        ),
    )


def _parts_of_deals() -> tuple[Door, ...]:
    return (
        Door(
            _("Pipelines"),
            _("the stages that deals go through"),
            reverse("pipelines"),
            "deal",
            "settings.deals",
        ),
        Door(_("Reasons"), _("why deals are won and lost"), reverse("reasons"), "tag", "settings.deals"),
        Door(
            _("Parts in a deal"),
            _("what people of the customer’s side are in it"),
            reverse("parts"),
            "team",
            "settings.deals",
        ),
        Door(
            _("Products"),
            _("what deals are made of: prices, units, tax"),
            reverse("products"),
            "tag",
            "settings.deals",
        ),
        Door(
            _("Exchange rates"),
            _("what other currencies are worth, from which day on"),
            reverse("rates"),
            "hand-over",
            "settings.deals",
        ),
    )
