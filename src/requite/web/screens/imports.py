"""Imports: hand a file in, see what was understood, let it come in, see what became of each row."""

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.identity.places import country_names
from requite.intake import access
from requite.intake.actions.correct_import import correct_import
from requite.intake.actions.enqueue_import import enqueue_import
from requite.intake.actions.erase_import import erase_import
from requite.intake.actions.launch_import import launch_import
from requite.intake.actions.return_import import return_import
from requite.intake.landing.own import list_own
from requite.intake.landing.preview import PreviewRow, preview_columns
from requite.intake.models import Import
from requite.intake.options import Options
from requite.intake.queries.imports import get_preview, list_imports
from requite.intake.queries.refused import stream_refused
from requite.intake.reading.headings.targets import TARGETS
from requite.kernel.dates import language
from requite.kernel.errors import Refused
from requite.web.colleagues import owners_for, say_colleague
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.keys import read_key, write_key
from requite.web.pages import part, render
from requite.web.screens.imports_words import reading_context
from requite.web.screens.owners import sent_colleague
from requite.web.speaking import spoken
from requite.web.toasts import with_toast
from requite.web.uploads import demand_upload

RIGHT = "people.import"
FEW = 6  # columns that stay out and are shown without being asked for


@door("GET", right=RIGHT)
def imports(request: ActorRequest) -> HttpResponseBase:
    """Imports that the reader may see, newest first."""
    after = read_key(request.GET.get("after", ""))
    if after and after[0].utcoffset():  # no key that this list gave; the database refuses some offsets
        after = None
    rows, more = list_imports(actor=request.actor, after=after)
    context = {"rows": rows, "next": write_key(rows[-1].made_at, rows[-1].id) if more else ""}
    return render(request, "imports/imports.html", context, fragment="imports/rows.html" if after else None)


@door("GET", "POST", right=RIGHT)
def new_import(request: ActorRequest) -> HttpResponseBase:
    """Hand a file in; one that can't be read is refused with the reason."""
    context: dict[str, Any] = {"once": fresh_key(), "errors": {}}
    if request.method == "GET":
        return render(request, "imports/new.html", context)
    try:
        file = demand_upload(request, "file")
        found = enqueue_import(
            actor=request.actor,
            at=request.now,
            stream=cast(BinaryIO, file.file),
            name=file.name or "",
            size=file.size or 0,
            once=sent_id(request, "once"),
        )
    except Refused as refusal:
        context["errors"] = {"file": " ".join(str(text) for text in refusal.errors.values())}
        return render(request, "imports/new.html", context, status=422)
    return HttpResponseRedirect(reverse("import", kwargs={"id": found.id}))


def _context(request: ActorRequest, import_id: UUID) -> dict[str, Any]:
    found = access.see_import(actor=request.actor, import_id=import_id)
    context: dict[str, Any] = {"file": found, "layout": found.layout, "errors": {}}
    if found.is_open:
        options = Options.read(found.options)
        preview = get_preview(actor=request.actor, found=found)
        context |= {
            **_columns(request, found, preview),
            "targets": _targets(request),
            "preview": preview,
            "options": options,
            "tags": ", ".join(options.tags),
            "owners": owners_for(request.actor),
            "owner_name": say_colleague(request.actor, options.owner_id or str(request.actor.me)),
            "countries": country_names(language()),
            "reads_anew": False,
            **reading_context(found.layout),
        }
    return context


def _targets(request: ActorRequest) -> list[tuple[str, str]]:
    """What a column can fill: everybody's fields, then the custom ones, a company's told apart from a person's."""
    sides = {"person": _("person"), "company": _("company")}
    own = [(one.slug, f"{one.label} ({sides[one.side]})") for one in list_own(request.actor).values()]
    return [*((target.slug, str(target.label)) for target in TARGETS.values()), *own]


def _columns(request: ActorRequest, found: Import, preview: Sequence[PreviewRow]) -> dict[str, Any]:
    """The columns in the order in which they are shown. The others stay unfolded while one of them is chosen."""
    own = list(list_own(request.actor))
    mapped, others = preview_columns(found.layout.headings, found.columns, preview, own)
    unfolded = not mapped or len(others) <= FEW or request.GET.get("others") == "unfolded"
    return {"mapped": mapped, "others": others, "unfolded": unfolded}


