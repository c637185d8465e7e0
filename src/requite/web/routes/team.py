"""Addresses of the leader's home."""

from django.urls import path

from requite.web.screens import team

urlpatterns = [
    path("team/", team.home, name="team"),
    path("team/company/", team.whole_company, name="team_company"),
    path("team/reps/<id>/neglected/", team.neglected, name="rep_neglected"),
    path("team/<id>/", team.one_team, name="team_of"),
]
