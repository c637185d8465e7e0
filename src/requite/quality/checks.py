"""The validators that a requirement can name: what stands in a field, and what it is worth."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requite.kernel import email, phone, registration
from requite.quality import fillers
from requite.quality.limits import Limits, Measured


class State(StrEnum):
    """What stands in a field."""

    VALID = "valid"
    UNMET = "unmet"  # real, and not what the line's limits ask for: worth as much as nothing
    INVALID = "invalid"
    FILLER = "filler"
    ASKED = "asked"  # asked of the customer, not told; lapses
    BLANK = "blank"


def judge_value(
    value: object, *, check: str, country: str, today: date, limits: Limits | None = None, zone: str = ""
) -> State:
    """What a value is worth to the validator `check` and the line's `limits`. Of several values the best counts.

    `zone` says on which day an instant is. About 1–5 µs.
    """
    measure = value.value if isinstance(value, Measured) else value
    state = _judge(value.text if isinstance(value, Measured) else value, check, country, today, limits, zone)
    if state is not State.VALID or limits is None:
        return state
    several = measure if isinstance(measure, list | tuple) else (measure,)
    return state if any(limits.meets(one, today=today, zone=zone) for one in several) else State.UNMET


def _judge(value: object, check: str, country: str, today: date, limits: Limits | None, zone: str) -> State:
    if isinstance(value, State):
        return value
    if value is None or value in ("", ()):
        return State.BLANK
    if isinstance(value, list | tuple | set | frozenset):
        states = {
            judge_value(one, check=check, country=country, today=today, limits=limits, zone=zone) for one in value
        }
        return next((state for state in State if state in states), State.BLANK)
    if isinstance(value, str):
        value = value.strip()
        if not value:
            return State.BLANK
    return CHECKS[check](value, country, today)


_EARLIEST = date(1900, 1, 1)
_DAYS_AHEAD = 3653
_OF_PHONE = {
    phone.PhoneState.VALID: State.VALID,
    phone.PhoneState.FILLER: State.FILLER,
}


def _judge_text(value: object, _country: str, _today: date, check: str = "text") -> State:
    return (
        State.FILLER
        if isinstance(value, str) and fillers.is_filler_value(value, check=check)
        else State.VALID
    )


def _judge_name(value: object, country: str, today: date) -> State:
    state = _judge_text(value, country, today, "name")
    wrong = state is State.VALID and ("@" in str(value) or not any(sign.isalpha() for sign in str(value)))
    return State.INVALID if wrong else state


def _judge_phone(value: object, country: str, _today: date) -> State:
    found = phone.parse_phone(str(value), country=country)
    return _OF_PHONE.get(found.state, State.INVALID) if found else State.BLANK


def _judge_email(value: object, _country: str, _today: date) -> State:
    address = email.normalise_email(str(value))
    if fillers.is_filler_value(address or str(value), check="email"):
        return State.FILLER
    return State.VALID if address else State.INVALID


def _judge_contact(value: object, country: str, today: date) -> State:
    return (_judge_email if "@" in str(value) else _judge_phone)(value, country, today)


def _judge_registration(value: object, country: str, _today: date) -> State:
    if fillers.is_filler_value(str(value), check="text"):
        return State.FILLER
    return State.VALID if registration.normalise_registration(str(value), country=country) else State.INVALID


def _numbered(is_right: Callable[[str], bool]) -> Callable[[object, str, date], State]:
    def judge(value: object, _country: str, _today: date) -> State:
        if fillers.is_filler_value(str(value), check="text"):
            return State.FILLER
        return State.VALID if is_right(registration.bare(str(value))) else State.INVALID

    return judge


def _judge_date(value: object, _country: str, today: date) -> State:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value[:10])
        except ValueError:
            return State.FILLER if fillers.is_filler_value(str(value), check="text") else State.INVALID
    day = value.date() if isinstance(value, datetime) else value
    sane = isinstance(day, date) and day >= _EARLIEST and (day - today).days <= _DAYS_AHEAD
    return State.VALID if sane else State.INVALID


# The validators that a requirement can name. "filler" and "text" are the same: anything that says something.
CHECKS: Mapping[str, Callable[[object, str, date], State]] = {
    "present": _judge_text,
    "text": _judge_text,
    "filler": _judge_text,
    "name": _judge_name,
    "phone": _judge_phone,
    "email": _judge_email,
    "contact": _judge_contact,
    "registration": _judge_registration,
    "date": _judge_date,
    "kr_business": _numbered(registration.is_kr_business_number),
    "ru_inn": _numbered(registration.is_ru_inn),
    "ru_kpp": _numbered(registration.is_ru_kpp),
    "ru_ogrn": _numbered(registration.is_ru_ogrn),
}
# Those that an administrator may choose instead of a text's own.
CHOSEN: Mapping[str, Promise] = {
    "kr_business": _("Korean business registration number"),
    "ru_inn": _("Russian INN"),
    "ru_kpp": _("Russian KPP"),
    "ru_ogrn": _("Russian OGRN"),
}
OF_TEXTS = frozenset({"text", "registration"})
