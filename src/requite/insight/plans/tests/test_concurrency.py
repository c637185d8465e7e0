"""Two transactions at once leave the right tallies, and neither waits for the other for ever."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import wraps
from threading import Barrier, Thread
from time import sleep

import pytest
from django.db import connection, transaction
from testing.committed import apart, erase_all

from requite.identity.models import User
from requite.insight.plans.models import Plan, Tally
from requite.insight.plans.tests.stage import LONG_AGO, Cast, make_call, make_cast, make_meeting, make_person
from requite.insight.plans.verify import verify
from requite.people.models import Person
from requite.work.models import Activity, Attendance, Participation

DAY = date(2026, 10, 14)
ROUNDS = 6
PAUSE = 0.03  # long enough for the others of a round to write before this one commits


def at_once(*doings: Callable[[int], object]) -> None:
    """Run each in a thread and a transaction of its own, all of a round together; raise what any of them raised."""
    faults: list[Exception] = []
    barrier = Barrier(len(doings))

    def run(doing: Callable[[int], object]) -> None:
        try:
            for n in range(ROUNDS):
                barrier.wait(10)
                with transaction.atomic():
                    doing(n)
                    sleep(PAUSE)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(doing,)) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    if faults:
        raise faults[0]


def committed(test: Callable[[Cast], None]) -> Callable[[Cast], None]:
    """Run the test so that what it writes is committed."""

    @wraps(test)
    def run(stage: Cast) -> None:
        apart(lambda: test(stage))

    return run


@pytest.fixture
def stage(db: None) -> Iterator[Cast]:
    """The cast, committed; afterwards all that was written is gone (Django's own flush would take the seeds too)."""
    yield apart(make_cast)
    apart(erase_all)


def counted(figure: str) -> int:
    return sum(Tally.objects.filter(figure=figure).values_list("counted", flat=True))


@committed
def test_counts_the_calls_of_two_at_once(stage: Cast) -> None:
    # Persons of their own: the row of a person's standing would else keep the two apart.
    anna, (kim, lee) = stage.user("anna"), (make_person(None, name) for name in ("Kim", "Lee"))
    at_once(lambda n: make_call(anna, DAY, kim), lambda n: make_call(anna, DAY, lee))
    assert (counted("calls_made"), counted("contacts")) == (2 * ROUNDS, 2)
    assert verify() == []


@committed
def test_lets_colleagues_log_joint_meetings_with_each_other(stage: Cast) -> None:
    anna, boris = stage.user("anna"), stage.user("boris")
    kim, lee, park = (make_person(None, name) for name in ("Kim", "Lee", "Park"))

    def meet(owner: User, colleague: User, person: Person) -> None:
        meeting = make_meeting(owner, DAY, person, is_joint=True)
        sleep(PAUSE)
        Participation.objects.create(activity=meeting, user=colleague, team=colleague.team)

    at_once(
        lambda n: meet(anna, boris, kim),
        lambda n: meet(boris, anna, lee),
        lambda n: make_call(boris, DAY, park),
    )
    assert counted("meetings_held") == 4 * ROUNDS
    assert verify() == []


@committed
def test_loses_no_guest_while_the_meeting_moves(stage: Cast) -> None:
    anna, boris = stage.user("anna"), stage.user("boris")
    kim, guests = make_person(anna), [make_person(anna, f"Guest{n}") for n in range(ROUNDS)]
    meeting = make_meeting(anna, DAY, kim, colleagues=(boris,))
    at_once(
        lambda n: Activity.objects.filter(id=meeting.id).update(day=date(2026, 10, 1 + n)),
        lambda n: Attendance.objects.create(activity=meeting, person=guests[n]),
    )
    assert counted("contacts") == 2 * (1 + ROUNDS)
    assert verify() == []


@committed
def test_loses_no_colleague_while_the_meeting_is_settled(stage: Cast) -> None:
    anna, boris, kim = stage.user("anna"), stage.user("boris"), make_person(stage.user("anna"))
    meetings = [make_meeting(anna, DAY, kim, state="planned") for _n in range(ROUNDS)]
    Activity.objects.update(is_joint=True)
    at_once(
        lambda n: Activity.objects.filter(id=meetings[n].id).update(state="held"),
        lambda n: Participation.objects.create(activity=meetings[n], user=boris, team=boris.team),
    )
    assert counted("meetings_held") == 2 * ROUNDS
    assert verify() == []


@committed
def test_adds_up_people_who_are_registered_at_once(stage: Cast) -> None:
    anna, gleb = stage.user("anna"), stage.user("gleb")
    at_once(
        lambda n: [make_person(owner, f"Kim{n}", made_at=LONG_AGO) for owner in (anna,)],
        lambda n: [make_person(owner, f"Lee{n}", made_at=LONG_AGO) for owner in (anna,)],
        lambda n: make_person(gleb, f"Park{n}"),
    )
    assert counted("new_people") == 3 * ROUNDS
    Person.objects.filter(owner=anna).update(owner=gleb)
    assert verify() == []


@committed
def test_keeps_the_load_of_many_days_apart_from_single_calls(stage: Cast) -> None:
    anna, kim = stage.user("anna"), make_person(stage.user("anna"))
    template = make_call(anna, DAY, kim)

    def load(n: int) -> None:
        days = [date.fromordinal(date(2026, 1, 1).toordinal() + at) for at in range(210)]
        Activity.objects.bulk_create(
            Activity(
                kind="call", state="done", owner=anna, team=anna.team, person=kim, day=day, at=template.at,
                made_at=LONG_AGO, outcome_class="reached",
            )
            for day in days
        )  # fmt: skip

    at_once(load, lambda n: make_call(anna, DAY, kim))
    assert counted("calls_made") == 1 + ROUNDS * 211
    assert verify() == []


@committed
def test_moves_over_what_is_judged_beside_what_is_logged(stage: Cast) -> None:
    anna, boris = stage.user("anna"), stage.user("boris")
    kim, lee, park = (make_person(None, name) for name in ("Kim", "Lee", "Park"))
    made = [make_meeting(anna, DAY, kim, colleagues=(boris,)), make_call(boris, DAY, lee, missing=("result",))]

    def judge(lacking: bool) -> None:
        for one in made:
            Activity.objects.filter(id=one.id).update(missing=["result"] if lacking else [])

    at_once(
        lambda n: judge(lacking=n % 2 == 0),
        lambda n: make_call(boris, DAY, park),
        lambda n: Activity.objects.filter(id__in=[one.id for one in made]).order_by("id").update(missing=[]),
    )
    assert verify() == []


@committed
def test_lets_one_plan_hold_where_two_are_set_at_once(stage: Cast) -> None:
    from requite.insight.figures import Holder  # noqa: PLC0415
    from requite.insight.plans.actions.drafts import TargetDraft  # noqa: PLC0415
    from requite.insight.plans.actions.set_target import set_target  # noqa: PLC0415
    from requite.insight.plans.tests.stage import AT  # noqa: PLC0415

    vera, holder = stage.actor("vera"), Holder("user", stage.user("anna").id)

    def ask(n: int) -> None:
        set_target(actor=vera, at=AT, draft=TargetDraft(holder, "contacts", "month", str(10 + n)))

    at_once(ask, ask)
    assert Plan.objects.filter(ends_on=None).count() == 1


@committed
def test_a_call_does_not_wait_for_a_judgement_of_other_days(stage: Cast) -> None:
    """A window of a company of 200 reps: 400 days of theirs, held until it commits."""
    anna, kim, lee = stage.user("anna"), make_person(None, "Kim"), make_person(None, "Lee")
    days = [date.fromordinal(date(2025, 1, 1).toordinal() + at) for at in range(400)]
    template = make_call(anna, DAY, kim)
    Activity.objects.bulk_create(
        Activity(
            kind="call", state="done", owner=anna, team=anna.team, person=kim, day=day, at=template.at,
            made_at=LONG_AGO, outcome_class="reached",
        )
        for day in days
    )  # fmt: skip
    with transaction.atomic():
        Activity.objects.filter(day__in=days).update(missing=["result"])

        def log() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '2s'")
                make_call(anna, DAY, lee)

        apart(log)
    assert Tally.objects.filter(figure="calls_made", pending=1).count() == len(days)
    assert verify() == []
