"""Lists of words that the administrator edits: one screen for outcomes, reasons and parts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, cast
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from requite.kernel.errors import NotVisible
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.pages import render
from requite.web.screens.settings_forms import OPEN, Outcome, attempt, done, sent_version

Way = Literal["up", "down"]


class NamedLine(Protocol):
    """A line: `key` is a shipped word, `label` what is shown."""

    id: UUID
    key: str
    name: str
    version: int
    ended_at: Any

    @property
    def label(self) -> str:
        """The word shown."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The second field of such a list. `on_line`: it can be changed; else it parts the list, and only a new line asks."""

    name: str
    label: Promise
    options: Callable[[], Sequence[tuple[str, str]]]
    first: str
    on_line: bool
    hint: Promise | str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A list and its words. `slug` begins the names of its routes, `plural` names the whole list's.

    Acts take actor and at, and the fields of a form by name; `field` is what each calls the line's id.
    """

    slug: str
    plural: str
    address: str
    right: str
    title: Promise
    say: Promise
    new: Promise
    kept: Promise
    gone: Promise
    field: str
    rows: Callable[[], Iterable[Any]]
    register: Callable[..., object]
    correct: Callable[..., object]
    move: Callable[..., object]
    archive: Callable[..., object]
    restore: Callable[..., object]
    choice: Choice | None = None

    def given(self, request: ActorRequest, *, new: bool) -> dict[str, str]:
        """The fields of a form that concern this list."""
        found = {"name": sent(request, "name")}
        if self.choice and (new or self.choice.on_line):
            found[self.choice.name] = sent(request, self.choice.name)
        return found


def way(request: ActorRequest) -> Way:
    """Where a line is to move. Raises NotVisible for no such way."""
    to = sent(request, "to")
    if to not in ("up", "down"):
        raise NotVisible
    return cast(Way, to)


def _back(page: Page, request: ActorRequest, text: str, undo: str = "") -> HttpResponseBase:
    return done(request, reverse(page.plural), text, undo=undo)


def _groups(page: Page, rows: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    offered = [row for row in rows if row.ended_at is None]
    choice = page.choice
    if choice is None or choice.on_line:
        return [(_("On offer"), offered)]
    return [
        (label, [row for row in offered if getattr(row, choice.name) == value])
        for value, label in choice.options()
    ]


def _show(page: Page, request: ActorRequest, outcome: Outcome, at: str = "") -> HttpResponseBase:
    rows, choice = list(page.rows()), page.choice
    options = [(value, str(label)) for value, label in choice.options()] if choice else []
    labels = {"name": _("Name"), **({choice.name: choice.label} if choice else {})}

    def say(name: str, value: object) -> object:
        return dict(options).get(str(value), value) if choice and name == choice.name else value

    context = {
        "list": page,
        "choice": choice,
        "options": options,
        "words": dict(options),
        "groups": _groups(page, rows),
        "ended": [row for row in rows if row.ended_at is not None],
        "at": at,
        "typed": page.given(request, new=True),
        "errors": outcome.errors,
        "clash": outcome.named(labels, say),
        "clash_by": outcome.by,
        "clash_at": outcome.at,
        "once": (sent(request, "once") if at == "new" else "") or fresh_key(),
    }
    return render(request, "settings/named.html", context, status=outcome.status)


def list_routes(page: Page) -> list[URLPattern]:
    """The five addresses of the list: itself, a line, its place, its ending, its restoration."""
    base = f"settings/{page.address}/"
    views = {
        "": _line_view(page),
        "place/": _place_view(page),
        "ending/": _ending_view(page),
        "restoration/": _restoration_view(page),
    }
    return [
        path(base, _list_view(page), name=page.plural),
        *(
            path(f"{base}<id>/{act}", view, name="_".join(filter(None, (page.slug, act.rstrip("/")))))
            for act, view in views.items()
        ),
    ]


def _list_view(page: Page) -> Callable[..., HttpResponseBase]:
    @door("GET", "POST", right=page.right)
    def lines(request: ActorRequest) -> HttpResponseBase:
        """The list, each line a form, and a form for one more."""
        if request.method == "GET":
            return _show(page, request, OPEN)
        given, once = page.given(request, new=True), sent_id(request, "once")
        outcome = attempt(lambda: page.register(actor=request.actor, at=request.now, once=once, **given))
        if outcome.is_kept:
            return _back(page, request, _("Added at the end of the list."))
        return _show(page, request, outcome, "new")

    return lines


def _line_view(page: Page) -> Callable[..., HttpResponseBase]:
    @door("POST", right=page.right)
    def line(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002 - the address says id
        """One line's word, and its second field."""
        values = {page.field: id_of(id), "version": sent_version(request), **page.given(request, new=False)}
        outcome = attempt(
            lambda: page.correct(actor=request.actor, at=request.now, **values), subject=id_of(id)
        )
        return _back(page, request, _("Kept.")) if outcome.is_kept else _show(page, request, outcome, id)

    return line


def _place_view(page: Page) -> Callable[..., HttpResponseBase]:
    @door("POST", right=page.right)
    def place(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002 - the address says id
        """Moves a line past its neighbour."""
        page.move(actor=request.actor, at=request.now, to=way(request), **{page.field: id_of(id)})
        return _back(page, request, "")

    return place


def _ending_view(page: Page) -> Callable[..., HttpResponseBase]:
    @door("POST", right=page.right)
    def ending(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002 - the address says id
        """Takes a line off the list; what has it keeps it."""
        values = {page.field: id_of(id)}
        outcome = attempt(lambda: page.archive(actor=request.actor, at=request.now, **values))
        if not outcome.is_kept:
            return _show(page, request, outcome, id)
        undo = reverse(f"{page.slug}_restoration", kwargs={"id": id})
        return _back(page, request, str(page.gone), undo)

    return ending


def _restoration_view(page: Page) -> Callable[..., HttpResponseBase]:
    @door("POST", right=page.right)
    def restoration(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002 - the address says id
        """Offers an ended line again."""
        values = {page.field: id_of(id)}
        outcome = attempt(lambda: page.restore(actor=request.actor, at=request.now, **values))
        return (
            _back(page, request, _("Offered again."))
            if outcome.is_kept
            else _show(page, request, outcome, id)
        )

    return restoration
