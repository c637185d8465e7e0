"""Words of the journal: fields, values and ways by their names in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requite.deals.models import Deal
from requite.fields.models import Field
from requite.identity.roles import ROLES
from requite.insight.checks.models import Verdict
from requite.insight.figures import find_figure
from requite.insight.plans.models import Plan
from requite.insight.scorecards.models import Dispute
from requite.insight.scorecards.saying import label_of
from requite.kernel.errors import Refused
from requite.kernel.period import parse_period
from requite.people.models import Point
from requite.quality import registry
from requite.quality.limits_given import say_limits
from requite.web import formats
from requite.web.screens.names import full
from requite.web.screens.periods import period_label
from requite.work.models import Activity
from requite.work.models.status import SHIPPED

VIA: Mapping[str, Promise] = {
    "page": gettext_lazy("on a page"),
    "bulk": gettext_lazy("in bulk, on a page"),
    "import": gettext_lazy("by an import"),
    "job": gettext_lazy("by Requite itself"),
    "api": gettext_lazy("by the API"),
    "phone": gettext_lazy("by the phone system"),
    "mail": gettext_lazy("by mail"),
    "invitation": gettext_lazy("by an invitation"),
    "demo": gettext_lazy("as sample data"),
    "cli": gettext_lazy("on the server"),
}
FIELDS: Mapping[str, Promise] = {
    "audience": gettext_lazy("Who sees and fills it"),
    "field_type": gettext_lazy("Type"),
    "record_kind": gettext_lazy("Kind of record"),
    "record_kinds": gettext_lazy("Activities that have it"),
    "options": gettext_lazy("Choices"),
    "limits": gettext_lazy("Its value"),
    "kept_at": gettext_lazy("Kept"),
    "weight": gettext_lazy("Weight"),
    "grace_hours": gettext_lazy("Hours until it is owed"),
    "teams": gettext_lazy("For which teams"),
    "gate": gettext_lazy("gate"),
    "field": gettext_lazy("Field"),
    "card_parts": gettext_lazy("Parts"),
    "card_figures": gettext_lazy("Figures of the attainment"),
    "card_part": gettext_lazy("Line of the card"),
    "formula": gettext_lazy("Bonus"),
    "dispute_state": gettext_lazy("State"),
    "answer": gettext_lazy("Answer"),
    "period": gettext_lazy("Period"),
    "scorecards": gettext_lazy("Scorecards"),
    "section": gettext_lazy("Group"),
    "help": gettext_lazy("Help"),
    "at": gettext_lazy("When"),
    "until": gettext_lazy("Until"),
    "body": gettext_lazy("Note"),
    "colleagues": gettext_lazy("Colleagues"),
    "company": gettext_lazy("Company"),
    "counts": gettext_lazy("Counts"),
    "country": gettext_lazy("Country"),
    "activities": gettext_lazy("Activities that came over"),
    "deals": gettext_lazy("Deals that came over"),
    "files": gettext_lazy("Files that came over"),
    "people": gettext_lazy("People who came over"),
    "merged": gettext_lazy("Merged into it"),
    "survivor": gettext_lazy("Merged into"),
    "days": gettext_lazy("Days a week"),
    "direction": gettext_lazy("Direction"),
    "due_on": gettext_lazy("By"),
    "share": gettext_lazy("Share of the reps"),
    "email": gettext_lazy("E-mail"),
    "ends_on": gettext_lazy("Last day"),
    "file": gettext_lazy("File"),
    "family_name": gettext_lazy("Family name"),
    "given_name": gettext_lazy("Given name"),
    "holder": gettext_lazy("Whose"),
    "industry": gettext_lazy("Industry"),
    "is_active": gettext_lazy("Can log in"),
    "language": gettext_lazy("Language"),
    "messenger": gettext_lazy("Messenger"),
    "metric": gettext_lazy("Figure"),
    "middle_name": gettext_lazy("Middle name"),
    "name": gettext_lazy("Name"),
    "note": gettext_lazy("Note"),
    "outcome": gettext_lazy("Outcome"),
    "owner": gettext_lazy("Owner"),
    "parent": gettext_lazy("Team above"),
    "parent_id": gettext_lazy("Team above"),
    "person": gettext_lazy("Person"),
    "place": gettext_lazy("Place"),
    "section_place": gettext_lazy("Place of the group"),
    "registration_number": gettext_lazy("Registration number"),
    "result": gettext_lazy("Result"),
    "role": gettext_lazy("Role"),
    "amount": gettext_lazy("Amount"),
    "stakeholder": gettext_lazy("Stakeholder"),
    "line": gettext_lazy("Line"),
    "line_place": gettext_lazy("Place among the lines"),
    "value": gettext_lazy("Worth"),
    "code": gettext_lazy("Code"),
    "unit": gettext_lazy("Unit"),
    "price": gettext_lazy("Price"),
    "tax_rate": gettext_lazy("Tax"),
    "currency": gettext_lazy("Currency"),
    "expected_on": gettext_lazy("Expected close"),
    "quiet_days": gettext_lazy("Customers may be without contact for"),
    "reason": gettext_lazy("Reason"),
    "stage": gettext_lazy("Stage"),
    "seconds": gettext_lazy("Length"),
    "single_keys": gettext_lazy("Single keys"),
    "span": gettext_lazy("Period"),
    "starts_on": gettext_lazy("First day"),
    "state": gettext_lazy("State"),
    "tags": gettext_lazy("Tags"),
    "target": gettext_lazy("Target"),
    "team": gettext_lazy("Team"),
    "team_id": gettext_lazy("Team"),
    "theme": gettext_lazy("Colours"),
    "time_zone": gettext_lazy("Time zone"),
    "title": gettext_lazy("Title"),
    "topic": gettext_lazy("Topic"),
    "user": gettext_lazy("Rep"),
    "website": gettext_lazy("Website"),
    "verdict": gettext_lazy("Verdict"),
    "why": gettext_lazy("Why"),
    "second_verdict": gettext_lazy("Verdict of the second reader"),
    "second_why": gettext_lazy("Why, by the second reader"),
}
THEMES: Mapping[str, Promise] = {
    "auto": gettext_lazy("As the device"),
    "light": gettext_lazy("Light"),
    "dark": gettext_lazy("Dark"),
}
DIRECTIONS: Mapping[str, Promise] = {"out": gettext_lazy("outgoing"), "in": gettext_lazy("incoming")}
LANGUAGES = {"en": "English", "ko": "한국어", "ru": "Русский"}


def say_via(via: str) -> str:
    """Through what it came, in words."""
    return str(VIA.get(via, via))


def say_field(kind: str, name: str) -> str:
    """A field's name. A field that no longer exists keeps the name under which it was kept."""
    known = FIELDS.get(name)
    return str(known) if known else registry.label_of(kind, name)


