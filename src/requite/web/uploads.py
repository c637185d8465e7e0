"""Files on their way in: to disk as they come, only where a form takes them, and never more than may be kept."""

from __future__ import annotations

from typing import Any, TypeAlias, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _

from requite.files import keeping
from requite.files.actions.refusing import too_large
from requite.files.limits import AT_ONCE, incoming, limits
from requite.files.naming import clean_name
from requite.intake.reading.limits import FILE_BYTES
from requite.kernel.errors import Refused

Uploaded: TypeAlias = "UploadedFile[Any]"
OVERHEAD = 1_000_000  # what a form says beside its files


def most_of(route: str) -> int:
    """The bytes of one file that the route of that name takes; 0 for one that takes none."""
    return {"import_new": FILE_BYTES + 1, "record_files": limits().file}.get(route, 0)


def most_at_once(route: str) -> int:
    """The bytes that a request to that route may have in all."""
    return most_of(route) * (AT_ONCE if route == "record_files" else 1) + OVERHEAD


def refused_uploads(request: HttpRequest) -> list[str]:
    """Why files of this request weren't taken, a sentence for each."""
    return getattr(request, "refused_uploads", [])


class Incoming(TemporaryFileUploadHandler):
    """Django's handler that writes to a temporary file, with an end to it; what isn't taken is read past."""

    file: Any

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 - what of it counts stands in the request
        """Learn where this goes before the first byte is read."""
        request = cast(HttpRequest, self.request)
        match = request.resolver_match
        known = getattr(request, "actor", None) is not None
        self.most = most_of(str(match.url_name)) if match and known else 0
        self.taken = self.count = 0
        request.refused_uploads = []  # type: ignore[attr-defined]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        name = str(args[1])
        self.taken, self.count = 0, self.count + 1
        if not self.most:
            self._refuse("")
        if self.count > AT_ONCE:
            self._refuse(_("At most %(most)s files come in at once: attach the others after these.") % {"most": AT_ONCE})
        try:
            incoming()
            super().new_file(*args, **kwargs)
        except OSError as fault:
            self._refuse(str(keeping.sentence_of(fault)))
        self.named = clean_name(name)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write the next piece."""
        self.taken += len(raw_data)
        if self.taken > self.most:
            self._refuse(str(too_large(self.named)))
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as fault:
            self._refuse(str(keeping.sentence_of(fault)))

    def file_complete(self, file_size: int) -> Uploaded | None:
        """The finished file, which is the request's from now on; None when the disk refused its end."""
        try:
            found = super().file_complete(file_size)
            found.file.flush()  # type: ignore[union-attr]
        except OSError as fault:
            self._note(str(keeping.sentence_of(fault)))
            return None
        finally:
            del self.file
        return found

    def _refuse(self, sentence: str) -> None:
        self._note(sentence)
        raise SkipFile

    def _note(self, sentence: str) -> None:
        refused = cast(HttpRequest, self.request).refused_uploads  # type: ignore[attr-defined]
        if sentence and sentence not in refused:
            refused.append(sentence)


def demand_upload(request: HttpRequest, name: str) -> Uploaded:
    """The file that a form sent. Raises Refused: with the reason when it wasn't taken."""
    file = request.FILES.get(name)
    if file is None or file.size is None:
        raise Refused(" ".join(refused_uploads(request)) or _("Choose a file first."), field=name)
    return file
