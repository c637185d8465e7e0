"""The days around the moment at which the demo company stands."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from requite.kernel.workdays import Calendar

COUNTRY, ZONE = "KR", ZoneInfo("Asia/Seoul")
_CALENDAR = Calendar(COUNTRY)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Now:
    """The moment, and its neighbours."""

    at: datetime

    @property
    def today(self) -> date:
        """The company's day."""
        return self.at.astimezone(ZONE).date()

    def moment(self, day: date, clock: str) -> datetime:
        """ "10:30" of that day at the company, in UTC."""
        return datetime.combine(day, time.fromisoformat(clock), ZONE).astimezone(UTC)

    def back(self, days: int) -> list[date]:
        """That many working days before today, the latest first."""
        found: list[date] = []
        day = self.today
        while len(found) < days:
            day -= _DAY
            if _CALENDAR.is_working(day):
                found.append(day)
        return found

    def ahead(self, days: int) -> list[date]:
        """That many working days after today, the next first."""
        found: list[date] = []
        day = self.today
        while len(found) < days:
            day += _DAY
            if _CALENDAR.is_working(day):
                found.append(day)
        return found

    def month(self) -> list[date]:
        """The working days of this month before today, the first first."""
        return [
            day
            for day in reversed(self.back(25))
            if (day.year, day.month) == (self.today.year, self.today.month)
        ]

    def is_past(self, moment: datetime) -> bool:
        """Whether it is over."""
        return moment < self.at
