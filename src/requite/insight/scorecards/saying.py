"""Cards in words: what a version changes."""

from django.utils.translation import gettext as _

from requite.insight.figures import find_figure
from requite.insight.scorecards.parts import find_part
from requite.insight.scorecards.versions import Version


def label_of(slug: str) -> str:
    """A part's name, or a figure's; the stored name when its room is gone."""
    known = find_part(slug) or find_figure(slug)
    return str(known.label) if known else slug


def say_moves(version: Version) -> list[str]:
    """What it changes of the one before: "Quality 25 → 20", "Contacts in the attainment 20 → 30", and the bonus."""
    is_first = version.is_first
    moves = [f"{label_of(slug)} {_moved(before, now, is_first)}" for slug, before, now in version.parts_moved]
    moves += [
        _("%(figure)s in the attainment %(weight)s") % {"figure": label_of(slug), "weight": _moved(before, now, is_first)}
        for slug, before, now in version.figures_moved
    ]
    if version.formula_moved:
        moves.append(_("bonus: %(formula)s") % {"formula": version.formula} if version.formula else _("no bonus"))
    return moves


def _moved(before: int, now: int, is_first: bool) -> str:
    return str(now) if is_first else f"{before} → {now}"
