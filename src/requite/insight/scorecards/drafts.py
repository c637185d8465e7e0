"""What somebody typed of a card, read into numbers, every fault beside its field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from django.utils.translation import gettext as _

from requite.insight.figures import list_figures
from requite.insight.scorecards import formula
from requite.insight.scorecards.parts import ATTAINMENT, list_parts
from requite.insight.scorecards.scoring import Rules, names_of
from requite.kernel.errors import Refused, Text

WHOLE = 100
CORNERS = (0, 50, 100)
READY_FIGURES = {"contacts": 20, "meetings_held": 30, "deals_won": 50}


@dataclass(frozen=True, slots=True)
class CardDraft:
    """Weights as typed, by the slug of the part or figure; blank is none."""

    parts: Mapping[str, str]
    figures: Mapping[str, str]
    formula: str = ""
    starts_on: str = ""


def ready_made() -> Rules:
    """The card that is proposed first: what is measured, weighed as the design has it."""
    return Rules({part.slug: part.weight for part in list_parts()}, dict(READY_FIGURES))


def read_rules(draft: CardDraft, *, currency: str) -> Rules:
    """The rules that were typed. Raises Refused, by `part-<slug>`, `figure-<slug>`, "parts", "figures", "formula"."""
    errors: dict[str, Text] = {}
    parts = _weights("part", [part.slug for part in list_parts()], draft.parts, errors)
    figures = _weights("figure", [figure.slug for figure in list_figures()], draft.figures, errors)
    if not errors:
        _demand_whole("parts", parts, errors)
        if parts.get(ATTAINMENT):
            _demand_whole("figures", figures, errors)
    rules = Rules(parts, figures if parts.get(ATTAINMENT) else {}, draft.formula.strip())
    if not errors:
        try:
            try_formula(rules, currency=currency)
        except formula.Faulty as fault:
            errors |= fault.errors
    if errors:
        raise Refused(errors=errors)
    return rules


def _weights(kind: str, slugs: list[str], typed: Mapping[str, str], errors: dict[str, Text]) -> dict[str, int]:
    found = {}
    for slug in slugs:
        text = typed.get(slug, "").strip()
        if not text.isascii() or not (text.isdecimal() or not text) or len(text) > 3 or int(text or 0) > WHOLE:
            errors[f"{kind}-{slug}"] = _("A weight is a whole number from 0 to 100.")
        elif int(text or 0):
            found[slug] = int(text)
    return found


def _demand_whole(field: str, weights: Mapping[str, int], errors: dict[str, Text]) -> None:
    total = sum(weights.values())
    if total == WHOLE:
        return
    if not total:
        errors[field] = _("Give at least one of them a weight: together they make 100.")
        return
    given = {"sum": total, "gap": abs(WHOLE - total)}
    if total < WHOLE:
        errors[field] = _("The weights add up to %(sum)s, not to 100: %(gap)s are missing.") % given
    else:
        errors[field] = _("The weights add up to %(sum)s, not to 100: %(gap)s too many.") % given


def try_formula(rules: Rules, *, currency: str) -> None:
    """Work it out for every score, and for parts at nothing, half and whole. Raises Faulty, a division by zero first."""
    if not rules.formula:
        return
    names = names_of(rules.weights)
    tree = formula.read(rules.formula, names=names)
    used = formula.names_in(tree)
    faults = []
    for values in _samples(names, used):
        try:
            formula.work_out(tree, values, currency=currency)
        except formula.DividesByZero:
            raise
        except formula.Faulty as fault:
            faults.append(fault)
    if faults:
        raise faults[0]


def _samples(names: tuple[str, ...], used: frozenset[str]) -> Iterator[dict[str, int]]:
    for score in range(WHOLE + 1):
        yield dict.fromkeys(names, score)
    others = [name for name in names if name in used and name != formula.SCORE]
    for corner in product(CORNERS, repeat=len(others)):
        for score in CORNERS if formula.SCORE in used else CORNERS[:1]:
            yield {**dict(zip(others, corner, strict=True)), formula.SCORE: score}
