"""What a check found: by one reader, and by a second one where the first says that it is made up."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from requite.identity.models import Organisation, User
from requite.identity.topics import replies_of, topics_of
from requite.insight.checks.access import take_check
from requite.insight.checks.events import CheckJudged, CheckJudgedAgain, VerdictRetracted
from requite.insight.checks.models import DEFECTS, Check, Stratum, Verdict
from requite.insight.checks.queries.records import is_seen
from requite.journal.events import Change
from requite.journal.models import Entry
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, Refused, Stale
from requite.kernel.legible import legible
from requite.kernel.period import start_of_day
from requite.kernel.workdays import Calendar
from requite.quality.proofs import set_proof

HEARD_DAYS = 3  # working days in which a rep may answer before "made up" counts
MOST = 500
PROVED = (Stratum.PERSON, Stratum.COMPANY, Stratum.DEAL)  # what is so until it isn't; what happened stays so
FIRST, SECOND = ("verdict", "why"), ("second_verdict", "second_why")  # what each reader says
DAY = timedelta(days=1)
Changes = dict[str, Change]


def judge_check(*, actor: Actor, at: datetime, check_id: UUID, verdict: str, why: str = "") -> Check:
    """Say what the check found; one's own verdict may be given anew. Raises NotVisible, NotAllowed, Refused, Stale.

    Stale names who was faster. A record that the actor doesn't see (any more) can't be judged.
    """
    with recording(actor=actor, at=at) as record:
        check = take_check(actor=actor, check_id=check_id)
        if check.judged_by_id and check.judged_by_id != actor.id:
            raise Stale(by=_name(check.judged_by_id))
        if check.second_by_id:
            raise Refused(_("%(name)s has read it as the second: the verdict stays.") % {"name": _name(check.second_by_id)})
        why = _demand(actor, check, verdict, why)
        changes = _give(actor, at, check, verdict, why)
        record(CheckJudged(subject_id=check.id, changes=changes, topics=_topics(check)))
    return check


def judge_again(*, actor: Actor, at: datetime, check_id: UUID, verdict: str, why: str = "") -> Check:
    """Say as the second reader what to make of a record that is said to be made up: this verdict holds.

    "Made up" counts from when the rep has answered, or three working days after the first verdict. Raises NotVisible,
    NotAllowed (for who gave the first), Refused, Stale.
    """
    with recording(actor=actor, at=at) as record:
        check = take_check(actor=actor, check_id=check_id)
        if check.verdict != Verdict.MADE_UP:
            raise Refused(_("Only what is said to be made up is read by a second."))
        if check.judged_by_id == actor.id:
            raise NotAllowed(_("You gave the first verdict: somebody else has to read it too."))
        if check.second_by_id and check.second_by_id != actor.id:
            raise Stale(by=_name(check.second_by_id))
        why = _demand(actor, check, verdict, why)
        changes = _give_again(actor, at, check, verdict, why)
        record(CheckJudgedAgain(subject_id=check.id, changes=changes, topics=_topics(check)))
    return check


def retract_verdict(*, actor: Actor, at: datetime, check_id: UUID, to_earlier: bool = False) -> Check:
    """Take back one's own verdict, as long as nobody has said anything after it.

    `to_earlier` brings back that reader's one before it, if there was any. Raises NotVisible, NotAllowed, Refused.
    """
    with recording(actor=actor, at=at) as record:
        check = take_check(actor=actor, check_id=check_id)
        if check.second_by_id == actor.id:
            verdict, why = _earlier(check, of_second=True) if to_earlier else ("", "")
            changes = _give_again(actor if verdict else None, at, check, verdict, why)
        elif check.judged_by_id != actor.id:
            raise NotAllowed(_("Only who gave a verdict takes it back."))
        elif check.second_by_id or check.answered_at:
            raise Refused(_("Somebody has answered to it meanwhile. Give another verdict instead."))
        else:
            changes = _give(actor, at, check, *(_earlier(check) if to_earlier else ("", "")))
        record(VerdictRetracted(subject_id=check.id, changes=changes, topics=_topics(check)))
    return check


def _give(actor: Actor, at: datetime, check: Check, verdict: str, why: str) -> Changes:
    """Set the first verdict, or with "" none."""
    changes: Changes = {"verdict": (check.verdict or None, verdict or None), "why": (check.why or None, why or None)}
    check.verdict, check.why = verdict, why
    check.judged_at, check.judged_by_id = (at, actor.id) if verdict else (None, None)
    check.heard_at = heard_by(actor, at) if verdict == Verdict.MADE_UP else None
    _count(check, at if verdict not in ("", Verdict.MADE_UP, Verdict.CANT_TELL) else None)
    _keep(check)
    return changes


def _give_again(actor: Actor | None, at: datetime, check: Check, verdict: str, why: str) -> Changes:
    """Set the second verdict, or without an actor none."""
    changes: Changes = {
        "second_verdict": (check.second_verdict or None, verdict or None),
        "second_why": (check.second_why or None, why or None),
    }
    check.second_verdict, check.second_why = verdict, why
    check.second_at, check.second_by_id = (at, actor.id) if actor else (None, None)
    _count(check, _from_when(check, at))
    _keep(check)
    return changes


def _earlier(check: Check, *, of_second: bool = False) -> tuple[str, str]:
    """That reader's verdict before the one that stands, with its why; blank when there was none.

    What stands, when that isn't what the reader said last: the undo of it was pressed already.
    """
    event, names = (CheckJudgedAgain, SECOND) if of_second else (CheckJudged, FIRST)
    entries = Entry.objects.filter(subject_id=check.id, type=event.type()).order_by("-id")
    changes = entries.values_list("changes", flat=True).first() or {}
    (verdict_before, verdict), (why_before, why) = (changes.get(name, (None, None)) for name in names)
    stands = getattr(check, names[0]), getattr(check, names[1])
    return stands if stands != (verdict or "", why or "") else (verdict_before or "", why_before or "")


def heard_by(actor: Actor, at: datetime) -> datetime:
    """When three of the company's working days after that of `at` are gone."""
    company = Organisation.objects.get()
    day = Calendar(company.country).after(actor.day_of(at), days=HEARD_DAYS)
    return start_of_day(day + DAY, zone=actor.company_zone)


