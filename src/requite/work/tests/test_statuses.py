import pytest
from django.utils.translation import override

from requite.identity.tests.cast import NOW, entries, make_cast
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import new_id
from requite.work.actions.statuses.archive_status import archive_status
from requite.work.actions.statuses.correct_status import correct_status
from requite.work.actions.statuses.move_status import move_status
from requite.work.actions.statuses.register_status import register_status
from requite.work.actions.statuses.restore_status import restore_status
from requite.work.models import CallStatus
from requite.work.queries.statuses import list_statuses


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def oleg(cast):
    return cast.actors["oleg"]


def status(key):
    return CallStatus.objects.get(key=key)


def test_adds_at_the_end_once(oleg):
    once = new_id()
    made = [
        register_status(actor=oleg, at=NOW, name=" Voice  mail ", class_name="not_reached", once=once)
        for _ in "12"
    ]
    assert made[0].id == made[1].id
    assert list_statuses()[-1].label == "Voice mail"
    [entry] = entries()
    assert (entry.type, entry.changes["name"]) == ("work.StatusRegistered", ["", "Voice mail"])


def test_refuses_twins_blanks_and_unknown_classes(oleg):
    for name, class_name, fields in (
        ("no answer", "reached", {"name"}),
        ("", "reached", {"name"}),
        ("x" * 61, "sold", {"name", "class_name"}),
    ):
        with pytest.raises(Refused) as refused:
            register_status(actor=oleg, at=NOW, name=name, class_name=class_name)
        assert set(refused.value.errors) == fields
    assert not entries()


def test_a_shipped_outcome_gets_a_word_of_its_own_and_its_own_back(oleg):
    busy = status("busy")
    correct_status(actor=oleg, at=NOW, status_id=busy.id, name="Engaged", class_name="not_reached", version=1)
    assert status("busy").label == "Engaged"
    correct_status(actor=oleg, at=NOW, status_id=busy.id, name="", class_name="not_reached", version=2)
    with override("en"):
        assert status("busy").label == "Busy"
    assert len(entries("work.StatusCorrected")) == 2


def test_the_second_saver_learns_of_the_first(oleg):
    busy = status("busy")
    correct_status(actor=oleg, at=NOW, status_id=busy.id, name="Engaged", class_name="not_reached", version=1)
    with pytest.raises(Stale) as stale:
        correct_status(
            actor=oleg, at=NOW, status_id=busy.id, name="On phone", class_name="not_reached", version=1
        )
    assert stale.value.changes == {"name": ("Engaged", "On phone")}


def test_the_last_of_a_class_stays(oleg):
    for key in ("talked", "refused"):
        archive_status(actor=oleg, at=NOW, status_id=status(key).id)
    for key in ("agreed", "wrong_number", "call_back"):
        with pytest.raises(Refused):
            archive_status(actor=oleg, at=NOW, status_id=status(key).id)
    with pytest.raises(Refused) as refused:
        correct_status(actor=oleg, at=NOW, status_id=status("agreed").id, name="", class_name="to_do")
    assert set(refused.value.errors) == {"class_name"}
    assert {one.key for one in list_statuses()} == {
        "agreed",
        "call_back",
        "no_answer",
        "busy",
        "wrong_number",
    }
    assert len(entries()) == 2


def test_ends_and_comes_back(oleg):
    busy = status("busy")
    for _ in "12":
        archive_status(actor=oleg, at=NOW, status_id=busy.id)
    register_status(actor=oleg, at=NOW, name="busy", class_name="not_reached")
    with pytest.raises(Refused):
        restore_status(actor=oleg, at=NOW, status_id=busy.id)
    other = CallStatus.objects.get(name="busy")
    correct_status(actor=oleg, at=NOW, status_id=other.id, name="Line taken", class_name="not_reached")
    restore_status(actor=oleg, at=NOW, status_id=busy.id)
    assert status("busy").ended_at is None
    assert [entry.type.split(".")[1] for entry in entries()] == [
        "StatusArchived", "StatusRegistered", "StatusCorrected", "StatusRestored",
    ]  # fmt: skip


def test_moves_past_its_neighbour_on_offer(oleg):
    archive_status(actor=oleg, at=NOW, status_id=status("talked").id)
    call_back = status("call_back")
    move_status(actor=oleg, at=NOW, status_id=call_back.id, to="up")
    assert [one.key for one in list_statuses()][:2] == ["call_back", "agreed"]
    move_status(actor=oleg, at=NOW, status_id=call_back.id, to="up")
    assert [one.key for one in list_statuses()][:2] == ["call_back", "agreed"]
    [entry] = entries("work.StatusCorrected")
    assert entry.changes == {"place": [2, 1]}


@pytest.mark.parametrize("who", ["anna", "vera", "dina", "emma"])
def test_refuses_those_without_the_right(cast, who):
    actor, busy = cast.actors[who], status("busy")
    with pytest.raises(NotAllowed):
        register_status(actor=actor, at=NOW, name="Mine", class_name="reached")
    with pytest.raises(NotAllowed):
        correct_status(actor=actor, at=NOW, status_id=busy.id, name="Mine", class_name="reached")
    with pytest.raises(NotAllowed):
        move_status(actor=actor, at=NOW, status_id=busy.id, to="up")
    with pytest.raises(NotAllowed):
        archive_status(actor=actor, at=NOW, status_id=busy.id)
    with pytest.raises(NotAllowed):
        restore_status(actor=actor, at=NOW, status_id=busy.id)
    assert not entries()


def test_an_unknown_outcome_isnt_visible(oleg):
    for action in (archive_status, restore_status):
        with pytest.raises(NotVisible):
            action(actor=oleg, at=NOW, status_id=new_id())
