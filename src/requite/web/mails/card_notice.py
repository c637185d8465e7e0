"""The mails that tell somebody of a change of the scorecard before it holds, and that it was taken back."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from requite.identity.access import find_actor, see_user
from requite.identity.queries import find_organisation
from requite.insight.scorecards.access import CARD_ROLES
from requite.insight.scorecards.models import Card
from requite.insight.scorecards.saying import say_moves
from requite.insight.scorecards.versions import Version, list_versions
from requite.kernel.actor import Actor
from requite.web.addresses import url
from requite.web.formats import day
from requite.web.mails.letter import Letter, Line, Part, message_of, one_line
from requite.web.screens.names import full
from requite.web.screens.periods import period_label


def card_notice(*, card_id: UUID, user_id: UUID, today: date) -> EmailMultiAlternatives | None:
    """The mail to one who has a card, in their language; None where there is nothing to tell any more.

    That is when the version was taken back, holds already, or is the first of all, and when the user is gone.
    """
    actor = find_actor(user_id=user_id, via="job")
    found = next((one for one in list_versions(today=today) if one.id == card_id), None)
    if actor is None or actor.role not in CARD_ROLES or found is None or found.is_first or found.is_in_force:
        return None
    return _message(actor, f"card-{card_id}-{user_id}", lambda: _letter(actor, found))


def card_withdrawn(*, card_id: UUID, user_id: UUID, today: date) -> EmailMultiAlternatives | None:
    """The mail that a change isn't to come; None where it is after all, would hold by now, or was the first card."""
    actor = find_actor(user_id=user_id, via="job")
    taken_back = Card.objects.filter(id=card_id, retracted_at__isnull=False, starts_on__gt=today).first()
    if actor is None or actor.role not in CARD_ROLES or taken_back is None:
        return None
    if not any(one.starts_on < taken_back.starts_on for one in list_versions(today=today)):
        return None
    return _message(actor, f"card-back-{card_id}-{user_id}", lambda: _letter_back(actor, taken_back.starts_on))


def _message(actor: Actor, key: str, letter: Callable[[], Letter]) -> EmailMultiAlternatives:
    """The letter in the language and the zone of who gets it."""
    user = see_user(actor=actor, user_id=actor.me)
    with translation.override(actor.language), timezone.override(actor.zone):
        name, domain = full(user.family_name, user.given_name), user.email.rpartition("@")[2]
        return message_of(letter(), name=name, email=user.email, message_id=f"<{key}@{domain}>")


def _letter(actor: Actor, version: Version) -> Letter:
    given = {"day": day(version.starts_on, "year"), "first": period_label(version.first)}
    return Letter(
        subject=_("Your scorecard changes from %(day)s") % given,
        greeting=_("Hello %(name)s, from %(day)s your scorecard changes, first for %(first)s.")
        % {**given, "name": one_line(actor.name, 60)},
        parts=[
            Part(_("What changes"), [Line(one_line(move, 400)) for move in say_moves(version)]),
            Part(_("What stays"), [Line(_("Periods that have begun stay under the card that they began with."))]),
        ],
        foot=_foot(),
    )


def _letter_back(actor: Actor, starts_on: date) -> Letter:
    given = {"day": day(starts_on, "year"), "name": one_line(actor.name, 60)}
    stays = _("Without it the card stays as it is. What else is announced comes by itself.")
    return Letter(
        subject=_("Your scorecard doesn’t change on %(day)s") % given,
        greeting=_("Hello %(name)s, the change of your scorecard that was announced for %(day)s was taken back.") % given,
        parts=[Part(_("What stays"), [Line(stays)])],
        foot=_foot(),
    )


def _foot() -> Sequence[Line]:
    company = find_organisation()
    link = f"{company.address}{url('my_card')}" if company and company.address else ""
    return [Line(_("Your card"), link)] if link else ()
