"""Addresses of files."""

from django.urls import path

from requite.web.screens import files, files_bytes

urlpatterns = [
    path("records/<kind>/<id>/files/", files.record_files, name="record_files"),
    path("files/<id>/", files.file, name="file"),
    path("files/<id>/content/", files_bytes.file_content, name="file_content"),
    path("files/<id>/preview/", files_bytes.file_preview, name="file_preview"),
    path("files/<id>/thumb/", files_bytes.file_thumb, name="file_thumb"),
    path("files/<id>/removal/", files.file_removal, name="file_removal"),
    path("files/<id>/restoration/", files.file_restoration, name="file_restoration"),
]
