"""A small line over time as SVG: lengths are attributes, so it needs neither script nor inline style."""

from collections.abc import Sequence

from markupsafe import Markup

WIDTH, HEIGHT, EDGE = 320, 72, 6
_LINE = Markup(
    '<svg class="line-chart" viewBox="0 0 {w} {h}" preserveAspectRatio="xMinYMid" role="img" aria-label="{say}">'
    '<path class="line-chart__ground" d="M{e} {low}H{right}"/>'
    '<polyline class="line-chart__line" points="{points}"/><circle class="line-chart__end" cx="{x}" cy="{y}" r="3"/></svg>'
)


def line_chart(values: Sequence[float], *, say: str, least: float = 0, most: float = 100) -> Markup:
    """A line through the values, the first at the left edge; `say` tells it to who doesn't see it. Nothing for none."""
    if not values:
        return Markup("")
    step = (WIDTH - 2 * EDGE) / max(1, len(values) - 1)
    room, span = HEIGHT - 2 * EDGE, (most - least) or 1
    places = [
        (EDGE + n * step, HEIGHT - EDGE - room * (min(most, max(least, value)) - least) / span)
        for n, value in enumerate(values)
    ]
    x, y = places[-1]
    return _LINE.format(
        w=WIDTH, h=HEIGHT, e=EDGE, low=HEIGHT - EDGE, right=WIDTH - EDGE, say=say, x=f"{x:.1f}", y=f"{y:.1f}",
        points=" ".join(f"{left:.1f},{top:.1f}" for left, top in places),
    )  # fmt: skip
