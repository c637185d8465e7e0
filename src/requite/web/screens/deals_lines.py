"""The lines of a deal: each a form of its own, and a form for one more."""

from collections.abc import Mapping
from typing import Any, Literal, cast
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.deals.access import deal_of_line
from requite.deals.actions import lines as acts
from requite.deals.actions.line_drafts import LineDraft, preview_line
from requite.deals.queries.lines import LineShape, list_lines, list_products, sum_lines
from requite.kernel.errors import NotVisible
from requite.kernel.ids import parse_id
from requite.kernel.legible import legible
from requite.web.amounts import plain_units, plain_value
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.meant import find_meant
from requite.web.pages import html, is_fragment, part
from requite.web.screens.deals import deal_context
from requite.web.screens.settings_forms import OPEN, Outcome, attempt, sent_version
from requite.web.toasts import with_toast

FIELDS = ("name", "quantity", "price", "discount", "discount_in", "tax_rate")
BLANK = {"name": "", "quantity": "1", "price": "", "discount": "", "discount_in": "percent", "tax_rate": ""}


def typed_of(line: LineShape) -> dict[str, str]:
    """A line as its form shows it."""
    off = "" if line.off_percent is None else f"{line.off_percent.normalize():f}"
    return {
        "name": line.name,
        "quantity": f"{line.quantity.normalize():f}",
        "price": plain_units(line.price, line.currency),
        "discount": off if line.off_amount is None else plain_units(line.off_amount, line.currency),
        "discount_in": "percent" if line.off_amount is None else "amount",
        "tax_rate": f"{line.tax_rate.normalize():f}",
    }


def lines_context(
    request: ActorRequest, context: dict[str, Any], *, at: str = "", outcome: Outcome = OPEN
) -> dict[str, Any]:
    """Add to a deal's context its lines as forms; `at` is the line, or "new", that was sent and not kept."""
    lines = list_lines(context["card"].id)
    sent_now = _sent(request.POST) if at else {}
    return {
        **context,
        "lines": [(line, typed_of(line) | (sent_now if at == str(line.id) else {})) for line in lines],
        "total": sum_lines(lines),
        "line_at": at,
        "line_errors": outcome.errors,
        "line_clash": outcome.named(_labels(), lambda _name, value: plain_value(value, context["card"].currency)),
        "line_clash_by": outcome.by,
        "new_line": BLANK | (sent_now if at == "new" else {}),
        "new_product": (sent(request, "product"), sent(request, "product_text")) if at == "new" else ("", ""),
        "line_once": (sent(request, "once") if at == "new" else "") or fresh_key(),
    }


def _labels() -> dict[str, str]:
    return {
        "name": _("Name"), "quantity": _("Quantity"), "price": _("Price"), "off_percent": _("Discount"),
        "off_amount": _("Discount"), "tax_rate": _("Tax"),
    }  # fmt: skip


def _sent(given: QueryDict) -> dict[str, str]:
    return {name: legible(given.get(name, ""))[:300] for name in FIELDS if name in given}


def _draft(given: Mapping[str, str], product_id: UUID | None = None) -> LineDraft:
    return LineDraft(product_id=product_id, **given)


def _answer(
    request: ActorRequest, deal_id: UUID, text: str, undo: str = "", *, added: bool = False
) -> HttpResponseBase:
    """All lines and the facts anew (htmx), or the deal's page."""
    if not is_fragment(request):
        here = HttpResponseRedirect(f"{reverse('deal', kwargs={'id': deal_id})}#deal-lines")
        return with_toast(request, here, text, undo=undo) if text else here
    context = lines_context(request, deal_context(request, deal_id, whole=True))
    context["line_added"] = added
    answer = HttpResponse(html(request, "deals/lines.html", context) + _facts(request, context))
    return with_toast(request, answer, text, undo=undo) if text else answer


def _facts(request: ActorRequest, context: dict[str, Any]) -> str:
    return html(request, "deals/facts.html", {**context, "oob": True})


def _refused(request: ActorRequest, deal_id: UUID, outcome: Outcome, at: str) -> HttpResponseBase:
    from requite.web.screens.deals_work import show_deal  # noqa: PLC0415 - the page shows the lines itself

    if is_fragment(request):
        context = lines_context(request, deal_context(request, deal_id), at=at, outcome=outcome)
        return part(request, "deals/lines.html", context, status=outcome.status)
    return show_deal(request, deal_id, at=at, outcome=outcome)


