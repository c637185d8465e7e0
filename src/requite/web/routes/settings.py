from django.urls import path

from requite.web.screens import (
    profile,
    settings,
    settings_company,
    settings_history,
    settings_invitations,
    settings_lists,
    settings_pipelines,
    settings_products,
    settings_rates,
    settings_requirements,
    settings_stages,
    settings_teams,
    settings_users,
)
from requite.web.screens.settings_named import list_routes

urlpatterns = [
    *(route for page in settings_lists.PAGES for route in list_routes(page)),
    path("settings/history/<kind>/", settings_history.settings_history, name="settings_history"),
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
    path("settings/pipelines/", settings_pipelines.pipelines, name="pipelines"),
    path("settings/pipelines/<id>/", settings_pipelines.pipeline, name="pipeline"),
    path("settings/pipelines/<id>/place/", settings_pipelines.place, name="pipeline_place"),
    path("settings/pipelines/<id>/ending/", settings_pipelines.ending, name="pipeline_ending"),
    path("settings/pipelines/<id>/restoration/", settings_pipelines.restoration, name="pipeline_restoration"),
    path("settings/pipelines/<id>/stages/", settings_stages.stages, name="pipeline_stages"),
    path("settings/stages/<id>/", settings_stages.stage, name="stage"),
    path("settings/stages/<id>/place/", settings_stages.place, name="stage_place"),
    path("settings/stages/<id>/ending/", settings_stages.ending, name="stage_ending"),
    path("settings/stages/<id>/restoration/", settings_stages.restoration, name="stage_restoration"),
    path("settings/products/", settings_products.products, name="products"),
    path("settings/products/<id>/", settings_products.product, name="product"),
    path("settings/products/<id>/ending/", settings_products.ending, name="product_ending"),
    path("settings/products/<id>/restoration/", settings_products.restoration, name="product_restoration"),
    path("settings/rates/", settings_rates.rates, name="rates"),
    path("settings/minimum-sets/", settings_requirements.minimum_sets, name="minimum_sets"),
    path("settings/minimum-sets/<kind>/", settings_requirements.minimum_set, name="minimum_set"),
    path("settings/minimum-sets/<kind>/<id>/", settings_requirements.requirement, name="requirement"),
    path(
        "settings/minimum-sets/<kind>/<id>/ending/", settings_requirements.ending, name="requirement_ending"
    ),
    path("settings/company/", settings_company.company, name="company_settings"),
]
