"""Groups within groups above a list: in words, and as a form that grows without script."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from testing.builders import deal_of, person_of
from testing.cast import Cast

from requite.identity.models import User
from requite.web.tests.cast import browser
from requite.web.tests.test_lists import chips, shown, text

pytestmark = pytest.mark.django_db


def test_says_groups_within_groups_in_words_and_takes_each_condition_out(cast: Cast) -> None:
    kim = person_of(cast, family="Kim", title="Director", tags=["VIP"])
    person_of(cast, family="Lee", title="Director")
    deal_of(cast, title="Frames", person_id=kim.id, amount="9000")
    address = (
        "/people/?view=all&g=0&f=name&o=contains&v=zz&g=0.1&f=title&o=contains&v=dir&g=0.1.0&f=tags&o=has&v=VIP"
        "&g=0.1.0&f=source&o=filled&v=&g=1.deal-0&f=amount&o=at_least&v=5000&g=1.deal-0&f=close&o=empty&v="
    )
    html = text(browser(cast.anna).get(address))
    assert shown(html) == ["Hana Kim"]
    assert chips(html) == (
        "( Name: contains “zz” or ( Title: contains “dir” and ( Tags: has “VIP” or Source: is filled ) ) )"
        " and A deal with ( Amount: at least 5,000 and Expected close: is empty )"
    )
    places = re.findall(r'href="([^"]+)" aria-label="Remove the condition', html)
    assert len(places) == 6
    less = text(browser(cast.anna).get(places[4].replace("&amp;", "&")))
    assert chips(less).endswith(" and A deal with ( Expected close: is empty )")


@pytest.mark.parametrize(
    ("asked", "groups"),
    [
        ("g=0&f=one:deal&o=&v=", ["0.deal-0"]),
        ("g=0&f=none:activity&o=&v=", ["0.no-activity-0"]),
        ("g=0&f=name&o=filled&v=&g=0&f=title&o=filled&v=&nest=0", ["0.0", "0.0", "0"]),
        ("g=0&f=name&o=filled&v=&add=0", ["0", "0"]),
        ("g=0&f=name&o=filled&v=&add=new", ["0", "1"]),
        ("g=0.1.2.3&f=name&o=filled&v=&nest=0", ["0"]),
    ],
)
def test_a_form_grows_by_its_buttons_without_script(cast: Cast, asked: str, groups: list[str]) -> None:
    html = text(browser(cast.anna).get(f"/people/?view=all&{asked}"))
    assert re.findall(r'name="g" value="([^"]+)"', html.split('id="filters"')[1].split("</form>")[0]) == groups


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Title: contains “dir” or Quality: at most 80 or Open deals: at least 1,200.5 or Owner: me"),
        ("ko", "직함: “dir” 포함 또는 품질: 80 이하 또는 진행 중인 딜: 1,200.5 이상 또는 담당자: 나"),
        (
            "ru",
            (
                "Должность: содержит “dir” или Качество: не больше 80 или Открытые сделки: не меньше 1 200,5"
                " или Ответственный: я"
            ),
        ),
    ],
)
def test_says_a_value_where_the_language_has_it(cast: Cast, language: str, said: str) -> None:
    User.objects.filter(id=cast.anna.id).update(language=language)
    asked = [("title", "contains", "dir"), ("score", "at_most", "80"), ("deals", "at_least", "1200.5")]
    query = urlencode([pair for f, o, v in [*asked, ("owner", "is", "me")] for pair in (("f", f), ("o", o), ("v", v))])
    assert chips(text(browser(cast.anna).get(f"/people/?view=mine&{query}"))) == said
