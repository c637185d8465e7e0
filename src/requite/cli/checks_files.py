"""That the place for attached files can be written: asked at the start, before anybody attaches anything."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from requite.cli.errors import SetupError
from requite.config.environment import Files, read_environment

ADVICE = {
    "404": "there is no such bucket",
    "NoSuchBucket": "there is no such bucket",
    "403": "the key isn't allowed to use it",
    "AccessDenied": "the key isn't allowed to use it",
    "InvalidAccessKeyId": "the service doesn't know the key",
    "SignatureDoesNotMatch": "the secret doesn't belong to the key",
}


def check_files() -> None:
    """A file can be kept, read and deleted there."""
    files = read_environment().files
    if files.bucket:
        check_bucket(files)
    else:
        check_folder(files.folder)


def check_folder(folder: Path) -> None:
    """The folder can be made and written."""
    probe = folder / f".probe-{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        raise SetupError(
            f"The folder for files {folder} can't be written ({error.strerror}): set REQUITE_FILES_FOLDER to one that can."
        ) from error


def check_bucket(files: Files) -> None:
    """The bucket answers and takes a file, which is deleted again."""
    from boto3.exceptions import Boto3Error  # noqa: PLC0415 (half a second that a folder doesn't cost)
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        _probe(files)
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        raise _sentence(files, ADVICE.get(code, str(error))) from error
    except (BotoCoreError, Boto3Error, ValueError) as error:
        raise _sentence(files, str(error)) from error


def _probe(files: Files) -> None:
    import boto3  # noqa: PLC0415

    from requite.kernel.storing import client_options  # noqa: PLC0415

    made: Any = boto3.client("s3", **client_options(files))
    place = f"{files.prefix}/.probe-{uuid.uuid4().hex}".lstrip("/")
    made.head_bucket(Bucket=files.bucket)
    made.put_object(Bucket=files.bucket, Key=place, Body=b"x")
    made.get_object(Bucket=files.bucket, Key=place)["Body"].read()
    made.delete_object(Bucket=files.bucket, Key=place)


def _sentence(files: Files, why: str) -> SetupError:
    return SetupError(
        f"The bucket {files.bucket} can't be used for files ({why.rstrip('.')}): look at the REQUITE_S3_… settings."
    )
