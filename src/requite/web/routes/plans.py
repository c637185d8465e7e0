"""Addresses of plans, leaves and counters."""

from django.urls import path

from requite.web.screens import counters, plans, plans_forms

urlpatterns = [
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans_forms.new_plan, name="plan_new"),
    path("plans/leaves/", plans_forms.leaves, name="leaves"),
    path("plans/leaves/<id>/retraction/", plans_forms.leave_retraction, name="leave_retraction"),
    path("plans/<id>/", plans.plan, name="plan"),
    path("plans/<id>/edit/", plans_forms.edit_plan, name="plan_edit"),
    path("plans/<id>/retraction/", plans_forms.plan_retraction, name="plan_retraction"),
    path("counters/", counters.counters, name="counters"),
    path("counters/<figure>/", counters.counter, name="counter"),
    path("counters/<figure>/records/", counters.records, name="counter_records"),
]