@door("GET", "POST", right="deals.see")
def deal_lines(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The lines, and one more."""
    deal_id, actor = id_of(id), request.actor
    if request.method == "GET":
        return part(request, "deals/lines.html", lines_context(request, deal_context(request, deal_id)))
    given = _sent(request.POST)
    product_id = sent_id(request, "product")
    given["name"] = "" if product_id else sent(request, "product_text")[:300]
    had = deal_context(request, deal_id)["deal"].has_lines
    outcome = attempt(
        lambda: acts.register_line(
            actor=actor, at=request.now, deal_id=deal_id, draft=_draft(given, product_id),
            once=sent_id(request, "once"),
        )
    )  # fmt: skip
    if not outcome.is_kept:
        return _refused(request, deal_id, outcome, "new")
    return _answer(
        request, deal_id, "" if had else _("The amount is the sum of the lines from now on."), added=True
    )


@door("POST", right="deals.edit")
def line(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """One line anew. By htmx the answer is that line, with the sum and the facts: others may be half typed."""
    line_id, actor = id_of(id), request.actor
    given = _sent(request.POST)
    deal = deal_of_line(actor=actor, line_id=line_id)
    outcome = attempt(
        lambda: acts.correct_line(
            actor=actor, at=request.now, line_id=line_id, draft=_draft(given), version=sent_version(request)
        ),
        subject=deal,
    )
    if not is_fragment(request):
        return _answer(request, deal, "") if outcome.is_kept else _refused(request, deal, outcome, id)
    context = lines_context(
        request, deal_context(request, deal, whole=True), at="" if outcome.is_kept else str(line_id),
        outcome=outcome,
    )  # fmt: skip
    one = next((pair for pair in context["lines"] if pair[0].id == line_id), None)
    if one is None:
        return _answer(request, deal, "")
    context |= {"line": one[0], "typed": one[1], "oob": True}
    parts = [html(request, name, context) for name in ("deals/line.html", "deals/lines_sum.html")]
    return HttpResponse("".join(parts) + _facts(request, context), status=outcome.status)


@door("POST", right="deals.edit")
def line_place(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Moves a line past its neighbour."""
    to = sent(request, "to")
    if to not in ("up", "down"):
        deal_of_line(actor=request.actor, line_id=id_of(id))
        raise NotVisible
    way = cast(Literal["up", "down"], to)
    moved = acts.move_line(actor=request.actor, at=request.now, line_id=id_of(id), to=way)
    return _answer(request, moved.deal_id, "")


@door("POST", right="deals.edit")
def line_removal(request: ActorRequest, *, id: str, back: bool = False) -> HttpResponseBase:  # noqa: A002
    """Removes a line, or brings it back."""
    act = acts.restore_line if back else acts.archive_line
    gone = act(actor=request.actor, at=request.now, line_id=id_of(id))
    undo = "" if back else reverse("line_restoration", kwargs={"id": gone.id})
    return _answer(request, gone.deal_id, _("The line is back.") if back else _("Removed."), undo)


@door("GET", right="deals.see")
def deal_line_preview(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """What a line comes to while one types, and the sum with it; nothing is kept."""
    context = deal_context(request, id_of(id))
    line_id = parse_id(request.GET.get("line", ""))
    given = {"name": "-"} | _sent(request.GET)
    product_id = parse_id(request.GET.get("product", ""))
    net, total = preview_line(
        actor=request.actor, at=request.now, deal_id=context["card"].id, draft=_draft(given, product_id),
        line_id=line_id,
    )  # fmt: skip
    return part(request, "deals/line_preview.html", {**context, "net": net, "total": total, "oob": True})


@door("GET", right="deals.edit")
def product_options(request: ActorRequest) -> HttpResponseBase:
    """Products to choose from, for a combobox."""
    typed = request.GET.get("q", "").replace("\x00", "")[:200]
    query, found = find_meant(request.actor, typed, lambda query: list_products(text=query, limit=12)[0])
    context = {"products": found, "query": query, "is_other": query != typed}
    return part(request, "deals/product_options.html", context)

