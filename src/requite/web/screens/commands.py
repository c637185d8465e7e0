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
SIGNS = {"own": ("",), "team": ("", "+"), "all": ("", "+", "*")}  # behind a right: held beyond one's own, of everybody
Line = tuple[str, str, str, str]  # the rights that it needs, its name, its route, its icon


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
    held = _commands(actor, language())
    found = [(text.startswith(wanted), command) for text, command in held if f" {wanted}" in f" {text}"]
    pages = [command for _first, command in sorted(found, key=lambda one: not one[0])[:MOST]]
    return pages + _views(actor, wanted)


def _views(actor: Actor, wanted: str) -> list[Command]:
    return [
        Command(name, str(WORDS[kind]), url(ROUTES[kind], query={"view": id_}), "view")
        for kind, id_, name in list_views(actor=actor)
        if f" {wanted}" in f" {fold(name)}"
    ][:MOST]


_held: dict[tuple[frozenset[tuple[str, str]], str], tuple[tuple[str, Command], ...]] = {}


def _commands(actor: Actor, code: str) -> tuple[tuple[str, Command], ...]:
    rights: frozenset[tuple[str, str]] = frozenset(actor.rights.items())
    if (rights, code) not in _held:
        _held[rights, code] = tuple((fold(one.label), one) for one in list_commands(actor))
    return _held[rights, code]


def list_commands(actor: Actor) -> list[Command]:
    """All pages that the actor may go to, and acts that they may begin, each once."""
    go, begin, settings = _("Page"), _("Begin"), _("Settings")
    found = [Command(item.label, go, item.url, item.icon) for group in nav_for(actor) for item in group]
    found += [Command(label, begin, url(name), icon) for needed, label, name, icon in _acts() if _holds(actor, needed)]
    found += [Command(label, go, url(name), icon) for needed, label, name, icon in _pages() if _holds(actor, needed)]
    known = {one.url for one in found}
    doors = [door for door in doors_for(actor) if door.url not in known]
    found += [Command(door.label, settings, door.url, door.icon) for door in doors]
    if actor.has("settings.users"):
        found.append(Command(_("Invite a colleague"), settings, url("invitations"), "add"))
    found.append(Command(_("Your settings"), go, url("profile"), "settings"))
    return found


def _holds(actor: Actor, needed: str) -> bool:
    """Whether the actor holds all of the rights, in the scope that their sign asks for."""
    held = {right + sign for right, scope in actor.rights.items() for sign in SIGNS[scope]}
    return held.issuperset(needed.split())


def _acts() -> tuple[Line, ...]:
    return (
        ("people.edit", _("New person"), "person_new", "add"),
        ("people.edit", _("New company"), "company_new", "add"),
        ("deals.edit", _("New deal"), "deal_new", "add"),
        ("people.import", _("Import a file"), "import_new", "import"),
        ("work.edit", _("Plan a meeting"), "calendar_new", "add"),
        ("plans.set", _("Set a target"), "plan_new", "plans"),
        ("plans.set", _("Leave"), "leaves", "calendar"),
        ("adoption.set", _("Set a goal"), "goal_new", "plans"),
    )


def _pages() -> tuple[Line, ...]:
    return (
        ("deals.see work.see", _("Deals by time"), "deals_by_time", "deal"),
        ("deals.see", _("List of deals"), "deal_list", "deal"),
        ("deals.see", _("Forecast"), "deal_forecast", "deal"),
        ("work.free", _("Find free time"), "calendar_slots", "clock"),
        ("lists.export", _("Exports"), "exports", "download"),
        ("work.edit", _("All that is open"), "open", "today"),
        ("work.edit", _("All that is owed"), "debts", "debt"),
        ("team.see", _("Debts by rep and age"), "debts_team", "debt"),
        ("people.edit", _("Possible duplicates"), "duplicates", "people"),
        ("people.edit", _("Bulk changes"), "acts", "history"),
        ("journal.search", _("Who changed what"), "journal", "history"),
        ("checks.judge", _("Results of spot checks"), "checks_results", "check"),
        ("checks.judge checks.see", _("My checks"), "checks_mine", "check"),
        ("cards.see+", _("Scorecards of the team"), "team_cards", "star"),
        ("digest.receive", _("Your weekly digest"), "digest", "history"),
        ("team.see*", _("All reps of the company"), "team_company", "team"),
        ("team.see*", _("Quality of the whole company"), "company_quality", "ahead"),
        ("team.see* plans.see", _("Wall screen of the whole company"), "company_wall", "open"),
    )
