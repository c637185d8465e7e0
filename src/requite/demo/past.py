"""What each rep of the demo has done on past working days, and what lies ahead of them, drawn at random."""

from datetime import date
from random import Random

from requite.demo.calendar import Now
from requite.demo.cast import Member
from requite.demo.history import History
from requite.demo.words import LANGUAGES
from requite.people.models import Person

REACHED = ("talked", "talked", "talked", "agreed", "refused", "call_back")
MISSED = ("no_answer", "no_answer", "no_answer", "busy", "wrong_number")
FRESH_DAYS = 6
_TEXTS = {language.country: language.texts for language in LANGUAGES}


def say(random: Random, person: Person, what: str) -> str:
    """A sentence of that sort in the person's language."""
    country = person.company.country if person.company else "KR"
    texts = _TEXTS.get(country, _TEXTS["US"])
    chosen: str = random.choice(getattr(texts, what))
    return chosen.format(n=random.randint(2, 8), price=random.choice(texts.prices))


class Rep:
    """One rep's work. The people at the head of the list are met most."""

    def __init__(
        self, history: History, member: Member, people: list[Person], now: Now, random: Random
    ) -> None:
        self.history, self.member, self.now, self.random = history, member, now, random
        self.people = people[:]
        random.shuffle(self.people)
        self.weights = [1.0 / (n + 3) for n, _ in enumerate(self.people)]
        self.said: set[str] = set()

    def in_own_words(self, text: str, person: Person) -> str:
        """The sentence, with another one behind it where the rep wrote it before: nobody writes the same all year."""
        result, more = text, Random(f"{self.member.key} {len(self.said)}")
        while result in self.said:
            result = f"{result}; {say(more, person, 'results')}"
        self.said.add(result)
        return result

    def work(self, days: list[date]) -> None:
        """Fill the past working days."""
        for age, day in enumerate(days):
            there = [
                (p, w)
                for p, w in zip(self.people, self.weights, strict=True)
                if p.made_at < self.now.moment(day, "12:00")
            ]
            if there:
                self._day(day, [p for p, _ in there], [w for _, w in there], is_fresh=age < FRESH_DAYS)

    def _day(self, day: date, people: list[Person], weights: list[float], *, is_fresh: bool) -> None:
        member, random = self.member, self.random
        contacts = max(0, round(random.gauss(member.contacts, 1.3)))
        for person in dict.fromkeys(random.choices(people, weights, k=contacts)):
            self.reach(person, day, lacks=is_fresh and random.random() * 100 < member.holes)
        for person in random.choices(people, weights, k=round(contacts * 0.7)):
            self.miss(person, day)
        if random.random() < member.meetings:
            self.meet(
                random.choices(people, weights)[0],
                day,
                lacks=is_fresh and random.random() * 100 < member.holes * 2,
            )
        if random.random() < 0.5:
            self.note(random.choices(people, weights)[0], day)
        if random.random() < 0.5:
            self.finish_task(random.choices(people, weights)[0], day)

    def clock(self, first: int = 9, last: int = 17) -> str:
        """A time of the working day."""
        return f"{self.random.randint(first, last):02}:{self.random.randint(0, 59):02}"

    def reach(self, person: Person, day: date, *, lacks: bool = False) -> None:
        """A call that reached the person; lacking, it was captured and nobody said what came of it."""
        random = self.random
        result = say(random, person, "calls") if random.random() < 0.5 and not lacks else ""
        source = "captured" if lacks or random.random() < 0.3 else "typed"
        direction = "in" if random.random() < 0.15 else "out"
        status = "" if lacks else random.choice(REACHED)
        status = "talked" if status == "call_back" and random.random() < 0.7 else status
        self.history.call(
            self.member.key, person, self.now.moment(day, self.clock()), status, seconds=random.randint(45, 700),
            result=result, source=source, direction=direction,
        )  # fmt: skip

    def miss(self, person: Person, day: date) -> None:
        """A call that reached nobody."""
        status = self.random.choice(MISSED)
        self.history.call(self.member.key, person, self.now.moment(day, self.clock()), status)

    def meet(self, person: Person, day: date, *, lacks: bool = False, state: str = "") -> None:
        """A meeting: mostly held; lacking, without a result."""
        random = self.random
        state = state or random.choices(("held", "called_off", "no_show"), (14, 2, 1))[0]
        result = self.in_own_words(say(random, person, "results"), person) if state == "held" and not lacks else ""
        at = self.now.moment(day, random.choice(("10:00", "11:00", "13:30", "14:00", "15:30", "16:00")))
        self.history.meeting(
            self.member.key, person, at, state, topic=say(random, person, "topics"), place=say(random, person, "places"),
            result=result,
        )  # fmt: skip

    def note(self, person: Person, day: date) -> None:
        """A note."""
        at = self.now.moment(day, self.clock())
        self.history.add(self.member.key, "note", "done", person, at, body=say(self.random, person, "notes"))

    def finish_task(self, person: Person, day: date) -> None:
        """A task that was done."""
        at = self.now.moment(day, self.clock())
        self.history.add(self.member.key, "task", "done", person, at, topic=say(self.random, person, "tasks"))

    def plan(self, days: list[date], people: list[Person]) -> None:
        """A next step for each of these people: a meeting, a call or a task on one of the days."""
        random, key = self.random, self.member.key
        for person in people:
            kind = random.choices(("meeting", "call", "task"), (3, 4, 3))[0]
            at = self.now.moment(random.choice(days), self.clock())
            made_at = self.now.moment(self.now.back(3)[-1], self.clock())
            if kind == "meeting":
                texts = {"topic": say(random, person, "topics"), "place": say(random, person, "places")}
                self.history.meeting(key, person, at, "planned", **texts)
            elif kind == "call":
                self.history.add(
                    key, "call", "to_do", person, at, direction="out", was_planned=True, made_at=made_at
                )
            else:
                self.history.add(
                    key, "task", "to_do", person, at, topic=say(random, person, "tasks"), made_at=made_at
                )
