"""Anna's month and day, as the picture of Today shows them: 83 of 100 contacts, 5 of 10 meetings, two without a result."""

from datetime import date, datetime, timedelta

from requite.demo.calendar import Now
from requite.demo.past import Rep
from requite.demo.people import Base
from requite.people.models import Person
from requite.work.models import Attendance

CONTACTS, MEETINGS, A_DAY = 83, 5, 8
NAMED = ("이 하나", "김 민수", "박 준", "Иванов Пётр", "최 지우", "정 다은")


def fill_month(rep: Rep, base: Base, now: Now) -> None:
    """Contacts and meetings of this month's past days; in its first days as many as one can do by then."""
    days = now.month()
    held = days[:: max(1, len(days) // MEETINGS)][:MEETINGS]
    people = [person for person in rep.people if person not in [base.known[name] for name in NAMED]]
    left = min(CONTACTS, A_DAY * len(days)) - (_last_talk(now) in days)
    for number, day in enumerate(days):
        share = -(-left // (len(days) - number))
        left -= share
        there = [person for person in people if person.made_at < now.moment(day, "12:00")]
        chosen = rep.random.sample(there, min(share, len(there)))
        if day in held:
            rep.meet(chosen.pop(), day, state="held")
        for person in chosen:
            rep.reach(person, day)
        for person in rep.random.sample(there, 4):
            rep.miss(person, day)
        if number % 3 == 0:
            rep.note(rep.random.choice(there), day)


def fill_day(rep: Rep, base: Base, now: Now) -> None:
    """Today: a captured call to settle, a meeting, a task, a call; yesterday's meetings without a result."""
    history, known = rep.history, base.known
    lee, kim, park, ivanov, choi, jung = (known[name] for name in NAMED)
    yesterday, before = now.back(2)
    prices = {"topic": "봄 시즌 단가 협의", "place": "고객사 2층 회의실"}
    history.meeting("anna", kim, now.moment(yesterday, "16:00"), "held", **prices)
    history.meeting("anna", jung, now.moment(before, "14:00"), "held", topic="견적서 검토", place="본사 3층")
    history.call("anna", lee, _latest(now, "10:02"), seconds=250, source="captured")
    for person in rep.random.sample(
        [one for one in rep.people if one not in (lee, kim, park, ivanov, choi, jung)], 1
    ):
        history.call("anna", person, now.moment(yesterday, "17:10"), seconds=95, source="captured")
    meeting = history.meeting("anna", kim, now.moment(now.today, "11:30"), "planned", **prices)
    history.attendances.append(Attendance(activity=meeting, person=park))
    made_at = now.moment(now.back(2)[-1], "10:00")
    _open(rep, "task", jung, now.today, "14:00", made_at=made_at, topic="세종무역에 견적서 보내기 (₩12.4m)")
    _open(rep, "call", ivanov, now.today, "16:00", made_at=made_at)
    history.call(
        "anna",
        choi,
        now.moment(now.back(27)[-1], "15:10"),
        "talked",
        seconds=310,
        result="다음 달에 다시 통화",
    )
    history.add(
        "anna", "note", "done", kim, now.moment(now.back(15)[-1], "11:20"), body="박준 과장과 함께 결정함"
    )
    history.call(
        "anna",
        kim,
        now.moment(_last_talk(now), "15:40"),
        "talked",
        seconds=360,
        result="500개면 3% 요청",
        source="captured",
    )


def _last_talk(now: Now) -> date:
    """The day of the last call with Kim before the meetings: one of the month's contacts in most months."""
    return now.back(4)[-1]


def _open(rep: Rep, kind: str, person: Person, day: date, clock: str, **fields: object) -> None:
    if kind == "call":
        fields |= {"direction": "out", "was_planned": True}
    rep.history.add("anna", kind, "to_do", person, rep.now.moment(day, clock), **fields)  # type: ignore[arg-type]


def _latest(now: Now, clock: str) -> datetime:
    """That time today, or a little while ago when it is still to come."""
    moment = now.moment(now.today, clock)
    return moment if now.is_past(moment) else now.at - timedelta(minutes=12)
