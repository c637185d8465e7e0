"""Where attached files are kept, as Django's storages want it said."""

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
    """Without a key the machine's own role, or what the AWS tools have set up, is used."""
    from botocore.config import Config  # noqa: PLC0415 - only who keeps files in S3 pays for it

    return {
        "bucket_name": files.bucket,
        "endpoint_url": files.endpoint or None,
        "region_name": files.region or ("us-east-1" if files.endpoint else None),
        "access_key": files.key or None,
        "secret_key": files.secret or None,
        "location": files.prefix,
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": True,
        "max_memory_size": 4 * 1024 * 1024,
        "client_config": Config(
            connect_timeout=SECONDS, read_timeout=SECONDS, retries={"max_attempts": 2, "mode": "standard"},
            s3={"addressing_style": "path" if files.endpoint else "auto"}, signature_version="s3v4",
        ),
    }  # fmt: skip
