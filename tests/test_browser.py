"""The browsers of the tests."""

from requite.web.tests.cast import browser


def test_what_stands_before_the_views_is_shared_until_a_setting_changes(settings):
    first = browser()
    assert browser().handler is first.handler
    assert browser(enforce_csrf_checks=True).handler is not first.handler
    assert first.get("/healthz").headers["X-Content-Type-Options"] == "nosniff"
    settings.MIDDLEWARE = settings.MIDDLEWARE[1:]
    assert "X-Content-Type-Options" not in browser().get("/healthz").headers