def _from_when(check: Check, at: datetime) -> datetime | None:
    if check.second_verdict in ("", Verdict.CANT_TELL):
        return None
    heard = check.answered_at is not None and check.judged_at is not None and check.answered_at >= check.judged_at
    if check.second_verdict != Verdict.MADE_UP or heard or check.heard_at is None:
        return at
    return max(at, check.heard_at)


def _count(check: Check, counts_at: datetime | None) -> None:
    check.counts_at = counts_at
    check.is_defect = None if counts_at is None else check.result in DEFECTS


def _demand(actor: Actor, check: Check, verdict: str, why: str) -> str:
    why = legible(why)
    if verdict not in Verdict.values:
        raise Refused(_("Choose what the check found."), field="verdict")
    if verdict != Verdict.CANT_TELL and not is_seen(actor=actor, check=check):
        text = _("You don’t see this record any more, so only “can’t tell” is left to say.")
        raise Refused(text, field="verdict")
    if verdict != Verdict.CONFIRMED and not why:
        raise Refused(_("Say in a word why: the rep reads it."), field="why")
    if len(why) > MOST:
        raise Refused(_("At most %(most)s characters.") % {"most": MOST}, field="why")
    return why


def _topics(check: Check) -> frozenset[str]:
    record = {f"{check.stratum}:{check.record_id}"} if check.stratum in PROVED else set()
    return topics_of([check.user_id]) | replies_of(check.user_id) | record | {f"check:{check.id}"}


def _name(user_id: UUID | None) -> str:
    user = User.objects.filter(id=user_id).first() if user_id else None
    return user.name if user else ""


def _keep(check: Check) -> None:
    """Save the check; the record that it is about is proved by it where it was found to be so, and no longer where not."""
    check.version += 1
    check.save()
    if check.stratum in PROVED:
        is_so = check.result == Verdict.CONFIRMED
        proved_at = (check.second_at if check.second_verdict else check.judged_at) if is_so else None
        set_proof(kind=check.stratum, record_id=check.record_id, source="check", proved_at=proved_at)
