"""Limits as a form gives them, read; and said in words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from requite.identity.checks import Checks
from requite.kernel.actor import Actor
from requite.kernel.money import parse_number
from requite.quality.limits import FAMILIES, Kept, Limits, load
from requite.quality.registry import Requirable, options_of

Given = Mapping[str, Sequence[str]]
MOST = {"letters": 100, "words": 20, "days": 3650}  # what any of the fields has room for, and what a day is sane for
LONGEST_MASK = 40
HUNDREDTHS = 2  # what an amount is worth is kept in these, of whichever currency
LARGEST = Decimal(10) ** 15


def read_limits(checks: Checks, known: Requirable | None, given: Given, *, actor: Actor) -> Kept:
    """The limits as a line keeps them; faults beside their names. What doesn't fit to the field is refused."""
    typed = {name: values for name, values in given.items() if any(value.strip() for value in values)}
    if known is None or not typed:
        return {}
    fitting = FAMILIES.get(known.measured_as, ())
    for name in sorted(set(typed) - set(fitting)):
        checks.fault(name, _("This doesn’t fit to %(field)s.") % {"field": known.label})
    texts = {name: values[0].strip() for name, values in typed.items() if name in fitting and values}
    kept: dict[str, Any] = {
        **{name: _whole(checks, name, texts[name]) for name in MOST if name in texts},
        **{name: _number(checks, name, texts[name], actor) for name in ("lowest", "highest") if name in texts},
        **({"mask": _mask(checks, texts["mask"])} if "mask" in texts else {}),
        **({"ahead": True} if "ahead" in texts else {}),
        **({"options": _options(checks, known, typed["options"])} if "options" in texts else {}),
    }
    if known.measured_as == "worth" and kept:
        kept |= {"digits": HUNDREDTHS, "currency": actor.currency}
    if not checks.errors:
        _refuse_empty(checks, load(kept))
    return kept


def _refuse_empty(checks: Checks, found: Limits | None) -> None:
    """Refuse limits that nothing can meet."""
    if found is None or not found.contradicts(found):
        return
    if found.lowest is not None:
        checks.fault("highest", _("“To” lies below “from”: nothing could meet this."))
    else:
        checks.fault("mask", _("What fits this form is shorter than what is asked for: nothing could meet both."))


def _whole(checks: Checks, name: str, text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
    least = 0 if name == "days" else 1
    if not least <= number <= MOST[name]:
        message = _("A whole number from %(least)s to %(most)s.") % {"least": least, "most": MOST[name]}
        checks.fault(name, message)
    return number


def _number(checks: Checks, name: str, text: str, actor: Actor) -> str:
    number = parse_number(text, locale=actor.language)
    if number is None or abs(number) >= LARGEST:
        checks.fault(name, _("“%(text)s” is no number. Write one such as 1200 or 12.5.") % {"text": text[:60]})
        return "0"
    return format(number.normalize(), "f")


def _mask(checks: Checks, text: str) -> str:
    if len(text) > LONGEST_MASK:
        checks.fault("mask", _("This is too long: at most %(limit)s letters.") % {"limit": LONGEST_MASK})
    return text


def _options(checks: Checks, known: Requirable, ids: Sequence[str]) -> list[str]:
    offered = [one.id for one in options_of(known)]
    if any(id_ not in offered for id_ in ids):
        checks.fault("options", gettext_lazy("One of these choices is no longer there. Choose anew."))
    return [id_ for id_ in offered if id_ in ids]


def say_limits(known: Requirable | None, kept: Kept | Limits | str | None) -> str:
    """ "at least 3 words", "from 10 to 50 km", "not in the past, at most 30 days ahead"; "" for none."""
    found = kept if isinstance(kept, Limits) else load(kept)
    if found is None:
        return ""
    return ", ".join([*_say_text(found), *_say_number(found, known), *_say_day(found), *_say_options(found, known)])


def _say_text(found: Limits) -> list[str]:
    said = []
    if found.letters is not None:
        said.append(ngettext("at least %(num)s letter", "at least %(num)s letters", found.letters) % {"num": found.letters})
    if found.words is not None:
        said.append(ngettext("at least %(num)s word", "at least %(num)s words", found.words) % {"num": found.words})
    if found.mask:
        said.append(_("in the form %(mask)s") % {"mask": found.mask})
    return said


def _say_number(found: Limits, known: Requirable | None) -> list[str]:
    unit = found.currency or (known.unit if known else "")
    low, high = (_shown(one, unit) for one in (found.lowest, found.highest))
    if low and high:
        return [_("from %(lowest)s to %(highest)s") % {"lowest": low, "highest": high}]
    if low:
        return [_("at least %(lowest)s") % {"lowest": low}]
    return [_("at most %(highest)s") % {"highest": high}] if high else []


def _shown(number: Decimal | None, unit: str) -> str:
    if number is None:
        return ""
    text = format_decimal(number, format="#,##0.##########", locale=(get_language() or "en").replace("-", "_"))
    return f"{text} {unit}".strip()


def _say_day(found: Limits) -> list[str]:
    said = [_("not in the past")] if found.ahead else []
    if found.days is not None:
        ahead = ngettext("at most %(num)s day ahead", "at most %(num)s days ahead", found.days) % {"num": found.days}
        said.append(ahead)
    return said


def _say_options(found: Limits, known: Requirable | None) -> list[str]:
    if not found.options:
        return []
    if known is None:
        count = len(found.options)
        return [ngettext("%(num)s choice will do", "%(num)s choices will do", count) % {"num": count}]
    names = {one.id: one.label for one in options_of(known)}
    listed = ", ".join(names.get(id_, _("a choice that is no longer there")) for id_ in found.options)
    return [_("one of: %(options)s") % {"options": listed}]


def typed_of(kept: Kept) -> Given:
    """What is kept as a form would give it."""
    return {
        name: list(value) if isinstance(value, list) else [str(value)]
        for name, value in kept.items()
        if name not in ("digits", "currency")
    }
