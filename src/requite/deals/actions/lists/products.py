"""Products: added, corrected, ended, offered again."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from babel.numbers import is_currency
from django.utils.translation import gettext_lazy as _

from requite.deals.actions.lists.events import (
    ProductArchived,
    ProductCorrected,
    ProductRegistered,
    ProductRestored,
)
from requite.deals.actions.lists.listing import RIGHT
from requite.deals.actions.reading import read_percent, read_price
from requite.deals.models import Product
from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.identity.versions import changes_of, demand_version, write
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.fold import fold
from requite.kernel.locks import Lock, hold
from requite.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDraft:
    """What a form says of a product, as text: `price` of one unit, in whole units of `currency`; `tax_rate` in percent."""

    name: str = ""
    code: str = ""
    unit: str = ""
    price: str = ""
    currency: str = ""
    tax_rate: str = ""


def take_product(*, actor: Actor, product_id: UUID) -> Product:
    """The product, locked. Raises NotAllowed, NotVisible."""
    demand_right(actor=actor, right=RIGHT)
    found = Product.objects.select_for_update().filter(id=product_id).first()
    if found is None:
        raise NotVisible
    return found


def register_product(
    *, actor: Actor, at: datetime, draft: ProductDraft, once: UUID | None = None
) -> Product:
    """Add a product. Raises NotAllowed, Refused by field: a name, or a code, that is offered already."""
    demand_right(actor=actor, right=RIGHT)
    checks = Checks()
    with recording(actor=actor, at=at) as record:
        made = Product()
        known = claim_once(key=once, actor=actor, subject_id=made.id, at=at)
        if known:
            return Product.objects.get(id=known)
        given = _read(checks, draft, actor, made.id)
        write(made, given)
        made.version = 1
        made.save(force_insert=True)
        record(ProductRegistered(subject_id=made.id, changes=_said({}, _words(made))))
    return made


def correct_product(
    *, actor: Actor, at: datetime, product_id: UUID, draft: ProductDraft, version: int | None = None
) -> Product:
    """Write the product anew; lines that have it keep what they say. Raises NotAllowed, NotVisible, Refused, Stale."""
    checks = Checks()
    with recording(actor=actor, at=at) as record:
        product = take_product(actor=actor, product_id=product_id)
        given = _read(checks, draft, actor, product.id if product.ended_at is None else None)
        demand_version(product, version=version, given={name: given[name] for name in given if name != "name_fold"})
        before = _words(product)
        if changes_of(product, given):
            write(product, given)
            product.save(update_fields=[*given, "version"])
            record(ProductCorrected(subject_id=product.id, changes=_said(before, _words(product))))
    return product


def archive_product(*, actor: Actor, at: datetime, product_id: UUID) -> Product:
    """Offer the product no longer; lines that have it keep it. Twice is once. Raises NotAllowed, NotVisible."""
    with recording(actor=actor, at=at) as record:
        product = take_product(actor=actor, product_id=product_id)
        if product.ended_at is None:
            _end(product, at)
            record(ProductArchived(subject_id=product.id, changes={"name": (product.name, "")}))
    return product


def restore_product(*, actor: Actor, at: datetime, product_id: UUID) -> Product:
    """Offer an ended product again. Raises NotAllowed, NotVisible, Refused when its name or code is taken meanwhile."""
    checks = Checks()
    with recording(actor=actor, at=at) as record:
        product = take_product(actor=actor, product_id=product_id)
        if product.ended_at is not None:
            _refuse_twins(checks, product.id, product.name, product.code)
            checks.settle()
            _end(product, None)
            record(ProductRestored(subject_id=product.id, changes={"name": ("", product.name)}))
    return product


def _end(product: Product, at: datetime | None) -> None:
    product.ended_at = at
    product.version += 1
    product.save(update_fields=["ended_at", "version"])


def _read(checks: Checks, draft: ProductDraft, actor: Actor, id_: UUID | None) -> dict[str, Any]:
    """The values as the model keeps them; twins are looked for unless `id_` is None. Raises Refused."""
    name = checks.text("name", draft.name, limit=200)
    code = checks.text("code", draft.code, limit=60, needed=False)
    unit = checks.text("unit", draft.unit, limit=20, needed=False)
    currency = (draft.currency.strip() or actor.currency).upper()
    price = None
    if not is_currency(currency):
        checks.fault("currency", _("Choose one of the list."))
    elif draft.price.strip():
        price = read_price(checks, "price", draft.price, currency=currency, locale=actor.language)
    tax = read_percent(checks, "tax_rate", draft.tax_rate, locale=actor.language) or Decimal(0)
    if id_ is not None:
        _refuse_twins(checks, id_, name, code)
    checks.settle()
    return {
        "name": name, "name_fold": fold(name), "code": code, "unit": unit, "price": price, "currency": currency,
        "tax_rate": tax,
    }  # fmt: skip


def _refuse_twins(checks: Checks, id_: UUID, name: str, code: str) -> None:
    """Two that add the same product wait for each other."""
    hold(Lock.PRODUCTS)
    others = Product.objects.filter(ended_at__isnull=True).exclude(id=id_)
    if others.filter(name_fold=fold(name)).exists():
        checks.fault("name", _("This name is on the list already."))
    if code and others.filter(code=code).exists():
        checks.fault("code", _("Another product has this code."))


def _words(product: Product) -> dict[str, object]:
    price = "" if product.price is None else f"{Money(product.price, product.currency).amount:f} {product.currency}"
    return {
        "name": product.name, "code": product.code, "unit": product.unit, "price": price,
        "tax_rate": f"{product.tax_rate.normalize():f}",
    }  # fmt: skip


def _said(before: dict[str, object], after: dict[str, object]) -> dict[str, tuple[object, object]]:
    return {
        name: (before.get(name, ""), value) for name, value in after.items() if before.get(name, "") != value
    }
