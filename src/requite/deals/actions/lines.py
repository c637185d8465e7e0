"""The lines of a deal: added, corrected, moved, removed, brought back. The deal's amount is their sum, without tax."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.deals import access
from requite.deals.actions import keeping
from requite.deals.actions.line_drafts import LineDraft, offered, read_line
from requite.deals.actions.reading import MOST_UNITS
from requite.deals.events import LineArchived, LineCorrected, LineRegistered, LineRestored
from requite.deals.models import Deal, Line
from requite.deals.terms import total_of
from requite.identity.versions import changes_of, demand_version, write
from requite.journal.events import Event
from requite.journal.recording import Recorder, claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.money import Money, digits_of

MOST_LINES = 200
Way = Literal["up", "down"]


def register_line(
    *, actor: Actor, at: datetime, deal_id: UUID, draft: LineDraft, once: UUID | None = None
) -> Line:
    """Add a line at the end. What is blank is the product's: its price by the company's rate of the day.

    Raises NotVisible, NotAllowed, Refused by field: without a rate between both currencies the price has to be typed.
    """
    with recording(actor=actor, at=at) as record:
        deal = _take(actor, deal_id)
        made = Line(deal=deal)
        known = claim_once(key=once, actor=actor, subject_id=made.id, at=at)
        if known:
            return Line.objects.get(id=known, deal=deal)
        if deal.lines.filter(removed_at__isnull=True).count() >= MOST_LINES:
            raise Refused(_("A deal has at most %(limit)s lines.") % {"limit": MOST_LINES})
        product = offered(draft.product_id)
        write(made, read_line(draft, deal, product, actor=actor, at=at))
        made.product, made.version = product, 1
        last = deal.lines.order_by("-position").values_list("position", flat=True).first()
        made.position = 0 if last is None else last + 1
        made.save(force_insert=True)
        _sum(record, deal, LineRegistered, {"line": ("", say_line(made))})
    return made


def correct_line(
    *, actor: Actor, at: datetime, line_id: UUID, draft: LineDraft, version: int | None = None
) -> Line:
    """Write a line anew. Raises NotVisible, NotAllowed, Refused by field, Stale when another changed the line meanwhile."""
    with recording(actor=actor, at=at) as record:
        deal, line = take_line(actor=actor, line_id=line_id)
        given = read_line(draft, deal, line.product, actor=actor, at=at, line=line)
        asked = {name: value for name, value in given.items() if name not in ("net", "tax", "unit")}
        demand_version(line, version=version, given=asked)
        if changes_of(line, given):
            before = say_line(line)
            write(line, given)
            line.save(update_fields=[*given, "version"])
            _sum(record, deal, LineCorrected, {"line": (before, say_line(line))})
    return line


def move_line(*, actor: Actor, at: datetime, line_id: UUID, to: Way) -> Line:
    """Change places with the line above or below; at the end of the list nothing moves."""
    with recording(actor=actor, at=at) as record:
        deal, line = take_line(actor=actor, line_id=line_id)
        order = list(deal.lines.filter(removed_at__isnull=True).order_by("position", "id"))
        here = next(place for place, one in enumerate(order) if one.id == line.id)
        there = here + (-1 if to == "up" else 1)
        if 0 <= there < len(order):
            order[here], order[there] = order[there], order[here]
            for place, one in enumerate(order):
                one.position = place
            Line.objects.bulk_update(order, ["position"])
            places = (f"{line.name} {here + 1}", f"{line.name} {there + 1}")
            keeping.keep(record, deal, LineCorrected, {"line_place": places})
    return line


def archive_line(*, actor: Actor, at: datetime, line_id: UUID) -> Line:
    """Remove a line; without any the deal has no amount until one is written. Twice is once."""
    with recording(actor=actor, at=at) as record:
        deal, line = take_line(actor=actor, line_id=line_id, removed=True)
        if line.removed_at is None:
            _remove(line, at)
            _sum(record, deal, LineArchived, {"line": (say_line(line), "")})
    return line


def restore_line(*, actor: Actor, at: datetime, line_id: UUID) -> Line:
    """Bring a removed line back where it stood. Raises Refused when the deal reckons in another currency by now."""
    with recording(actor=actor, at=at) as record:
        deal, line = take_line(actor=actor, line_id=line_id, removed=True)
        if line.removed_at is not None:
            if line.currency != deal.currency:
                raise Refused(_("The deal is in another currency by now. Add the line anew."))
            _remove(line, None)
            _sum(record, deal, LineRestored, {"line": ("", say_line(line))})
    return line


def take_line(*, actor: Actor, line_id: UUID, removed: bool = False) -> tuple[Deal, Line]:
    """The line with its deal, which is locked. Raises NotVisible, NotAllowed, Refused for an archived deal."""
    deal = _take(actor, access.deal_of_line(actor=actor, line_id=line_id))
    line = Line.objects.select_related("product").get(id=line_id)
    if line.removed_at is not None and not removed:
        raise Refused(_("This line was removed meanwhile."))
    line.deal = deal
    return deal, line


def say_line(line: Line) -> str:
    """The line for the journal: "Frames: 2 × 1000 KRW − 10 % + 10 %"."""
    currency = line.currency
    said = f"{line.name}: {line.quantity.normalize():f} × {_units(line.price, currency)}"
    if line.off_percent:
        said += f" − {line.off_percent.normalize():f} %"
    if line.off_amount:
        said += f" − {_units(line.off_amount, currency)}"
    return f"{said} + {line.tax_rate.normalize():f} %" if line.tax_rate else said


def _units(minor: int, currency: str) -> str:
    return f"{Money(minor, currency).amount:f} {currency}"


def _take(actor: Actor, deal_id: UUID) -> Deal:
    deal = access.take_deal(actor=actor, deal_id=deal_id)
    keeping.refuse_archived(deal)
    return deal


def _remove(line: Line, at: datetime | None) -> None:
    line.removed_at = at
    line.version += 1
    line.save(update_fields=["removed_at", "version"])


def _sum(
    record: Recorder, deal: Deal, event: type[Event], changes: Mapping[str, tuple[object, object]]
) -> None:
    """Make the deal's amount the sum of its lines, None without any, and keep the deal. Raises Refused below nothing."""
    pairs = list(Line.objects.filter(deal=deal, removed_at__isnull=True).values_list("net", "tax"))
    before, net = keeping.say_amount(deal), total_of(pairs).net
    if pairs and net < 0:
        raise Refused(
            _("The returns are more than what is sold: a deal’s amount is not below nothing."), field="quantity"
        )
    if net > MOST_UNITS * 10 ** digits_of(deal.currency):
        raise Refused(_("This amount is too large."), field="price")
    deal.amount, deal.has_lines = (net if pairs else None), bool(pairs)
    keeping.settle_worth(deal, actor=record.actor, day=record.actor.day_of(deal.closed_at or record.at))
    said = keeping.say_amount(deal)
    keeping.keep(record, deal, event, {**changes, **({"amount": (before, said)} if said != before else {})})
