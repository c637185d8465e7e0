"""What became of an act on many records, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from requite.fields.catalogue import is_slug
from requite.journal.models import Act
from requite.web.formats import number

# Why an activity was left out, by what was to be done with it.
WHY: Mapping[str, Promise] = {
    "hand_over": gettext_lazy("not yours, or nothing that is still to be done"),
    "postpone": gettext_lazy("not yours, or nothing that is still to be done"),
    "day": gettext_lazy("not yours, or nothing that is still to be done"),
    "call_off": gettext_lazy("not yours, or nothing that is still to be done"),
    "complete": gettext_lazy("not yours, or no task"),
    "retract": gettext_lazy("not yours, or a wrong number, which is taken back alone"),
    "bring_back": gettext_lazy("not yours, or a wrong number, which is restored alone"),
}


# Why a record was left out where a custom field was changed.
OWN_WHY: Mapping[str, Promise] = {
    "deal": gettext_lazy("not yours, or archived"),
    "activity": gettext_lazy("not yours, taken back, or without this field"),
}


def say_tally(act: Act) -> str:
    """What became of it, in words: "38 changed, 2 not yours". Some also can't be changed so."""
    parts = [ngettext("%(n)s changed", "%(n)s changed", act.changed) % {"n": number(act.changed)}]
    if act.not_allowed and act.kind in OWN_WHY and is_slug(act.what):
        parts.append(_say_left(act, OWN_WHY[act.kind]))
    elif act.not_allowed and act.kind == "deal":
        said = ngettext(
            "%(n)s left out: not yours, closed or archived", "%(n)s left out: not yours, closed or archived", act.not_allowed
        )
        parts.append(said % {"n": number(act.not_allowed)})
    elif act.not_allowed and act.kind == "activity":
        parts.append(_say_left(act, WHY.get(act.what, WHY["call_off"])))
    elif act.not_allowed:
        parts.append(
            ngettext("%(n)s not yours", "%(n)s not yours", act.not_allowed) % {"n": number(act.not_allowed)}
        )
    if act.stopped:
        said = ngettext("%(n)s stays: something is missing", "%(n)s stay: something is missing", act.stopped)
        parts.append(said % {"n": number(act.stopped)})
    if act.same:
        parts.append(
            ngettext("%(n)s was so already", "%(n)s were so already", act.same) % {"n": number(act.same)}
        )
    return ", ".join(parts) + "."


def _say_left(act: Act, why: Promise) -> str:
    said = ngettext("%(n)s not changed: %(why)s", "%(n)s not changed: %(why)s", act.not_allowed)
    return said % {"n": number(act.not_allowed), "why": why}


def say_return(act: Act) -> str:
    """What became of an undo, in words."""
    if act.state == Act.State.RETURNING:
        gone = act.returned + act.left
        if not gone:
            return _("It is being undone.")
        return _("It is being undone: %(n)s of %(total)s.") % {"n": number(gone), "total": number(act.changed)}
    parts = [ngettext("%(n)s restored", "%(n)s restored", act.returned) % {"n": number(act.returned)}]
    if act.left:
        left = ngettext(
            "%(n)s left alone, as it was changed since",
            "%(n)s left alone, as they were changed since",
            act.left,
        )
        parts.append(left % {"n": number(act.left)})
    return ", ".join(parts) + "."
