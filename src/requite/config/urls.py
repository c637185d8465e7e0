"""The one list of addresses."""

from requite.web.urls import urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

handler400 = "requite.web.errors.bad_request"
handler403 = "requite.web.errors.not_allowed"
handler404 = "requite.web.errors.not_found"
handler500 = "requite.web.errors.broken"
