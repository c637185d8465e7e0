"""Go on with a trial: look at the next records, and note what they lack."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from requite.identity.queries import find_organisation
from requite.journal.recording import tell
from requite.kernel.errors import NotVisible
from requite.quality import trying
from requite.quality.actions.declare_requirement import kind_of
from requite.quality.limits import load
from requite.quality.models import Trial
from requite.quality.rules import list_unable
from requite.quality.terms import owners_of

EXAMPLES = 10


def resolve_batch(*, trial_id: UUID, at: datetime) -> bool:
    """Look at the next records. False when there are none, or the trial is over. Cut anywhere it goes on behind the last."""
    with transaction.atomic():
        trial = Trial.objects.select_for_update().filter(id=trial_id, ended_at=None, has_failed=False).first()
        if trial is None:
            return False
        kind = kind_of(trial.kind)
        field = kind.find_field(trial.field)
        if field is None or not field.sql:
            raise NotVisible
        if trial.check_name:
            field = replace(field, check=trial.check_name)
        whose = owners_of(trial.teams)
        looked = trying.read_batch(kind, trial.stage, field, after=trial.upto, how=_how(trial, at), owners=whose)
        unable = list_unable(kind.slug, field.audience)
        debtors = [one for one in looked.debtors if one.owner_id not in unable]
        owners = Counter(trial.owners)
        owners.update(str(one.owner_id) for one in debtors)
        trial.owners = dict(owners)
        room = EXAMPLES - len(trial.examples)
        trial.examples += [[str(one.id), str(one.owner_id)] for one in debtors[:room]]
        trial.seen += looked.rows
        trial.concerned += looked.concerned
        trial.lacking += len(debtors)
        trial.fresh += sum(one.is_fresh for one in debtors)
        trial.anew += sum(one.is_new for one in debtors)
        trial.upto = looked.upto or trial.upto
        if looked.rows < trying.BATCH:
            trial.ended_at, trial.total = at, trial.seen
        trial.save()
        tell(topics={f"trial:{trial.id}"})
    return trial.ended_at is None


def _how(trial: Trial, at: datetime) -> trying.How:
    company = find_organisation()
    zone = company.time_zone if company else ""
    return trying.How(at.astimezone(ZoneInfo(zone)).date() if zone else at.date(), zone, load(trial.limits))


def fail_trial(*, trial_id: UUID) -> None:
    """Note that the trial met a fault; it asks nothing of anybody."""
    with transaction.atomic():
        Trial.objects.filter(id=trial_id, ended_at=None).update(has_failed=True)
        tell(topics={f"trial:{trial_id}"})
