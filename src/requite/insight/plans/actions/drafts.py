"""A target as a form gives it, read and judged."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from requite.insight.figures import Holder, find_figure
from requite.insight.plans.models import Plan
from requite.kernel.errors import Refused, Text
from requite.kernel.period import Kind, Period, period_of

MOST = Decimal(10) ** 15
YEARS_BACK, YEARS_AHEAD = 5, 10
LONGEST = timedelta(days=366 * 3)


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """What is asked for. `target` as typed; `starts_on` any day of the first period (None: the present one);
    `last_on` the last day of a plan from–to.
    """

    holder: Holder
    metric: str
    span: str
    target: str | Decimal
    counts: str = "complete"
    starts_on: date | None = None
    last_on: date | None = None


def read_target(text: str | Decimal) -> Decimal | None:
    """A number above 0 with two decimals at most, with the separators that people type; None when it is none."""
    plain = str(text)[:40].strip().replace(" ", "").replace("\u00a0", "").replace("_", "")
    whole, comma, cents = plain.rpartition(",")
    if comma and "." not in plain and len(cents) in (1, 2) and "," not in whole:
        plain = f"{whole}.{cents}"
    try:
        value = Decimal(plain.replace(",", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def read_draft(draft: TargetDraft, *, today: date) -> tuple[Decimal, Period, bool]:
    """(target, the plan's first period, whether it is the only one). Raises Refused, by field."""
    errors: dict[str, Text] = {}
    figure = find_figure(draft.metric)
    if figure is None:
        errors["metric"] = _("Choose what the plan is for.")
    if draft.span not in Plan.Span.values:
        errors["span"] = _("Choose a day, a week, a month, a quarter, a year, or from–to.")
    if draft.counts not in Plan.Counts.values:
        errors["counts"] = _("Choose what counts.")
    target = read_target(draft.target)
    if fault := _fault_of_target(target, is_count=figure is None or figure.unit == "count"):
        errors["target"] = fault
    first = _read_days(draft, today, errors)
    if errors or target is None or first is None:
        raise Refused(errors=errors)
    return target, first, draft.span == Plan.Span.CUSTOM


def _fault_of_target(target: Decimal | None, *, is_count: bool) -> Text | None:
    if target is None:
        return _("Give the target as a number.")
    if target <= 0:
        return _("A target is above 0.")
    if target > MOST:
        return _("This target is too large.")
    if is_count and target != target.to_integral_value():
        return _("This is counted in whole numbers.")
    return None if round(target, 2) == target else _("A target has two decimals at most.")


def _read_days(draft: TargetDraft, today: date, errors: dict[str, Text]) -> Period | None:
    start = draft.starts_on or today
    if not today.year - YEARS_BACK <= start.year <= today.year + YEARS_AHEAD:
        errors["starts_on"] = _("This day is too far away.")
        return None
    if draft.span != Plan.Span.CUSTOM:
        return None if "span" in errors else period_of(Kind(draft.span), start)
    if draft.starts_on is None:
        errors["starts_on"] = _("Give the first day.")
    if draft.last_on is None:
        errors["last_on"] = _("Give the last day.")
    elif draft.last_on < start:
        errors["last_on"] = _("The last day comes before the first.")
    elif draft.last_on - start > LONGEST:
        errors["last_on"] = _("A plan lasts three years at most.")
    if draft.last_on is None or "starts_on" in errors or "last_on" in errors:
        return None
    return Period(start, draft.last_on + timedelta(days=1))
