"""Go on with a trial: look at the next records, and note what they lack."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db import transaction

from requite.journal.recording import tell
from requite.quality import trying
from requite.quality.models import Trial
from requite.quality.tried import look

EXAMPLES = 10


def resolve_batch(*, trial_id: UUID, at: datetime) -> bool:
    """Look at the next records. False when there are none, or the trial is over. Cut anywhere it goes on behind the last."""
    with transaction.atomic():
        trial = Trial.objects.select_for_update().filter(id=trial_id, ended_at=None, has_failed=False).first()
        if trial is None:
            return False
        looked = look(trial, at=at, after=trial.upto)
        debtors = looked.debtors
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


def fail_trial(*, trial_id: UUID) -> None:
    """Note that the trial met a fault; it asks nothing of anybody."""
    with transaction.atomic():
        Trial.objects.filter(id=trial_id, ended_at=None).update(has_failed=True)
        tell(topics={f"trial:{trial_id}"})
