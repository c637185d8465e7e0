"""The index of what was written is kept in order by the worker."""

from __future__ import annotations

import pytest
from django.db import connection
from testing.builders import note_of, person_of
from testing.cast import Cast

from requite.work.jobs import sort_written

pytestmark = pytest.mark.django_db


def test_what_was_written_lately_is_sorted_in(cast: Cast) -> None:
    note_of(cast, person_of(cast, family="Kim"))
    with connection.cursor() as cursor:
        sort_written(timestamp=0)
        cursor.execute("SELECT gin_clean_pending_list('activity_written')")
        assert cursor.fetchone() == (0,)  # nothing is left over
