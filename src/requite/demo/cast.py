"""Who works at the demo company, and the log-ins that are shown."""

from dataclasses import dataclass

PASSWORD = "requite-demo"  # noqa: S105 - shown to everybody who starts the demo
COMPANY = "Hanbit Trading"
HOST = "demo.example"
Login = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Member:
    """A user. `contacts` and `meetings` are what they do on a working day; `holes` how many of a hundred lack something."""

    key: str
    family: str
    given: str
    role: str
    team: str = ""
    language: str = ""
    contacts: float = 0.0
    meetings: float = 0.0
    holes: int = 0
    people: int = 0
    days: int = 90

    @property
    def email(self) -> str:
        """The log-in."""
        return f"{self.key}@{HOST}"


TEAMS = ("South", "North", "Export")
CAST: tuple[Member, ...] = (
    Member("anna", "김", "안나", "rep", "South", "en", 4.9, 0.45, 4, 62),
    Member("boris", "Морозов", "Борис", "rep", "South", "ru", 3.6, 0.4, 14, 60),
    Member("seoyeon", "박", "서연", "rep", "South", "ko", 6.0, 0.55, 2, 66),
    Member("doyun", "이", "도윤", "rep", "South", "ko", 3.0, 0.3, 8, 24, 10),
    Member("vera", "Соколова", "Вера", "leader", "South", "en"),
    Member("gleb", "Смирнов", "Глеб", "rep", "North", "ru", 3.2, 0.3, 24, 64),
    Member("yujin", "최", "유진", "rep", "North", "ko", 5.1, 0.5, 5, 60),
    Member("jaeho", "윤", "재호", "rep", "North", "ko", 4.4, 0.4, 9, 58),
    Member("sungmin", "오", "성민", "leader", "North", "ko"),
    Member("elena", "Петрова", "Елена", "rep", "Export", "ru", 4.0, 0.35, 7, 60),
    Member("james", "Carter", "James", "rep", "Export", "en", 4.2, 0.4, 6, 58),
    Member("taewoo", "강", "태우", "leader", "Export", "ko"),
    Member("dina", "Ахметова", "Дина", "operator", language="ru"),
    Member("jimin", "한", "지민", "executive", language="ko"),
    Member("oleg", "Орлов", "Олег", "administrator", language="en"),
)
REPS = tuple(member for member in CAST if member.role == "rep")
LOGINS: tuple[Login, ...] = tuple(
    (member.role, member.email, PASSWORD)
    for member in CAST
    if member.key in ("anna", "vera", "dina", "jimin", "oleg")
)
