"""How big a made-up company is, and the days that it worked."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from requite.kernel.workdays import Calendar

ZONE = ZoneInfo("Asia/Seoul")
COUNTRY = "KR"
YEARS = 2
OPENS, CLOSES = time(9), time(19)
RECENT_DAYS = 10
SLOTS_LIMIT = 65_536
BASE_SHARE = 0.7
STRIDE = 0.6180339887


@dataclass(frozen=True, slots=True)
class Size:
    """What to make. `at` is the moment up to which the company has worked; `seed` gives the same rows again."""

    people: int
    activities: int
    at: datetime
    companies: int = 0
    deals: int = -1
    reps: int = 50
    seed: int = 1

    def __post_init__(self) -> None:
        if not self.companies:
            object.__setattr__(self, "companies", max(1, self.people // 5))

        if self.deals < 0:
            object.__setattr__(self, "deals", self.people * 3 // 10)

    @property
    def today(self) -> date:
        """The company's day of `at`."""
        return self.at.astimezone(ZONE).date()

    @property
    def start(self) -> date:
        """The first day."""
        return self.today - timedelta(days=365 * YEARS)

    @property
    def base(self) -> int:
        """How many people were brought in by the import of the first days."""
        return max(1, int(self.people * BASE_SHARE))

    @property
    def slots(self) -> int:
        """How many names of a language to put together: a power of two."""
        return min(SLOTS_LIMIT, 1 << max(8, (self.people * 2).bit_length()))

    @property
    def open(self) -> int:
        """How many meetings, calls and tasks lie ahead."""
        return self.people // 12


@dataclass(frozen=True, slots=True)
class Day:
    """A worked day: its activities are numbered `first` to `last` (half open), in order of time.

    `fresh` is how many people had come in after the base's import by then; `holes` is how many of 1024 records miss
    something.
    """

    number: int
    day: date
    opens: datetime
    span: int
    first: int
    last: int
    fresh: int
    holes: int


def list_days(size: Size) -> list[Day]:
    """The worked days of the size, with as many activities each as belong to it."""
    random = Random(size.seed)
    worked = list(_worked(size))
    weights = [0.8 + 0.4 * random.random() + 0.3 * n / len(worked) for n, _ in enumerate(worked)]
    spans = [_span(size, day) for day in worked]
    weights = [weight * span / _full() for weight, span in zip(weights, spans, strict=True)]
    whole = sum(weights) or 1.0
    days: list[Day] = []
    passed = 0.0
    for number, (day, weight, span) in enumerate(zip(worked, weights, spans, strict=True)):
        first = int(size.activities * passed / whole)
        passed += weight
        last = size.activities if number == len(worked) - 1 else int(size.activities * passed / whole)
        share = (day - size.start).days / (365 * YEARS)
        age = (size.today - day).days
        holes = 70 if age <= RECENT_DAYS else 1
        opens = datetime.combine(day, OPENS, ZONE).astimezone(UTC)
        days.append(Day(number, day, opens, span, first, last, int((size.people - size.base) * share), holes))
    return days


def _worked(size: Size) -> list[date]:
    calendar = Calendar(COUNTRY)
    days = (size.start + timedelta(days=n) for n in range(365 * YEARS + 1))
    return [day for day in days if calendar.is_working(day) and _span(size, day) > 0] or [size.start]


def _full() -> int:
    return (CLOSES.hour - OPENS.hour) * 3600


def _span(size: Size, day: date) -> int:
    """Seconds worked on the day: the last one ends at `at`."""
    opens = datetime.combine(day, OPENS, ZONE)
    return max(0, min(_full(), int((size.at - opens).total_seconds())))
