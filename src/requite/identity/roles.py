"""Roles: which rights in which scope, and which field groups how. Code gives the defaults; their editor comes later."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requite.kernel.actor import Access, Scope

RIGHTS: tuple[str, ...] = (
    "people.see",
    "people.edit",
    "people.assign",
    "people.archive",
    "people.import",
    "deals.see",
    "deals.edit",
    "deals.assign",
    "work.see",
    "work.edit",
    "work.free",
    "debts.rule",
    "plans.see",
    "plans.set",
    "team.see",
    "checks.see",
    "checks.judge",
    "checks.draw",
    "cards.see",
    "cards.dispute",
    "cards.answer",
    "journal.see",
    "journal.search",
    "adoption.see",
    "adoption.set",
    "digest.receive",
    "lists.share",
    "lists.export",
    "settings.users",
    "settings.teams",
    "settings.statuses",
    "settings.deals",
    "settings.requirements",
    "settings.checks",
    "settings.fields",
    "settings.cards",
    "settings.company",
)

FIELD_GROUPS: tuple[str, ...] = ("identity", "contact", "work")


@dataclass(frozen=True, slots=True)
class Role:
    """A named bundle of rights. `rank` orders roles: nobody gives a role above their own."""

    slug: str
    label: Promise
    rank: int
    rights: Mapping[str, Scope]
    fields: Mapping[str, Access] = field(default_factory=dict)
    home: str = "today"


REP: Mapping[str, Scope] = {
    "people.see": "team",
    "people.edit": "team",
    "people.assign": "own",
    "people.archive": "own",
    "people.import": "own",
    "deals.see": "team",
    "deals.edit": "own",
    "deals.assign": "own",
    "work.see": "team",
    "work.edit": "own",
    "work.free": "all",
    "plans.see": "own",
    "checks.see": "own",
    "cards.see": "own",
    "cards.dispute": "own",
    "journal.see": "team",
    "journal.search": "own",
    "lists.share": "team",
    "digest.receive": "own",
}
LEADER: Mapping[str, Scope] = {
    **REP,
    "people.assign": "team",
    "people.archive": "team",
    "people.import": "team",
    "deals.edit": "team",
    "deals.assign": "team",
    "work.edit": "team",
    "debts.rule": "team",
    "plans.see": "team",
    "plans.set": "team",
    "team.see": "team",
    "checks.see": "team",
    "checks.judge": "team",
    "checks.draw": "team",
    "cards.see": "team",
    "cards.answer": "team",
    "journal.search": "team",
    "adoption.see": "team",
    "digest.receive": "team",
    "lists.export": "team",
}
OPERATOR: Mapping[str, Scope] = {
    "people.see": "all",
    "people.edit": "all",
    "people.import": "all",
    "people.archive": "all",
    "journal.see": "all",
    "lists.share": "all",
}
EXECUTIVE: Mapping[str, Scope] = {
    "people.see": "all",
    "deals.see": "all",
    "work.see": "all",
    "work.free": "all",
    "plans.see": "all",
    "team.see": "all",
    "checks.see": "all",
    "checks.judge": "all",
    "checks.draw": "all",
    "cards.see": "all",
    "journal.see": "all",
    "journal.search": "all",
    "adoption.see": "all",
    "digest.receive": "all",
    "lists.share": "all",
    "lists.export": "all",
}
ADMINISTRATOR: Mapping[str, Scope] = dict.fromkeys(RIGHTS, "all")

ROLES: Mapping[str, Role] = {
    role.slug: role
    for role in (
        Role("rep", _("Rep"), 10, REP),
        Role(
            "operator",
            _("Operator"),
            10,
            OPERATOR,
            {"identity": "edit", "contact": "edit", "work": "hidden"},
            "people",
        ),
        Role("leader", _("Leader"), 20, LEADER, home="team"),
        Role("executive", _("Executive"), 30, EXECUTIVE, {"contact": "masked"}, "team"),
        Role("administrator", _("Administrator"), 40, ADMINISTRATOR, home="team"),
    )
}


def role_of(slug: str) -> Role:
    """The role of that name; the least one when the name is unknown."""
    return ROLES.get(slug, ROLES["rep"])
