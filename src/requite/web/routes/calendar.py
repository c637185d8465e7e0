from django.urls import path

from requite.web.screens import activities_owner, calendar, calendar_acts, calendar_new, calendar_slots

urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/colleagues/", calendar.colleagues, name="calendar_colleagues"),
    path("calendar/new/", calendar_new.new, name="calendar_new"),
    path("calendar/overlaps/", calendar_new.overlaps, name="calendar_overlaps"),
    path("calendar/slots/", calendar_slots.slots, name="calendar_slots"),
    path("activities/<id>/time/", calendar_acts.time, name="activity_time"),
    path("activities/<id>/owner/", activities_owner.owner, name="activity_owner"),
    path("activities/<id>/former-time/", calendar_acts.former_time, name="activity_former_time"),
]
