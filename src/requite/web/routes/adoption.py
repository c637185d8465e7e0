"""Addresses of adoption, goals and digests."""

from django.urls import path

from requite.web.screens import adoption, adoption_debts, demo_mail, digests, goals, helped

urlpatterns = [
    path("adoption/", adoption.adoption, name="adoption"),
    path("adoption/debts/", adoption_debts.adoption_debts, name="adoption_debts"),
    path("debts/by-week/", adoption_debts.debts_of_week, name="debts_of_week"),
    path("adoption/goals/new/", goals.new_goal, name="goal_new"),
    path("adoption/goals/<id>/retraction/", goals.goal_retraction, name="goal_retraction"),
    path("adoption/goals/<id>/restoration/", goals.goal_restoration, name="goal_restoration"),
    path("adoption/digests/again/", digests.digests_again, name="digests_again"),
    path("digest/", digests.digest, name="digest"),
    path("digest/colleagues/", helped.helped, name="helped"),
    path("digest/choice/", digests.digest_choice, name="digest_choice"),
    path("demo/mail/", demo_mail.demo_mail, name="demo_mail"),
    path("demo/mail/<str:key>/html/", demo_mail.demo_mail_html, name="demo_mail_html"),
]
