"""What a file fills of a record that was there may make it another one's double."""

from testing.worker import told

from requite.identity.tests.cast import NOW
from requite.people.jobs import look_again
from requite.people.models import Candidate

HEAD = "성명,회사,직책,휴대폰,이메일,주소,메모\n"


def test_what_it_fills_is_compared_with_the_others(bring_in):
    bring_in(HEAD + "김민수,한일전자,,010-2468-1357,,,\n김민수,대성상사,,010-9753-8642,,,\n")
    look_again(told(), timestamp=int(NOW.timestamp()))
    assert not Candidate.objects.exists()
    bring_in(HEAD + "김민수,한일전자,,010-2468-1357,minsu@hanil.kr,,\n김민수,대성상사,,010-9753-8642,minsu@hanil.kr,,\n")
    look_again(told(), timestamp=int(NOW.timestamp()))
    assert Candidate.objects.get(kind="person").signs == ["phone", "name"]
