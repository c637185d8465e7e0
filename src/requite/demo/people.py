"""The demo company's base: a dozen people who are met on Today, and some hundred drawn from the words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from requite.demo.calendar import Now
from requite.demo.cast import REPS, Member
from requite.demo.start import actor_of
from requite.demo.words import LANGUAGES, Language
from requite.identity.models import User
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.people.actions.points import mark_point
from requite.people.actions.register_many import register_many
from requite.people.bulk.entries import CompanyEntry, Entry, PersonEntry
from requite.people.drafts import fold_company, fold_name, read_points
from requite.people.models import Person, Point

PER_COMPANY = 4
Points = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Firm:
    """A company of the demo."""

    name: str
    country: str
    host: str
    industry: str
    points: Points = ()


@dataclass(frozen=True, slots=True)
class Face:
    """A person of the demo. `age` is how many days ago they came in."""

    family: str
    given: str
    firm: Firm | None
    title: str = ""
    points: Points = ()
    middle: str = ""
    tags: tuple[str, ...] = ()
    age: int = 160
    owner: str = "anna"
    source: str = ""


HANIL = Firm(
    "한일정밀",
    "KR",
    "hanil.example",
    "기계부품",
    (("phone", "02-3271-8804"), ("address", "경기도 화성시 동탄대로 12")),
)
DAESUNG = Firm(
    "대성상사",
    "KR",
    "daesung.example",
    "도매",
    (("phone", "02-551-5620"), ("address", "서울특별시 중구 을지로 30")),
)
SEJONG = Firm(
    "세종무역",
    "KR",
    "sejong.example",
    "무역",
    (("phone", "02-551-5623"), ("address", "서울특별시 강남구 테헤란로 152")),
)
VEKTOR = Firm("Вектор", "RU", "vektor.example", "электроника", (("phone", "+7 495 120-44-18"),))
HANBIT = Firm(
    "한빛유통",
    "KR",
    "hanbit.example",
    "유통",
    (("phone", "031-245-0081"), ("address", "경기도 수원시 영통구 광교중앙로 7")),
)
FACES: tuple[Face, ...] = (
    Face("이", "하나", DAESUNG, "구매담당", (("phone", "010-3271-8804"), ("email", "hana@daesung.example"))),
    Face("김", "민수", HANIL, "구매팀장", (("phone", "010-8842-1190"), ("email", "ms.kim@hanil.example")), tags=("VIP",)),
    Face("박", "준", HANIL, "과장", (("email", "jun@hanil.example"),), age=1),
    Face("Иванов", "Пётр", VEKTOR, "Закупщик", (("phone", "+7 495 120-44-18"), ("email", "petr@vektor.example")), "Сергеевич"),
    Face("최", "지우", HANBIT, "대표이사", (("phone", "031-245-0081"),)),
    Face("정", "다은", SEJONG, "부장", (("phone", "02-551-5623"), ("email", "de.jung@sejong.example"))),
    Face("Cantwell", "Maria", Firm("Northwest", "US", "northwest.example", "Wholesale"), "Buyer", (("phone", "+1 202-224-3441"),)),
    Face("오", "세훈", Firm("미래식품", "KR", "mirae.example", "식품"), "", (("phone", "010-0000-0000"), ("email", "oh@mirae.example"))),
    Face("한", "소희", Firm("다온", "KR", "daon.example", "디자인"), "실장", (("phone", "010-4410-2207"), ("email", "sohee@daon.example"))),
    Face("Соколова", "Анна", Firm("Север", "RU", "sever.example", "логистика"), "Директор", (("phone", "+7 921 334-10-02"), ("email", "anna@sever.example"))),
    Face("윤", "서준", Firm("동해수산", "KR", "donghae.example", "수산물"), "", (("phone", "033-531-2210"),)),
    Face("강", "미래", Firm("서독안경원", "KR", "seodok.example", "안경"), "원장", (("phone", "041-551-5623"), ("email", "mirae@seodok.example"))),
)  # fmt: skip
BOUNCED = "petr@vektor.example"


@dataclass(slots=True)
class Base:
    """Who is in the base by now: persons by their owner's key, and the named ones by "family given"."""

    owned: dict[str, list[Person]] = field(default_factory=dict)
    known: dict[str, Person] = field(default_factory=dict)


def fill(*, users: dict[str, User], now: Now, random: Random) -> Base:
    """Register everybody in batches of the day on which they came in."""
    faces = [*FACES, *(face for member in REPS for face in _draw(random, member, now))]
    chief = actor_of(users["oleg"])
    for age in sorted({face.age for face in faces}, reverse=True):
        batch = [face for face in faces if face.age == age]
        day = now.today - timedelta(days=age)
        owners = {face.owner for face in batch}
        actor = actor_of(users[owners.pop()]) if len(owners) == 1 else chief
        at = min(now.at, now.moment(day, "09:20"))
        entries = [_entry(n, face, users[face.owner].id) for n, face in enumerate(batch)]
        register_many(actor=actor, at=at, entries=entries)
    _bounce(chief, at=now.at - timedelta(days=9))
    return _read(users)


