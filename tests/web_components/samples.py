"""Sample texts of the gallery in three languages: real names and lengths, so that what overflows is seen."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

NOW = datetime(2026, 11, 24, 1, 2, tzinfo=UTC)

TEXTS = json.loads((Path(__file__).parent / "samples.json").read_text(encoding="utf-8"))

PEOPLE = (
    ("이하나", "대성상사", "+821032718804", "valid", "hana@daesung.kr", "valid", 94),
    ("김민수", "한일정밀", "+821088421190", "valid", "ms.kim@hanil.co.kr", "valid", 88),
    ("박준", "한일정밀", "", "", "jun@hanil.co.kr", "valid", 61),
    ("Иванов Пётр", "Вектор", "+74951204418", "valid", "petr@vektor.ru", "bounced", 70),
    (
        "Maria Cantwell",
        "Northwest Fishing and Packing Company of the Upper Bay",
        "+12022243441",
        "",
        "",
        "",
        72,
    ),
    ("오세훈", "미래식품", "+821000000000", "invalid", "oh@mirae.kr", "valid", 38),
)


def samples(language: str, *, rows: int = 6) -> SimpleNamespace:
    """All sample texts of one language, with a list of `rows` people."""
    made = SimpleNamespace(**TEXTS[language])
    made.who, made.worth_title = "김민수", "최지우 · 한빛유통"
    made.columns = [{"label": getattr(made, f"c{at}")} for at in range(6)]
    made.columns[0] |= {"sort": "#", "sorted": "ascending"}
    keys = ("name", "company", "phone", "phone_state", "email", "email_state", "score")
    made.people = [
        dict(zip(keys, PEOPLE[at % 6], strict=True))
        | {"href": f"/people/{at}/", "missing": [made.phone_word] if at % 6 == 2 else []}
        for at in range(rows)
    ]
    calls = [made.agreed, made.back, made.none, made.wrong]
    made.rows = [
        {
            "icon": "call-in",
            "title": "이하나 · 대성상사",
            "sub": made.captured,
            "at": NOW,
            "acts": calls,
            "main": True,
        },
        {
            "icon": "meeting",
            "title": f"{made.meeting}, Hanil Precision",
            "sub": f"김민수, 박준 · {made.topic}",
            "at": NOW + timedelta(hours=1),
            "acts": [made.held, made.moved, made.off],
            "main": False,
        },
        {
            "icon": "call",
            "title": "Иванов Пётр · Вектор",
            "sub": "",
            "at": NOW + timedelta(hours=6),
            "acts": [made.call],
            "main": True,
        },
    ]
    made.entries = [
        {
            "kind": "meeting",
            "title": made.meeting,
            "sub": made.topic,
            "at": NOW - timedelta(hours=20),
            "body": "",
            "tone": "near",
        },
        {
            "kind": "call-out",
            "title": made.call,
            "sub": made.agreed,
            "at": NOW - timedelta(days=4),
            "body": "“wants 3 % at 500 pcs”\nдоговорились на весну",
            "tone": "ahead",
        },
        {
            "kind": "note",
            "title": made.note,
            "sub": "최",
            "at": NOW - timedelta(days=40),
            "body": made.empty_say,
            "tone": "",
        },
    ]
    return made