@door("GET", right=RIGHT)
def one(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """An import: its mapping before it runs, its progress while it does, its result after."""
    import_id = id_of(id)
    return render(
        request, "imports/import.html", _context(request, import_id), topics=[f"import:{import_id}"]
    )


@door("POST", right=RIGHT)
def mapping(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Change what the columns mean and what is decided for all rows; the preview follows."""
    import_id = id_of(id)
    errors = correct(request, import_id)
    context = refused_context(request, import_id, errors) if errors else _context(request, import_id)
    return render(
        request,
        "imports/import.html",
        context,
        fragment="imports/mapping.html",
        status=422 if errors else 200,
        topics=[f"import:{import_id}"],
    )


def refused_context(request: ActorRequest, import_id: UUID, errors: dict[str, str]) -> dict[str, Any]:
    """The mapping as it was sent, beside what is wrong; the preview stays that of the mapping that is kept."""
    context = {**_context(request, import_id), "errors": errors}
    found: Import = context["file"]
    if found.is_open:
        found.columns, sent_options = _sent(request, found)
        context |= _columns(request, found, context["preview"])
        context |= {"options": Options(**{**sent_options, "tags": ()}), "tags": sent(request, "tags")}
        context["owner_name"] = sent(request, "owner_text")
    return context


def _sent(request: ActorRequest, found: Import) -> tuple[list[str | None], dict[str, Any]]:
    columns = [sent(request, f"column-{n}") or None for n in range(found.layout.width)]
    return columns, {
        "owner_id": sent(request, "owner"),
        "country": sent(request, "country"),
        "tags": [tag for tag in sent(request, "tags").split(",") if tag.strip()],
        "source": sent(request, "source"),
        "closed": sent(request, "closed") or "archive",
    }


def correct(request: ActorRequest, import_id: UUID) -> dict[str, str]:
    """Keep the mapping and the options that were sent; returns what is wrong with them, by field."""
    found = access.see_import(actor=request.actor, import_id=import_id)
    columns, options = _sent(request, found)
    try:
        options["owner_id"] = sent_colleague(request, "owner")
        correct_import(
            actor=request.actor, at=request.now, import_id=import_id, columns=columns, options=options
        )
    except Refused as refusal:
        return {"owner_id" if name == "owner" else name: str(text) for name, text in refusal.errors.items()}
    return {}


@door("POST", right=RIGHT)
def run(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Let the rows come in, with the mapping that the form shows."""
    import_id = id_of(id)
    found = access.see_import(actor=request.actor, import_id=import_id)
    errors = correct(request, import_id) if found.is_open and "column-0" in request.POST else {}
    try:
        if not errors:
            launch_import(actor=request.actor, at=request.now, import_id=import_id)
    except Refused as refusal:
        errors = {name: str(text) for name, text in refusal.errors.items()}
    if errors:
        context = refused_context(request, import_id, errors)
        return render(request, "imports/import.html", context, status=422, topics=[f"import:{import_id}"])
    return HttpResponseRedirect(reverse("import", kwargs={"id": import_id}))


@door("GET", right=RIGHT)
def progress(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Progress, or the result once there is one, for live."""
    return part(request, "imports/result.html", _context(request, id_of(id)))


@door("GET", right=RIGHT)
def refused(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The refused rows as a file, each with its reasons."""
    found: Import = access.see_import(actor=request.actor, import_id=id_of(id))
    return hand_out(request, stream_refused(found=found), f"refused-{found.id}.csv")


def hand_out(request: ActorRequest, lines: Iterator[bytes], name: str) -> StreamingHttpResponse:
    """Lines of a file in the reader's language, under a name of letters, digits and signs that need no quoting."""
    response = StreamingHttpResponse(
        spoken(lines, request.actor.language), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@door("POST", right=RIGHT)
def return_(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Undo an import: what it made and nobody has touched since goes."""
    import_id = id_of(id)
    response = HttpResponseRedirect(reverse("import", kwargs={"id": import_id}))
    try:
        return_import(actor=request.actor, at=request.now, import_id=import_id)
    except Refused as refusal:
        return with_toast(request, response, " ".join(str(text) for text in refusal.errors.values()))
    return with_toast(request, response, _("The import is being undone."))


@door("GET", "POST", right=RIGHT)
def removal(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Delete an import that never began; GET asks first, for who comes without script."""
    import_id = id_of(id)
    if request.method == "GET":
        found = access.see_import(actor=request.actor, import_id=import_id)
        if found.is_open:
            return render(request, "imports/removal.html", {"file": found})
        return HttpResponseRedirect(reverse("import", kwargs={"id": import_id}))
    try:
        erase_import(actor=request.actor, at=request.now, import_id=import_id)
    except Refused as refusal:
        response = HttpResponseRedirect(reverse("import", kwargs={"id": import_id}))
        return with_toast(request, response, " ".join(str(text) for text in refusal.errors.values()))
    return with_toast(request, HttpResponseRedirect(reverse("imports")), _("The import is deleted."))
