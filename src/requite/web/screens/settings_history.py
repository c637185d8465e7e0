"""The history of a list of the settings: all its lines together, those that have ended too."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from requite.deals.actions.lists.listing import RIGHT
from requite.deals.models import Product, Rate
from requite.deals.queries.lists import list_pipeline_lines
from requite.insight.scorecards.models import Card
from requite.kernel.errors import NotAllowed, NotVisible
from requite.people.queries.history import PAGE, list_entries
from requite.web.addresses import url
from requite.web.doors import ActorRequest, door
from requite.web.formats import day
from requite.web.pages import render
from requite.web.screens.history import Subject
from requite.web.screens.history_lines import shape_entries
from requite.web.screens.settings_lists import PAGES
from requite.web.screens.settings_named import Page


@dataclass(frozen=True, slots=True)
class Kept:
    """A list whose history is asked for: its page, and the names of its lines by their ids."""

    title: Promise
    plural: str
    right: str
    names: Callable[[], dict[UUID, str]]


def _pipelines() -> dict[UUID, str]:
    lines = list_pipeline_lines()
    stages = {stage.id: f"{one.label} › {stage.label}" for one in lines for stage in one.stages}
    return {one.id: one.label for one in lines} | stages


def _rates() -> dict[UUID, str]:
    return {one.id: f"{one.currency}, {day(one.starts_on, 'year')}" for one in Rate.objects.all()}


def _cards() -> dict[UUID, str]:
    return {one.id: gettext("Version %(number)s") % {"number": one.number} for one in Card.objects.all()}


def _products() -> dict[UUID, str]:
    return dict(Product.objects.values_list("id", "name"))


NIL = UUID(int=0)


def _words(page: Page) -> Kept:
    return Kept(page.title, page.plural, page.right, lambda: {one.id: one.label for one in page.rows()})


KEPT = {
    **{page.slug: _words(page) for page in PAGES},
    "pipeline": Kept(_("Pipelines"), "pipelines", RIGHT, _pipelines),
    "product": Kept(_("Products"), "products", RIGHT, _products),
    "scorecard": Kept(_("Scorecard"), "scorecard", "settings.cards", _cards),
    "rate": Kept(_("Exchange rates"), "rates", RIGHT, _rates),
}


@door("GET", right="journal.see")
def settings_history(request: ActorRequest, *, kind: str) -> HttpResponseBase:
    """A list's entries, newest first, a page of 50; each says which line it is about."""
    actor, kept = request.actor, KEPT.get(kind)
    if kept is None:
        raise NotVisible
    if not actor.has(kept.right):
        raise NotAllowed
    names = kept.names()
    before = request.GET.get("before", "")
    start = int(before) if before.isdecimal() and len(before) < 19 else None
    found = list_entries(subject_ids=list(names), before=start)
    entries = found[:PAGE]
    context = {
        "subject": Subject(kind, NIL, str(kept.title), reverse(kept.plural), "settings"),
        "entries": shape_entries(actor=actor, entries=entries, subject_id=NIL),
        "about": names,
        "with_work": False,
        "may_add_work": False,
        "is_list": True,
        "next": url("settings_history", kind=kind, query={"before": str(entries[-1].id)})
        if len(found) > PAGE
        else "",
    }
    return render(
        request, "history/history.html", context, fragment="history/entries.html" if start else None
    )
