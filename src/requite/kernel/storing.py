"""Where attached files are kept, as Django's storages and boto3 want it said."""

from typing import Any

from requite.config.environment import Files

SECONDS = 20


def attached(files: Files) -> dict[str, Any]:
    """The storage of attached files: a bucket of an S3-compatible service when one is named, else a folder."""
    if files.bucket:
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _bucket(files)}
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": files.folder,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def _bucket(files: Files) -> dict[str, Any]:
    from boto3.s3.transfer import TransferConfig  # noqa: PLC0415

    client = client_options(files)
    return {
        "bucket_name": files.bucket,
        "endpoint_url": client["endpoint_url"],
        "region_name": client["region_name"],
        "access_key": client["aws_access_key_id"],
        "secret_key": client["aws_secret_access_key"],
        "client_config": client["config"],
        "location": files.prefix,
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": True,  # each place is new: nobody is asked whether it is taken
        "transfer_config": TransferConfig(max_concurrency=2),  # pieces of 8 MB in memory at once
    }


def client_options(files: Files) -> dict[str, Any]:
    """How boto3 reaches the service. Without a key the machine's own role, or what the AWS tools have set up, is used."""
    from botocore.config import Config  # noqa: PLC0415 - only who keeps files in S3 pays for it

    return {
        "endpoint_url": files.endpoint or None,
        "region_name": files.region or ("us-east-1" if files.endpoint else None),
        "aws_access_key_id": files.key or None,
        "aws_secret_access_key": files.secret or None,
        "config": Config(
            connect_timeout=SECONDS,
            read_timeout=SECONDS,
            retries={"max_attempts": 2, "mode": "standard"},
            s3={"addressing_style": "path" if files.endpoint else "auto"},
            signature_version="s3v4",
        ),
    }
