"""All addresses of the HTML face."""

from django.urls import include, path

from requite.web.routes import base, entrance, imports, plans, settings, team

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    *entrance.urlpatterns,
    *base.urlpatterns,
    *imports.urlpatterns,
    *plans.urlpatterns,
    *settings.urlpatterns,
    *team.urlpatterns,
]
