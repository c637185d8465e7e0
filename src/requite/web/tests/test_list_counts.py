"""A count above a list is written as its reader writes numbers, and "about" promises two places."""

import pytest
from django.utils import translation

from requite.web.screens import lists


@pytest.mark.parametrize(
    ("language", "count", "many", "few"),
    [("en", 41_123, "about 41,000", "1,234"), ("ru", 41_123, "около 41 000", "1 234"), ("ko", 8_000, "약 10,000", "1,234")],
)
def test_is_said_in_the_readers_language(monkeypatch, language, count, many, few):
    monkeypatch.setattr(lists, "estimate_records", lambda kind: count)
    with translation.override(language):
        assert lists.say_count(10_001, "person", is_whole=True).replace("\xa0", " ") == many
        assert lists.say_count(1_234, "person", is_whole=True).replace("\xa0", " ") == few
