from django.urls import path

from requite.web.screens import (
    deals,
    deals_acts,
    deals_forecast,
    deals_forms,
    deals_lines,
    deals_list,
    deals_work,
)

urlpatterns = [
    path("deals/", deals.deals, name="deals"),
    path("deals/new/", deals_forms.new_deal, name="deal_new"),
    path("deals/cards/", deals.deal_cards, name="deal_cards"),
    path("deals/list/", deals_list.deal_list, name="deal_list"),
    path("deals/forecast/", deals_forecast.deal_forecast, name="deal_forecast"),
    path("deals/<id>/", deals_work.deal, name="deal"),
    path("deals/<id>/timeline/", deals_work.deal_timeline, name="deal_timeline"),
    path("deals/<id>/peek/", deals.deal_peek, name="deal_peek"),
    path("deals/<id>/facts/", deals.deal_facts, name="deal_facts"),
    path("deals/<id>/lines/", deals_lines.deal_lines, name="deal_lines"),
    path("deals/<id>/lines/preview/", deals_lines.deal_line_preview, name="deal_line_preview"),
    path("deals/<id>/edit/", deals_forms.edit_deal, name="deal_edit"),
    path("deals/<id>/stage/", deals_acts.deal_stage, name="deal_stage"),
    path("deals/<id>/closure/", deals_acts.deal_closure, name="deal_closure"),
    path("deals/<id>/owner/", deals_acts.deal_owner, name="deal_owner"),
    path("deals/<id>/reopening/", deals_acts.deal_reopening, name="deal_reopening"),
    path("deals/<id>/archive/", deals_acts.deal_archive, name="deal_archive"),
    path("deals/<id>/restoration/", deals_acts.deal_archive, {"which": "restoration"}, name="deal_restoration"),
    path("lines/<id>/", deals_lines.line, name="line"),
    path("lines/<id>/place/", deals_lines.line_place, name="line_place"),
    path("lines/<id>/removal/", deals_lines.line_removal, name="line_removal"),
    path("lines/<id>/restoration/", deals_lines.line_removal, {"back": True}, name="line_restoration"),
    path("search/products/", deals_lines.product_options, name="search_products"),
]
