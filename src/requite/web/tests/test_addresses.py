"""Addresses are written as Django and urllib write them."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.urls import reverse

from requite.web.addresses import around, url

ID = UUID("01935eaf-cd80-7131-a9a8-16de060a04ef")


@pytest.mark.parametrize(
    "query",
    [
        {"of": "mine", "pipeline": ID}, {"q": "a b&c=d/é한", "f g": "%+"}, {"n": 5, "x": None, "y": True},
        {"f": ["a", "b c"], "g": ("1",), "of": ""}, {"f": []}, {"f": [], "of": "all"},
    ],
)  # fmt: skip
def test_writes_a_query_as_urlencode_does(query: dict[str, Any]) -> None:
    assert url("deals", query=query) == f"{reverse('deals')}?{urlencode(query, doseq=True)}"


def test_writes_what_stands_around_an_id() -> None:
    before, after = around("deal_stage")
    assert f"{before}{ID}{after}" == url("deal_stage", id=ID) == reverse("deal_stage", kwargs={"id": ID})
