"""What the demo company sells, what of it stands in its deals, and who has a part in them."""

from datetime import datetime
from random import Random
from uuid import UUID

from requite.deals.actions.line_drafts import LineDraft
from requite.deals.actions.lines import register_line
from requite.deals.actions.lists.products import ProductDraft, register_product
from requite.deals.actions.stakeholders import register_stakeholder
from requite.deals.models import Part, Product
from requite.kernel.actor import Actor
from requite.people.models import Person

# Name, code, unit, price in won, how many are usual.
GOODS = (
    ("산업용 공기압축기 AC-300", "AC-300", "대", "4800000", (1, 4)),
    ("진공 펌프 VP-12", "VP-12", "대", "1950000", (1, 6)),
    ("에어 필터 세트", "FL-01", "세트", "85000", (10, 80)),
    ("고압 호스 10 m", "HS-10", "개", "62000", (5, 40)),
    ("연간 점검 서비스", "SV-Y", "년", "1200000", (1, 3)),
    ("설치 및 시운전", "SV-IN", "식", "650000", (1, 1)),
    ("압력 센서 PS-2", "PS-2", "개", "138000", (4, 30)),
    ("예비 부품 꾸러미", "KT-20", "세트", "", (1, 5)),
)
PRICELESS = "410000"
DISCOUNTS = ("", "", "5", "10")
TAX = "10"


def fill_products(*, actor: Actor, at: datetime) -> list[Product]:
    """Make the products, by who sets the company up."""
    return [
        register_product(
            actor=actor, at=at, draft=ProductDraft(name=name, code=code, unit=unit, price=price, tax_rate=TAX)
        )
        for name, code, unit, price, _usual in GOODS
    ]


def fill_lines(*, actor: Actor, at: datetime, deal_id: UUID, products: list[Product], random: Random) -> None:
    """Give the deal two or three lines: its amount becomes their sum."""
    for product in random.sample(products, random.choice((2, 2, 3))):
        usual = next(one[4] for one in GOODS if one[0] == product.name)
        draft = LineDraft(
            product_id=product.id, quantity=str(random.randint(*usual)), discount=random.choice(DISCOUNTS),
            price="" if product.price is not None else PRICELESS,
        )  # fmt: skip
        register_line(actor=actor, at=at, deal_id=deal_id, draft=draft)


def fill_parts(*, actor: Actor, at: datetime, deal_id: UUID, people: list[Person], random: Random) -> None:
    """Give one or two people a part in the deal."""
    parts = list(Part.objects.filter(ended_at__isnull=True).order_by("position"))
    chosen = random.sample(people, min(len(people), random.choice((1, 2, 2))))
    for person, part in zip(chosen, random.sample(parts, len(chosen)), strict=True):
        register_stakeholder(actor=actor, at=at, deal_id=deal_id, person_id=person.id, part_id=part.id)
