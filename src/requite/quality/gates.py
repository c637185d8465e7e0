"""Gates: fields without which nothing comes to a moment. What a leader waived, and what was asked and not told, passes."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from requite.kernel.errors import Refused
from requite.quality.engine import Assessment
from requite.quality.limits_given import say_limits
from requite.quality.moments import start_of
from requite.quality.registry import KINDS, label_of
from requite.quality.rules import Rule


class Gated(Exception):  # noqa: N818 - what happened
    """An act would bring the record past a gate, and it lacks these fields. They can be given and the act sent again.

    Not a `Refused`: no form shows it beside a field of its own; what stands before all views asks for what is missing.
    """

    def __init__(
        self, *, kind: str, record_id: UUID, fields: Sequence[str], limits: Mapping[str, str] | None = None
    ) -> None:
        self.kind, self.record_id, self.fields, self.limits = kind, record_id, tuple(fields), limits or {}
        super().__init__(say_missing(kind, fields, self.limits))


def say_missing(kind: str, fields: Sequence[str], limits: Mapping[str, str]) -> str:
    """ "This needs first: amount, result (at least 3 words)"."""
    named = (_name(label_of(kind, field).lower(), limits.get(field, "")) for field in fields)
    return _("This needs first: %(fields)s.") % {"fields": ", ".join(named)}


def _name(label: str, limits: str) -> str:
    return f"{label} ({limits})" if limits else label


def say_needs(kind: str, rules: Sequence[Rule]) -> dict[str, str]:
    """What the values must meet, in words by field, where there is more to it than their being there."""
    said: dict[str, list[str]] = {}
    for rule in rules:
        text = say_limits(KINDS[kind].find_field(rule.field), rule.limits)
        if text:
            said.setdefault(rule.field, []).append(text)
    return {field: ", ".join(dict.fromkeys(texts)) for field, texts in said.items()}


def has_gate(rules: Sequence[Rule]) -> bool:
    """Whether anything can be stopped."""
    return any(rule.is_gate for rule in rules)


def stopped_by(found: Assessment, *, by: UUID | None, reached: Collection[str]) -> tuple[str, ...]:
    """The fields that keep a record from the moments to which somebody would bring it; () where nothing does.

    What they may not fill stops nobody.
    """
    fields = (rule.field for rule in found.gates if start_of(rule.stage) in reached and by not in rule.unable)
    return tuple(dict.fromkeys(fields))


def demand_passed(
    found: Assessment, *, by: UUID | None, kind: str, record_id: UUID, reached: Collection[str], is_new: bool = False
) -> None:
    """Raise Gated where the record lacks what a moment that it would reach must have; Refused by field for a new one."""
    fields = stopped_by(found, by=by, reached=reached)
    if not fields:
        return
    limits = say_needs(kind, [rule for rule in found.gates if start_of(rule.stage) in reached])
    if is_new:
        raise Refused(errors={field: say_missing(kind, [field], limits) for field in fields})
    raise Gated(kind=kind, record_id=record_id, fields=fields, limits=limits)
