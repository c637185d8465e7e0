"""Amounts of deals as pages show them, and stages as a list to choose from."""

from collections.abc import Sequence
from decimal import Decimal

from requite.deals.queries.shapes import DealCard
from requite.kernel.actor import Actor
from requite.kernel.money import digits_of


def amount_of(card: DealCard) -> Decimal | None:
    """The amount in whole units of its own currency; None while nobody knows it."""
    return None if card.amount is None else Decimal(card.amount).scaleb(-digits_of(card.currency))


def units_of(minor: int, currency: str) -> Decimal:
    """Minor units as whole ones."""
    return Decimal(minor).scaleb(-digits_of(currency))


def plain_units(minor: int, currency: str) -> str:
    """The same as a form shows it: 1200.50, and 1200 where nothing stands behind the point."""
    text = f"{units_of(minor, currency):f}"
    whole, _point, rest = text.partition(".")
    return text if rest.strip("0") else whole


def plain_value(value: object, currency: str) -> object:
    """A value of a line or a product as its form shows it: prices are kept in minor units, numbers with all their places."""
    if isinstance(value, int):
        return plain_units(value, currency)
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def owner_options(
    views: Sequence[tuple[str, str]], owners: Sequence[tuple[str, str]], actor: Actor
) -> list[tuple[str, str]]:
    """Whose deals one may choose: the views, then each colleague but the reader."""
    return [*reversed(views), *(one for one in owners if one[0] != str(actor.id))]
