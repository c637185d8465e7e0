"""Files in a bucket, against a server that speaks S3."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from PIL import Image
from testing.asserts import drain, untouched
from testing.bucket import files_in, speaking_s3
from testing.builders import person_of
from testing.cast import NOW, Cast, Clients
from testing.files import attach, kept_bytes, picture, places

from requite.config.environment import Files
from requite.files.actions.erase_files import erase_removed, erase_strays
from requite.files.actions.retract_file import retract_file
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.ids import new_id
from requite.kernel.storing import attached, client_options

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::UserWarning")]
NIGHT = Actor(id=None, name="Requite", via="job")


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    with speaking_s3() as address:
        yield address


@pytest.fixture
def files(service: str, tmp_path: Path) -> Files:
    return files_in(service, tmp_path)


@pytest.fixture
def bucket(files: Files, settings: Any) -> Any:
    """The bucket as its owner sees it; Requite keeps its files there."""
    settings.STORAGES = {**settings.STORAGES, "attached": attached(files)}
    made = boto3.resource("s3", **client_options(files)).Bucket("crm")
    made.create()
    yield made
    made.objects.all().delete()
    made.delete()


def keys(bucket: Any) -> set[str]:
    return {one.key for one in bucket.objects.all()}


def test_keeps_sends_and_deletes(
    cast: Cast, clients: Clients, bucket: Any, django_capture_on_commit_callbacks: Any
) -> None:
    person, before = person_of(cast), places()
    file = attach(cast, person, picture("JPEG", (90, 30)), "card.jpg").file
    assert keys(bucket) == {f"attached/{place}" for place in file.content.places}
    assert Image.open(io.BytesIO(kept_bytes(file))).size == (90, 30)
    raw = drain(clients("anna").get(f"/files/{file.id}/content/"))
    assert raw == kept_bytes(file)
    assert clients("anna").get(f"/files/{file.id}/thumb/").content[8:12] == b"WEBP"
    retract_file(actor=cast.actors["anna"], at=NOW, file_id=file.id)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_removed(actor=NIGHT, at=NOW + timedelta(days=31)) == 1
    assert keys(bucket) == set()
    assert places() == before


def test_keeps_and_streams_what_is_sent_in_pieces(cast: Cast, clients: Clients, bucket: Any) -> None:
    raw = b"0123456789abcdef" * 1_500_000
    file = attach(cast, person_of(cast), raw, "long.txt").file
    answer = clients("anna").get(f"/files/{file.id}/content/")
    assert next(iter(answer.streaming_content)) == raw[:65_536]
    assert len(drain(answer)) == len(raw) - 65_536


def test_the_night_finds_strays(cast: Cast, bucket: Any) -> None:
    file = attach(cast, person_of(cast), b"Terms").file
    stray = f"{NOW:%Y-%m}/{new_id(at_ms=int(NOW.timestamp() - 200_000) * 1_000)}"
    bucket.put_object(Key=f"attached/{stray}", Body=b"x")
    bucket.Object(f"attached/{file.content.place}").delete()
    found = erase_strays(at=NOW)
    assert (found.deleted, found.missing) == ((stray,), (file.content.place,))
    assert keys(bucket) == set()


def test_a_wrong_bucket_is_said_to_who_attaches(cast: Cast, clients: Clients, files: Files, settings: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "attached": attached(replace(files, bucket="elsewhere"))}
    person = person_of(cast)
    with untouched(), pytest.raises(Refused, match="can't be written just now"):
        attach(cast, person, b"Terms")
