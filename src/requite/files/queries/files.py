"""The files of a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from requite.files.models.file import KINDS, Kind
from requite.kernel.reading import fetch_all

PAGE = 20
Key = tuple[datetime, UUID]
FILES = """
SELECT f.id, f.name, c.kind, c.type, c.size, c.has_preview, f.made_at, u.family_name, u.given_name
FROM files_file f JOIN files_content c ON c.id = f.content_id JOIN identity_user u ON u.id = f.made_by_id
WHERE f.{kind}_id = %(record)s AND f.removed_at IS NULL {key}
ORDER BY f.made_at DESC, f.id DESC LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class FileShape:
    """A file as pages show it; `size` in bytes, `made_by` (family, given)."""

    id: UUID
    name: str
    kind: str
    type: str
    size: int
    has_preview: bool
    made_at: datetime
    made_by: tuple[str, str]


def list_files(
    *, kind: Kind, record_id: UUID, after: Key | None = None, limit: int = PAGE
) -> list[FileShape]:
    """Files of a record, newest first; one more than `limit` when there is more. The caller has authorised the record."""
    if kind not in KINDS:
        raise LookupError(kind)
    values: dict[str, Any] = {"record": record_id, "limit": limit + 1}
    key = ""
    if after:
        key = "AND (f.made_at, f.id) < (%(after_at)s, %(after_id)s)"
        values |= {"after_at": after[0], "after_id": after[1]}
    return [_shape(row) for row in fetch_all(FILES.format(kind=kind, key=key), values)]


def _shape(row: Sequence[Any]) -> FileShape:
    values: Any = (*row[:7], (row[7] or "", row[8] or ""))
    return FileShape(*values)
