"""Files on the demo company's records: a price list, an order, a photo and a protocol, made here and attached as by a page."""

import tempfile
from datetime import datetime
from io import BytesIO
from uuid import UUID

from PIL import Image, ImageDraw

from requite.files.actions.attach_file import attach_file
from requite.files.limits import incoming
from requite.files.models.file import Kind
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused

PRICES = ("Hanbit Trading", "Price list", "", "AC-300   4,800,000", "VP-12    1,950,000", "FL-01       85,000", "HS-10       62,000")
ORDER = "code,quantity,price\nAC-300,2,4800000\nFL-01,40,85000\nSV-Y,1,1200000\n"
MINUTES = (
    "회의록\n\n- 설치 일정은 다음 달 첫째 주로 합의했습니다.\n- 예비 부품 목록을 금요일까지 보내기로 했습니다.\n- 다음 회의: 현장 방문.\n"
)


def fill(*, actor: Actor, at: datetime, deals: list[UUID], people: list[UUID]) -> None:
    """Attach them. Where files can't be kept just now the demo company stands without them: they are no part of its work."""
    papers = [
        ("가격표 2026.pdf", page_of(PRICES)), ("발주서.csv", ORDER.encode("utf-8-sig")),
        ("현장 사진.jpg", picture()), ("회의록.txt", MINUTES.encode()),
    ]  # fmt: skip
    try:
        for number, deal_id in enumerate(deals):
            for name, raw in (*papers[:2], papers[2])[: 3 - number % 2]:
                _attach(actor, at, "deal", deal_id, name, raw)
        for number, person_id in enumerate(people):
            _attach(actor, at, "person", person_id, *papers[2 + number % 2])
    except Refused:
        return


def _attach(actor: Actor, at: datetime, kind: Kind, record_id: UUID, name: str, raw: bytes) -> None:
    with tempfile.TemporaryFile(dir=incoming()) as file:
        file.write(raw)
        file.flush()
        attach_file(
            actor=actor, at=at, kind=kind, record_id=record_id, stream=file, name=name, size=len(raw)
        )


def picture() -> bytes:
    """A photo, as a phone would send it: a hall with a machine, drawn."""
    image = Image.new("RGB", (1600, 1200), "#b9c4cc")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 820, 1600, 1200), fill="#7d858c")
    for left in range(80, 1600, 380):
        draw.rectangle((left, 140, left + 240, 420), fill="#e4edf3", outline="#8b99a3", width=10)
    draw.rounded_rectangle((420, 520, 1180, 980), 40, fill="#1f7a78", outline="#125654", width=12)
    draw.ellipse((520, 600, 760, 840), fill="#d8e6e5", outline="#125654", width=12)
    draw.rectangle((860, 620, 1080, 760), fill="#0d2b2a")
    draw.line((1180, 700, 1480, 700, 1480, 820), fill="#40484e", width=36)
    found = BytesIO()
    image.save(found, "JPEG", quality=82)
    return found.getvalue()


def page_of(lines: tuple[str, ...]) -> bytes:
    """A PDF of one page with these lines of Latin letters."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    drawing = f"BT /F1 22 Tf 34 TL 72 760 Td {shown} ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    )
    made, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return (made + end).encode("latin-1")
