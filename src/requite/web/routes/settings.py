from django.urls import path

from requite.web.screens import (
    profile,
    settings,
    settings_company,
    settings_invitations,
    settings_requirements,
    settings_statuses,
    settings_teams,
    settings_users,
)

urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("profile/preferences/", profile.preferences, name="preferences"),
    path("settings/", settings.settings, name="settings"),
    path("settings/users/", settings_users.users, name="users"),
    path("settings/users/<id>/", settings_users.user, name="user"),
    path("settings/users/<id>/deactivation/", settings_users.deactivation, name="user_deactivation"),
    path("settings/users/<id>/activation/", settings_users.activation, name="user_activation"),
    path("settings/invitations/", settings_invitations.invitations, name="invitations"),
    path(
        "settings/invitations/<id>/withdrawal/", settings_invitations.withdrawal, name="invitation_withdrawal"
    ),
    path("settings/teams/", settings_teams.teams, name="teams"),
    path("settings/teams/<id>/", settings_teams.team, name="team_settings"),
    path("settings/teams/<id>/removal/", settings_teams.removal, name="team_removal"),
    path("settings/outcomes/", settings_statuses.statuses, name="statuses"),
    path("settings/outcomes/<id>/", settings_statuses.status, name="status"),
    path("settings/outcomes/<id>/place/", settings_statuses.place, name="status_place"),
    path("settings/outcomes/<id>/ending/", settings_statuses.ending, name="status_ending"),
    path("settings/outcomes/<id>/restoration/", settings_statuses.restoration, name="status_restoration"),
    path("settings/minimum-sets/", settings_requirements.minimum_sets, name="minimum_sets"),
    path("settings/minimum-sets/<kind>/", settings_requirements.minimum_set, name="minimum_set"),
    path("settings/minimum-sets/<kind>/<id>/", settings_requirements.requirement, name="requirement"),
    path(
        "settings/minimum-sets/<kind>/<id>/ending/", settings_requirements.ending, name="requirement_ending"
    ),
    path("settings/company/", settings_company.company, name="company_settings"),
]
