"""What a column looks like from its cells alone."""

import re
from collections.abc import Callable, Iterable, Mapping

from requite.intake.reading.headings import surnames

EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]{2,}")
URL = re.compile(
    r"(?:https?://|www\.)\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|kr|ru|io|biz|info|рф)(?:/\S*)?",
    re.IGNORECASE,
)
DATE = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}.*|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}.*|(?:19|20)\d{6}|(?:19|20)\d{12}"
)
PHONE = re.compile(r"\+?[\d\s().~/-]{7,24}(?:\s*(?:#|x|ext\.?|доб\.?)\s*\d+)?")
DIGITS = re.compile(r"\d")
NUMBER = re.compile(r"-?[\d\s.,]+%?")
POSTCODE = re.compile(r"\d{5}|\d{6}|\d{3}-\d{3}|\d{5}-\d{4}")
KR_BUSINESS = re.compile(r"\d{3}-\d{2}-\d{5}")
KR_ADDRESS = re.compile(
    r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충청|충북|충남|전라|전북|전남|경상|경북|경남|제주)\S*\s+\S+[시군구읍면동로길]\b.*"
)
RU_ADDRESS = re.compile(
    r".*\b(?:ул|улица|пр-т|проспект|пер|переулок|д|дом|обл|шоссе|наб|бул|г)\b[. ].*", re.IGNORECASE
)
EN_ADDRESS = re.compile(
    r"\d+\S*\s+\S+.*\b(?:st|street|ave|avenue|rd|road|blvd|drive|dr|lane|ln|suite|floor|building|way)\b.*",
    re.IGNORECASE,
)
COMPANY = re.compile(
    r".*(?:㈜|\(주\)|\(유\)|주식회사|유한회사|\binc\b|\bllc\b|\bltd\b|\bcorp\b|\bgmbh\b|\bco\b\.|\bplc\b|\bcompany\b|\bgroup\b"
    r"|\bооо\b|\bоао\b|\bзао\b|\bпао\b|\bао\b|\bип\b|약국$|안경원?|병원$|의원$|식당$|상사$|전자$|산업$|건설$).*",
    re.IGNORECASE,
)
KR_NAME = re.compile(r"[가-힣]{2,4}|[가-힣]\s[가-힣]{1,3}")
RU_NAME = re.compile(r"[А-ЯЁ][а-яё-]+\s+(?:[А-ЯЁ][а-яё-]+|[А-ЯЁ]\.)(?:\s*(?:[А-ЯЁ][а-яё-]+|[А-ЯЁ]\.))?")
EN_NAME = re.compile(r"[A-Z][a-zA-Z'’.-]+(?:\s+[A-Z][a-zA-Z'’.-]*){1,3}")
RU_PATRONYMIC = re.compile(r"[А-ЯЁ][а-яё]+(?:вич|вна|ична|ич)")


def is_phone(cell: str) -> bool:
    """Whether a cell could be a telephone number: enough digits, and no date or bare serial number."""
    digits = len(DIGITS.findall(cell))
    if not 7 <= digits <= 15 or not PHONE.fullmatch(cell) or DATE.fullmatch(cell):
        return False
    return not cell.isdigit() or cell[0] == "0" or digits in (10, 11, 12)


def is_korean_name(cell: str) -> bool:
    """Whether a cell is two to four syllables that begin with a Korean family name."""
    return bool(KR_NAME.fullmatch(cell)) and surnames.begins_with_one(cell) and not COMPANY.fullmatch(cell)


SHAPES: Mapping[str, Callable[[str], object]] = {
    "email": EMAIL.fullmatch,
    "website": URL.fullmatch,
    "date": DATE.fullmatch,
    "registration_number": KR_BUSINESS.fullmatch,
    "postcode": POSTCODE.fullmatch,
    "phone": is_phone,
    "number": NUMBER.fullmatch,
    "address": lambda cell: (
        KR_ADDRESS.fullmatch(cell) or RU_ADDRESS.fullmatch(cell) or EN_ADDRESS.fullmatch(cell)
    ),
    "middle_name": RU_PATRONYMIC.fullmatch,
    "company": COMPANY.fullmatch,
    "full_name": lambda cell: is_korean_name(cell) or RU_NAME.fullmatch(cell) or EN_NAME.fullmatch(cell),
}


def measure_column(cells: Iterable[str]) -> dict[str, float]:
    """Return for each shape its share of the filled cells, plus `filled`, the share of filled cells."""
    all_cells = [cell.strip()[:300] for cell in cells]
    filled = [cell for cell in all_cells if cell]
    if not filled:
        return {"filled": 0.0}
    shares = {shape: sum(bool(fits(cell)) for cell in filled) / len(filled) for shape, fits in SHAPES.items()}
    shares["filled"] = len(filled) / len(all_cells)
    return shares
