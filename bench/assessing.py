"""How long it takes to judge one record on a write, its rules read and its parts weighed: `python -m bench.assessing`.

Processor time of the web's process and time by the clock, over the base of `DATABASE_URL`. Nothing is written.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import django

django.setup()

from requite.people import assessing as of_people  # noqa: E402
from requite.people.models import Person  # noqa: E402
from requite.work import assessing as of_work  # noqa: E402
from requite.work.models import Activity  # noqa: E402

TIMES = 300
MS = 1000


def measure(act: Callable[[], None]) -> str:
    """The median and the 99th percentile of both times."""
    worked, passed = [], []
    for _ in range(TIMES):
        cpu, clock = time.process_time(), time.perf_counter()
        act()
        worked.append((time.process_time() - cpu) * MS)
        passed.append((time.perf_counter() - clock) * MS)
    worked.sort(), passed.sort()
    half, last = TIMES // 2, TIMES * 99 // 100
    return f"processor {worked[half]:.2f} / {worked[last]:.2f} ms, clock {passed[half]:.2f} / {passed[last]:.2f} ms"


def main() -> None:
    """Judge a person who lacks something, one who doesn't, and a held meeting."""
    at = datetime.now(UTC)
    people = Person.objects.filter(archived_at=None).select_related("company").prefetch_related("points")
    for name, person in (("lacking", people.exclude(missing=[]).first()), ("whole", people.filter(missing=[]).first())):
        if person is not None:
            points, company = list(person.points.all()), person.company.name if person.company else ""

            def judge(person: Person = person, points: list = points, company: str = company) -> None:
                of_people.judge(person, of_people.person_subject(person, points, company=company), at=at)

            print(f"person, {name}: {measure(judge)}")
    held = Activity.objects.filter(kind="meeting", state="held").select_related("person")
    meeting = held.prefetch_related("person__points").first()
    if meeting is not None:
        print(f"meeting, held: {measure(lambda: of_work.judge(meeting, at=at))}")


if __name__ == "__main__":
    main()
