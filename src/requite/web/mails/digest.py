"""The weekly digest: to a rep what came back, what is owed and how far the plan is; to a leader who needs help and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from requite.identity.access import see_user
from requite.identity.queries import find_organisation
from requite.insight.adoption.access import DIGEST
from requite.insight.adoption.models import Digest
from requite.insight.figures import COMPANY, Holder
from requite.insight.plans.boards import board_for
from requite.insight.plans.measure import Standing
from requite.insight.plans.shapes import Counter
from requite.kernel.actor import Actor
from requite.kernel.period import Kind, Period, period_of
from requite.web.addresses import url
from requite.web.formats import day, measure
from requite.web.mails import digest_parts as parts
from requite.web.mails.letter import Letter, Line, Part, message_of, one_line
from requite.web.mails.opting import out_token
from requite.web.screens.names import full

WEEK = timedelta(days=7)
SPAN = "month"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose digest, of the week before the Monday `week`; `address` is where links begin, "" for none."""

    actor: Actor
    week: date
    at: datetime
    address: str
    company: str

    @property
    def period(self) -> Period:
        """The week that is told of."""
        return Period(self.week - WEEK, self.week)

    @property
    def week_key(self) -> str:
        """That week as it stands in an address."""
        return period_of(Kind.WEEK, self.period.start).key

    def link(self, path: str) -> str:
        """A whole address from one of our own."""
        return f"{self.address}{path}" if self.address else ""


def digest_message(*, actor: Actor, digest: Digest, at: datetime, address: str = "") -> EmailMultiAlternatives:
    """The digest as a mail, in its reader's language and zone; links begin with `address` where the company has none."""
    user = see_user(actor=actor, user_id=actor.me)
    with translation.override(actor.language), timezone.override(actor.zone):
        letter = digest_letter(actor=actor, week=digest.week, at=at, address=address)
        name = full(user.family_name, user.given_name)
        domain = user.email.rpartition("@")[2]
        return message_of(letter, name=name, email=user.email, message_id=f"<digest-{digest.id}@{domain}>")


def digest_letter(*, actor: Actor, week: date, at: datetime, address: str = "") -> Letter:
    """What the actor's digest says, in the present language: a rep's, or a leader's, or for who sees all the company's."""
    company = find_organisation()
    own, name = (company.address, company.name) if company else ("", "")
    asked = Asked(actor, week, at, own or address, one_line(name, 40))
    days = f"{day(asked.period.start)} – {day(asked.period.last)}"
    holder = _holder(actor)
    found = _of_team(asked, holder) if holder else _of_rep(asked)
    return Letter(
        subject=_("Your week in Requite, %(days)s") % {"days": days},
        greeting=_("Hello %(name)s, this is your week at %(company)s: %(days)s")
        % {"name": one_line(actor.name, 60), "company": asked.company, "days": days},
        parts=[part for part in found if part.lines],
        foot=list(_foot(asked)),
        headers=_headers(asked),
    )


def _holder(actor: Actor) -> Holder | None:
    """Whose digest a leader gets; None for a rep, and for a leader without a team."""
    scope = actor.scope(DIGEST)
    if scope == "all":
        return COMPANY
    return Holder("team", actor.team_id) if scope == "team" and actor.team_id else None


def _of_rep(asked: Asked) -> Iterable[Part]:
    yield Part(_("What came back"), list(parts.came_back(asked)))
    yield Part(_("What is owed"), list(parts.owed(asked)))
    yield Part(_("How far your plan is"), [counter_line(asked, one) for one in _counters(asked, None)])


def _of_team(asked: Asked, holder: Holder) -> Iterable[Part]:
    yield Part(_("Who needs you, and why"), list(parts.needs(asked, holder)))
    title = _("How far the company is") if holder == COMPANY else _("How far the team is")
    yield Part(title, [counter_line(asked, one) for one in _counters(asked, holder)])
    yield Part(_("Debts by age"), list(parts.ages(asked, holder)))
    yield Part(_("Who works in Requite"), list(parts.adoption(asked, holder)))


def _counters(asked: Asked, holder: Holder | None) -> tuple[Counter, ...]:
    return board_for(actor=asked.actor, span=SPAN, at=asked.at, holder=holder).counters


def counter_line(asked: Asked, one: Counter) -> Line:
    """A counter in words: "Meetings held: 7 of 20, behind by 3"."""
    unit, currency = one.figure.unit, asked.actor.currency
    values = {"label": str(one.figure.label), "done": measure(one.done, unit, currency)}
    query = {"period": one.period.key, "of": one.holder.key} | ({"which": "counted"} if one.pending else {})
    href = asked.link(url("counter_records", figure=one.slug, query=query))
    if one.target is None:
        return Line("{label}: {done}".format(**values), href)
    values |= {"target": measure(one.target, unit, currency), "gap": measure(one.gap, unit, currency)}
    if not one.to_go:
        return Line(_("%(label)s: %(done)s of %(target)s, reached") % values, href)
    texts = {
        Standing.AHEAD: _("%(label)s: %(done)s of %(target)s, ahead by %(gap)s"),
        Standing.NEAR: _("%(label)s: %(done)s of %(target)s, near the pace"),
        Standing.BEHIND: _("%(label)s: %(done)s of %(target)s, behind by %(gap)s"),
    }
    text = texts.get(one.standing, "") if one.standing else ""
    return Line((text or _("%(label)s: %(done)s of %(target)s")) % values, href)


def _foot(asked: Asked) -> Iterable[Line]:
    """Why one gets it, and how to get it no more."""
    yield Line(_("You get this each week because you work in Requite at %(company)s.") % {"company": asked.company})
    if asked.address:
        yield Line(_("Read it on a page"), asked.link(url("digest")))
        yield Line(_("Don’t send me this any more"), asked.link(url("digest_out", token=out_token(asked.actor.me))))
    else:
        yield Line(_("You can turn it off in your settings in Requite."))


def _headers(asked: Asked) -> dict[str, str]:
    """By which a mail program offers to end it with one click (RFC 8058)."""
    if not asked.address:
        return {}
    out = asked.link(url("digest_out", token=out_token(asked.actor.me)))
    return {"List-Unsubscribe": f"<{out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


