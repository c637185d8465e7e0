"""Files hang on persons and companies."""

from requite.people.hanging import declare, link

declare(
    link("person", "files_file", "person_id", name="files", order=6, counts="files"),
    link("company", "files_file", "company_id", name="files", order=6, counts="files"),
)
