"""What a currency is worth in the company's, from a day on."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import is_currency
from django.utils.translation import gettext_lazy as _

from requite.deals.actions.keeping import EARLIEST, LATEST
from requite.deals.actions.lists.events import RateCorrected, RateRegistered
from requite.deals.actions.lists.listing import RIGHT
from requite.deals.models import Rate
from requite.deals.worth import PRICING
from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.money import parse_number

FINEST, MOST = Decimal(1).scaleb(-10), Decimal(10) ** 10  # what the column holds


def register_rate(*, actor: Actor, at: datetime, currency: str, starts_on: str, rate: str) -> Rate:
    """Say what one unit of `currency` is worth from that day on; the same day again corrects it, the same rate is once.

    Open deals that had no worth get theirs by the rate of today from a job (`reactions.price_deals`); all others keep it.
    Raises NotAllowed, Refused by field.
    """
    demand_right(actor=actor, right=RIGHT)
    code, day, worth = read(actor, currency=currency, starts_on=starts_on, rate=rate)
    with recording(actor=actor, at=at) as record:
        made, is_new = Rate.objects.select_for_update().get_or_create(
            currency=code, starts_on=day, defaults={"rate": worth}
        )
        if is_new or made.rate != worth:
            before, made.rate = ("" if is_new else made.rate), worth
            made.save(update_fields=["rate"])
            event = RateRegistered if is_new else RateCorrected
            what: dict[str, tuple[object, object]] = {"currency": ("" if is_new else code, code)}
            what |= {"starts_on": ("" if is_new else day, day), "rate": (before, worth)}
            record(event(subject_id=made.id, changes=what, topics=frozenset({PRICING})))
    return made


def read(actor: Actor, *, currency: str, starts_on: str, rate: str) -> tuple[str, date, Decimal]:
    """What a form gave, as the model keeps it. Raises Refused with everything that is wrong."""
    checks = Checks()
    code = currency.strip().upper()
    if not is_currency(code):
        checks.fault("currency", _("Choose one of the list."))
    elif code == actor.currency:
        checks.fault("currency", _("This is the company’s own currency: it needs no rate."))
    return code, _day(checks, starts_on), _settle(checks, _rate(checks, rate, actor.language))


def _day(checks: Checks, text: str) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        checks.fault("starts_on", _("Give the date as year-month-day, for example 2026-11-24."))
        return EARLIEST
    if not EARLIEST <= day < LATEST:
        checks.fault("starts_on", _("The date lies outside the years 2000 to 2099."))
    return day


def _rate(checks: Checks, text: str, locale: str) -> Decimal:
    number = parse_number(text, locale=locale)
    if number is None:
        checks.fault("rate", _("Write a number above nothing, such as 1350.5."))
        return FINEST
    fine = number.quantize(FINEST, ROUND_HALF_UP) if abs(number) < MOST else number
    if fine <= 0:
        checks.fault("rate", _("Write a number above nothing, such as 1350.5."))
    elif fine >= MOST:
        checks.fault("rate", _("This number is too large."))
    return fine


def _settle(checks: Checks, worth: Decimal) -> Decimal:
    checks.settle()
    return worth
