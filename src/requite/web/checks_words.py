"""Words of spot checks: what was drawn, what was found, and what an anchor says."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from requite.insight.checks.measure import LEAST_FOR_PERCENT
from requite.insight.checks.models import Verdict
from requite.insight.checks.queries.anchors import DAYS, Anchor
from requite.insight.checks.queries.rates import Rate
from requite.insight.checks.queries.records import CheckRow
from requite.web import formats
from requite.web.screens.names import pair

TONES = {"confirmed": "ahead", "changed": "ahead", "wrong": "behind", "made_up": "behind", "cant_tell": ""}


@dataclass(frozen=True, slots=True)
class Choice:
    """A verdict to choose, by the key with its number."""

    slug: str
    label: str
    key: int
    needs_why: bool


def choices() -> list[Choice]:
    """The verdicts in the order of their keys."""
    return [Choice(one.value, str(one.label), n + 1, one != Verdict.CONFIRMED) for n, one in enumerate(Verdict)]


def verdict_label(slug: str) -> str:
    """A verdict by its name."""
    return str(Verdict(slug).label)


def kind_word(stratum: str) -> str:
    """What a record is."""
    words = {
        "meeting": _("Meeting"), "call": _("Call"), "person": _("Person"), "company": _("Company"), "deal": _("Deal"),
    }  # fmt: skip
    return words[stratum]


def title_of(row: CheckRow) -> str:
    """A record in a few words: "Meeting · Seo Hana"; what is out of sight or gone by its kind alone."""
    return " · ".join(part for part in (kind_word(row.stratum), pair(row.person) or row.title) if part)


def standing_word(row: CheckRow) -> str:
    """What became of the record since it was drawn; "" for nothing."""
    words = {
        "off": _("The record was taken back or archived after it was drawn."),
        "moved": _("The record belongs to somebody else by now; the check stays with whose it was."),
        "unseen": _("You don’t see this record any more, so only “can’t tell” is left to say."),
        "gone": _("The record doesn’t exist any more, so only “can’t tell” is left to say."),
    }
    return words.get(row.standing, "")


def counts_word(row: CheckRow, now: datetime) -> str:
    """Whether the check counts, in words."""
    if not row.verdict:
        return _("Nobody has looked at it yet.")
    if row.result == Verdict.CANT_TELL:
        return _("Doesn’t count.")
    if row.counts_at is None:
        return _("Counts only once a second reader says so too and the rep was heard.")
    if row.counts_at > now:
        return _("Counts from %(when)s, or as soon as the rep has answered.") % {"when": formats.moment(row.counts_at)}
    return _("Counts as wrong.") if row.is_defect else _("Counts as right.")


def count_word(n: object, of: object) -> str:
    """So many records of so many."""
    return pgettext("records", "%(n)s of %(all)s") % {"n": n, "all": of}


def rate_word(rate: Rate) -> str:
    """The share of defects with its interval; under ten only the counts."""
    if not rate.drawn:
        return _("There was nothing to draw from in these days.")
    if not rate.checked:
        return "–"
    if rate.checked < LEAST_FOR_PERCENT or rate.share is None:
        return count_word(rate.defects, rate.checked)
    ends = {"low": _tenth(rate.interval.low), "high": _tenth(rate.interval.high), "share": _tenth(rate.share)}
    ends |= {"n": str(rate.defects), "all": str(rate.checked)}
    return _("%(share)s%%; %(n)s of %(all)s lies between %(low)s and %(high)s%%") % ends


def _tenth(share: float) -> str:
    return formats.number(round(100 * share, 1))


def anchor_word(anchor: Anchor) -> str:
    """How the checks hold a rep's quality up or down, with the formula in figures."""
    if not anchor.applies:
        return _("nothing is checked, so the quality isn’t lowered by it")
    if not anchor.checks:
        given = {"days": DAYS, "a": formats.factor(anchor.value)}
        return _("nothing counts yet of the last %(days)s days: times 9 / 10 = %(a)s") % given
    said = ngettext(
        "%(ok)s of %(n)s check right in %(days)s days: times (9 + %(ok)s) / (10 + %(n)s) = %(a)s",
        "%(ok)s of %(n)s checks right in %(days)s days: times (9 + %(ok)s) / (10 + %(n)s) = %(a)s",
        anchor.checks,
    )
    return said % {"ok": anchor.ok, "n": anchor.checks, "days": DAYS, "a": formats.factor(anchor.value)}
