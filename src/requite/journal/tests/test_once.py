"""A form sent twice makes one record, however many twins of it arrive at once."""

from uuid import UUID

import pytest
from testing.committed import apart, at_once

from requite.journal.models import Once
from requite.journal.recording import claim_once, recording
from requite.journal.tests.stage import ANNA, BORIS, NOW, kept, rang
from requite.kernel.errors import Refused
from requite.kernel.ids import new_id

TWINS = 50


def post(key, actor=ANNA, refuse=False):
    """What a use case does with a form's key; the id of the record that it answers with."""
    with recording(actor=actor, at=NOW) as record:
        made = new_id()
        earlier = claim_once(key=key, actor=actor, subject_id=made, at=NOW)
        if earlier:
            return earlier
        record(rang(made))
        if refuse:
            raise Refused("no")
    return made


@pytest.mark.slow
def test_fifty_equal_posts_at_once_make_one_record(committed):
    key = new_id()
    answers = at_once([lambda: post(key)] * TWINS)
    assert len(answers) == TWINS
    [entry] = apart(kept)
    assert set(answers) == {entry.subject_id}


def test_the_second_post_answers_with_the_first_record(db):
    key = new_id()
    assert post(key) == post(key)
    assert len(kept()) == 1


def test_another_key_or_none_makes_another_record(db):
    made = {post(new_id()), post(new_id()), post(None), post(None)}
    assert len(made) == len(kept()) == 4


def test_a_key_never_gives_another_persons_record_away(db):
    key = new_id()
    assert post(key, ANNA) != post(key, BORIS)
    assert post(key, ANNA) == kept()[0].subject_id


def test_a_refused_form_may_be_sent_again_with_its_key(db):
    key = new_id()
    with pytest.raises(Refused):
        post(key, refuse=True)
    assert not Once.objects.exists()
    assert isinstance(post(key), UUID)
