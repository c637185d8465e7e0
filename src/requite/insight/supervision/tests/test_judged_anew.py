"""With an update whose rules of time are others, the worker judges what is there anew, and nothing where nothing is."""

from importlib import import_module

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from testing.builders import deal_of, meeting_of, person_of

pytestmark = pytest.mark.django_db
STEP = import_module("requite.insight.supervision.migrations.0005_due_when_asked").Migration.operations[0]


def kinds():
    """Of which kinds it is queued."""
    ProcrastinateJob.objects.all().delete()
    STEP.code(None, connection.schema_editor())
    return sorted(job.args["kind"] for job in ProcrastinateJob.objects.filter(task_name="requite.quality.reassess"))


def test_kinds_that_have_records_and_no_others(cast):
    assert kinds() == []
    person = person_of(cast)
    assert kinds() == ["person"]
    meeting_of(cast, person)
    deal_of(cast)
    assert kinds() == ["call", "deal", "meeting", "person"]
