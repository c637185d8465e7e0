"""The mail that tells somebody of a change of the scorecard before it holds."""

from datetime import date
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from requite.identity.access import find_actor, see_user
from requite.identity.queries import find_organisation
from requite.insight.scorecards.access import CARD_ROLES
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
    user = see_user(actor=actor, user_id=user_id)
    with translation.override(actor.language), timezone.override(actor.zone):
        name, domain = full(user.family_name, user.given_name), user.email.rpartition("@")[2]
        message_id = f"<card-{card_id}-{user_id}@{domain}>"
        return message_of(_letter(actor, found), name=name, email=user.email, message_id=message_id)


def _letter(actor: Actor, version: Version) -> Letter:
    company = find_organisation()
    given = {"day": day(version.starts_on, "year"), "first": period_label(version.first)}
    link = f"{company.address}{url('my_card')}" if company and company.address else ""
    return Letter(
        subject=_("Your scorecard changes from %(day)s") % given,
        greeting=_("Hello %(name)s, from %(day)s your scorecard changes, first for %(first)s.")
        % {**given, "name": one_line(actor.name, 60)},
        parts=[
            Part(_("What changes"), [Line(one_line(move, 400)) for move in say_moves(version)]),
            Part(_("What stays"), [Line(_("Periods that have begun stay under the card that they began with."))]),
        ],
        foot=[Line(_("Your card"), link)] if link else (),
    )
