"""Addresses of scorecards."""

from django.urls import path

from requite.web.screens import cards, cards_disputes, cards_part, replies, settings_scorecard

urlpatterns = [
    path("card/", cards.my_card, name="my_card"),
    path("card/team/", cards.team_cards, name="team_cards"),
    path("card/disputes/<id>/answer/", cards_disputes.dispute_answer, name="dispute_answer"),
    path("card/disputes/<id>/retraction/", cards_disputes.dispute_retraction, name="dispute_retraction"),
    path("card/disputes/<id>/reopening/", cards_disputes.dispute_reopening, name="dispute_reopening"),
    path("card/disputes/<id>/sight/", replies.dispute_sight, name="dispute_sight"),
    path("card/<id>/", cards.user_card, name="user_card"),
    path("card/<id>/<part>/", cards_part.user_card_part, name="user_card_part"),
    path("card/<id>/<part>/dispute/", cards_disputes.user_card_dispute, name="user_card_dispute"),
    path("settings/scorecard/", settings_scorecard.scorecard, name="scorecard"),
    path("settings/scorecard/<id>/retraction/", settings_scorecard.scorecard_retraction, name="scorecard_retraction"),
    path("settings/scorecard/<id>/restoration/", settings_scorecard.scorecard_restoration, name="scorecard_restoration"),
]
