"""Each number of a trial opens the records that it counts."""

from __future__ import annotations

import re

import pytest
from testing.asserts import text
from testing.builders import BACK, person_of
from testing.cast import HTMX, Cast, Clients

from requite.people.actions.correct_person import correct_person
from requite.people.models import Person
from requite.quality import tried, trying
from requite.web.tests.test_trials import a_try

pytestmark = pytest.mark.django_db


def links(page: str) -> list[str]:
    """The records that a page of them shows."""
    return re.findall(r'class="text-link" href="(/people/[^"]*)"', page)


def test_the_sum_and_each_owners_number_open_their_records(cast: Cast, clients: Clients) -> None:
    mine = {f"/people/{person_of(cast, family=name).id}/" for name in ("Kim", "Lee")}
    theirs = {f"/people/{person_of(cast, 'gleb', family='Orlov').id}/"}
    person_of(cast, family="Park", title="Director")
    oleg = clients("oleg")
    page = oleg.get(a_try(oleg)).content.decode()
    assert "3 of 4 records would owe it." in page
    opened = {href.replace("&amp;", "&") for href in re.findall(r'href="([^"]*/records/[^"]*)"', page)}
    assert len(opened) == 3
    found = {href.partition("owner=")[2]: set(links(text(oleg.get(href)))) for href in opened}
    assert found == {"": mine | theirs, str(cast.anna.id): mine, str(cast.gleb.id): theirs}


def test_what_was_filled_since_is_not_among_them(cast: Cast, clients: Clients) -> None:
    person, oleg = person_of(cast), clients("oleg")
    where = f"{a_try(oleg)}records/"
    assert links(text(oleg.get(where))) == [f"/people/{person.id}/"]
    correct_person(actor=cast.actors["anna"], at=BACK, person_id=person.id, given={"title": "Buyer"})
    page = text(oleg.get(where))
    assert links(page) == []
    assert "No record lacks it." in page


@pytest.mark.parametrize("whose", ["", "&owner=anna"])
def test_they_go_on_page_by_page_without_doubles(
    cast: Cast, clients: Clients, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    monkeypatch.setattr(tried, "PAGE", 2)
    monkeypatch.setattr(tried, "WINDOW", 3)
    monkeypatch.setattr(tried, "MOST", 1)
    made = {f"/people/{person_of(cast, family=f'Kim{number}').id}/" for number in range(8)}
    oleg, seen = clients("oleg"), []
    where = f"{a_try(oleg)}records/?x=1{whose.replace('anna', str(cast.anna.id))}"
    monkeypatch.setattr(trying, "BATCH", 3)
    for _page in range(12):
        page = oleg.get(where, headers=HTMX).content.decode()
        seen += links(page)
        following = re.search(r'hx-get="([^"]*/records/[^"]*)"', page)
        if not following:
            break
        where = following[1].replace("&amp;", "&")
    assert len(seen) == len(made)
    assert set(seen) == made


def test_others_are_shown_the_way_out(cast: Cast, clients: Clients) -> None:
    person_of(cast)
    where = f"{a_try(clients('oleg'))}records/"
    assert clients("anna").get(where).status_code == 403
    assert clients("oleg").get(where.replace("/person/", "/deal/")).status_code == 404
    assert clients("oleg").get(f"{where}?owner=nobody&after=nothing").status_code == 200
    assert Person.objects.count() == 1
