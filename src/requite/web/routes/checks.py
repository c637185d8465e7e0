"""Addresses of spot checks."""

from django.urls import path

from requite.web.screens import checks, checks_draws, checks_lists, replies, settings_checks

urlpatterns = [
    path("checks/", checks.checks, name="checks"),
    path("checks/mine/", checks_lists.mine, name="checks_mine"),
    path("checks/results/", checks_lists.results, name="checks_results"),
    path("checks/draws/", checks_draws.draws, name="draws"),
    path("checks/draws/<id>/", checks_draws.draw, name="draw"),
    path("checks/<id>/", checks.check, name="check"),
    path("checks/<id>/verdict/", checks.verdict, name="check_verdict"),
    path("checks/<id>/retraction/", checks.retraction, name="check_retraction"),
    path("checks/<id>/answer/", checks.answer, name="check_answer"),
    path("checks/<id>/sight/", replies.check_sight, name="check_sight"),
    path("settings/checks/", settings_checks.checks_settings, name="checks_settings"),
]
