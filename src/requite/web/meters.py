"""Bars as SVG: lengths are attributes, so they need neither script nor inline style."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

_PLAN = Markup(
    '<svg class="meter meter--plan" aria-hidden="true"><defs>'
    '<pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(25)">'
    '<path class="meter__hatch" d="M1 -1V8"/></pattern>'
    '<clipPath id="{id}-r"><rect y="4" width="100%" height="10" rx="5"/></clipPath></defs>'
    '<rect class="meter__ground" y="4.5" x=".5" width="100%" height="9" rx="4.5"/>'
    '<g clip-path="url(#{id}-r)">'
    '<rect x="{done}%" y="4" width="{pending}%" height="10" fill="url(#{id})"/>'
    '<rect class="meter__done" y="4" width="{done}%" height="10"/></g>{tick}</svg>'
)
_TICK = Markup(
    '<svg x="{at}%" width="2" height="18" overflow="visible">'
    '<rect class="meter__tick" x="-1" width="2" height="18" rx="1"/></svg>'
)
_THIN = Markup(
    '<svg class="meter meter--{kind}{tone}" aria-hidden="true"><rect width="{share}%"/></svg>'
)


def plan_meter(
    *,
    id: str,  # noqa: A002
    done: float,
    target: float,
    pending: float = 0,
    expected: float | None = None,
) -> Markup:
    """A plan's bar: solid for what counts, hatched for what waits, a tick where the plan should stand.

    The id is unique on the page: the hatching is drawn by it.
    """
    whole = max(float(target), 1e-9)
    solid = _within(float(done) / whole)
    waits = min(_within(float(pending) / whole), 100 - solid)
    tick = _TICK.format(at=_short(_within(float(expected) / whole))) if expected is not None else ""
    return _PLAN.format(id=id, done=_short(solid), pending=_short(waits), tick=tick)


@lru_cache(maxsize=2048)
def thin_meter(share: float, tone: str = "", kind: str = "thin") -> Markup:
    """A bar; share of 1; tone "", "ahead", "near" or "behind"; kind "thin" (in a cell) or "progress"."""
    return _THIN.format(
        kind=kind, share=_short(_within(float(share))), tone=f" meter--{tone}" if tone else ""
    )


def _within(share: float) -> float:
    return max(0.0, min(100.0, 100 * share))


def _short(percent: float) -> str:
    return f"{percent:.2f}".rstrip("0").rstrip(".")
