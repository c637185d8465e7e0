"""Pages and acts by their names, for the line that finds everything."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from requite.insight.lists.queries import list_views
from requite.kernel.actor import Actor
from requite.kernel.dates import language
from requite.kernel.fold import fold, fold_query
from requite.web.addresses import url
from requite.web.framing import nav_for
from requite.web.list_kinds import ROUTES, WORDS
from requite.web.screens.settings import doors_for

MOST = 3
LEAST = 2  # letters; a syllable of Hangul is at least two


@dataclass(frozen=True, slots=True)
class Command:
    """A page that can be gone to, or an act that can be begun. `say` says where it belongs."""

    label: str
    say: str
    url: str
    icon: str


def find_commands(*, actor: Actor, query: str) -> list[Command]:
    """At most three of what the actor may open, and three kept views, whose name has a word that begins with `query`."""
    wanted = fold_query(query)
    if len(wanted) < LEAST:
        return []
    held = _commands(actor, frozenset(actor.rights), language())
    found = [(text.startswith(wanted), command) for text, command in held if f" {wanted}" in f" {text}"]
    pages = [command for _first, command in sorted(found, key=lambda one: not one[0])[:MOST]]
    return pages + _views(actor, wanted)


def _views(actor: Actor, wanted: str) -> list[Command]:
    return [
        Command(name, str(WORDS[kind]), url(ROUTES[kind], query={"view": id_}), "view")
        for kind, id_, name in list_views(actor=actor)
        if f" {wanted}" in f" {fold(name)}"
    ][:MOST]


_held: dict[tuple[frozenset[str], str], tuple[tuple[str, Command], ...]] = {}


def _commands(actor: Actor, rights: frozenset[str], code: str) -> tuple[tuple[str, Command], ...]:
    if (rights, code) not in _held:
        _held[rights, code] = tuple((fold(one.label), one) for one in _list_commands(actor))
    return _held[rights, code]


def _list_commands(actor: Actor) -> list[Command]:
    go, begin, settings = _("Page"), _("Begin"), _("Settings")
    found = [Command(item.label, go, item.url, item.icon) for group in nav_for(actor) for item in group]
    acts = (
        ("people.edit", _("New person"), "person_new", "add"),
        ("people.edit", _("New company"), "company_new", "add"),
        ("deals.edit", _("New deal"), "deal_new", "add"),
        ("people.import", _("Import a file"), "import_new", "import"),
        ("work.edit", _("Plan a meeting"), "calendar_new", "add"),
        ("plans.set", _("Set a target"), "plan_new", "plans"),
        ("plans.set", _("Leave"), "leaves", "calendar"),
    )
    found += [Command(label, begin, url(name), icon) for right, label, name, icon in acts if actor.has(right)]
    pages = (
        (("deals.see", "work.see"), _("Deals by time"), "deals_by_time", "deal"),
        (("deals.see",), _("Forecast"), "deal_forecast", "deal"),
        (("work.free",), _("Find free time"), "calendar_slots", "clock"),
        (("lists.export",), _("Exports"), "exports", "download"),
    )
    found += [Command(label, go, url(name), icon) for all_of, label, name, icon in pages if all(map(actor.has, all_of))]
    if actor.has("work.edit"):
        found.append(Command(_("All that is open"), go, url("open"), "today"))
        found.append(Command(_("All that is owed"), go, url("debts"), "debt"))
    known = {one.url for one in found}
    doors = [door for door in doors_for(actor) if door.url not in known]
    found += [Command(door.label, settings, door.url, door.icon) for door in doors]
    found.append(Command(_("Your settings"), go, url("profile"), "settings"))
    return found
