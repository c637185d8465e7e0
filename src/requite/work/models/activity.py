from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from requite.deals.models import Deal
from requite.identity.models import Team, User
from requite.kernel.ids import new_id
from requite.people.models import Company, Person, Point
from requite.quality.models import Assessed
from requite.work.models.status import CallStatus

CONNECTED_SECONDS = 30
OPEN = Q(state__in=["to_do", "planned"])
DONE = Q(state__in=["done", "held"])
KEPT = Q(retracted_at__isnull=True)
TAKEN_BACK = Q(retracted_at__isnull=False)
LACKING = ~Q(missing=[])
IN_CALENDAR = (
    Q(kind="meeting", state__in=["planned", "held"])
    | Q(kind="task", state__in=["to_do", "done"])
    | Q(kind="call", state="to_do")
)


def is_answered(kind: str, state: str, outcome_class: str, seconds: int | None) -> bool:
    """Whether somebody answered: a meeting that was held, a call that reached or connected."""
    if kind == "meeting":
        return state == "held"
    reached, wrong = CallStatus.Class.REACHED, CallStatus.Class.WRONG_NUMBER
    connected = (seconds or 0) >= CONNECTED_SECONDS and outcome_class != wrong
    return kind == "call" and state == "done" and (outcome_class == reached or connected)


class Activity(Assessed):
    """A call, a meeting, a task or a note: one table, so that the time-line, the counters and the debts are one read.

    `at` is the event's own time (a task's: when it is due) and `day` the company's calendar day of it. `team` is the
    owner's team at that time, so that a move between teams leaves the past where it was. `is_contact` is true of a
    two-way event with a person, as the counter of contacts defines it. `deal` is the one that it is about, if any.
    A task of a whole day is due at the last second of the company's day.
    """

    class Kind(models.TextChoices):
        CALL = "call", _("Call")
        MEETING = "meeting", _("Meeting")
        TASK = "task", _("Task")
        NOTE = "note", _("Note")

    class State(models.TextChoices):
        TO_DO = "to_do", _("to do")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        MOVED = "moved", _("moved")
        CALLED_OFF = "called_off", _("called off")
        NO_SHOW = "no_show", _("no show")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=10, choices=State)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    day = models.DateField()
    is_all_day = models.BooleanField(default=False, db_default=False)
    direction = models.CharField(
        max_length=3, blank=True, choices=[("out", _("outgoing")), ("in", _("incoming"))]
    )
    outcome = models.ForeignKey(
        CallStatus, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    outcome_class = models.CharField(max_length=12, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    point = models.ForeignKey(Point, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    topic = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=300, blank=True)
    result = models.TextField(blank=True)
    body = models.TextField(blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    was_planned = models.BooleanField(default=False)
    is_joint = models.BooleanField(default=False)
    source = models.CharField(max_length=10, default="typed")
    retracted_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    version = models.IntegerField(default=1)
    is_contact = models.GeneratedField(
        expression=Case(
            When(
                Q(retracted_at__isnull=True, person__isnull=False)
                & (
                    Q(kind="meeting", state="held")
                    | Q(kind="call", state="done", outcome_class="reached")
                    | (
                        Q(kind="call", state="done", seconds__gte=CONNECTED_SECONDS)
                        & ~Q(outcome_class="wrong_number")
                    )
                ),
                then=Value(True),
            ),
            default=Value(False),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        db_table = "work_activity"
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind="meeting", state__in=["planned", "held", "moved", "called_off", "no_show"])
                    | Q(kind__in=["call", "task"], state__in=["to_do", "done", "dropped"])
                    | Q(kind="note", state="done")
                ),
                name="an_activity_is_in_a_state_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("at")),
                name="an_activity_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(kind="call"), name="only_a_call_has_an_outcome"
            ),
            models.CheckConstraint(
                condition=Q(is_all_day=False) | Q(kind="task"), name="only_a_task_is_of_a_whole_day"
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "-at", "-id"],
                condition=Q(person__isnull=False) & KEPT,
                name="activity_of_person",
            ),
            models.Index(
                fields=["company", "-at", "-id"],
                condition=Q(company__isnull=False) & KEPT,
                name="activity_of_company",
            ),
            models.Index(fields=["person"], condition=Q(person__isnull=False) & TAKEN_BACK, name="activity_gone_of_person"),
            models.Index(
                fields=["company"], condition=Q(company__isnull=False) & TAKEN_BACK, name="activity_gone_of_company"
            ),
            models.Index(
                fields=["deal", "-at", "-id"], condition=Q(deal__isnull=False) & KEPT, name="activity_of_deal"
            ),
            models.Index(
                fields=["deal", "at", "id"],
                condition=Q(deal__isnull=False) & OPEN & KEPT,
                name="activity_step_of_deal",
            ),
            models.Index(fields=["follows"], condition=Q(follows__isnull=False), name="activity_following"),
            models.Index(fields=["point"], condition=Q(point__isnull=False), name="activity_by_point"),
            models.Index(
                fields=["person", "at"], condition=Q(person__isnull=False) & OPEN & KEPT, name="activity_step_of_person"
            ),
            models.Index(fields=["-at", "-id"], include=["owner"], condition=KEPT, name="activity_by_time"),
            models.Index(fields=["owner", "-at", "-id"], condition=KEPT, name="activity_of_owner"),
            models.Index(fields=["at", "id"], include=["owner"], condition=OPEN & KEPT, name="activity_open_by_time"),
            models.Index(fields=["-at", "-id"], include=["owner"], condition=LACKING & KEPT, name="activity_lacking"),
            models.Index(fields=["-at", "-id"], include=["owner"], condition=TAKEN_BACK, name="activity_taken_back"),
            models.Index(fields=["owner", "at", "id"], condition=OPEN & KEPT, name="activity_open"),
            models.Index(
                fields=["owner", "owed_at"], condition=Q(owed_at__isnull=False) & KEPT, name="activity_owed"
            ),
            models.Index(fields=["owner", "id"], condition=~Q(rulings={}) & KEPT, name="activity_ruled"),
            models.Index(fields=["id"], condition=~Q(asked={}) & KEPT, name="activity_asked"),
            models.Index(
                fields=["owner", "day", "kind", "person"], condition=DONE & KEPT, name="activity_done"
            ),
            models.Index(fields=["day", "kind"], condition=Q(is_joint=True) & KEPT, name="activity_joint"),
            models.Index(
                fields=["person", "day"],
                condition=Q(is_joint=True, person__isnull=False) & KEPT,
                name="activity_joint_of_person",
            ),
            models.Index(
                fields=["owner", "at", "until", "id"],
                condition=IN_CALENDAR & KEPT,
                name="activity_in_calendar",
            ),
            models.Index(
                fields=["at", "until", "id"],
                condition=Q(is_joint=True, kind="meeting", state__in=["planned", "held"]) & KEPT,
                name="activity_joint_in_calendar",
            ),
        ]

    @property
    def is_two_way(self) -> bool:
        """Whether somebody answered: what makes `is_contact`, were it known who."""
        return is_answered(self.kind, self.state, self.outcome_class, self.seconds)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in (self.State.TO_DO, self.State.PLANNED)
