"""The Jinja2 environment of all pages: translations, filters, cells, icons, static files and addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.templatetags.static import static as find_static
from django.utils import translation
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup

from requite.files.kinds import LABELS
from requite.kernel.dates import language
from requite.web import (
    acting,
    amounts,
    cells,
    checks_words,
    entries,
    formats,
    list_kinds,
    owing,
    own_fields,
    twins_words,
    worths,
)
from requite.web.addresses import url
from requite.web.deal_cards import stage_cards, time_cards
from requite.web.doors import fresh_key
from requite.web.frame import Frame, NavItem
from requite.web.icons import FILE_ICONS, icon
from requite.web.meters import plan_meter, thin_meter
from requite.web.screens import names
from requite.web.sizes import size
from requite.web.templating import SpokenEnvironment
from requite.work.queries.statuses import label_of

Made = TypeVar("Made", bound=Environment)
TEMPLATES = Path(__file__).parent / "templates"


def environment(**options: Any) -> Environment:
    """The environment for what Django's backend renders; its options yield to the ones set here."""
    made = _make(Environment, **options)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    return _grouped(made)


@cache
def spoken(language: str) -> Environment:
    """The environment of one language, which renders our own pages."""
    made = _make(SpokenEnvironment)
    made.speak(language)
    return _grouped(made)


def _make(kind: type[Made], **options: Any) -> Made:
    options.update(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True, default_for_string=True),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        cache_size=-1,
        auto_reload=settings.DEBUG,
    )
    made = kind(**options)
    made.filters.update(formats.FILTERS | cells.FILTERS | {"full_name": names.full, "size": size})
    made.globals.update(GLOBALS)
    made.globals["overs"] = _overs_of(made)
    made.globals["rail"] = _rail_of(made)
    return made


def _grouped(made: Made) -> Made:
    """Write the number that a plural goes by as every other number is written, with its thousands."""
    plain = made.globals["ngettext"]

    @pass_context
    def ngettext(context: Context, singular: str, plural: str, count: int, **values: Any) -> str:
        values.setdefault("num", formats.number(count))
        return plain(context, singular, plural, count, **values)  # type: ignore[operator, no-any-return]

    made.globals["ngettext"] = ngettext
    return made


def _overs_of(made: Environment) -> Callable[[bool], str]:
    """What lies over every page says the same to everybody of a language: it's made once for each."""

    @lru_cache(maxsize=16)
    def overs(keys: bool, code: str) -> str:  # noqa: ARG001 (the language is part of the key)
        return str(made.get_template("_shared/overs.html").module.overs(keys))  # type: ignore[attr-defined]

    return lambda keys: Markup(overs(keys, language()))  # noqa: S704 - made of our own template


def _rail_of(made: Environment) -> Callable[[Frame, str], str]:
    """The rail of a page is that of everybody with the same entries: it's made once for each page that is on."""

    @lru_cache(maxsize=256)
    def rail(nav: tuple[tuple[NavItem, ...], ...], home: str, current: str, code: str) -> str:  # noqa: ARG001
        return str(made.get_template("_shared/rail.html").module.rail(nav, home, current))  # type: ignore[attr-defined]

    return lambda frame, current: Markup(rail(frame.nav, frame.home, current, language()))  # noqa: S704


@cache
def static(path: str) -> str:
    """The address of a built file; a new build is a new process."""
    return find_static(path)


def language_names() -> tuple[tuple[str, str], ...]:
    """Each language of the interface by its code, in its own words."""
    return (("en", "English"), ("ko", "한국어"), ("ru", "Русский"))


GLOBALS: dict[str, Any] = {
    "fresh_key": fresh_key,
    "full_name": names.full,
    "name_of": names.pair,
    "clash_rows": names.clash_rows,
    "field_label": names.field,
    "field_labels": names.fields,
    "file_icons": FILE_ICONS,
    "file_labels": LABELS,
    "outcome_label": label_of,
    "acting": acting,
    "amount_of": amounts.amount_of,
    "cell": cells,
    "entries": entries,
    "owing": owing,
    "own_words": own_fields.say,
    "verdict_label": checks_words.verdict_label,
    "icon": icon,
    "language": language,
    "list_doors": list_kinds.DOORS,
    "list_records": list_kinds.RECORDS,
    "list_routes": list_kinds.ROUTES,
    "list_words": list_kinds.WORDS,
    "language_names": language_names,
    "owner_options": amounts.owner_options,
    "plan_meter": plan_meter,
    "stage_cards": stage_cards,
    "units_of": amounts.units_of,
    "plain_units": amounts.plain_units,
    "say_parts": worths.say_parts,
    "judged_by": worths.judged_by,
    "say_signs": twins_words.say_signs,
    "static": static,
    "thin_meter": thin_meter,
    "time_cards": time_cards,
    "url": url,
}
