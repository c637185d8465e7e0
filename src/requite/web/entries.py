"""An activity as a line of the day and as an entry of a time-line, in Python: a page has dozens of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from markupsafe import Markup

from requite.fields.catalogue import find
from requite.web import acting, cells, own_fields
from requite.web.addresses import url
from requite.web.cells import quoted
from requite.web.formats import clock, day, duration, moment, when
from requite.web.icons import icon
from requite.web.screens import names
from requite.work.queries.statuses import StatusShape
from requite.work.queries.timeline import ActivityShape

Statuses = Sequence[StatusShape]
MOST = 3  # custom fields that an entry asks for at once
NOTHING: Mapping[str, str] = {}
LONGEST = 120  # of a custom field's value in a time-line: the activity's page has the rest


def row(activity: ActivityShape, statuses: Statuses, now: datetime, error: str = "") -> Markup:
    """A line of the day: when, what kind, with whom, and the chips of what may be done next."""
    who = names.whom(activity)
    title = activity.topic if activity.kind == "task" else who or activity.topic or acting.kind_word(activity)
    if activity.record:
        base = url(activity.record[0], id=activity.record[1])
        peek = f' data-behaviour="peek" data-peek="{base}peek/"'
    else:
        base, peek = url("activity", id=activity.id), ""
    say = acting.subtitle(
        "" if activity.is_open else acting.state_word(activity),
        "" if activity.is_with_company else activity.company,
        who if activity.kind == "task" else "",
        activity.topic if activity.kind != "task" and who else "",
        activity.place,
        error,
    )
    late = " row--late" if activity.is_open and activity.at < now else ""
    on = day(activity.at)
    shown = clock(activity.at) if on == day(now) else on
    if activity.is_all_day:
        shown = _("all day") if on == day(now) else on
    chips = acting.acts(activity, statuses, now, "row")
    return Markup(  # noqa: S704 - escaped here
        f'<div class="row{late}" data-row id="row-{activity.id}">\n'
        f'<time class="row__time" datetime="{activity.at.isoformat()}">{shown}</time>\n'
        f'<span class="row__icon">{icon(acting.icon_name(activity))}</span>\n'
        f'<p class="row__text"><a href="{base}"{peek}><b>{quoted(title)}</b></a><small>{quoted(say)}</small></p>\n'
        f'<span class="chips">{chips}</span>\n</div>\n'
    )


def entry(
    activity: ActivityShape,
    statuses: Statuses,
    now: datetime,
    csrf: str,
    show_person: bool = False,
    error: str = "",
    show_deal: bool = True,
    typed: Mapping[str, str] = NOTHING,
) -> Markup:
    """An entry of a time-line; what it lacks can be given in it, and what is open done in it. `typed` was refused."""
    head = acting.subtitle(acting.kind_word(activity), acting.state_word(activity))
    say = acting.subtitle(
        names.pair(activity.person) if show_person else "",
        duration(activity.seconds) if activity.seconds else "",
        activity.topic,
        activity.place,
        names.pair(activity.owner),
        _("captured") if activity.source == "captured" else "",
        _("joint") if activity.is_joint else "",
    )
    about = _about(activity) if activity.deal and show_deal else ""
    body = activity.result or activity.body
    said = f'<p class="entry__body">{quoted(body)}</p>\n' if body else ""
    near = " entry--near" if activity.missing else ""
    page, at = url("activity", id=activity.id), activity.at
    title = quoted(day(at, "long") if activity.is_all_day else moment(at, "long"))
    shown = day(at) if activity.is_all_day else when(at, now)
    return Markup(  # noqa: S704 - escaped here
        f'<li data-row id="entry-{activity.id}"><article class="entry{near}">\n'
        f'<span class="entry__icon">{icon(acting.icon_name(activity))}</span>\n'
        f'<p class="entry__head"><a href="{page}"><b>{quoted(head)}</b></a>'
        f" <small>{quoted(say)}</small>{about}</p>\n"
        f'<time class="entry__when" datetime="{at.isoformat()}" title="{title}">{shown}</time>\n'
        f"{said}{_own(activity)}"
        f"{_entry_acts(activity, statuses, now, csrf, error, typed)}</article></li>\n"
    )


def _own(activity: ActivityShape) -> str:
    """What it holds in the company's own fields, on one line as far as it goes."""
    parts = []
    for one in activity.own:
        words = " ".join(", ".join(text for text, _address in own_fields.say(one)).split())
        parts.append(f"{quoted(one.name)}: <b>{quoted(words if len(words) <= LONGEST else words[:LONGEST] + '…')}</b>")
    return f'<p class="entry__own">{" · ".join(parts)}</p>\n' if parts else ""


