"""A field that is asked for and that nobody has used for 180 days is proposed, with what counts as use."""

from dataclasses import replace
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from testing.builders import company_of, meeting_of, person_of
from testing.cast import NOW
from testing.worker import told

from requite.fields.actions.fields import FieldDraft, register_field
from requite.insight.idle import surveying
from requite.insight.idle.actions.keep_field import mark_kept
from requite.insight.idle.jobs import survey_fields
from requite.insight.idle.models import FieldUse, Survey
from requite.insight.idle.queries import list_proposals
from requite.insight.idle.surveying import is_idle_at_all, survey
from requite.insight.lists.models import Export, View
from requite.journal.models import Entry
from requite.kernel.errors import NotAllowed, NotVisible
from requite.people.actions.correct_person import correct_person
from requite.quality.actions.declare_requirement import declare_requirement

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LONG = NOW - 200 * DAY


@pytest.fixture
def old(cast):
    """A company that has asked for a title of people for 200 days."""
    cast.company.made_at = LONG - DAY
    cast.company.save(update_fields=["made_at"])
    ask(cast, "person", "title")
    return cast


def ask(cast, kind, field, at=LONG, stage=""):
    values = {"kind": kind, "stage": stage, "field": field, "weight": 2, "grace_hours": 24}
    return declare_requirement(actor=cast.actors["oleg"], at=at, **values)


def proposed(cast, kind="person", at=NOW):
    survey(at=at)
    return [(one.field, one.since) for one in list_proposals(actor=cast.actors["oleg"], kind=kind, at=at)]


def a_view(cast, kind="person", **values):
    return View.objects.create(kind=kind, name="Mine", owner=cast.anna, made_at=LONG, **values)


def test_is_proposed_since_it_is_asked_for(old):
    assert proposed(old) == [("title", LONG)]
    assert list_proposals(actor=old.actors["oleg"], kind="company", at=NOW) == []


def test_isnt_before_180_days_nor_before_anybody_has_looked(old):
    assert list_proposals(actor=old.actors["oleg"], kind="person", at=NOW) == []
    assert proposed(old, at=LONG + 179 * DAY) == []
    assert proposed(old, at=LONG + 180 * DAY) == [("title", LONG)]


@pytest.mark.parametrize(
    "values",
    [{"columns": ["phone", "title"]}, {"conditions": [[["title", "is", "Buyer"]]]}, {"sort": "-title"}],
)
def test_a_kept_view_uses_what_it_shows_filters_or_orders_by(old, values):
    made = a_view(old, **values)
    assert proposed(old) == []
    View.objects.filter(id=made.id).update(archived_at=NOW)
    assert proposed(old, at=NOW + 180 * DAY) == [("title", NOW)]


def test_an_export_uses_what_it_holds_for_as_long(old):
    Export.objects.create(
        kind="person", actor=old.anna, at=NOW - 20 * DAY, form="csv", reason="", columns=["name", "title"], count=3
    )
    assert proposed(old) == []
    assert proposed(old, at=NOW + 161 * DAY) == [("title", NOW - 20 * DAY)]


def test_told_to_end_the_survey_goes_on_behind_its_last_window(old, monkeypatch):
    monkeypatch.setattr(surveying, "WINDOW", 1)
    for _n in range(2):
        company_of(old)
    survey_fields(told(Survey.objects.exists), timestamp=int(NOW.timestamp()))
    assert Survey.objects.get().looked_at is None
    [job] = ProcrastinateJob.objects.filter(task_name=survey_fields.name)
    survey_fields(told(), **job.args)
    assert Survey.objects.get().looked_at == NOW
    assert ProcrastinateJob.objects.filter(task_name=survey_fields.name).count() == 1


def test_filling_is_no_use_and_correcting_is(old):
    anna, person = old.actors["anna"], person_of(old)
    correct_person(actor=anna, at=NOW - DAY, person_id=person.id, given={"title": "Buyer"})
    assert proposed(old) == [("title", LONG)]
    correct_person(actor=anna, at=NOW, person_id=person.id, given={"title": "Head of buying"})
    assert proposed(old, at=NOW + DAY) == []


def test_what_came_by_an_import_or_a_job_is_no_use(old):
    anna, person = old.actors["anna"], person_of(old, title="Buyer")
    for via in ("import", "job"):
        actor = replace(anna, via=via)
        correct_person(actor=actor, at=NOW - DAY, person_id=person.id, given={"title": f"Head by {via}"})
    assert proposed(old) == [("title", LONG)]


def test_the_journal_is_looked_through_by_windows_and_once(old, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(surveying, "WINDOW", 2)
    anna = old.actors["anna"]
    for n in range(4):
        person = person_of(old, family=f"Nam{n}", title="Buyer")
        correct_person(actor=anna, at=NOW, person_id=person.id, given={"title": f"Head {n}"})
    assert proposed(old) == []
    row = Survey.objects.get()
    assert (row.upto, row.looked_at) == (Entry.objects.order_by("-id").values_list("id", flat=True)[0], NOW)
    with django_assert_max_num_queries(20):
        survey(at=NOW)


def test_of_activities_companies_and_a_companys_own(old):
    draft = FieldDraft(kind="person", type="number", name="Size")
    slug = register_field(actor=old.actors["oleg"], at=LONG, draft=draft).slug
    ask(old, "meeting", "place")
    ask(old, "company", "industry")
    ask(old, "person", slug)
    assert {field for field, _since in proposed(old)} == {"title", slug}
    assert proposed(old, "meeting") == [("place", LONG)]
    a_view(old, "activity", columns=["place"])
    a_view(old, columns=["company_industry", slug])
    assert proposed(old, "meeting") == proposed(old, "company") == []
    assert proposed(old) == [("title", LONG)]


def test_what_requite_itself_goes_by_is_never_proposed(old):
    person_of(old), company_of(old), meeting_of(old, person_of(old, family="Lee"))
    assert not any(is_idle_at_all(kind, field) for kind, field in (
        ("person", "phone"), ("meeting", "topic"), ("deal", "amount"), ("call", "outcome"), ("nothing", "title"),
    ))  # fmt: skip
    assert [field for field, _since in proposed(old, at=NOW + 900 * DAY)] == ["title"]


class TestKept:
    def test_is_asked_again_after_as_long(self, old):
        survey(at=NOW)
        assert mark_kept(actor=old.actors["oleg"], at=NOW, kind="person", field="title", kept_at=NOW) is None
        assert proposed(old) == proposed(old, at=NOW + 179 * DAY) == []
        assert proposed(old, at=NOW + 180 * DAY) == [("title", NOW)]
        assert Entry.objects.order_by("-id")[0].type == "insight.FieldKept"

    def test_is_taken_back(self, old):
        oleg = old.actors["oleg"]
        mark_kept(actor=oleg, at=NOW, kind="person", field="title", kept_at=NOW)
        assert mark_kept(actor=oleg, at=NOW, kind="person", field="title", kept_at=None) == NOW
        assert FieldUse.objects.get(field="title").kept_at is None
        assert proposed(old) == [("title", LONG)]

    def test_is_the_administrators_and_of_what_is_asked_for(self, old):
        with pytest.raises(NotAllowed):
            mark_kept(actor=old.actors["anna"], at=NOW, kind="person", field="title", kept_at=NOW)
        with pytest.raises(NotVisible):
            mark_kept(actor=old.actors["oleg"], at=NOW, kind="person", field="note", kept_at=NOW)
        with pytest.raises(NotAllowed):
            list_proposals(actor=old.actors["vera"], kind="person", at=NOW)
