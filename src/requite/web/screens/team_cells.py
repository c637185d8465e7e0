"""The figures in a rep's row, in Python: two hundred rows have eight hundred of them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from requite.insight.figures import Figure
from requite.insight.plans.rep_cells import RepCell, RepCells
from requite.web.formats import measure
from requite.web.meters import thin_meter

PLAIN = '<td data-label="{label}"><a class="cell" href="{href}{user}{which}">{done}</a></td>'
PLANNED = (
    '<td data-label="{label}"><a class="figure" href="{href}{user}{which}"><span>{done}/{target}{say}</span>{bar}</a></td>'
)
SAY = '<span class="unseen">, {}</span>'


class Columns:
    """Writes the cells of one table: labels, addresses and words are looked up once for all its rows."""

    def __init__(self, cells: RepCells, *, currency: str) -> None:
        self.currency = currency
        self.labels = {figure.slug: escape(str(figure.label)) for figure in cells.figures}
        self.hrefs = {figure.slug: self._href(figure, cells.period.key) for figure in cells.figures}
        words = {"ahead": _("ahead"), "near": _("near the pace"), "behind": _("behind")}
        self.says: Mapping[str, str] = {tone: SAY.format(escape(word)) for tone, word in words.items()}

    def _href(self, figure: Figure, period: str) -> str:
        return f"{reverse('counter_records', kwargs={'figure': figure.slug})}?period={period}&amp;of=user:"

    def write(self, cells: Iterable[RepCell], user_id: UUID) -> Markup:
        """A rep's cells, each a door to the records behind its number."""
        return Markup("".join(self._cell(cell, str(user_id)) for cell in cells))  # noqa: S704 - parts are escaped

    def _cell(self, cell: RepCell, user: str) -> str:
        slug, unit = cell.figure.slug, cell.figure.unit
        done = escape(measure(cell.done, unit, self.currency))
        values = {"label": self.labels[slug], "href": self.hrefs[slug], "user": user, "done": done}
        values["which"] = "&amp;which=counted" if cell.pending else ""
        if not cell.target:
            return PLAIN.format(**values)
        tone = str(cell.standing or "")
        target = escape(measure(cell.target, unit, self.currency))
        bar = thin_meter(round(cell.share, 2), tone)
        return PLANNED.format(**values, target=target, say=self.says.get(tone, ""), bar=bar)
