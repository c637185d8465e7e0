"""A page of forty rows stays small in every language: it is what a phone loads most."""

import pytest
from testing.builders import BACK, DAY, call_of, company_of, person_of, planned_call
from testing.standing import Stood

from requite.identity.models import User
from requite.web.tests.cast import browser

pytestmark = pytest.mark.django_db
MOST = 60 * 1024
ROWS = 40
HASHES = 45 * 13  # in what a build calls its files, which tests don't have


class TestSize(Stood):
    @staticmethod
    def make(cast):
        for n in range(ROWS + 1):
            points = [("phone", f"010-2345-{9000 + n}"), ("email", f"alexandra.konstantinova{n}@riverside-textiles.example")]
            person = person_of(
                cast, family="Konstantinova", given=f"Alexandra {n}", company_name="Riverside Textiles Ltd.",
                points=points[: 1 + n % 3],
            )  # fmt: skip
            company_of(cast, name=f"Riverside Textiles {n}")
            if n % 2:
                call_of(cast, person, at=BACK - n * DAY)
                planned_call(cast, person, at=BACK + n * DAY)

    @pytest.mark.parametrize("path", ["/people/?view=mine", "/companies/?view=mine"])
    @pytest.mark.parametrize("code", ["en", "ko", "ru"])
    def test_a_page_is_at_most_sixty_kilobytes(self, cast, code, path):
        User.objects.filter(id=cast.anna.id).update(language=code)
        page = browser(cast.anna).get(path).content
        assert page.count(b"<tr data-row") == ROWS
        assert len(page) + HASHES <= MOST
