"""A figure is its records: number, rows, tally and drill-down are the same."""

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requite.insight.figures import COMPANY, Holder, Scope, find_figure, list_figures
from requite.insight.plans.drilldown import count_records, list_records
from requite.insight.plans.tests.stage import AT, Cast, make_call, make_meeting, make_person
from requite.insight.plans.verify import recount, verify
from requite.kernel.period import Period
from requite.people.models import Person
from requite.work.models import Activity, Attendance, Participation

SPAN = Period(date(2026, 10, 12), date(2026, 10, 16))
DAYS = [date(2026, 10, 12) + timedelta(days=n) for n in range(3)]
FIGURES = ("contacts", "meetings_held", "calls_made", "new_people")
REPS = ("anna", "boris", "gleb")


def holders(cast: Cast) -> list[Holder]:
    """Everyone whose figures there are."""
    users = [Holder("user", cast.user(name).id) for name in (*REPS, "vera")]
    return [
        *users,
        Holder("team", cast.south.id),
        Holder("team", cast.seoul.id),
        Holder("team", cast.north.id),
        COMPANY,
    ]


def assert_agree(cast: Cast) -> None:
    """Number = rows = tally, for every figure and holder."""
    assert verify() == []
    oleg = cast.actor("oleg")
    for figure in list_figures(FIGURES):
        for holder in holders(cast):
            scope = Scope(holder, SPAN)
            number = figure.measure(figure.records(oleg, scope))
            assert number == count_records(scope=scope, figure=figure), (figure.slug, holder)
            for which, count in (("counted", number.counted), ("pending", number.pending)):
                rows = list_records(actor=oleg, figure=figure, scope=scope, which=which, limit=1000).rows  # type: ignore[arg-type]
                assert len(rows) == count, (figure.slug, holder, which)


def test_gives_as_many_rows_as_it_counts(cast: Cast) -> None:
    anna, boris = cast.user("anna"), cast.user("boris")
    kim, lee = (
        make_person(anna, made_at=AT - timedelta(days=1)),
        make_person(anna, "Lee", missing=["phone"], made_at=AT),
    )
    make_meeting(anna, DAYS[0], kim, colleagues=(boris,), guests=(lee,))
    make_meeting(boris, DAYS[1], lee, missing=("result",))
    make_call(boris, DAYS[0], kim)
    make_call(boris, DAYS[0], kim, missing=("outcome",))
    assert_agree(cast)
    scope = Scope(Holder("team", cast.south.id), SPAN)
    found = {figure.slug: figure.measure(figure.records(cast.actor("vera"), scope)) for figure in list_figures(FIGURES)}
    expected = {"contacts": (3, 1), "meetings_held": (1, 1), "calls_made": (1, 1), "new_people": (1, 1)}
    assert {slug: (number.counted, number.pending) for slug, number in found.items()} == expected


def test_gives_no_rows_beyond_the_right(cast: Cast) -> None:
    make_call(cast.user("gleb"), DAYS[0], make_person(None))
    for figure in list_figures(FIGURES):
        for holder in (COMPANY, Holder("user", cast.user("gleb").id), Holder("team", cast.north.id)):
            assert not figure.records(cast.actor("vera"), Scope(holder, SPAN)).exists()


def test_waits_with_a_meeting_that_has_nobody_of_the_customers(cast: Cast) -> None:
    make_meeting(cast.user("anna"), DAYS[0], None)
    scope = Scope(Holder("user", cast.user("anna").id), SPAN)
    figure = find_figure("meetings_held")
    assert figure is not None
    assert count_records(scope=scope, figure=figure) == figure.measure(
        figure.records(cast.actor("anna"), scope)
    )
    assert count_records(scope=scope, figure=figure).pending == 1


def test_counts_attempts_apart_and_no_incoming_call_among_them(cast: Cast) -> None:
    anna, kim = cast.user("anna"), make_person(None)
    for direction, outcome, seconds in (
        ("out", "not_reached", None), ("out", "not_reached", 31), ("in", "reached", None), ("out", "wrong_number", 90),
    ):  # fmt: skip
        make_call(anna, DAYS[0], kim, outcome=outcome, direction=direction, seconds=seconds)
    scope = Scope(Holder("user", anna.id), SPAN)
    counts = {
        figure.slug: count_records(scope=scope, figure=figure).counted for figure in list_figures(FIGURES)
    }
    assert counts == {"contacts": 1, "meetings_held": 0, "calls_made": 3, "new_people": 0}


def test_moves_new_people_with_their_owner_and_completeness(cast: Cast) -> None:
    kim = make_person(cast.user("anna"), missing=["phone"], made_at=AT - timedelta(days=1))
    assert_agree(cast)
    Person.objects.filter(id=kim.id).update(missing=[])
    assert_agree(cast)
    Person.objects.update(owner=cast.user("gleb"))
    assert_agree(cast)
    Person.objects.update(archived_at=AT)
    assert_agree(cast)
    Person.objects.all().delete()
    assert_agree(cast)


