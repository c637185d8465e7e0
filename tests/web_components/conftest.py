"""A gallery page rendered in any language, and an environment as the pages have it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from jinja2 import Environment

from requite.web.environment import environment
from requite.web.frame import Frame, NavItem

sys.path.insert(0, str(Path(__file__).parent))
from samples import NOW, samples

NAV = (
    tuple(
        NavItem(slug, slug.title(), f"/{slug}/", icon, count)
        for slug, icon, count in (
            ("today", "today", 3),
            ("people", "people", 0),
            ("companies", "company", 0),
            ("plans", "plans", 0),
            ("team", "team", 2),
        )
    ),
    (NavItem("settings", "Settings", "/settings/", "settings"),),
)
FRAME = Frame(
    nav=NAV,
    user_name="Anna Kim",
    user_say="South",
    user_key="u1",
    search="/find/",
    preferences="/preferences/",
    log_in="/login/",
    log_out="/logout/",
    live_token="first",
    home="/gallery/",
)


@pytest.fixture(autouse=True)
def _plain_static(settings: object) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def jinja(_plain_static: None) -> Iterator[Environment]:
    with translation.override("en"), timezone.override(ZoneInfo("Asia/Seoul")):
        yield environment()


@pytest.fixture
def gallery(jinja: Environment) -> Callable[..., str]:
    def render(language: str = "en", **more: object) -> str:
        with translation.override(language), timezone.override(ZoneInfo("Asia/Seoul")):
            page = {
                "frame": FRAME,
                "csrf_input": "",
                "csrf_token": "token",
                "now": NOW,
                "s": samples(language),
                **more,
            }
            return jinja.get_template("components/gallery.html").render(page)

    return render
