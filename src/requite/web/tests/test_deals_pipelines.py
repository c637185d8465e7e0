"""Several pipelines: a new deal begins in the one that it was begun from."""

from __future__ import annotations

import re

import pytest
from testing.asserts import text
from testing.cast import NOW, Cast, Clients

from requite.deals.actions.lists.pipelines import register_pipeline
from requite.deals.models import Deal, Pipeline

pytestmark = pytest.mark.django_db
STAGES = re.compile(r'<option value="([^"]+)"[^>]*>([^<]*Interest)</option>')


def test_a_new_deal_begins_in_the_pipeline_of_its_board(cast: Cast, clients: Clients) -> None:
    anna, sales = clients("anna"), Pipeline.objects.get()
    assert [label for _id, label in STAGES.findall(text(anna.get("/deals/new/")))] == ["Interest"]
    export = register_pipeline(actor=cast.actors["oleg"], at=NOW, name="Export", like_id=sales.id)
    labels = ["Export: Interest", "Sales: Interest"]
    for face in ("/deals/", "/deals/by-time/", "/deals/forecast/"):
        html = text(anna.get(f"{face}?pipeline={export.id}"))
        assert f'href="/deals/new/?pipeline={export.id}"' in html
        assert 'href="/deals/new/"' not in html
    stages = STAGES.findall(text(anna.get(f"/deals/new/?pipeline={export.id}")))
    assert [label for _id, label in stages] == labels
    assert [label for _id, label in STAGES.findall(text(anna.get("/deals/new/")))] == labels[::-1]
    made = anna.post(f"/deals/new/?pipeline={export.id}", {"title": "Frames", "stage": stages[0][0]})
    assert made.status_code == 302
    assert Deal.objects.get().stage.pipeline_id == export.id
    assert f'href="/deals/?pipeline={export.id}"' in text(anna.get(made["Location"]))  # and back
