"""What is noted of what a view asks for."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from testing.heard import ANY, FORM, heard

SENT = {"name": "Seo", "note": "tea"}
SHORT = "application/x-www-form-urlencoded"


def parts(address):
    return RequestFactory().post(address, {**SENT, "file": SimpleUploadedFile("x.txt", b"x")})


def short(address):
    return RequestFactory().post(address, "name=Seo&note=tea", content_type=SHORT)


@pytest.mark.parametrize("post", [parts, short])
class TestForms:
    def test_names_what_was_asked_for_and_nothing_that_was_only_sent(self, post):
        with heard() as names:
            request = post("/?q=1")
            assert request.POST["name"] == "Seo"
        assert names == {FORM, "name"}

    @pytest.mark.parametrize(
        "all_of_it", [dict, list, len, lambda form: form.copy(), lambda form: form.items(), lambda form: form.urlencode()]
    )
    def test_says_when_all_of_it_was_gone_through(self, post, all_of_it):
        with heard() as names:
            assert all_of_it(post("/").POST)
        assert ANY in names

    def test_says_nothing_of_a_form_that_nobody_read(self, post):
        with heard() as names:
            assert post("/?q=1").method == "POST"
        assert names == set()


def test_names_the_parts_of_a_question():
    with heard() as names:
        request = RequestFactory().get("/?q=1&view=all&q=2")
        assert request.GET.getlist("q") == ["1", "2"]
        assert "part" not in request.GET
    assert names == {"q", "part"}
