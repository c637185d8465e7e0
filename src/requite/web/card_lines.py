"""The lines of a scorecard as a page shows them: each part in words and figures, with the doors to its records."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requite.insight.figures import find_figure
from requite.insight.scorecards.measure import whole
from requite.insight.scorecards.parts import ATTAINMENT
from requite.insight.scorecards.saying import label_of, say_moves
from requite.insight.scorecards.shapes import Line, Reading, ScoredCard, Term
from requite.insight.scorecards.versions import Version
from requite.kernel.period import Period
from requite.web.addresses import url
from requite.web.formats import day, exact, factor, measure, money, number, percent
from requite.web.screens.periods import period_label

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class TermLine:
    """A figure of the attainment; `of` is "" without a target. `done_href` opens what was done, `target_href` the plan."""

    label: str
    done: str
    of: str
    share: float
    say: str
    note: str
    done_href: str
    target_href: str


@dataclass(frozen=True, slots=True)
class CardLine:
    """A part: `shown` points of `of`. One that was left out has `why` instead, and where its weight went."""

    slug: str
    label: str
    shown: int | None
    of: str
    share: float
    words: str
    counting: str
    why: str
    terms: Sequence[TermLine]
    href: str


def lines_of(card: ScoredCard, period: Period, *, is_over: bool) -> list[CardLine]:
    """All of the card's lines, in their order; `is_over`: the period is."""
    return [_line(card, line, period, is_over) for line in card.lines]


def _line(card: ScoredCard, line: Line, period: Period, is_over: bool) -> CardLine:
    scored, reading = line.scored, line.reading
    terms = [_term(card, one, period) for one in reading.terms] if reading else []
    return CardLine(
        slug=line.slug, label=label_of(line.slug), shown=scored.shown if scored else None,
        of=figures(scored.weight) if scored else str(line.weight), share=float(scored.share) if scored else 0.0,
        words=_say(line) if scored else "", counting=_count(line) if scored else "",
        why="" if scored else _why_not(line, is_over), terms=terms,
        href=url("user_card_part", id=card.user_id, part=line.slug, query={"period": period.key}),
    )  # fmt: skip


def figures(value: Fraction) -> str:
    """An exact number with two decimals at most, as it is counted with."""
    plain = Decimal(value.numerator) / Decimal(value.denominator)
    return exact(plain.quantize(CENT, ROUND_HALF_UP))


def _say(line: Line) -> str:
    """What the part was read as, in words."""
    reading = line.reading
    if reading is None or line.slug == ATTAINMENT:
        return ""
    if line.slug == "next_step":
        given = {"n": number(reading.numerator), "all": number(reading.denominator)}
        return _("%(n)s of %(all)s open deals have a step still to come.") % given
    if line.slug == "quality":
        return _say_quality(reading)
    return f"{number(reading.numerator)} / {number(reading.denominator)}"


def _say_quality(reading: Reading) -> str:
    records = int(reading.denominator) // 100
    said = ngettext(
        "%(num)s record in use is worth %(mean)s of 100.",
        "%(num)s records in use are worth %(mean)s of 100 on average.",
        records,
    ) % {"num": number(records), "mean": figures(Fraction(reading.numerator) / max(1, records))}
    if reading.checks is None:
        return said
    ok, checks = reading.checks
    mean = figures((reading.share or Fraction(0)) * 100)
    given = {"ok": ok, "n": checks, "a": factor(float(reading.factor)), "mean": mean}
    return said + " " + ngettext(
        "%(ok)s of %(n)s spot check right: times (9 + %(ok)s) / (10 + %(n)s) = %(a)s, so %(mean)s.",
        "%(ok)s of %(n)s spot checks right: times (9 + %(ok)s) / (10 + %(n)s) = %(a)s, so %(mean)s.",
        checks,
    ) % given


def _count(line: Line) -> str:
    """How the share becomes points: "85 % of 15 = 12.75, rounded so that the lines add up: 13"."""
    scored = line.scored
    if scored is None:
        return ""
    share = figures(scored.share * 100)
    given = {"share": f"{share} %", "weight": figures(scored.weight), "points": figures(scored.points)}
    said = _("%(share)s of %(weight)s = %(points)s") % given
    if scored.points == scored.shown:
        return said
    if whole(scored.points) != scored.shown:
        return _("%(said)s, shown as %(shown)s so that the lines add up") % {"said": said, "shown": scored.shown}
    return _("%(said)s, shown as %(shown)s") % {"said": said, "shown": scored.shown}


def _why_not(line: Line, is_over: bool) -> str:
    if line.slug == ATTAINMENT:
        return _("No target was set for this period.")
    if is_over and line.reading is None:
        return _("Nothing was kept of it when the period ended.")
    if line.slug == "next_step":
        return _("There is no open deal.")
    return _("There is no record in use.")


def say_left_out(card: ScoredCard) -> str:
    """That the weight of what can't be measured lies on the rest."""
    if card.score is None or not card.left_out:
        return ""
    names = ", ".join(label_of(line.slug) for line in card.left_out)
    return _("Left out: %(names)s. Its weight is spread over the other lines.") % {"names": names}


def _term(card: ScoredCard, term: Term, period: Period) -> TermLine:
    figure = find_figure(term.slug)
    unit = figure.unit if figure else "count"
    share = term.share
    query = {"of": f"user:{card.user_id}", "period": period.key} | ({} if term.is_all else {"which": "counted"})
    note = _("Target set on %(day)s; it holds for the whole period.") % {"day": day(term.set_on)} if term.set_on else ""
    if share is None:
        say = _("no target: left out")
    else:
        say = _("%(share)s of it, weighs %(weight)s") % {"share": percent(float(share)), "weight": term.weight}
    return TermLine(
        label=label_of(term.slug), done=measure(term.done, unit, card.currency),
        of=measure(term.target, unit, card.currency) if term.target else "", share=float(share or 0), say=say, note=note,
        done_href=url("counter_records", figure=term.slug, query=query),
        target_href=url("plan", id=term.plan_id) if term.plan_id else "",
    )  # fmt: skip


def say_late(card: ScoredCard) -> list[str]:
    """What came after the close: "Contacts +2"."""
    said = []
    for one in card.late:
        figure = find_figure(one.slug)
        unit = figure.unit if figure else "count"
        said.append(f"{label_of(one.slug)} {'+' if one.by > 0 else '−'}{measure(abs(one.by), unit, card.currency)}")
    return said


def say_announced(version: Version | None) -> str:
    """ "From 14 December the card changes, first for January 2027: Quality 25 → 20" ; "" when nothing is announced."""
    if version is None:
        return ""
    when = {"day": day(version.starts_on, "year"), "first": period_label(version.first)}
    what = {"what": "; ".join(say_moves(version))}
    return _("From %(day)s the card changes, first for %(first)s: %(what)s.") % {**when, **what}


def say_bonus(card: ScoredCard) -> str:
    """ "₩420,000", or why there is none; "" without a formula."""
    return card.bonus_fault if card.bonus is None else money(card.bonus, card.currency)
