"""Icons by the names of our own domain, each drawn by one symbol of Lucide's in the built sprite."""

from __future__ import annotations

import re
from functools import lru_cache

from django.templatetags.static import static
from lucide import jinja as lucide
from markupsafe import Markup

ICONS = {
    "add": "plus",
    "address": "map-pin",
    "activities": "list-checks",
    "ahead": "trending-up",
    "archive": "archive",
    "attach": "paperclip",
    "behind": "trending-down",
    "bell": "bell",
    "calendar": "calendar-days",
    "camera": "camera",
    "call": "phone",
    "call-in": "phone-incoming",
    "call-out": "phone-outgoing",
    "call-missed": "phone-missed",
    "check": "check",
    "clock": "clock",
    "close": "x",
    "columns": "columns-3",
    "company": "building-2",
    "conflict": "git-compare-arrows",
    "deal": "handshake",
    "debt": "list-todo",
    "down": "chevron-down",
    "download": "download",
    "draft": "file-clock",
    "edit": "pencil",
    "email": "mail",
    "empty": "inbox",
    "error": "circle-alert",
    "file": "file-spreadsheet",
    "file-archive": "file-archive",
    "file-other": "file",
    "file-picture": "file-image",
    "file-sound": "file-headphone",
    "file-text": "file-text",
    "file-video": "file-video-camera",
    "filter": "list-filter",
    "hand-over": "arrow-right-left",
    "help": "circle-question-mark",
    "history": "history",
    "import": "upload",
    "info": "info",
    "keyboard": "keyboard",
    "language": "languages",
    "link": "link",
    "lock": "lock",
    "log-out": "log-out",
    "meeting": "calendar-clock",
    "menu": "menu",
    "merge": "merge",
    "swap": "arrow-left-right",
    "messenger": "message-circle",
    "more": "ellipsis",
    "near": "move-right",
    "next": "chevron-right",
    "note": "sticky-note",
    "off": "wifi-off",
    "open": "arrow-up-right",
    "owner": "user-round",
    "people": "contact-round",
    "person": "user-round",
    "phone": "phone",
    "place": "map-pin",
    "plans": "target",
    "restore": "rotate-ccw",
    "previous": "chevron-left",
    "redo": "rotate-cw",
    "search": "search",
    "settings": "settings-2",
    "source": "git-branch",
    "star": "star",
    "tag": "tag",
    "task": "circle-check",
    "team": "users-round",
    "theme": "sun-moon",
    "today": "sun",
    "trash": "trash-2",
    "undo": "undo-2",
    "grip": "grip-vertical",
    "up": "chevron-up",
    "view": "eye",
    "wait": "hourglass",
    "warning": "triangle-alert",
    "web": "globe",
    "wrong": "x",
}

FILE_ICONS = {
    "image": "file-picture", "pdf": "file-text", "text": "file-text", "page": "web", "program": "file-other",
    "office": "file-text", "archive": "file-archive", "sound": "file-sound", "video": "file-video", "other": "file-other",
}  # fmt: skip
SPRITE = "dist/icons.svg"


@lru_cache(maxsize=512)
def icon(name: str, size: int = 16) -> Markup:
    """The markup of one icon, hidden from screen readers; a name that isn't in `ICONS` raises KeyError."""
    if name not in ICONS:
        raise KeyError(name)
    kind = "icon" if size == 16 else f"icon icon--{size}"
    return Markup('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>').format(
        kind, static(SPRITE), name
    )


def sprite() -> str:
    """All icons as one SVG of symbols, for the build to write."""
    symbols = (
        f'<symbol id="{name}" viewBox="0 0 24 24">{_shapes(drawing)}</symbol>'
        for name, drawing in ICONS.items()
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'


def _shapes(drawing: str) -> str:
    whole = str(lucide.lucide(drawing, size=None))
    inside = re.sub(r"^\s*<svg[^>]*>|</svg>\s*$", "", whole)
    return re.sub(r"\s*\n\s*", "", inside)
