"""Addresses of the leader's home."""

from django.urls import path

from requite.web.screens import history_fields, journal, team, team_days, team_rep, wall

urlpatterns = [
    path("journal/", journal.journal, name="journal"),
    path("history/<kind>/<id>/fields/", history_fields.history_fields, name="history_fields"),
    path("team/", team.home, name="team"),
    path("team/company/quality/", team_days.of_team, name="company_quality"),
    path("team/company/moved/", team_days.moved_of_team, name="company_moved"),
    path("team/company/wall/", wall.wall, name="company_wall"),
    path("team/company/", team.whole_company, name="team_company"),
    path("team/reps/<id>/neglected/", team.neglected, name="rep_neglected"),
    path("team/reps/<id>/no-contact/", team_rep.quiet, name="rep_quiet"),
    path("team/reps/<id>/moved/", team_days.moved, name="rep_moved"),
    path("team/reps/<id>/", team_days.card, name="rep_card"),
    path("people/<id>/reminder/", team_rep.reminder, name="person_reminder"),
    path("team/<id>/quality/", team_days.of_team, name="team_quality"),
    path("team/<id>/moved/", team_days.moved_of_team, name="team_moved"),
    path("team/<id>/wall/", wall.wall, name="team_wall"),
    path("team/<id>/", team.one_team, name="team_of"),
]
