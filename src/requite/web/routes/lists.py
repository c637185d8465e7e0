from django.urls import path

from requite.web.screens import hand_over, list_cells, list_changes, list_exports, list_views

urlpatterns = [
    path("lists/<kind>/views/new/", list_views.new_view, name="view_new"),
    path("lists/<kind>/export/", list_exports.export, name="list_export"),
    path("lists/<kind>/change/", list_changes.change, name="list_change"),
    path("lists/<kind>/<id>/cells/<field>/", list_cells.cell, name="list_cell"),
    path("acts/", list_changes.acts, name="acts"),
    path("acts/<id>/", list_changes.act, name="act"),
    path("acts/<id>/return/", list_changes.act_return, name="act_return"),
    path("users/<id>/hand-over/", hand_over.handing, name="user_hand_over"),
    path("users/<id>/hand-over/return/", hand_over.handing_return, name="user_hand_over_return"),
    path("exports/", list_exports.exports, name="exports"),
    path("views/<id>/", list_views.view, name="view"),
    path("views/<id>/removal/", list_views.removal, name="view_removal"),
    path("views/<id>/restoration/", list_views.restoration, name="view_restoration"),
]
