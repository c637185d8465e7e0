"""Files hang on persons and companies, removed ones too."""

from requite.people.hanging import declare, link

EITHER = "(r.removed_at IS NULL OR r.removed_at IS NOT NULL)"  # an index each

declare(
    link("person", "files_file", "person_id", name="files", among=EITHER, order=6, counts="files"),
    link("company", "files_file", "company_id", name="files", among=EITHER, order=6, counts="files"),
)