def _moment(text: str) -> str:
    return formats.moment(datetime.fromisoformat(text), "year")


def _day(text: str) -> str:
    return formats.day(date.fromisoformat(text[:10]), "year")


def _last_day(text: str) -> str:
    return formats.day(date.fromisoformat(text[:10]) - timedelta(days=1), "year")


def _figure(slug: str) -> str:
    found = find_figure(slug)
    return str(found.label) if found else slug


def _chosen(choices: Mapping[str, Any]) -> Callable[[str], str]:
    return lambda value: str(choices.get(value, value))


def _amount(text: str) -> str:
    """An amount as the journal keeps it, "1200000 KRW" or bare "1200000"."""
    number, _space, currency = text.partition(" ")
    return formats.money(Decimal(number), currency) if currency else formats.exact(Decimal(number))


def _worth(text: str) -> str:
    """The same, of a field that other kinds of record use for other things: only with its currency."""
    return _amount(text) if " " in text else text


def _weights(text: str) -> str:
    """ "attainment 60, quality 25" as "Attainment 60, Quality 25"."""
    pairs = (one.rpartition(" ") for one in text.split(", "))
    return ", ".join(f"{label_of(slug)} {weight}" for slug, _blank, weight in pairs)


def _person(text: str) -> str:
    """A name as pages show it: the journal keeps the family name first. Of more than two words nobody knows which is it."""
    words = text.split(" ")
    return full(words[0], words[1]) if len(words) == 2 else text


def _stakeholder(text: str) -> str:
    name, colon, part = text.partition(": ")
    return _person(name) + colon + part


def _kind(slug: str) -> str:
    known = registry.KINDS.get(slug)
    return str(known.label if known else dict(Field.Kind.choices).get(slug, slug))


def _period(text: str) -> str:
    try:
        return period_label(parse_period(text))
    except Refused:
        return text


VALUES: Mapping[str, Callable[[str], str]] = {
    "field_type": _chosen(dict(Field.Type.choices)),
    "record_kind": _kind,
    "record_kinds": lambda text: ", ".join(map(_chosen(dict(Activity.Kind.choices)), text.split(", "))),
    "card_parts": _weights,
    "card_figures": _weights,
    "card_part": label_of,
    "limits": lambda text: say_limits(None, text),
    "kept_at": _moment,
    "dispute_state": _chosen(dict(Dispute.State.choices)),
    "period": _period,
    "at": _moment,
    "until": _moment,
    "starts_on": _day,
    "expected_on": _day,
    "due_on": _day,
    "ends_on": _last_day,
    "metric": _figure,
    "person": _person,
    "stakeholder": _stakeholder,
    "amount": _amount,
    "price": _worth,
    "value": _worth,
    "target": lambda text: formats.number(Decimal(text)),
    "seconds": lambda text: formats.duration(int(text)),
    "state": _chosen({**dict(Activity.State.choices), **dict(Deal.State.choices)}),
    "outcome": _chosen(SHIPPED),
    "direction": _chosen(DIRECTIONS),
    "role": _chosen({slug: role.label for slug, role in ROLES.items()}),
    "span": _chosen(dict(Plan.Span.choices)),
    "counts": _chosen(dict(Plan.Counts.choices)),
    "language": _chosen(LANGUAGES),
    "theme": _chosen(THEMES),
    "point_state": _chosen(dict(Point.State.choices)),
    "verdict": _chosen(dict(Verdict.choices)),
    "second_verdict": _chosen(dict(Verdict.choices)),
}


def say_value(field: str, value: object) -> str:
    """A value as a reader sees it: "" for none; what can't be read as its kind stands as it was kept."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or field in ("is_active", "single_keys"):
        return _("yes") if value in (True, "true", "True") else _("no")
    text = ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
    say = VALUES.get(field)
    if say is None:
        return text
    try:
        return say(text)
    except (ValueError, InvalidOperation):
        return text


LEADING = ("merged", "survivor")  # records by their id, whose names are each reader's own to see
CAME = ("activities", "deals", "files", "people", *LEADING)  # what a merge brought: no field of a record
ASKED = "asked "  # what was asked of the customer and not told: the field's name follows
OWED = "owed "  # what a leader said of a debt: the field's name follows


def say_ruling(value: object) -> str:
    """A debt's other time, or why it was waived; "" for what its rule says."""
    if not value:
        return ""
    try:
        return _moment(str(value))
    except ValueError:
        return _("waived: %(why)s") % {"why": value}
