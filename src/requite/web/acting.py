"""The next acts of an activity as chips. In Python, and made once for each language: a day has a hundred of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from markupsafe import Markup, escape

from requite.kernel.dates import language
from requite.work.queries.statuses import StatusShape, label_of
from requite.work.queries.timeline import ActivityShape

MARK = "00000000-0000-0000-0000-000000000000"


def _address(name: str, query: str = "") -> str:
    return reverse(name, kwargs={"id": MARK}) + query


def _act(label: str, address: str, name: str = "", value: str = "", *, main: bool = False) -> str:
    sent = f' name="{name}" value="{escape(value)}"' if name else ""
    return (
        f'<button class="chip{" chip--main" if main else ""}" form="act" formaction="{escape(address)}"{sent}'
        f' hx-post="{escape(address)}" hx-target="closest [data-row]" hx-swap="outerHTML" data-behaviour="optimistic"'
        f' aria-pressed="false">{escape(label)}</button>'
    )


def _door(label: str, query: str) -> str:
    address = escape(_address("activity", query))
    return f'<a class="chip" href="{address}" data-behaviour="peek" data-peek="{address}">{escape(label)}</a>'


@lru_cache(maxsize=64)
def _outcomes(statuses: tuple[StatusShape, ...], place: str, code: str) -> str:  # noqa: ARG001 (the language is part of the key)
    chips = []
    for status in statuses:
        if status.class_name == "to_do":
            chips.append(_door(status.label, f"?do=outcome&outcome={status.id}"))
        else:
            address = _address("activity_outcome", f"?in={place}")
            chips.append(_act(status.label, address, "outcome", str(status.id), main=not chips))
    return "".join(chips)


@lru_cache(maxsize=64)
def _meeting(has_begun: bool, place: str, code: str) -> str:  # noqa: ARG001
    off = _address("activity_cancellation", f"?in={place}")
    chips = [_act(_("Held"), _address("activity_holding", f"?in={place}"), main=True)] if has_begun else []
    chips += [_door(_("Moved"), "?do=move"), _act(pgettext("a meeting", "Off"), off, "state", "called_off")]
    if has_begun:
        chips.append(_act(_("No show"), off, "state", "no_show"))
    return "".join(chips)


@lru_cache(maxsize=64)
def _task(place: str, code: str) -> str:  # noqa: ARG001
    done = _act(_("Done"), _address("activity_completion", f"?in={place}"), main=True)
    return done + _door(_("Later"), "?do=move")


def acts(
    activity: ActivityShape,
    statuses: Sequence[StatusShape],
    now: datetime,
    place: str = "row",
    code: str = "",
) -> Markup:
    """What may be done next with an open activity, or a call without its outcome, by one who may change it.

    `place` is "row" (a line of the day), "entry" (of a time-line) or "page": the answer comes back in that shape.
    `code` is the reader's language, where the caller knows it.
    """
    if not activity.may_edit or not (activity.is_open or activity.owes_outcome):
        return Markup("")
    made, code = "", code or language()
    if activity.kind == "call" and (activity.is_open or activity.owes_outcome):
        made = _outcomes(tuple(statuses), place, code)
    elif activity.kind == "meeting" and activity.is_open:
        made = _meeting(activity.at <= now, place, code)
    elif activity.kind == "task" and activity.is_open:
        made = _task(place, code)
    return Markup(made.replace(MARK, str(activity.id)))  # noqa: S704 - made above, escaped


def kind_word(activity: ActivityShape) -> str:
    """What it is."""
    return words(language())[activity.kind]


@lru_cache(maxsize=8)
def words(code: str) -> dict[str, str]:  # noqa: ARG001 (the language is the key)
    """Kinds and states by their names, in that language, which is the reader's."""
    return {
        "call": _("Call"),
        "meeting": _("Meeting"),
        "task": _("Task"),
        "note": _("Note"),
        "to_do": _("to do"),
        "done": _("done"),
        "dropped": _("dropped"),
        "planned": _("planned"),
        "held": _("held"),
        "moved": _("moved"),
        "called_off": _("called off"),
        "no_show": _("no show"),
    }


def state_word(activity: ActivityShape) -> str:
    """How it stands: a call by its outcome."""
    if activity.kind == "note":
        return ""
    if activity.kind == "call" and activity.state == "done":
        return label_of(activity.outcome) or _("no outcome yet")
    return words(language())[activity.state]


def icon_name(activity: ActivityShape) -> str:
    """The icon of its kind."""
    return "call-in" if activity.kind == "call" and activity.direction == "in" else activity.kind


def subtitle(*parts: str) -> str:
    """Parts that say something, with dots between."""
    return " · ".join([part for part in parts if part])
