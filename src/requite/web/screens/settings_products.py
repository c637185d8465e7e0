"""Products: what the company sells, at which price and tax."""

from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.deals.actions.lists import products as acts
from requite.deals.actions.lists.listing import RIGHT
from requite.deals.actions.lists.products import ProductDraft
from requite.deals.queries.lines import ProductShape, find_product, list_products
from requite.kernel.errors import NotVisible
from requite.web.addresses import url
from requite.web.amounts import plain_units, plain_value
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.keys import read_name_key, write_name_key
from requite.web.pages import render
from requite.web.screens.entrance import place_options
from requite.web.screens.settings_forms import OPEN, Outcome, attempt, done, sent_version

FIELDS = ("name", "code", "unit", "price", "currency", "tax_rate")


def _typed(request: ActorRequest, product: ProductShape | None = None) -> dict[str, str]:
    """The fields as a form shows them: as they were sent, else as they are kept."""
    if request.method == "POST" and "name" in request.POST:
        return {name: sent(request, name) for name in FIELDS}
    if product is None:
        return {**dict.fromkeys(FIELDS, ""), "currency": request.actor.currency}
    return {
        "name": product.name,
        "code": product.code,
        "unit": product.unit,
        "price": "" if product.price is None else plain_units(product.price, product.currency),
        "currency": product.currency,
        "tax_rate": f"{product.tax_rate.normalize():f}",
    }


def _draft(request: ActorRequest) -> ProductDraft:
    return ProductDraft(**{name: sent(request, name) for name in FIELDS})


@door("GET", "POST", right=RIGHT)
def products(request: ActorRequest) -> HttpResponseBase:
    """The products on offer, or those that have ended, by name; a form for one more."""
    if request.method == "GET":
        return _show(request, OPEN)
    outcome = attempt(
        lambda: acts.register_product(
            actor=request.actor, at=request.now, draft=_draft(request), once=sent_id(request, "once")
        )
    )
    if outcome.is_kept:
        return done(request, reverse("products"), _("Added."))
    return _show(request, outcome)


def _show(request: ActorRequest, outcome: Outcome) -> HttpResponseBase:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    ended = request.GET.get("ended") == "1"
    after = read_name_key(request.GET.get("after", ""))
    rows, more = list_products(text=text, ended=ended, after=after)
    kept = {name: value for name, value in (("q", text), ("ended", "1" if ended else "")) if value}
    context = {
        "rows": rows,
        "next": url("products", query={**kept, "after": write_name_key(*more)}) if more else "",
        "q": text,
        "ended": ended,
        "typed": _typed(request),
        "errors": outcome.errors,
        "currencies": place_options()["currencies"],
        "once": sent(request, "once") or fresh_key(),
    }
    fragment = "settings/products_rows.html" if after else None
    return render(request, "settings/products.html", context, status=outcome.status, fragment=fragment)


@door("GET", "POST", right=RIGHT)
def product(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """One product."""
    product_id = id_of(id)
    if request.method == "GET":
        return _one(request, product_id, OPEN)
    outcome = attempt(
        lambda: acts.correct_product(
            actor=request.actor, at=request.now, product_id=product_id, draft=_draft(request),
            version=sent_version(request),
        ),
        subject=product_id,
    )  # fmt: skip
    if outcome.is_kept:
        return done(request, reverse("products"), _("Kept."))
    return _one(request, product_id, outcome)


def _one(request: ActorRequest, product_id: UUID, outcome: Outcome) -> HttpResponseBase:
    found = find_product(product_id)
    if found is None:
        raise NotVisible
    labels = {
        "name": _("Name"), "code": _("Code"), "unit": _("Unit"), "price": _("Price"), "currency": _("Currency"),
        "tax_rate": _("Tax"),
    }  # fmt: skip

    context = {
        "product": found,
        "typed": _typed(request, found),
        "errors": outcome.errors,
        "clash": outcome.named(labels, lambda _name, value: plain_value(value, found.currency)),
        "clash_by": outcome.by,
        "clash_at": outcome.at,
        "currencies": place_options()["currencies"],
    }
    return render(request, "settings/product.html", context, status=outcome.status)


@door("POST", right=RIGHT)
def ending(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Offers a product no longer."""
    product_id = id_of(id)
    acts.archive_product(actor=request.actor, at=request.now, product_id=product_id)
    undo = reverse("product_restoration", kwargs={"id": product_id})
    return done(request, reverse("products"), _("No longer offered. Lines that have it keep it."), undo=undo)


@door("POST", right=RIGHT)
def restoration(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Offers an ended product again."""
    product_id = id_of(id)
    outcome = attempt(
        lambda: acts.restore_product(actor=request.actor, at=request.now, product_id=product_id)
    )
    if outcome.is_kept:
        return done(request, reverse("products"), _("Offered again."))
    return _one(request, product_id, outcome)
