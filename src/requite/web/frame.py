"""What the frame around each page shows; a view's context carries one as `frame`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the rail. `icon` is a name of `requite.web.icons`; `count` of 0 isn't shown."""

    slug: str
    label: str
    url: str
    icon: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """Rail, bar and the addresses that the browser's behaviours call.

    `nav` are groups of entries; on a phone the first four of the first group stay at hand. `live_token` of ""
    means that the page asks for no stream. `user_key` parts the drafts of people who share a browser.
    `find_key` is what the reader's own keyboard has for the line. Addresses of "" hide what they serve.
    """

    nav: tuple[tuple[NavItem, ...], ...] = ()
    user_name: str = ""
    user_say: str = ""
    user_key: str = ""
    theme: Literal["auto", "light", "dark"] = "auto"
    keys: bool = True
    home: str = "/"
    search: str = ""
    find_key: str = "⌘K"
    preferences: str = ""
    profile: str = ""
    log_in: str = ""
    log_out: str = ""
    live_token: str = ""
    live_stream: str = "/live/stream"
    live_renew: str = "/live-token/"
