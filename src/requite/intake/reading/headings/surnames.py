"""Korean family names, by which two to four syllables are told from a word."""

SINGLE = frozenset(
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노정하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길"
    "연위표명기반라왕금옥육인맹제모탁국어은편용예봉경사부가복태목계피두감음빈동온호범좌팽승간"
)
DOUBLE = frozenset({"남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방"})


def begins_with_one(name: str) -> bool:
    """Whether the name begins with a family name."""
    return name[:1] in SINGLE or name[:2] in DOUBLE
