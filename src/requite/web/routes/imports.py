from django.urls import path

from requite.web.screens import imports, imports_reading, imports_rows

urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.new_import, name="import_new"),
    path("imports/<id>/", imports.one, name="import"),
    path("imports/<id>/mapping/", imports.mapping, name="import_mapping"),
    path("imports/<id>/reading/", imports_reading.reading, name="import_reading"),
    path("imports/<id>/run/", imports.run, name="import_run"),
    path("imports/<id>/progress/", imports.progress, name="import_progress"),
    path("imports/<id>/rows/", imports_rows.rows, name="import_rows"),
    path("imports/<id>/refused/", imports.refused, name="import_refused"),
    path("imports/<id>/doubtful/", imports_rows.doubtful, name="import_doubtful"),
    path("imports/<id>/removal/", imports.removal, name="import_removal"),
    path("imports/<id>/return/", imports.return_, name="import_return"),
]
