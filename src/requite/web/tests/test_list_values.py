"""Values in filters that no page of ours sends: left out with a word, or nobody fits."""

import pytest
from testing.asserts import text
from testing.builders import deal_of

pytestmark = pytest.mark.django_db
FIELDS = {
    "/people/": ("owner", "team"), "/deals/list/": ("stage", "pipeline", "reason"), "/activities/": ("outcome", "maker"),
}  # fmt: skip


@pytest.mark.parametrize(("page", "field"), [(page, field) for page, fields in FIELDS.items() for field in fields])
@pytest.mark.parametrize("spelled", ["urn:uuid:{id}", "1_2{rest}"])
def test_ids_spelled_otherwise_are_left_out_with_a_word(cast, clients, page, field, spelled):
    id_ = str(cast.anna.id)
    value = spelled.format(id=id_, rest=id_.replace("-", "")[3:])
    answer = clients("oleg").get(page, {"view": "all", "g": "0", "f": field, "o": "is", "v": value})
    assert answer.status_code == 200
    assert "Until then this condition is left out." in text(answer)


@pytest.mark.parametrize("days", ["600000", "3000000", "200000000", "999999999999999"])
def test_no_deal_stands_longer_in_its_stage_than_the_base_knows_days(cast, clients, days):
    deal_of(cast)
    answer = clients("oleg").get("/deals/list/", {"view": "all", "g": "0", "f": "age", "o": "at_least", "v": days})
    assert answer.status_code == 200
    assert "Frames" not in text(answer)
