from django.urls import path

from requite.web.screens import list_exports, list_views

urlpatterns = [
    path("lists/<kind>/views/new/", list_views.new_view, name="view_new"),
    path("lists/<kind>/export/", list_exports.export, name="list_export"),
    path("exports/", list_exports.exports, name="exports"),
    path("views/<id>/", list_views.view, name="view"),
    path("views/<id>/removal/", list_views.removal, name="view_removal"),
    path("views/<id>/restoration/", list_views.restoration, name="view_restoration"),
]
