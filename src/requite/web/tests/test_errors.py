"""Pages that say no, in each language, as a page and as a toast; and what every answer's head forbids."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from testing.asserts import text
from testing.builders import person_of
from testing.cast import HTMX

from requite.identity.models import User
from requite.kernel.ids import new_id
from requite.web import errors

pytestmark = pytest.mark.django_db
TITLES = {
    400: "The request can't be read", 403: "This isn't yours to do", 404: "There is nothing here",
    409: "Somebody was faster", 422: "That can't be saved as it is", 500: "Something broke on our side",
    503: "The database doesn't answer",
}  # fmt: skip
PAGES = {
    400: errors.bad_request,
    403: errors.not_allowed,
    404: errors.not_found,
    409: lambda request: errors.stale(request, by="Boris <Lee>"),
    422: lambda request: errors.refused(request, errors={"": "Choose <one>."}),
    500: errors.broken,
    503: lambda request: errors.unavailable(request, Exception("gone")),
}


@pytest.fixture(params=["en", "ko", "ru"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize("status", PAGES)
def test_says_no_in_the_readers_language(language, status):
    page = PAGES[status](RequestFactory().get("/"))
    assert page.status_code == status
    assert f'lang="{language}"' in text(page)
    assert (TITLES[status] in text(page)) is (language == "en")
    assert f'data-error="{status}"' in text(page)
    assert translation.gettext(TITLES[status]) in text(page)
    assert b"<one>" not in page.content
    assert b"<Lee>" not in page.content


@pytest.mark.parametrize("status", PAGES)
def test_is_a_toast_where_a_part_of_a_page_was_asked(language, status):
    answer = PAGES[status](RequestFactory().get("/", headers=HTMX))
    assert (answer.status_code, answer.headers["HX-Reswap"]) == (status, "none")
    assert 'hx-swap-oob="beforeend:#toasts"' in text(answer)
    assert "<html" not in text(answer)


@pytest.mark.parametrize(("language", "sentence"), [("ko", "ko"), ("ru", "ru"), ("en", "en")])
def test_a_persons_own_language_goes_before_the_browsers(cast, clients, language, sentence):
    User.objects.filter(id=cast.anna.id).update(language=language)
    answer = clients("anna").get("/nowhere/")
    assert (answer.status_code, answer.headers["Content-Language"]) == (404, sentence)
    with translation.override(language):
        assert translation.gettext(TITLES[404]) in text(answer)


class TestHeaders:
    def test_forbid_foreign_scripts_frames_and_keeping(self, cast, clients):
        person = person_of(cast)
        pages = [
            "/people/",
            reverse("person", args=[person.id]),
            "/today/",
            "/nowhere/",
            f"/people/{new_id()}/",
        ]
        for who in ("anna", ""):
            for address in (*pages, "/log-in/"):
                headers = clients(who).get(address).headers
                policy = headers["Content-Security-Policy"]
                assert "unsafe" not in policy
                assert "default-src 'none'" in policy
                assert "frame-ancestors 'none'" in policy
                assert "no-store" in headers["Cache-Control"]
                assert headers["X-Content-Type-Options"] == "nosniff"
                assert headers["X-Frame-Options"] == "DENY"

    def test_a_nonce_is_good_for_one_answer(self, cast, clients):
        anna = clients("anna")
        assert len({anna.get("/people/").headers["Content-Security-Policy"] for _ in "123"}) == 3

    def test_no_page_of_ours_has_script_or_style_in_its_text(self, cast, clients):
        person = person_of(cast)
        for address in ("/people/", reverse("person", args=[person.id]), "/today/", "/imports/new/"):
            html = clients("anna").get(address).content.decode()
            assert "<script>" not in html
            assert " onclick=" not in html
            assert "javascript:" not in html
