"""The demo company: Today as its picture shows it, whatever the day on which it's loaded."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Sum
from pytest_django import DjangoDbBlocker

from requite.deals.models import Deal, Product, Stakeholder
from requite.demo import LOGINS, load
from requite.files.models import Content, File
from requite.identity.models import Team, User
from requite.insight.plans import verify
from requite.insight.plans.models import Plan, Tally
from requite.journal.models import Entry
from requite.people.models import Company, Person, Point
from requite.work.models import Activity, Standing

AT = datetime(2026, 11, 24, 6, tzinfo=UTC)


@pytest.fixture(scope="module")
def said(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[object]:
    """What loading says; the company is loaded once for all tests that look at it, and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(AT)
        transaction.set_rollback(True)


@pytest.fixture
def _loaded(said: object, db: None) -> None:
    """The loaded company, as it was left by nobody."""


def _counted(user: User, figure: str, at: datetime = AT) -> tuple[int, int]:
    days = Tally.objects.filter(owner=user, figure=figure, day__gte=at.date().replace(day=1))
    found = days.aggregate(counted=Sum("counted"), pending=Sum("pending"))
    return found["counted"] or 0, found["pending"] or 0


@pytest.mark.usefixtures("_loaded")
def test_makes_annas_day(said: object) -> None:
    assert said == list(LOGINS)
    anna = User.objects.get(email="anna@demo.example")
    assert _counted(anna, "meetings_held") == (5, 2)
    assert _counted(anna, "contacts") == (83, 4)
    today = Activity.objects.filter(owner=anna, day=AT.date(), state__in=("to_do", "planned")).order_by("at")
    assert [one.kind for one in today] == ["meeting", "task", "call"]
    assert Standing.objects.filter(owner=anna, next_step_at=None, last_contact_at__isnull=False).count() == 4
    assert Activity.objects.filter(owner=anna, missing=["result"]).count() == 2
    assert Plan.objects.get(user=anna, metric="contacts", span="month").target == 100
    assert (Team.objects.count(), User.objects.count()) == (3, 15)
    assert Person.objects.count() > 500
    assert Company.objects.count() > 100
    assert {"filler", "bounced", "valid"} <= set(Point.objects.values_list("state", flat=True))


@pytest.mark.usefixtures("_loaded")
def test_lets_everybody_in_who_is_shown() -> None:
    for role, email, password in LOGINS:
        user = User.objects.get(email=email)
        assert user.role == role
        assert user.check_password(password)


@pytest.mark.usefixtures("_loaded")
def test_does_nothing_where_there_is_a_company() -> None:
    before = Entry.objects.count()
    assert load(AT + timedelta(days=1)) is None
    assert Entry.objects.count() == before


@pytest.mark.usefixtures("_loaded")
def test_shows_products_lines_parts_and_files() -> None:
    assert Product.objects.count() == 8
    lined = Deal.objects.filter(lines__removed_at=None, lines__isnull=False).distinct()
    assert lined.count() > 40
    for deal in lined.prefetch_related("lines"):
        assert deal.amount == sum(line.net for line in deal.lines.all())
    assert Stakeholder.objects.values("deal").distinct().count() > 50
    assert set(File.objects.values_list("content__kind", flat=True)) == {"pdf", "text", "image"}
    assert Content.objects.filter(has_preview=True).count() >= 2
    assert Content.objects.count() == 4


@pytest.mark.usefixtures("_loaded")
def test_calls_who_did_it_in_the_journal_as_everywhere_else() -> None:
    names = set(Entry.objects.exclude(actor_id=None).values_list("actor_name", flat=True))
    assert "김안나" in names
    assert "김 안나" not in names


@pytest.mark.usefixtures("_loaded")
def test_leaves_tallies_that_agree() -> None:
    assert verify.verify() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "at",
    [
        datetime(2027, 1, 1, 0, 30, tzinfo=UTC),
        datetime(2026, 12, 1, 17, 0, tzinfo=UTC),
        datetime(2026, 11, 29, 3, 0, tzinfo=UTC),
        datetime(2028, 2, 29, 23, 59, tzinfo=UTC),
    ],
)
def test_stands_on_any_day(at: datetime) -> None:
    load(at)
    done = Activity.objects.filter(state__in=("done", "held"))
    assert done.count() > 3000
    assert not done.filter(at__gt=at).exists()
    assert not Entry.objects.filter(at__gt=at).exists()
    assert not Person.objects.filter(made_at__gt=at).exists()
