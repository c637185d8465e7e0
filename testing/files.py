"""Files attached to records of the cast: by the room's action, or as rows with bytes where a child would cost too much."""

from __future__ import annotations

import base64
import hashlib
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image

from requite.files.actions.attach_file import Attached, attach_file
from requite.files.keeping import read, storage
from requite.files.limits import incoming
from requite.files.models import Content, File
from requite.identity.tests.cast import NOW, Cast
from requite.kernel.ids import new_id


def attach(
    cast: Cast, record: Any, raw: bytes, name: str = "offer.txt", *, who: str = "anna", kind: str = "person", at=NOW
) -> Attached:
    """Attach those bytes as the page does: as a file on this machine."""
    with tempfile.NamedTemporaryFile(dir=incoming()) as file:
        file.write(raw)
        file.flush()
        return attach_file(
            actor=cast.actors[who], at=at, kind=kind, record_id=record.id, stream=file, name=name, size=len(raw)
        )


def file_of(
    cast: Cast, record: Any, raw: bytes = b"An offer", name: str = "offer.pdf", *, kind: str = "person"
) -> File:
    """A file of Anna's with a preview, as it stands after it was attached; nothing looked at its bytes."""
    content = Content(
        id=new_id(), checksum=hashlib.sha256(raw).hexdigest(), type="application/pdf", kind="pdf", size=len(raw),
        has_preview=True, made_at=NOW,
    )  # fmt: skip
    content.save(force_insert=True)
    for place in content.places:
        path = Path(settings.STORAGES["attached"]["OPTIONS"]["location"]) / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    assert storage().exists(content.place)
    made = {f"{kind}_id": record.id, "name": name, "content": content, "made_at": NOW, "made_by": cast.anna}
    return File.objects.create(id=new_id(), **made)


def picture(form: str = "PNG", size: tuple[int, int] = (80, 50), colour: str = "teal", **how: Any) -> bytes:
    """A picture of one colour."""
    with tempfile.TemporaryFile() as file:
        Image.new("RGB", size, colour).save(file, format=form, **how)
        file.seek(0)
        return file.read()


# A picture of 64 by 48, as a telephone makes it: nothing that Requite uses can write one.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAA"
    "AAAERAAAIAAQAAAAAB4gABAAAAAAAAACUAAgAAAAACBwABAAAAAAAAACoAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVp"
    "bmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGE"
    "ABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkA"
    "AAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEH"
    "BpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAV21kYXQAAAAhKAGvGYDvSaW+"
    "097cn/0mgv9Jshf/+OxJ31CYf8knDbW8AAAABkV4aWYAAE1NACoAAAAIAAEBDwACAAAABgAAABoAAAAAUGhvbmUA"
)


def kept_bytes(file: File, which: str = "place") -> bytes:
    """What is kept of the file: its bytes, or its "preview" or "thumb"."""
    assert file.content
    return b"".join(read(getattr(file.content, which)))


def places() -> set[str]:
    """Every file that lies where files are kept or come in."""
    folders = (Path(settings.STORAGES["attached"]["OPTIONS"]["location"]), incoming())
    return {str(path) for folder in folders if folder.is_dir() for path in folder.rglob("*") if path.is_file()}
