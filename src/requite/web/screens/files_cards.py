"""The card of a record's files, as the pages of records show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from requite.files import access
from requite.files.access import Subject
from requite.files.limits import AT_ONCE, limits
from requite.files.models.file import Kind
from requite.files.queries.files import PAGE, FileShape, list_files
from requite.kernel.actor import Actor
from requite.web.keys import read_key, write_key

Said = tuple[str, str | Promise]


@dataclass(frozen=True, slots=True)
class FilesCard:
    """A record's files. `said` are sentences with their tone; `most` the bytes of one file, `at_once` how many."""

    kind: Kind
    id: UUID
    rows: Sequence[FileShape]
    next: str
    may_edit: bool
    is_archived: bool
    said: Sequence[Said] = ()
    most: int = 0
    at_once: int = AT_ONCE


def files_of(
    kind: Kind,
    record_id: UUID,
    *,
    may_edit: bool,
    is_archived: bool = False,
    after: str = "",
    said: Sequence[Said] = (),
) -> FilesCard:
    """The card of a record that the caller has authorised; an archived one hides its files."""
    key = read_key(after)
    found = [] if is_archived else list_files(kind=kind, record_id=record_id, after=key)
    rows = found[:PAGE]
    return FilesCard(
        kind=kind,
        id=record_id,
        rows=rows,
        next=write_key(rows[-1].made_at, rows[-1].id) if len(found) > PAGE else "",
        may_edit=may_edit and not is_archived,
        is_archived=is_archived,
        said=said,
        most=limits().file,
    )


def card_of(actor: Actor, subject: Subject, *, after: str = "", said: Sequence[Said] = ()) -> FilesCard:
    """The card of a record that was just seen."""
    return files_of(
        subject.kind,
        subject.id,
        may_edit=access.can_edit(actor=actor, subject=subject),
        is_archived=subject.archived_at is not None,
        after=after,
        said=said,
    )