def test_finds_a_tally_that_differs(cast: Cast) -> None:
    from django.db import connection  # noqa: PLC0415

    make_call(cast.user("anna"), DAYS[0], make_person(cast.user("anna")))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE plans_tally SET counted = counted + 1")
    assert len(verify()) == 3
    recount()
    assert verify() == []


def test_finds_a_joint_meeting_that_is_not_marked(cast: Cast) -> None:
    meeting = make_meeting(cast.user("anna"), DAYS[0], make_person(None))
    Participation.objects.create(activity=meeting, user=cast.user("boris"))
    assert verify() == [f"activity {meeting.id}: colleagues take part, but it isn't marked as joint"]


rep, day, flag, one = st.sampled_from(REPS), st.sampled_from(DAYS), st.booleans(), st.integers(0, 3)
DOINGS = st.lists(
    st.one_of(
        st.tuples(st.just("call"), rep, day, one, flag, st.sampled_from(["reached", "not_reached"])),
        st.tuples(
            st.just("meeting"), rep, day, one, flag, st.sets(rep, max_size=2), st.sets(one, max_size=2)
        ),
        st.tuples(st.just("settle"), one, st.sampled_from(["held", "planned", "no_show"])),
        st.tuples(st.just("complete"), one, flag),
        st.tuples(st.just("retract"), one, flag),
        st.tuples(st.just("assign"), one, rep),
        st.tuples(st.just("move"), one, day),
        st.tuples(st.just("join"), one, rep),
        st.tuples(st.just("leave"), one, rep),
        st.tuples(st.just("attend"), one, one),
        st.tuples(st.just("miss"), one, one),
        st.tuples(st.just("erase"), one),
        st.tuples(st.just("change_team"), rep, st.sampled_from(["seoul", "north"])),
        st.tuples(st.just("own"), one, rep),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(doings=DOINGS)
def test_keeps_the_tallies_right_whatever_is_written(cast: Cast, doings: list[tuple[Any, ...]]) -> None:
    Attendance.objects.all().delete()
    Participation.objects.all().delete()
    Activity.objects.all().delete()
    Person.objects.all().delete()
    people = [make_person(cast.user("anna"), f"Kim{n}", made_at=AT - timedelta(days=n)) for n in range(4)]
    for what, *rest in doings:
        WRITES[what](cast, people, *rest)
    assert_agree(cast)


def _some(n: int) -> Any:
    """The activity at that place, as a query; none when there are fewer."""
    ids = list(Activity.objects.order_by("id").values_list("id", flat=True))
    return Activity.objects.filter(id=ids[n % len(ids)]) if ids else Activity.objects.none()


def _call(cast: Cast, people: list[Person], who: str, on: date, n: int, whole: bool, outcome: str) -> None:
    make_call(cast.user(who), on, people[n], outcome=outcome, missing=() if whole else ("result",))


def _meeting(
    cast: Cast,
    people: list[Person],
    who: str,
    on: date,
    n: int,
    whole: bool,
    colleagues: set[str],
    guests: set[int],
) -> None:
    make_meeting(
        cast.user(who), on, people[n], missing=() if whole else ("result",),
        colleagues=tuple(cast.user(name) for name in sorted(colleagues - {who})),
        guests=tuple(people[at] for at in sorted(guests)),
    )  # fmt: skip


def _join(cast: Cast, people: list[Person], n: int, who: str) -> None:
    found = _some(n).filter(kind="meeting").first()
    if found is not None:
        found.is_joint = True
        found.save()
        Participation.objects.get_or_create(
            activity=found, user=cast.user(who), defaults={"team": cast.user(who).team}
        )


def _attend(cast: Cast, people: list[Person], n: int, at: int) -> None:
    found = _some(n).filter(kind="meeting").first()
    if found is not None:
        Attendance.objects.get_or_create(activity=found, person=people[at])


def _erase(cast: Cast, people: list[Person], n: int) -> None:
    found = _some(n).first()
    if found is not None:
        found.delete()


def _change_team(cast: Cast, people: list[Person], who: str, team: str) -> None:
    user = cast.user(who)
    user.team = {"seoul": cast.seoul, "north": cast.north}[team]
    user.save()


WRITES: dict[str, Any] = {
    "call": _call,
    "meeting": _meeting,
    "settle": lambda cast, people, n, state: _some(n).filter(kind="meeting").update(state=state),
    "complete": lambda cast, people, n, whole: _some(n).update(missing=[] if whole else ["result"]),
    "retract": lambda cast, people, n, gone: _some(n).update(retracted_at=AT if gone else None),
    "assign": lambda cast, people, n, who: _some(n).update(owner=cast.user(who), team=cast.user(who).team),
    "move": lambda cast, people, n, on: _some(n).update(day=on),
    "join": _join,
    "leave": lambda cast, people, n, who: Participation.objects.filter(
        activity__in=_some(n), user=cast.user(who)
    ).delete(),
    "attend": _attend,
    "miss": lambda cast, people, n, at: Attendance.objects.filter(
        activity__in=_some(n), person=people[at]
    ).delete(),
    "erase": _erase,
    "change_team": _change_team,
    "own": lambda cast, people, n, who: Person.objects.filter(id=people[n].id).update(owner=cast.user(who)),
}
