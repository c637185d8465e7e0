"""On the page of a minimum set: a field that nobody uses is kept or asked for no more, and either is taken back."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from testing.asserts import text

from requite.insight.idle.models import FieldUse
from requite.insight.idle.surveying import survey
from requite.quality.models import Requirement
from requite.quality.seeding import START

pytestmark = pytest.mark.django_db
SET, FIELD = "/settings/minimum-sets/person/", "/settings/minimum-sets/person/idle/title/"


@pytest.fixture
def oleg(cast, clients):
    cast.company.made_at = START
    cast.company.save(update_fields=["made_at"])
    Requirement.objects.create(
        kind="person", field="title", weight=2, grace_hours=24, check_name="text",
        starts_at=timezone.now() - timedelta(days=400),
    )  # fmt: skip
    survey(at=timezone.now())
    return clients("oleg")


def undo_of(answer, client):
    page = text(client.get(SET))
    found = [one for one in page.split('"') if one.startswith(FIELD + "?undo=")]
    assert found, page[-2000:]
    return found[0].replace("&amp;", "&")


def test_is_proposed_with_the_reason(oleg):
    page = text(oleg.get(SET))
    assert "Asked for, and used by nobody" in page
    assert "Nobody has used it since" in page
    assert "stood in no kept view" in page


def test_is_kept_and_proposed_again_by_the_undo(oleg):
    oleg.post(FIELD, {"keep": "1"})
    undo = undo_of(None, oleg)
    assert "Asked for, and used by nobody" not in text(oleg.get(SET))
    assert FieldUse.objects.get(field="title").kept_at
    assert parse_qs(urlsplit(undo).query, keep_blank_values=True) == {"undo": [""], "kept": [""]}
    oleg.post(undo)
    assert "Asked for, and used by nobody" in text(oleg.get(SET))


def test_is_asked_for_no_more_and_again_by_the_undo(oleg):
    oleg.post(FIELD, {"stop": "1"})
    undo = undo_of(None, oleg)
    asked = Requirement.objects.filter(kind="person", field="title", ends_at=None)
    assert not asked.exists()
    oleg.post(undo)
    assert asked.get().weight == 2
    again = oleg.post(undo, follow=True)
    assert "required there already" in text(again)
    assert asked.count() == 1


def test_is_the_administrators_and_of_what_there_is(oleg, clients):
    assert clients("vera").post(FIELD, {"keep": "1"}).status_code == 403
    assert oleg.post("/settings/minimum-sets/person/idle/shoes/", {"stop": "1"}).status_code == 404
    assert oleg.post("/settings/minimum-sets/shoes/idle/title/", {"stop": "1"}).status_code == 404
    strange = f"{FIELD}?undo={Requirement.objects.filter(kind='deal').first().id}"
    assert oleg.post(strange).status_code == 404
    assert oleg.post(f"{FIELD}?undo=&kept=yesterday").status_code == 302