def _about(activity: ActivityShape) -> str:
    """The door to the deal that it is about."""
    base, title = url("deal", id=activity.deal_id), quoted(activity.deal)
    peek = f'data-behaviour="peek" data-peek="{base}peek/"'
    return f' <a class="entry__deal" href="{base}" {peek}>{icon("deal", 12)}{title}</a>'


def _entry_acts(
    activity: ActivityShape, statuses: Statuses, now: datetime, csrf: str, error: str, typed: Mapping[str, str]
) -> str:
    if not (activity.missing or activity.is_open or error):
        return ""
    parts = [f'<span class="field__error" role="alert">{quoted(error)}</span>'] if error else []
    if activity.missing:
        parts.append(cells.missing(names.fields(activity.kind, activity.missing)))
    parts.append(acting.acts(activity, statuses, now, "entry"))
    if activity.may_edit and activity.kind == "meeting" and "result" in activity.missing:
        parts.append(_result_form(activity, csrf))
    if activity.may_edit:
        parts += [_own_form(activity, slug, csrf, typed.get(slug, "")) for slug in activity.fillable[:MOST]]
    inside = "".join(parts)
    return f'<div class="entry__acts">{inside}</div>\n'


def _result_form(activity: ActivityShape, csrf: str) -> str:
    """The owed result, typed where the meeting stands."""
    label, hint = quoted(_("Result")), quoted(_("What came of it?"))
    asked = (
        f'<input class="input" name="result" aria-label="{label}" placeholder="{hint}" autocomplete="off" maxlength="20000">'
    )
    return _place_form(activity, csrf, "result", asked, activity.result, _("Save the result"))


def _own_form(activity: ActivityShape, slug: str, csrf: str, typed: str) -> str:
    """An owed custom field, given where the activity stands; who names a record goes to its page for it."""
    known = find(slug)
    if known is None or known.type in own_fields.SEARCHES or known.type == "user":
        return ""
    label = quoted(known.name)
    options = "".join(f'<option value="{quoted(key)}">{quoted(text)}</option>' for key, text in own_fields.choices_of(known))
    if options:
        blank = f'<option value="">{label}…</option>'
        asked = f'<select class="input" name="{slug}" aria-label="{label}">{blank}{options}</select>'
    else:
        type_ = own_fields.INPUTS.get(known.type, "text") if not typed else "text"
        asked = (
            f'<input class="input" type="{type_}" name="{slug}" value="{quoted(typed)}" aria-label="{label}"'
            f' placeholder="{label}" autocomplete="off" maxlength="20000">'
        )
    return _place_form(activity, csrf, slug, asked, "", _("Save: %(what)s") % {"what": known.name})


def _place_form(activity: ActivityShape, csrf: str, name: str, asked: str, base: str, save: str) -> str:
    """A form of one input, `asked`, in an entry."""
    action = quoted(url("activity", id=activity.id, query={"in": "entry"}))
    return (
        f'<form class="inline" method="post" action="{action}" hx-post="{action}" hx-target="closest [data-row]"'
        f' hx-swap="outerHTML" data-behaviour="draft once" data-draft="{name}-{activity.id}">{csrf}'
        f'{asked}<input type="hidden" name="base_{name}" value="{quoted(base)}">'
        f'<button class="button button--quiet button--icon" aria-label="{quoted(save)}">{icon("check")}'
        "</button></form>"
    )
