"""The choices of a field: added, renamed, taken away, brought back."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.fields import queries
from requite.fields.access import see_option
from requite.fields.actions.options import archive_option, correct_option, register_options, restore_option
from requite.web.doors import ActorRequest, door, id_of, sent
from requite.web.pages import render
from requite.web.screens.settings_fields import RIGHT, show_field
from requite.web.screens.settings_forms import attempt, done, sent_version


def _page(field_id: object) -> str:
    return reverse("field", kwargs={"id": field_id})


@door("POST", right=RIGHT)
def options(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Adds choices, one a line."""
    field_id = id_of(id)
    outcome = attempt(
        lambda: register_options(
            actor=request.actor,
            at=request.now,
            field_id=field_id,
            text=sent(request, "options"),
            version=sent_version(request),
        ),
        subject=field_id,
    )
    if outcome.is_kept:
        return done(request, _page(field_id), _("Added at the end of the list."))
    return show_field(request, field_id, outcome, at="options")


@door("POST", right=RIGHT)
def option(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Writes a choice otherwise."""
    option_id = id_of(id)
    found = see_option(actor=request.actor, option_id=option_id)
    outcome = attempt(
        lambda: correct_option(
            actor=request.actor, at=request.now, option_id=option_id, label=sent(request, "label")
        )
    )
    if outcome.is_kept:
        return done(request, _page(found.field_id), _("Kept."))
    return show_field(request, found.field_id, outcome, at=id)


@door("GET", "POST", right=RIGHT)
def ending(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Says how many records hold a choice, and offers it no longer when that is confirmed."""
    option_id = id_of(id)
    found = see_option(actor=request.actor, option_id=option_id)
    if request.method == "GET":
        held = queries.count_option(actor=request.actor, field_id=found.field_id, option_id=option_id)
        return render(request, "settings/option_ending.html", {"option": found, "held": held})
    outcome = attempt(lambda: archive_option(actor=request.actor, at=request.now, option_id=option_id))
    if not outcome.is_kept:
        return show_field(request, found.field_id, outcome, at=id)
    undo = reverse("option_restoration", kwargs={"id": option_id})
    return done(
        request, _page(found.field_id), _("No longer offered. Records that hold it keep it."), undo=undo
    )


@door("POST", right=RIGHT)
def restoration(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Offers a choice again."""
    option_id = id_of(id)
    found = see_option(actor=request.actor, option_id=option_id)
    restore_option(actor=request.actor, at=request.now, option_id=option_id)
    return done(request, _page(found.field_id), _("Offered again."))
