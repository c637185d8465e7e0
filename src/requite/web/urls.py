"""All addresses of the HTML face."""

from requite.web.routes import (
    adoption,
    base,
    calendar,
    cards,
    checks,
    deals,
    entrance,
    files,
    imports,
    lists,
    plans,
    settings,
    team,
)

urlpatterns = [
    *entrance.urlpatterns,
    *adoption.urlpatterns,
    *base.urlpatterns,
    *calendar.urlpatterns,
    *checks.urlpatterns,
    *cards.urlpatterns,
    *deals.urlpatterns,
    *files.urlpatterns,
    *imports.urlpatterns,
    *lists.urlpatterns,
    *plans.urlpatterns,
    *settings.urlpatterns,
    *team.urlpatterns,
]
