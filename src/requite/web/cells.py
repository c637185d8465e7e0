"""The cells that lists are full of, in Python: three hundred calls of a macro would cost more than the page.

Templates reach them as `cell.point(…)`, `cell.quality(…)`, `cell.missing(…)`, `cell.name(…)`; and, faster
still in a list, as filters:
`value|point(kind, state)`, `score|quality`, `labels|missing`, `text|name(href, peek)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from requite.kernel.dates import language
from requite.web.compiling import escape_plain
from requite.web.formats import phone
from requite.web.icons import icon
from requite.web.meters import thin_meter

BAD = ("wrong", "bounced", "invalid")
SIGNED = ("valid", *BAD)
SCHEMES = {"phone": "tel:", "email": "mailto:"}
quoted = escape_plain
GOOD_FROM, FAIR_FROM = 80, 60


def name(text: str, href: str, peek: str = "") -> Markup:
    """The name that opens a record; with `peek` (address of the fragment) in the side panel."""
    opens = f' data-behaviour="peek" data-peek="{escape(peek)}"' if peek else ""
    return Markup(f'<a class="name" href="{escape(href)}"{opens}>{escape(text)}</a>')  # noqa: S704


def point(
    kind: str, value: str | None, state: str = "", masked: bool = False, href: bool = True, say: str = ""
) -> Markup:
    """A point of contact with its state: valid, wrong, bounced, invalid; any other state says nothing.

    `say` is a word of why, in place of the state's own.
    """
    if not value:
        return nothing()
    return Markup(plain_point(kind, value, state, language(), masked=masked, href=href, say=say))  # noqa: S704


def plain_point(
    kind: str, value: str, state: str, code: str, *, masked: bool = False, href: bool = True, say: str = ""
) -> str:
    """`point` as a plain string of HTML, for a list that makes hundreds; `code` is the language."""
    text = quoted(phone(value) if kind == "phone" else value)
    if href and not masked and kind in SCHEMES and state not in BAD:
        shown = f'<a href="{SCHEMES[kind]}{quoted(value)}">{text}</a>'
    else:
        shown = f'<span class="point__value">{text}</span>'
    kinds = f" point--{state}" if state in BAD else ""
    if masked:
        kinds += " point--masked"
    sign = _sign(state, say, code) if state in SIGNED else ""
    named = f'"point{kinds}"' if kinds else "point"  # quotes only where it takes them: there are eighty of these a page
    return f"<span class={named}>{shown}{sign}</span>"


@lru_cache(maxsize=256)
def _sign(state: str, say: str, code: str) -> Markup:  # noqa: ARG001 (the language is part of the key)
    if state == "valid":
        return Markup("<i class=tick>{}</i>").format(_("valid"))
    if state not in BAD:
        return Markup("")
    words = {"wrong": _("wrong number"), "bounced": _("bounced"), "invalid": _("not valid")}
    return Markup('{}<span class="point__say">{}</span>').format(icon("wrong", 12), say or words[state])


def nothing() -> Markup:
    """A dash for what isn't there, read out as "none"."""
    return _nothing(language())


@lru_cache(maxsize=8)
def _nothing(code: str) -> Markup:  # noqa: ARG001
    return Markup('<i class="none">{}</i>').format(_("none"))


def quality(score: int | None, href: str = "") -> Markup:
    """A record's quality, 0 to 100, as number, bar and word; nothing for None."""
    if score is None:
        return Markup("")
    if href:
        return Markup(f'<a class="quality" href="{escape(href)}">{_quality(int(score), language())}</a>')  # noqa: S704
    return Markup(plain_quality(score, language()))  # noqa: S704


def plain_quality(score: int, code: str) -> str:
    """`quality` as a plain string of HTML; `code` is the language."""
    return f"<span class=quality>{_quality(int(score), code)}</span>"


@lru_cache(maxsize=512)
def _quality(score: int, code: str) -> Markup:  # noqa: ARG001
    tone = "ahead" if score >= GOOD_FROM else "near" if score >= FAIR_FROM else "behind"
    word = {"ahead": _("good"), "near": _("fair"), "behind": _("poor")}[tone]
    return Markup("{}<span class=unseen>{}</span>{}").format(score, word, thin_meter(score / 100, tone))


def missing(labels: Sequence[str], href: str = "", *, is_headed: bool = False) -> Markup:
    """The names of fields that are missing, or nothing. `is_headed`: the column's head says that they are."""
    if not labels:
        return Markup("")
    fields = ", ".join(str(label) for label in labels)
    said = escape(fields if is_headed else _("Missing: %(fields)s") % {"fields": fields})
    if href:
        return Markup(f'<a class="missing" href="{escape(href)}">{said}</a>')  # noqa: S704
    return Markup(f'<span class="missing">{said}</span>')  # noqa: S704


def _point_filter(value: str | None, kind: str, state: str = "", masked: bool = False) -> Markup:
    return point(kind, value, state, masked)


FILTERS = {"point": _point_filter, "quality": quality, "missing": missing, "name": name}