def _entry(number: int, face: Face, owner_id: UUID) -> Entry:
    country = face.firm.country if face.firm else "KR"
    person = PersonEntry(
        family_name=face.family,
        given_name=face.given,
        middle_name=face.middle,
        fold=fold_name(face.family, face.given, face.middle),
        title=face.title,
        tags=face.tags,
        points=read_points(face.points, country=country),
    )
    company = None
    if firm := face.firm:
        company = CompanyEntry(
            name=firm.name,
            fold=fold_company(firm.name),
            industry=firm.industry,
            country=firm.country,
            website=f"https://{firm.host}",
            points=read_points(firm.points, country=firm.country),
        )
    return Entry(number, owner_id, person, company, face.source)


def _draw(random: Random, member: Member, now: Now) -> Iterator[Face]:
    weights = {"ru": (3, 6, 1), "en": (5, 1, 4)}.get(member.language, (8, 1, 1))
    firms: list[tuple[Firm, Language]] = []
    fresh = [(now.today - day).days for day in now.month()] or [1]
    for number in range(member.people):
        if number % PER_COMPANY == 0:
            language = random.choices(LANGUAGES, weights)[0]
            firms.append((_firm(random, language), language))
        firm, language = firms[-1] if random.random() < 0.85 else random.choice(firms)
        age = random.choice((200, 120, 75)) if number < member.people - 9 else random.choice(fresh)
        yield _face(random, member, firm, language, age if member.days > 20 else random.choice(fresh))


def _firm(random: Random, language: Language) -> Firm:
    firm, (trade, industry) = random.choice(language.firms), random.choice(language.trades)
    city, street = random.choice(language.streets)
    name = random.choice(language.patterns).format(firm=firm.text, trade=trade.text, city=city.split()[-1])
    address = language.address.format(city=city, street=street, n=random.randint(1, 299))
    points: list[tuple[str, str]] = [("address", address)] if random.random() < 0.9 else []
    if random.random() < 0.9:
        points.append(("phone", _number(random, language.country)))
    return Firm(name, language.country, f"{firm.latin}-{trade.latin}.example", industry, tuple(points))


def _face(random: Random, member: Member, firm: Firm, language: Language, age: int) -> Face:
    woman = random.random() < 0.5
    family = random.choices(language.families, [name.weight for name in language.families])[0]
    given = random.choice(language.women if woman else language.men)
    middle = random.choice(language.middles) if language.middles and random.random() < 0.6 else None
    points: list[tuple[str, str]] = []
    lacks = random.choice(("phone", "email")) if random.random() * 100 < member.holes * 1.5 else ""
    if lacks != "phone":
        points.append(("phone", _number(random, language.country)))
    if lacks != "email":
        points.append(("email", f"{given.latin}.{family.latin}@{firm.host}"))
    return Face(
        (family.feminine or family.text) if woman else family.text,
        given.text,
        firm,
        random.choice(language.titles),
        tuple(points),
        (middle.feminine if woman else middle.text) if middle else "",
        (random.choice(language.tags),) if random.random() < 0.25 else (),
        age,
        member.key,
        random.choice(language.sources),
    )


def _number(random: Random, country: str) -> str:
    if country == "RU":
        return f"+7 9{random.randint(10, 89)} {random.randint(200, 989)}-{random.randint(10, 98)}-{random.randint(10, 98)}"
    if country == "US":
        return f"+1 212-{random.randint(230, 989)}-{random.randint(2000, 9899)}"
    return f"010-{random.randint(2000, 9899)}-{random.randint(1300, 9899)}"


def _bounce(actor: Actor, *, at: datetime) -> None:
    with recording(actor=actor, at=at) as record:
        mark_point(record=record, point=Point.objects.get(value=BOUNCED), state=Point.State.BOUNCED)


def _read(users: dict[str, User]) -> Base:
    base = Base()
    keys = {user.id: key for key, user in users.items()}
    people = Person.objects.select_related("company").prefetch_related("points").order_by("id")
    names = {(face.family, face.given, face.firm.name if face.firm else "") for face in FACES}
    for person in people:
        key = keys[person.owner_id] if person.owner_id else ""
        base.owned.setdefault(key, []).append(person)
        if (person.family_name, person.given_name, person.company.name if person.company else "") in names:
            base.known[f"{person.family_name} {person.given_name}"] = person
    return base
