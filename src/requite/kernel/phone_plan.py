"""The numbering plan of one country, made ready once: what a number is there, and how it is written.

`phonenumbers` takes 30 µs a number, too long for an import of a million rows. The same metadata, compiled for
the country that most numbers of a company belong to, answers in a tenth, or says that it isn't sure.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata

_KINDS = (
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "personal_number",
    "voip",
    "pager",
    "uan",
    "voicemail",
)
_NEVER = r"(?!)"
_CODES = frozenset(str(code) for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE)


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to write a national number: which numbers it is for, their groups, the template they fill."""

    leads: re.Pattern[str]
    groups: re.Pattern[str]
    template: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a country. `complete` ones can answer from here; others need the library each time."""

    code: str
    complete: bool
    prefix: re.Pattern[str]
    abroad: re.Pattern[str]
    general: re.Pattern[str]
    kinds: re.Pattern[str]
    leads: re.Pattern[str]
    layouts: tuple[Layout, ...]

    def e164(self, digits: str, *, plus: bool) -> str | None:
        """The E.164 form of a valid number of this country from its digits; None: unsure, ask the library."""
        rest = digits
        if plus:
            if not digits.startswith(self.code):
                return None
            rest = digits[len(self.code) :]
        elif self.abroad.match(digits):
            return None
        elif digits.startswith(self.code) and not self.general.fullmatch(digits):
            rest = digits[len(self.code) :]
        rest = self._without_prefix(rest)
        if rest[:1] != "0" and self.kinds.fullmatch(rest) and self.leads.match(rest):
            return f"+{self.code}{rest}"
        return None

    def national(self, digits: str) -> str:
        """A national significant number as people of the country write it."""
        for layout in self.layouts:
            if layout.leads.match(digits):
                found = layout.groups.fullmatch(digits)
                if found:
                    return layout.template.format(*found.groups())
        return digits

    def _without_prefix(self, digits: str) -> str:
        found = self.prefix.match(digits)
        if found is None or found.end() == 0:
            return digits
        stripped = digits[found.end() :]
        if self.general.fullmatch(digits) and not self.general.fullmatch(stripped):
            return digits
        return stripped


def _pattern(source: str | None) -> re.Pattern[str]:
    return re.compile(source or _NEVER)


def _layout(shape: phonenumbers.NumberFormat) -> Layout:
    template = str(shape.format)
    rule = shape.national_prefix_formatting_rule
    if rule:
        template = re.sub(r"\\\d", lambda _: str(rule), template, count=1)
    template = re.sub(r"\\(\d)", lambda group: f"{{{int(group[1]) - 1}}}", template)
    leads = shape.leading_digits_pattern
    return Layout(
        leads=_pattern(leads[-1] if leads else "(?=)"), groups=_pattern(shape.pattern), template=template
    )


def plan_abroad(digits: str) -> Plan | None:
    """The plan by whose calling code an international number, written without its "+", begins."""
    for length in (1, 2, 3):
        if digits[:length] in _CODES:
            return plan_of(phonenumbers.region_code_for_country_code(int(digits[:length])))
    return None


@lru_cache(maxsize=64)
def plan_of(country: str) -> Plan | None:
    """The plan of an ISO 3166 country, or None where there's no such country."""
    own = PhoneMetadata.metadata_for_region(country, None)
    if own is None or own.country_code is None or own.general_desc is None:
        return None
    main = phonenumbers.region_code_for_country_code(own.country_code)
    written = PhoneMetadata.metadata_for_region(main, None) or own
    kinds = [kind.national_number_pattern for name in _KINDS if (kind := getattr(own, name))]
    return Plan(
        code=str(own.country_code),
        complete=main == country and own.national_prefix_transform_rule is None,
        prefix=_pattern(own.national_prefix_for_parsing),
        abroad=_pattern(own.international_prefix),
        general=_pattern(own.general_desc.national_number_pattern),
        kinds=_pattern("|".join(f"(?:{kind})" for kind in kinds if kind)),
        leads=_pattern(own.leading_digits or "(?=)"),
        layouts=tuple(_layout(shape) for shape in written.number_format),
    )
