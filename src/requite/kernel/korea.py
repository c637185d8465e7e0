"""Korean area codes by the region of an address, for numbers that were written without one."""

import re

_REGIONS = {
    "02": ("서울특별시", "서울시", "서울", "Seoul"),
    "031": ("경기도", "경기", "Gyeonggi"),
    "032": ("인천광역시", "인천시", "인천", "Incheon"),
    "033": ("강원특별자치도", "강원도", "강원", "Gangwon"),
    "041": ("충청남도", "충남", "Chungcheongnam", "Chungnam"),
    "042": ("대전광역시", "대전시", "대전", "Daejeon"),
    "043": ("충청북도", "충북", "Chungcheongbuk", "Chungbuk"),
    "044": ("세종특별자치시", "세종시", "세종", "Sejong"),
    "051": ("부산광역시", "부산시", "부산", "Busan"),
    "052": ("울산광역시", "울산시", "울산", "Ulsan"),
    "053": ("대구광역시", "대구시", "대구", "Daegu"),
    "054": ("경상북도", "경북", "Gyeongsangbuk", "Gyeongbuk"),
    "055": ("경상남도", "경남", "Gyeongsangnam", "Gyeongnam"),
    "061": ("전라남도", "전남", "Jeollanam", "Jeonnam"),
    "062": ("광주광역시", "Gwangju"),
    "063": ("전북특별자치도", "전라북도", "전북", "Jeollabuk", "Jeonbuk"),
    "064": ("제주특별자치도", "제주도", "제주", "Jeju"),
}
_CITIES = {
    "031": "수원 성남 의정부 안양 평택 동두천 안산 고양 구리 남양주 오산 시흥 군포 의왕 하남 "
    "용인 파주 이천 안성 김포 화성 양주 포천 여주",
    "033": "춘천 원주 강릉 동해 태백 속초 삼척",
    "041": "천안 공주 보령 아산 서산 논산 당진",
    "043": "청주 충주 제천",
    "054": "포항 경주 김천 안동 구미 영주 영천 상주 문경",
    "055": "창원 마산 진해 진주 통영 사천 김해 밀양 거제 양산",
    "061": "목포 여수 순천 나주 광양",
    "063": "전주 군산 익산 정읍 남원 김제",
    "064": "서귀포",
}
# Towns that belong to the telephone area of a neighbour.
_ACROSS = {"과천시": "02", "광명시": "02", "부천시": "032", "계룡시": "042", "경산시": "053"}

_CODES = {name.lower(): code for code, names in _REGIONS.items() for name in names}
_CODES |= {f"{city}시": code for code, cities in _CITIES.items() for city in cities.split()}
_CODES |= _ACROSS
_START = r"^[\s\d(),\-\[\]]*(?:대한민국|한국|Korea,?)?[\s\d(),\-\[\]]*"
_BY_START = re.compile(_START + "(" + "|".join(sorted(_CODES, key=len, reverse=True)) + ")", re.IGNORECASE)
_ENGLISH = re.compile(
    r"\b(" + "|".join(name for name in _CODES if name.isascii()) + r")(?:-?si|-?do)?\b", re.IGNORECASE
)
# 광주 is a metropolis (062, with its five districts) and a town of Gyeonggi (031): only the districts tell.
_GWANGJU = re.compile(_START + r"광주시?\s*(?:동구|서구|남구|북구|광산구)")
_TOWN = re.compile("|".join(_ACROSS))
_LONGEST = 200


def find_area_code(address: str) -> str | None:
    """The area code ("02", "051") of a Korean address in long or short form; None where it doesn't say."""
    text = address[:_LONGEST]
    if _GWANGJU.match(text):
        return "062"
    found = _BY_START.match(text) or _ENGLISH.search(text)
    if found is None:
        return None
    code = _CODES[found[1].lower()]
    town = _TOWN.search(text, found.start(1)) if code in {"031", "041", "054"} else None
    return _ACROSS[town[0]] if town else code
