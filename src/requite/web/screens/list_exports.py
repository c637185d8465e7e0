"""Lists as files: asked for with a reason, streamed, and listed for those who look after the base."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from requite.insight.lists.access import words_for
from requite.insight.lists.actions.export import LONGEST, export_list
from requite.insight.lists.conditions import Query
from requite.insight.lists.counting import count_query
from requite.insight.lists.exporting import RIGHT, exporter, open_table
from requite.insight.lists.fields import Kind, find_field
from requite.insight.lists.files import stream_file
from requite.insight.lists.listed import kind_of
from requite.insight.lists.models import Export
from requite.insight.lists.queries import list_exports
from requite.kernel.errors import Refused
from requite.web.doors import ActorRequest, door, sent
from requite.web.keys import read_key, write_key
from requite.web.list_asking import columns_of
from requite.web.list_filters import Told, say_filter
from requite.web.list_kinds import RECORDS, WORDS
from requite.web.pages import part, render
from requite.web.screens.list_views import asked_of, see_kind
from requite.web.screens.lists import say_number
from requite.web.speaking import spoken
from requite.web.streams import Stream, place

PAGE = 40
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@door("GET", "POST", right=RIGHT)
def export(request: ActorRequest, *, kind: str) -> HttpResponseBase:
    """Ask for what the file is, and give it."""
    which = see_kind(request, kind)
    text = sent(request, "list") if request.method == "POST" else request.GET.urlencode()
    query = asked_of(request, which, text)
    errors: Mapping[str, Any] = {}
    if request.method == "POST":
        try:
            return _file(request, query)
        except Refused as refusal:
            errors = refusal.errors
    return _form(request, query, text, errors)


def _file(request: ActorRequest, query: Query) -> HttpResponseBase:
    actor, at = request.actor, request.now
    columns = columns_of(query, actor)
    with place():
        made = export_list(
            actor=actor, at=at, query=query, columns=columns, said=say_list(request, query),
            form=sent(request, "form"), reason=sent(request, "reason"),
        )  # fmt: skip
        table = open_table(actor=actor, at=at, query=query, columns=columns)
        pieces = stream_file(table, form=made.form, title=str(WORDS[query.kind]), count=made.count)
        response = Stream(spoken(pieces, actor.language), content_type=TYPES[made.form])
    name = f"{RECORDS[query.kind]}-{at.astimezone(actor.zone):%Y-%m-%d}.{made.form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def say_list(request: ActorRequest, query: Query) -> str:
    """Which records a list holds, in words; "" for all."""
    actor = request.actor
    told = Told(actor, actor.day_of(request.now))
    base = {
        "mine": _("Mine"), "debt": _("In debt"), "nostep": _("No next step"), "archived": _("Archived"), "won": _("Won"),
        "lost": _("Lost"),
    }.get(query.base, "")  # fmt: skip
    return " · ".join(filter(None, (base, say_filter(told, query.kind, query.filter))))


def _form(request: ActorRequest, query: Query, text: str, errors: Mapping[str, Any]) -> HttpResponseBase:
    counted = count_query(actor=exporter(request.actor, query.kind), at=request.now, query=query)
    context = {
        "kind": query.kind,
        "list": text,
        "said": say_list(request, query),
        "columns": labels_of(query.kind, columns_of(query, request.actor)),
        "count": say_number(counted) if counted else _("counted when the file is taken"),
        "form": sent(request, "form", "csv"),
        "reason": sent(request, "reason"),
        "longest": LONGEST,
        "errors": errors,
    }
    return render(request, "lists/export.html", context, status=422 if errors else 200)


def labels_of(kind: Kind, slugs: Sequence[str]) -> list[str]:
    """Columns by their names."""
    return [str(field.label) for slug in slugs if (field := find_field(kind, slug))]


@door("GET", right=RIGHT)
def exports(request: ActorRequest) -> HttpResponseBase:
    """The files that were taken out, the latest first."""
    after = read_key(request.GET.get("after", ""))
    found: list[Export] = list_exports(actor=request.actor, before=after, limit=PAGE + 1)
    shown = found[:PAGE]
    context = {
        "rows": [
            (one, words_for(request.actor, one.filter, by_id=one.actor_id), labels_of(kind_of(one.kind), one.columns))
            for one in shown
        ],
        "next": write_key(shown[-1].at, shown[-1].id) if len(found) > PAGE else "",
    }
    if after and "HX-Request" in request.headers:
        return part(request, "lists/exports_rows.html", context)
    return render(request, "lists/exports.html", context)
